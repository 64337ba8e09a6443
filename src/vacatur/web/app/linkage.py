"""Linkage review: pairs of records that may be one person's, side by side, and answers to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.concurrency import run_in_threadpool

from vacatur.errors import UsageError, VacaturError
from vacatur.identity.said_log import SaidEvent
from vacatur.office.formats import writing
from vacatur.office.link_answers import Relinking, answer_pairs, undo_answer
from vacatur.office.link_checks import PairAnswer
from vacatur.office.link_looking import ToLook, note_unsure, pair_of, pairs_to_look_at
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
ON_A_PAGE = 5
SAME, DIFFERENT, UNSURE = "same", "different", "cannot_tell"
PURPOSE = "linkage review"
# Value, words, key.
ANSWERS = ((SAME, "One person", "s"), (DIFFERENT, "Two people", "d"), (UNSURE, "Cannot tell", "c"))
# What of a person stands in a case's header -> its words.
SHOWN: Mapping[str, str] = {
    "case_number": "Case",
    "name": "Name",
    "birth_date": "Born",
    "sex": "Sex",
    "address": "Address",
    "zip": "ZIP",
    "court": "Court",
    "county": "County",
    "first_day": "First day charged",
    "cases": "Cases of this person",
}


@router.get("/linkage", name="linkage")
def linkage(request: Request) -> Response:
    """The pairs that wait, the most useful first. That names were shown stands in the chain."""
    return _review(request, {}, None)


@router.post("/linkage", name="linkage_answer")
async def linkage_answer(request: Request) -> Response:
    """Take the answers of a page, link once, and say what that changed."""
    form = await request.form()
    told = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_answered, request, told)


@router.get("/linkage/log", name="linkage_log")
def linkage_log(request: Request) -> Response:
    """Every answer, and the form that takes one back."""
    log = office_in(request).workspace.said()
    return page(
        request,
        "linkage/log.html",
        lines=list(reversed(log.lines)),
        standing={line.number for line in log.standing()},
        said=SaidEvent.SAID,
    )


@router.post("/linkage/log/{number}/undo", name="linkage_undo")
def linkage_undo(request: Request, number: int, reason: Text = "") -> Response:
    """Take an answer back, and say what that changed."""
    office = office_in(request)
    if not reason.strip():
        raise UsageError("it is not said why", repair="Give a sentence without names.")
    with writing(office.workspace.folder, "vacatur link undo") as place:
        name = viewer_of(request).name
        done = undo_answer(place, number, by=name, reason=reason, on=office.today())
    return page(request, "linkage/done.html", done=done, unsure=0)


def _answered(request: Request, told: Mapping[str, str]) -> Response:
    try:
        answers, unsure = _answers(told)
        done = _take(request, answers, unsure)
    except VacaturError as refused:
        return _review(request, told, refused)
    return page(request, "linkage/done.html", done=done, unsure=len(unsure))


def _take(
    request: Request,
    answers: Sequence[PairAnswer],
    unsure: Sequence[tuple[tuple[str, str], str]],
) -> Relinking | None:
    """Link with the answers, and note who could not tell. None: nothing was linked."""
    office, viewer = office_in(request), viewer_of(request)
    done = None
    if answers:
        with writing(office.workspace.folder, "vacatur link review") as place:
            done = answer_pairs(place, answers, by=viewer.name, on=office.today())
    if unsure:
        with office.casework() as casework:
            note_unsure(office.workspace, casework, unsure, viewer.doing(PURPOSE, office.now()))
    return done


def _answers(
    told: Mapping[str, str],
) -> tuple[list[PairAnswer], list[tuple[tuple[str, str], str]]]:
    """The answers of a page; a pair with none is left as it is."""
    answers, unsure = [], []
    for turn in range(ON_A_PAGE):
        said = told.get(f"said-{turn}", "")
        one, other = told.get(f"one-{turn}", ""), told.get(f"other-{turn}", "")
        reason = told.get(f"reason-{turn}", "")
        if said in (SAME, DIFFERENT):
            answers.append(PairAnswer(one=one, other=other, same=said == SAME, reason=reason))
        elif said == UNSURE:
            unsure.append(((one, other), reason))
    if not answers and not unsure:
        raise UsageError("no pair was answered", repair="Choose an answer for one of them.")
    return answers, unsure


def _review(request: Request, told: Mapping[str, str], refused: VacaturError | None) -> Response:
    office = office_in(request)
    with office.casework() as casework:
        found = pairs_to_look_at(office.workspace, casework, most=ON_A_PAGE)
        if found.review.pairs:
            doing = viewer_of(request).doing(PURPOSE, office.now())
            with casework.working(doing) as work:
                work.note_access("PairsShown", {"pairs": len(found.review.pairs)})
    return page(
        request,
        "linkage/linkage.html",
        status=422 if refused else 200,
        found=found,
        pairs=[(each, found.unsure.get(pair_of(each), ())) for each in found.review.pairs],
        shown=SHOWN,
        told=_by_pair(found, told),
        refused=refused,
        answers=ANSWERS,
    )


def _by_pair(found: ToLook, told: Mapping[str, str]) -> Mapping[int, tuple[str, str]]:
    """What was chosen and typed for each pair that is shown again: (answer, reason), by turn."""
    typed = {
        (told.get(f"one-{turn}", ""), told.get(f"other-{turn}", "")): (
            told.get(f"said-{turn}", ""),
            told.get(f"reason-{turn}", ""),
        )
        for turn in range(ON_A_PAGE)
    }
    return {
        turn: typed.get((pair.one.case_id, pair.other.case_id), ("", ""))
        for turn, pair in enumerate(found.review.pairs)
    }
