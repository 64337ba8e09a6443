"""What every paper and page of figures has around it: its frame, its warning, its templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import jinja2

from vacatur import __version__
from vacatur.documents.composing import Marks, frame
from vacatur.documents.particulars import ENGLISH
from vacatur.office.spreadsheet import NO_LAWYER

TEMPLATE = "figures-exhibit"
FONT = "Libertinus Serif"
SEALED = "SEALED: COURT TIER, NOT FOR PUBLICATION. Small counts are not hidden."
WARNING = f"{NO_LAWYER} No statistician has reviewed these figures."
PAGES = "dashboard"


def framed(
    title: str, sections: Sequence[Mapping[str, Any]], *, note: str, is_sealed: bool = False
) -> dict[str, Any]:
    """What the template prints: sections under a heading, with the warning and a note below.

    Parameters
    ----------
    sections
        Each with its `heading` and its `blocks`.
    note
        What stands at the foot of each page.
    """
    marks = Marks(
        note={ENGLISH: note},
        author=f"vacatur {__version__}",
        page_prefix="",
        first_page=1,
        restricted=SEALED if is_sealed else "",
    )
    return {
        **frame(title, ENGLISH, marks),
        "heading": title,
        "warning": WARNING,
        "sections": list(sections),
    }


@lru_cache(maxsize=1)
def page_templates() -> jinja2.Environment:
    """The templates of the pages of figures."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("vacatur.office", PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
