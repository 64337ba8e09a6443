"""The papers of a matter beside what they say, its approval, and its filing: what exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.errors import MoveRefused, VacaturError
from vacatur.matters import commands as c
from vacatur.matters.gates import require_read
from vacatur.matters.reading import matter_of
from vacatur.matters.store import Casework, Doing
from vacatur.office.case_view import case_view
from vacatur.office.matter_file import matter_file
from vacatur.office.paper_view import (
    draft_papers,
    draft_pdf,
    recorded_papers,
    recorded_pdf,
    words_of,
)
from vacatur.office.rehearsing import why_not
from vacatur.record.particulars import Stated
from vacatur.web.app.doing_moves import do_one
from vacatur.web.app.moves import day_of
from vacatur.web.app.office import Office, office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import ATTORNEYS
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
DRAFT, RECORDED = "draft", "recorded"
# A paper is shown in a frame of a page of ours, can run nothing and loads nothing.
_FRAMED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@router.get("/matters/{number:int}/papers", name="matter_papers")
def papers(request: Request, number: int, paper: int = 1, kind: str = "") -> Response:
    """The papers beside what they say, and what is to be stated for them."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        file = matter_file(casework, number, viewer.doing("papers", office.now()))
        recorded = recorded_papers(office.workspace, file.matter)
        drafts = draft_papers(office.workspace, casework, number, on=office.today())
    missing = _missing(drafts.trouble)
    shown = kind if kind in (DRAFT, RECORDED) else RECORDED if recorded else DRAFT
    lists = {DRAFT: drafts.papers, RECORDED: recorded.papers if recorded else ()}
    chosen = next((x for x in lists[shown] if x.place == paper), next(iter(lists[shown]), None))
    return page(
        request,
        "matter/papers.html",
        file=file,
        matter=file.matter,
        drafts=drafts,
        recorded=recorded,
        kind=shown,
        chosen=chosen,
        particulars=[(each, file.stated.get(each)) for each in Stated],
        missing=missing,
        can_state="StateParticular" in file.next_moves,
    )


@router.get("/matters/{number:int}/papers/{kind}/{place:int}.pdf", name="matter_paper")
def paper(request: Request, number: int, kind: str, place: int) -> Response:
    """One paper, as a PDF in a frame."""
    headers = {
        "content-security-policy": _FRAMED,
        "content-disposition": f'inline; filename="matter-{number}-{place}.pdf"',
    }
    return Response(_pdf(request, number, kind, place), 200, headers, "application/pdf")


@router.get("/matters/{number:int}/papers/{kind}/{place:int}", name="matter_paper_words")
def paper_words(request: Request, number: int, kind: str, place: int) -> Response:
    """The words of one paper, page by page."""
    return page(
        request,
        "matter/words.html",
        number=number,
        kind=kind,
        place=place,
        pages=words_of(_pdf(request, number, kind, place)),
    )


@router.get("/matters/{number:int}/approve", name="matter_approval")
def approval(request: Request, number: int) -> Response:
    """What exactly is approved, and whether this person may."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        doing = viewer.doing("before approval", office.now())
        view = case_view(office.workspace, casework, number, doing)
        matter = view.file.matter
        command = c.Approve(by=viewer.name, decision_hash=matter.decision_hash)
        problem = why_not(office.workspace, casework, number, command, today=office.today())
        drafts = draft_papers(office.workspace, casework, number, on=office.today())
    return page(
        request,
        "matter/approval.html",
        view=view,
        matter=matter,
        problem=problem,
        drafts=drafts,
        batch=0,
        is_attorney=viewer.is_a(*ATTORNEYS),
    )


@router.post("/matters/{number:int}/approve", name="matter_approve")
def approve(request: Request, number: int, answer: Text = "") -> Response:
    """Approve the answer that was on the screen."""
    office = office_in(request)
    with office.casework() as casework, casework.reading() as connection:
        matter = matter_of(connection, number)
    require_read(matter, answer)
    command = c.Approve(by=viewer_of(request).name, decision_hash=matter.decision_hash)
    do_one(request, number, command)
    return RedirectResponse(f"/matters/{number}", 303)


@router.get("/matters/{number:int}/file", name="matter_filing")
def filing(request: Request, number: int) -> Response:
    """What exactly goes to the court: each paper with its hash."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        doing = viewer.doing("before filing", office.now())
        file = matter_file(casework, number, doing)
        recorded = recorded_papers(office.workspace, file.matter)
        checked = _held(office, casework, number, len(recorded.papers) if recorded else 0, doing)
        title = recorded.papers[0].title if recorded and recorded.papers else ""
        command = c.Submit(by=viewer.name, document=title or "paper", on=office.today())
        problem = why_not(office.workspace, casework, number, command, today=office.today())
    return page(
        request,
        "matter/filing.html",
        file=file,
        matter=file.matter,
        recorded=recorded,
        checked=checked,
        title=title,
        problem=problem,
        today=office.today(),
    )


@router.post("/matters/{number:int}/file", name="matter_file_submit")
def submit(
    request: Request, number: int, document: Text = "", packet: Text = "", on: Text = ""
) -> Response:
    """Write down that these papers go to the court, before they are sent."""
    office = office_in(request)
    with office.casework() as casework, casework.reading() as connection:
        matter = matter_of(connection, number)
    if packet != matter.packet_sha256:
        raise MoveRefused(
            "its papers are not those that were on the screen",
            where=f"matter {number}",
            repair="Open the page again, and look at them.",
        )
    day = day_of({"on": on})
    do_one(request, number, c.Submit(by=viewer_of(request).name, document=document, on=day))
    return RedirectResponse(f"/matters/{number}", 303)


def _held(
    office: Office, casework: Casework, number: int, papers: int, doing: Doing
) -> Mapping[int, str]:
    """What is wrong with papers on the disk, by place; one that is as recorded is left out."""
    found = {}
    for place in range(1, papers + 1):
        try:
            recorded_pdf(office.workspace, casework, number, place, doing)
        except VacaturError as problem:
            found[place] = problem.what
    return found


def _pdf(request: Request, number: int, kind: str, place: int) -> bytes:
    office, viewer = office_in(request), viewer_of(request)
    doing = viewer.doing("looking at a paper", office.now())
    with office.casework() as casework:
        if kind == RECORDED:
            return recorded_pdf(office.workspace, casework, number, place, doing)
        return draft_pdf(office.workspace, casework, number, place, doing, on=office.today())


def _missing(trouble: VacaturError | None) -> frozenset[str]:
    """The particulars that papers lack, of those that somebody can state."""
    if trouble is None or not trouble.what.startswith("missing: "):
        return frozenset()
    named = trouble.what.removeprefix("missing: ").split(", ")
    return frozenset(named) & {each.value for each in Stated}
