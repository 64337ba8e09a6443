"""Approval of many: groups that wait, batches, their samples, and what a clean sample says."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.errors import MoveRefused, UsageError, VacaturError
from vacatur.matters.batch import Batch
from vacatur.matters.batch_moves import require_clean
from vacatur.matters.batch_store import batch_numbers, batch_of, went_back
from vacatur.matters.queries import Wanted
from vacatur.matters.sampling import reviews_needed_of_any_set
from vacatur.matters.states import LIVE_BATCHES, Review, State
from vacatur.matters.worklists import known_count
from vacatur.office.batching import (
    approve_batch,
    batch_file,
    draw_sample,
    review_sampled,
    send_batch_back,
)
from vacatur.office.case_view import CaseView, case_view
from vacatur.office.casework import Done
from vacatur.office.matter_groups import groups_in
from vacatur.office.paper_view import draft_papers
from vacatur.web.app.asked import asked_in
from vacatur.web.app.bulk import Bulk, done_page
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_GROUPS = 25
_BATCHES = 30
_MOST_SEED = 2**63 - 1  # what a column of the database holds


@router.get("/approvals", name="approvals")
def approvals(request: Request) -> Response:
    """What waits for approval: groups of prepared matters, and batches that are on their way."""
    office = office_in(request)
    with office.casework() as casework:
        prepared = State.PREPARED
        groups = groups_in(office.workspace, casework, prepared, limit=_GROUPS, with_reasons=False)
        with casework.reading() as connection:
            numbers = batch_numbers(connection)
            files = [batch_file(batch_of(connection, each)) for each in numbers[:_BATCHES]]
            waiting = known_count(connection, Wanted(states=(prepared.value,)))
    live = {each.value for each in LIVE_BATCHES}
    return page(
        request,
        "approvals/approvals.html",
        groups=groups,
        live=[each for each in files if each.state in live],
        ended=[each for each in files if each.state not in live],
        waiting=waiting,
        asked=asked_in(request.query_params.__class__({"state": prepared.value})),
        needed=reviews_needed_of_any_set(),
    )


@router.get("/approvals/batches/{number:int}", name="batch")
def batch(request: Request, number: int) -> Response:
    """A batch: its frozen set, its sample, what was found, and what that says of the rest."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework, casework.reading() as connection:
        found = batch_of(connection, number)
        problem = _not_clean(lambda: require_clean(found, went_back(connection, number)))
    prepared_by = {each.prepared_by for each in found.members}
    return page(
        request,
        "approvals/batch.html",
        file=batch_file(found),
        problem=problem,
        prepared_by=sorted(prepared_by),
        is_mine=viewer.name in prepared_by,
        mine=frozenset(x.matter for x in found.members if x.prepared_by == viewer.name),
        is_live=found.state in LIVE_BATCHES,
        offered=secrets.randbelow(10**9),
        needed=reviews_needed_of_any_set(),
    )


@router.post("/approvals/batches/{number:int}/sample", name="batch_sample")
def sample(
    request: Request, number: int, seed: Text = "", size: Text = "", judged: Text = ""
) -> Response:
    """Draw the sample by a random start that somebody names."""
    office, viewer = office_in(request), viewer_of(request)
    by_pattern = judged == "pattern"
    reviews = None if by_pattern or not size else _number(size, "the size")
    with office.casework() as casework:
        draw_sample(
            casework,
            number,
            viewer.doing(f"batch {number}", office.now()),
            seed=_number(seed, "the random start"),
            reviews=reviews,
            by_pattern=by_pattern,
        )
    return RedirectResponse(f"/approvals/batches/{number}", 303)


@router.get("/approvals/batches/{number:int}/matters/{matter:int}", name="batch_reading")
def reading(request: Request, number: int, matter: int) -> Response:
    """One drawn matter: its answer and its papers, to be found clean or wrong."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        with casework.reading() as connection:
            found = batch_of(connection, number)
        view = case_view(
            office.workspace, casework, matter, viewer.doing(f"batch {number}", office.now())
        )
        drafts = draft_papers(office.workspace, casework, matter, on=office.today())
    return page(
        request,
        "matter/approval.html",
        view=view,
        matter=view.file.matter,
        problem=_why_not_to_read(found, view, viewer.name),
        drafts=drafts,
        batch=number,
        is_attorney=True,
    )


@router.post("/approvals/batches/{number:int}/matters/{matter:int}", name="batch_review")
def review(
    request: Request,
    number: int,
    matter: int,
    answer: Text = "",
    found: Text = "",
    reason: Text = "",
) -> Response:
    """Say what was found; one that is wrong sends all of the batch back."""
    office, viewer = office_in(request), viewer_of(request)
    if found not in {each.value for each in Review}:
        raise UsageError("it is not said what was found")
    with office.casework() as casework:
        done = review_sampled(
            office.workspace,
            casework,
            number,
            matter,
            viewer.doing(f"batch {number}", office.now()),
            answer=answer,
            found=Review(found),
            reason=reason,
            today=office.today(),
        )
    unread = [each.matter for each in done.batch.sample if each.review is None]
    if done.went_back is None and unread:
        return RedirectResponse(f"/approvals/batches/{number}/matters/{unread[0]}", 303)
    return RedirectResponse(f"/approvals/batches/{number}", 303)


@router.post("/approvals/batches/{number:int}/approve", name="batch_approve")
def approve(request: Request, number: int, frozen: Text = "") -> Response:
    """Approve every matter of the set that was on the screen, each through its own gates."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        with casework.reading() as connection:
            if batch_of(connection, number).sha256 != frozen:
                raise UsageError("the set is not the one that was on the screen")
        doing = viewer.doing(f"batch {number}", office.now())
        done = approve_batch(office.workspace, casework, number, doing, today=office.today())
    what = Bulk(name="approve", label="Approve", done="approved")
    told = Done(done=done.approved, refused=done.refused)
    return done_page(request, what, told, "state=approved", may_undo=False)


@router.post("/approvals/batches/{number:int}/send-back", name="batch_send_back")
def send_back(request: Request, number: int, reason: Text = "") -> Response:
    """End a batch: all of it goes back to whoever prepared it."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        doing = viewer.doing(f"batch {number}", office.now())
        send_batch_back(casework, number, doing, reason=reason, today=office.today())
    return RedirectResponse(f"/approvals/batches/{number}", 303)


def _not_clean(gate: Callable[[], None]) -> VacaturError | None:
    """What stands in the way of approving a batch; None: its sample is clean."""
    try:
        gate()
    except VacaturError as problem:
        return problem
    return None


def _why_not_to_read(batch: Batch, view: CaseView, name: str) -> MoveRefused | None:
    """Why somebody says nothing of a matter of a sample; None: they may."""
    matter = view.file.matter
    if matter.number not in batch.sample:
        return MoveRefused("it is not in the sample")
    review = batch.sample[matter.number]
    if review is not None:
        return MoveRefused(f"[{review.by}] has found it {review.review}")
    if matter.prepared_by == name:
        return MoveRefused(
            "you prepared it", why="Nobody reviews what they have prepared themselves."
        )
    return None


def _number(text: str, what: str) -> int:
    said = text.strip().replace(",", "")
    if not (said.isascii() and said.isdigit() and int(said) <= _MOST_SEED):
        raise UsageError(f"{what} is no whole number", repair="Write digits alone.")
    return int(said)
