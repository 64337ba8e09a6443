"""Clinic: the day's list, and one person's record as it is filled in."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from vacatur.errors import RecordError, UsageError, nearest
from vacatur.office.clinic import drafts
from vacatur.office.clinic.answering import answers_of
from vacatur.office.clinic.fields import CASE, CHARGE, PERSON
from vacatur.office.clinic.room import KEPT_FOR, Visit, VisitState
from vacatur.office.clinic.saved import saved_visits
from vacatur.office.clinic.sheet import STILL_OPEN, assumptions_of, lines_of
from vacatur.office.clinic.tables import COLUMNS
from vacatur.office.laws import state_laws, verified_day
from vacatur.office.limited import read_record
from vacatur.office.telling import ANSWERS, question_in_words
from vacatur.office.telling_spans import spans_in_words
from vacatur.web.app.clinic_room import helped, room_of
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import POLICIES
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
FILES = {
    "page": "a saved page of Case Search (.html)",
    "rap_sheet": "a rap sheet (.pdf with text)",
    "table": "a table of charges (.csv)",
    "docket": "a docket (.json)",
}
_MOST_FILE = 8 * 1024 * 1024


@router.get("/clinic", name="clinic")
def clinic(request: Request) -> Response:
    """Who is here today, and what was saved."""
    office, viewer = office_in(request), viewer_of(request)
    openers = POLICIES["clinic_saved_open"].roles
    may_open = not isinstance(openers, str) and viewer.is_a(*openers)
    saved = []
    if may_open:
        with office.casework() as casework:
            saved = saved_visits(office.workspace, casework)
    return page(
        request,
        "clinic/clinic.html",
        visits=room_of(request).all(office.now()),
        states=list(VisitState),
        saved=saved,
        may_open=may_open,
        laws=state_laws(),
        hours=int(KEPT_FOR.total_seconds() // 3600),
    )


@router.post("/clinic/visits", name="clinic_visit_add")
def add(request: Request, label: Text = "", law: Text = "", take: Text = "") -> Response:
    """Somebody comes in; the helper may take them at once."""
    office = office_in(request)
    if law not in state_laws():
        raise UsageError("there is no such law here", repair=nearest(law, state_laws()))
    docket = drafts.empty_docket(office.today(), law.removeprefix("us-").upper())
    visit = room_of(request).add(label, law, docket, office.now())
    if not take:
        return RedirectResponse("/clinic", 303)
    room_of(request).take(visit.number, viewer_of(request).name, office.now())
    return _to(request, visit)


@router.post("/clinic/visits/{number}/take", name="clinic_visit_take")
def take(request: Request, number: int) -> Response:
    """A helper takes somebody, also from another one."""
    now = office_in(request).now()
    return _to(request, room_of(request).take(number, viewer_of(request).name, now))


@router.post("/clinic/visits/{number}/state", name="clinic_visit_state")
def state(request: Request, number: int, state: Text = "") -> Response:
    """They are done, or wait again."""
    if state not in {VisitState.DONE.value, VisitState.WAITING.value}:
        raise UsageError("it is not said how they stand", repair="Use the page's own buttons.")
    visit = helped(request, number)
    room_of(request).change(
        visit.number,
        viewer_of(request).name,
        office_in(request).now(),
        state=VisitState(state),
        helper=None,
    )
    return RedirectResponse("/clinic", 303)


@router.post("/clinic/visits/{number}/remove", name="clinic_visit_remove")
def remove(request: Request, number: int) -> Response:
    """They leave, and what was typed leaves the memory."""
    room_of(request).remove(number, viewer_of(request).name, office_in(request).now())
    return RedirectResponse("/clinic", 303)


@router.get("/clinic/visits/{number}", name="clinic_visit")
def visit(request: Request, number: int) -> Response:
    """The record of one person, to be filled in."""
    return _form(request, helped(request, number))


@router.post("/clinic/visits/{number}", name="clinic_visit_change")
async def change(request: Request, number: int) -> Response:
    """What was typed; and a row more or less, or the answers."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    found = helped(request, number)
    docket = drafts.filled(found.docket, form)
    told = form.get("do", "")
    _rows(docket, told, found.law.removeprefix("us-").upper())
    name, now = viewer_of(request).name, office_in(request).now()
    found = room_of(request).change(found.number, name, now, docket=docket)
    if told == "answers":
        where = request.app.url_path_for("clinic_answers", number=number)
        return RedirectResponse(where, 303)
    return _to(request, found)


@router.post("/clinic/visits/{number}/file", name="clinic_visit_file")
def file(
    request: Request, number: int, kind: Text = "", record: UploadFile | None = None
) -> Response:
    """Read a file into the record; what nobody can read of it is shown."""
    found = helped(request, number)
    if kind not in FILES or record is None or not record.filename:
        raise UsageError("no file was sent, or it is not said what it is", repair="Choose both.")
    content = record.file.read(_MOST_FILE + 1)
    if len(content) > _MOST_FILE:
        raise UsageError("the file is larger than 8 MB", repair="Send what is about one person.")
    read = read_record(kind, content, as_of=found.docket["as_of"])
    name, now = viewer_of(request).name, office_in(request).now()
    docket = drafts.from_text(read.docket)
    found = room_of(request).change(number, name, now, docket=docket, unread=read.unread)
    return _to(request, found)


@router.get("/clinic/visits/{number}/answers", name="clinic_answers")
def answers(request: Request, number: int) -> Response:
    """Every charge explained."""
    found = helped(request, number)
    try:
        explained = answers_of(found.docket, found.law)
    except RecordError as error:
        return _form(request, found, error)
    charges = {charge["id"]: (case, charge) for case, charge in drafts.charges_of(found.docket)}
    return page(
        request,
        "clinic/answers.html",
        visit=found,
        explained=[(charges[x.charge_id.rpartition("/")[2]], x) for x in explained],
        assumptions=list(assumptions_of(found.docket)),
        question=question_in_words,
        spans=spans_in_words,
        answers=ANSWERS,
    )


@router.get("/clinic/visits/{number}/sheet", name="clinic_sheet")
def sheet(request: Request, number: int) -> Response:
    """The sheet for the person, to be printed."""
    found = helped(request, number)
    try:
        explained = answers_of(found.docket, found.law)
    except RecordError as error:
        return _form(request, found, error)
    return page(
        request,
        "clinic/sheet.html",
        visit=found,
        lines=lines_of(found.docket, explained),
        assumptions=list(assumptions_of(found.docket)),
        still_open=STILL_OPEN,
        verified=verified_day(found.law),
    )


def _rows(docket: dict[str, object], told: str, state: str) -> None:
    """Do what a button of the form says: `add-case`, `add-charge-1`, `remove-charge-1-2`."""
    verb, _, rest = told.partition("-")
    what, *places = rest.split("-")
    numbers = [int(each) for each in places if each.isascii() and each.isdigit()][:2]
    match verb, what, len(numbers):
        case "add", "case", 0:
            drafts.add_case(docket, state)
        case "add", "charge", 1:
            drafts.add_charge(docket, numbers[0])
        case "remove", "case", 1:
            drafts.remove_case(docket, numbers[0])
        case "remove", "charge", 2:
            drafts.remove_charge(docket, numbers[0], numbers[1])


def _form(request: Request, found: Visit, error: RecordError | None = None) -> Response:
    return page(
        request,
        "clinic/visit.html",
        status=422 if error else 200,
        visit=found,
        fields={"person": PERSON, "case": CASE, "charge": CHARGE},
        files=FILES,
        columns=COLUMNS,
        most=drafts.MOST_SHOWN,
        verified=verified_day(found.law),
        error=error,
        where=_where(error.where) if error else "",
        assumptions=list(assumptions_of(found.docket)),
        may_search=viewer_of(request).is_a(*POLICIES["clinic_visit_search"].roles),
        may_save=viewer_of(request).is_a(*POLICIES["clinic_visit_keep"].roles),
    )


def _where(path: str) -> str:
    """`cases[0].charges[1].offense_date` as a person counts."""
    words = re.sub(r"\[(\d+)\]", lambda each: f" {int(each.group(1)) + 1}", path)
    return words.replace("cases", "case").replace("charges", "charge").replace(".", ", ")


def _to(request: Request, found: Visit) -> Response:
    return RedirectResponse(request.app.url_path_for("clinic_visit", number=found.number), 303)
