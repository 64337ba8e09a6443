"""Audit: who did and read what; whether the chain holds; the sheet that is reviewed each week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from vacatur.errors import ChainBroken, UsageError
from vacatur.matters.audit import Sought, kinds_of, search_log
from vacatur.office.auditing import verify_audit, week_sheet
from vacatur.web.app.fields import day_in
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
ON_A_PAGE = 100
FIELDS = ("since", "until", "person", "matter", "kind")
Text = Annotated[str, Form()]


@router.get("/audit", name="audit")
def audit(request: Request) -> Response:
    """The latest entries of the chain, and the form that searches it."""
    return _found(request, Sought(), {})


@router.post("/audit", name="audit_search")
def audit_search(
    request: Request,
    since: Text = "",
    until: Text = "",
    person: Text = "",
    matter: Text = "",
    kind: Text = "",
    before: Text = "",
) -> Response:
    """Search the chain. It is a form, so that no name stands in an address."""
    sought = Sought(
        since=day_in(since),
        until=day_in(until),
        actor=person.strip(),
        matter=_number(matter),
        kind=kind,
        before=_number(before),
    )
    asked = {"since": since, "until": until, "person": person, "matter": matter, "kind": kind}
    return _found(request, sought, asked)


@router.post("/audit/verify", name="audit_verify")
def audit_verify(request: Request) -> Response:
    """Follow the chain to its end, and hold every matter against it."""
    office, broken, found = office_in(request), None, None
    with office.casework() as casework:
        doing = viewer_of(request).doing("audit", office.now())
        try:
            found = verify_audit(casework, office.workspace, ())
        except ChainBroken as problem:
            broken = problem
        with casework.working(doing) as work:
            work.note_access("ChainVerified", {"holds": broken is None})
    return page(request, "audit/verified.html", found=found, broken=broken)


@router.get("/audit/week", name="audit_week")
def audit_week(request: Request, until: str = "") -> Response:
    """The sheet of a week, to be printed and signed; by default of the last seven whole days."""
    office = office_in(request)
    last = day_in(until) or office.now().date() - timedelta(days=1)
    with office.casework() as casework:
        sheet = week_sheet(casework, last)
    return page(request, "audit/week.html", sheet=sheet)


def _found(request: Request, sought: Sought, asked: Mapping[str, str]) -> Response:
    with office_in(request).casework() as casework, casework.reading() as connection:
        lines = search_log(connection, sought, limit=ON_A_PAGE + 1)
        kinds = kinds_of(connection)
    return page(
        request,
        "audit/audit.html",
        lines=lines[:ON_A_PAGE],
        older=lines[ON_A_PAGE - 1].line.seq if len(lines) > ON_A_PAGE else 0,
        kinds=kinds,
        asked={name: asked.get(name, "") for name in FIELDS},
    )


def _number(text: str) -> int:
    """0: none is asked for."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise UsageError("a number cannot be read", repair="Write digits alone.")
    return int(text)
