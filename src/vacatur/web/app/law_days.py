"""Compare the law of two days: what begins and ends, and which answers on record differ."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from vacatur.errors import UsageError
from vacatur.office.differences import Cause, Difference
from vacatur.office.differing import Asked, differing
from vacatur.office.law_days import Amended, amended_between
from vacatur.office.law_reading import law_reader, shown_law
from vacatur.office.laws import laws_offered
from vacatur.progress import silent
from vacatur.web.app.fields import day_in
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/law/days", name="law_days")
def law_days(request: Request, law: str = "", before: str = "", after: str = "") -> Response:
    """What of a law begins or ends between two days. Nobody's record is asked."""
    changed: tuple[Amended, ...] | None = None
    if law or before or after:
        first, last = day_in(before), day_in(after)
        if first is None or last is None:
            raise UsageError("two days are needed", repair="Write them like 2026-02-15.")
        changed = amended_between(shown_law(law).rulebook, first, last)
    return _page(request, law, before, after, changed, None)


@router.post("/law/days", name="law_days_count")
def law_days_count(
    request: Request, law: Text = "", before: Text = "", after: Text = ""
) -> Response:
    """How many answers on record differ between two days, and for what cause."""
    first, last = day_in(before), day_in(after)
    if first is None or last is None:
        raise UsageError("two days are needed", repair="Write them like 2026-02-15.")
    name = shown_law(law).jurisdiction
    asked = Asked(law=name, rules=(), as_of=None, suppose_searched=False, examples=0)
    workspace = office_in(request).workspace
    found = differing(workspace, first.isoformat(), last.isoformat(), asked, progress=silent)
    changed = amended_between(shown_law(law).rulebook, first, last)
    return _page(request, law, before, after, changed, found)


def _page(
    request: Request,
    law: str,
    before: str,
    after: str,
    changed: tuple[Amended, ...] | None,
    found: Difference | None,
) -> Response:
    return page(
        request,
        "law/days.html",
        laws=law_reader().laws,
        law=law or laws_offered()[0],
        before=before,
        after=after,
        changed=changed,
        found=found,
        causes=list(Cause),
    )
