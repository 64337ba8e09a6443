"""One page of the site at a time and without its frame, for an app that has a frame of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files

from vacatur.site.addresses import SEARCH
from vacatur.site.build import Sheet, sheets_of
from vacatur.site.history import histories
from vacatur.site.law_page import PageView
from vacatur.site.laws import Law
from vacatur.site.programme_page import ProgrammeView
from vacatur.site.rendering import Templates
from vacatur.site.vehicle_page import VehicleView

View = PageView | VehicleView | ProgrammeView
_TITLE, _MAIN = (f"{{% block {name} %}}{{% endblock %}}" for name in ("title", "main"))


def style_within(selector: str) -> str:
    """The site's style for what stands within one element of a page that has its own style.

    The element takes the place of the site's `body`. Printing, and the dark colours, are left to
    the page around it.
    """
    style = (files("vacatur.site") / "static/style.css").read_text(encoding="utf-8")
    for media in ("(prefers-color-scheme: dark)", "print"):
        style = _without_media(style, media)
    style = re.sub(r"^(?::root|body) \{", "& {", style, flags=re.MULTILINE)
    return f"{selector} {{\n{style}}}\n"


def _without_media(style: str, media: str) -> str:
    start = style.index(f"@media {media} {{")
    end = style.index("\n}\n", start) + len("\n}\n")
    return style[:start] + style[end:]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it is read. Both texts are HTML; links lead from the page's own address.

    `view` is null where the page is an index, a text or a list.
    """

    title: str
    main: str
    view: View | None


@dataclass(frozen=True)
class Reader:
    """The pages of some laws. They are read once; what is laid out is one page at a time."""

    laws: tuple[Law, ...]

    def read(self, address: str) -> ReadPage | None:
        """The page at an address of the site; None: there is none.

        Its changes are asked of git now, for this page alone.
        """
        sheet = self._sheets.get(address)
        if sheet is None:
            return None
        values, view = dict(sheet.values), sheet.values.get("view")
        if isinstance(view, PageView | VehicleView | ProgrammeView):
            view = values["view"] = _with_history(view)
        else:
            view = None
        title, main = (
            each.render(sheet.template, address, values).strip() for each in self._templates
        )
        return ReadPage(title=title, main=main, view=view)

    @cached_property
    def _sheets(self) -> dict[str, Sheet]:
        return {name: each for name, each in sheets_of(self.laws).items() if name != SEARCH}

    @cached_property
    def _templates(self) -> Sequence[Templates]:
        return [Templates(has_manual=False, frame=frame) for frame in (_TITLE, _MAIN)]


def _with_history(view: View) -> View:
    match view:
        case PageView():
            path = view.law.file_of(view.page)
        case VehicleView():
            path = view.law.file_of(view.vehicle)
        case ProgrammeView():
            path = view.law.file_of(view.programme)
    return replace(view, history=histories([path]).get(path))
