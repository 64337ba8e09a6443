"""One matter: what is known of it, why the law answers so, and what may be done next."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.errors import MoveRefused, UsageError
from vacatur.matters import commands as c
from vacatur.matters.queries import staff
from vacatur.matters.states import Discharge
from vacatur.office.answering import answer
from vacatur.office.case_view import CaseView, ShownCharge, case_record, case_view, charge_in
from vacatur.office.casework import renew, take_back
from vacatur.office.charges_asked import asked_of, charge_coded
from vacatur.office.finding_matters import find_matters
from vacatur.office.formats import writing
from vacatur.office.matter_file import MatterFile, matter_file
from vacatur.office.particulars_file import particular_named
from vacatur.office.source_rows import sources_of
from vacatur.record.particulars import Stated
from vacatur.web.app.doing_moves import FormGiven, do_one, refuse
from vacatur.web.app.moves import MOVES, Move, day_of, move_named
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import ATTORNEYS
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_FINDINGS = "findings."


@router.get("/matters/{number:int}", name="matter")
def matter(request: Request, number: int, charge: int = 0) -> Response:
    """A matter whole. That it was read is written into the chain."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        doing = viewer.doing("casework", office.now())
        view = case_view(office.workspace, casework, number, doing, chosen=charge)
        with casework.reading() as connection:
            people = [each.name for each in staff(connection)]
    return page(
        request,
        "matter/matter.html",
        view=view,
        matter=view.file.matter,
        shown=_shown(view, charge),
        asked=asked_of(office.keys.forms, view.record, view.case)
        if view.record and view.case
        else {},
        moves=_moves(view),
        elsewhere=[each for each in view.file.next_moves if each not in MOVES],
        people=people,
        ends=list(Discharge),
        today=office.today(),
        is_attorney=viewer.is_a(*ATTORNEYS),
    )


@router.post("/matters/find", name="matter_find")
def find(request: Request, find: Text = "") -> Response:
    """Go to a matter by its number, or by that of its case, which stands in no address."""
    office = office_in(request)
    with office.casework() as casework:
        numbers = find_matters(office.workspace, casework, find)
    if len(numbers) == 1:
        return RedirectResponse(f"/matters/{numbers[0]}", 303)
    return page(request, "matter/found.html", numbers=numbers)


@router.get("/matters/{number:int}/source/{place:int}", name="matter_source")
def source(request: Request, number: int, place: int) -> Response:
    """The rows of the files from which a charge and its case were read."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        file = matter_file(casework, number, viewer.doing("source rows", office.now()))
    require_known(file)
    found = sources_of(office.workspace, file, place)
    piece = bool(request.headers.get("hx-request"))
    template = "matter/source_piece.html" if piece else "matter/source.html"
    return page(request, template, found=found, number=number, place=place)


@router.post("/matters/{number:int}/moves/{name}", name="matter_move")
def move(request: Request, number: int, name: str, given: FormGiven) -> Response:
    """Do one of the moves that are possible next."""
    return _do(request, number, move_named(name).make(viewer_of(request).name, given))


@router.post("/matters/{number:int}/duties", name="matter_duty")
def duty(
    request: Request,
    number: int,
    duty: Annotated[int, Form()] = 0,
    how: Text = "",
    on: Text = "",
    evidence: Text = "",
) -> Response:
    """Discharge a duty: it was done, or an attorney attests that it is not needed."""
    if how not in {each.value for each in Discharge}:
        raise UsageError("it is not said how the duty ended")
    command = c.DischargeDuty(
        by=viewer_of(request).name,
        duty=duty,
        how=Discharge(how),
        on=day_of({"on": on}),
        evidence=evidence,
    )
    return _do(request, number, command)


@router.post("/matters/{number:int}/particulars", name="matter_particular")
def particular(request: Request, number: int, particular: Text = "", text: Text = "") -> Response:
    """State what its papers must say and no record holds."""
    by = viewer_of(request).name
    named: Stated = particular_named(particular)
    command = c.StateParticular(by=by, particular=named, text=text)
    return _do(request, number, command, then=f"/matters/{number}/papers")


@router.post("/matters/{number:int}/answers", name="matter_answer")
def answer_question(
    request: Request,
    number: int,
    place: Annotated[int, Form()] = 0,
    about: Text = "",
    column: Text = "",
    value: Text = "",
    document: Text = "",
) -> Response:
    """Answer a question of fact about any charge of the person, its case or the person."""
    if column.startswith(_FINDINGS):
        raise UsageError("a finding is an attorney's", repair="Use the form of findings.")
    return _answered(request, number, place, about, column, value, document)


@router.post("/matters/{number:int}/findings", name="matter_finding")
def finding(
    request: Request,
    number: int,
    place: Annotated[int, Form()] = 0,
    about: Text = "",
    column: Text = "",
    value: Text = "",
    document: Text = "",
) -> Response:
    """Find what no record decides, as an attorney."""
    if not column.startswith(_FINDINGS):
        raise UsageError("it is no finding", repair="Use the form of questions.")
    return _answered(request, number, place, about, column, value, document)


@router.post("/matters/{number:int}/renew", name="matter_renew")
def renew_matter(request: Request, number: int) -> Response:
    """Take over what the latest run answers now."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        doing = viewer.doing("renewing", office.now())
        done = renew(office.workspace, casework, [number], doing)
    refuse(done)
    return RedirectResponse(f"/matters/{number}", 303)


@router.post("/matters/{number:int}/undo", name="matter_undo")
def undo(
    request: Request,
    number: int,
    reason: Text = "",
    through: Annotated[int | None, Form(ge=0)] = None,
) -> Response:
    """Take the last event that the page showed back, where it was a mistake."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        doing = viewer.doing("taking back", office.now())
        done = take_back(casework, [number], doing, reason, through=through)
    refuse(done)
    return RedirectResponse(f"/matters/{number}", 303)


def _do(request: Request, number: int, command: c.Command, *, then: str = "") -> Response:
    do_one(request, number, command)
    return RedirectResponse(then or f"/matters/{number}", 303)


def _answered(
    request: Request,
    number: int,
    place: int,
    about: str,
    column: str,
    value: str,
    document: str,
) -> Response:
    """Add the fact, decide the person again, and go back to the matter.

    `about` is the code of the charge that is asked about; empty: the one at the place.
    """
    office, viewer = office_in(request), viewer_of(request)
    doing = viewer.doing("answering a question", office.now())
    with office.casework() as casework:
        file = matter_file(casework, number, doing)
    with writing(office.workspace.folder, "an answer in the app") as workspace:
        require_known(file)
        record = case_record(workspace, file)
        charge = (
            charge_coded(office.keys.forms, record, about)
            if about
            else charge_in(record, file, place)
        )
        answer(
            workspace, charge, column, value, by=viewer.name, document=document, on=office.today()
        )
    return RedirectResponse(f"/matters/{number}?charge={place}", 303)


def _shown(view: CaseView, place: int) -> ShownCharge | None:
    """The charge whose explanation is shown; None: none is explained."""
    explained = [each for each in view.charges if each.explanation is not None]
    chosen = [each for each in explained if each.place == place]
    return next(iter([*chosen, *explained]), None)


def _moves(view: CaseView) -> list[Move]:
    return [MOVES[each] for each in view.file.next_moves if each in MOVES]


def require_known(file: MatterFile) -> None:
    """Refuse what asks for the record of a case that is in the vault, or was forgotten.

    Raises
    ------
    MoveRefused
        It is.
    """
    if file.particulars is None or not file.particulars.charges:
        raise MoveRefused("the case is in the vault, or was forgotten")
