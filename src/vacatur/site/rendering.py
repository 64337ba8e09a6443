"""The templates, and what each of them can use: links from where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import jinja2

from vacatur.law.sentences import NO_LAWYER
from vacatur.site import addresses
from vacatur.site.timeline import WIDTH


class Templates:
    """Renders a template for one address. A name that a template lacks is an error, never empty.

    `frame` stands around every page in the place of `base.html`, for whoever has a frame of their
    own: a template with the blocks `title` and `main`, or one of them.
    """

    def __init__(self, *, has_manual: bool, frame: str | None = None) -> None:
        own = jinja2.DictLoader({"base.html": frame} if frame is not None else {})
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader([own, jinja2.PackageLoader("vacatur.site")]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            at=addresses, has_manual=has_manual, no_lawyer=NO_LAWYER, drawing_width=WIDTH
        )

    def render(self, template: str, address: str, values: Mapping[str, object]) -> str:
        """One file of the site."""
        to = partial(addresses.relative, here=address)
        shown = self._environment.get_template(template).render(here=address, to=to, **values)
        return shown.rstrip("\n") + "\n"
