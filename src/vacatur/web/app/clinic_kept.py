"""Clinic: looking somebody up in the office's records; saving a visit, and deleting it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.dates import parse_day
from vacatur.office.clinic.room import VisitState
from vacatur.office.clinic.saved import delete_visit, open_visit, save_visit
from vacatur.office.clinic.searching import docket_of_person, search_records
from vacatur.web.app.clinic_room import helped, room_of
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_PURPOSE = "clinic"


@router.post("/clinic/visits/{number}/search", name="clinic_visit_search")
def search(request: Request, number: int, asked: Text = "") -> Response:
    """Look somebody up; what was typed stands in no address and in no log."""
    office, found = office_in(request), helped(request, number)
    doing = viewer_of(request).doing(_PURPOSE, office.now())
    with office.casework() as casework:
        matches = search_records(office.workspace, casework, asked, doing)
    return page(request, "clinic/found.html", visit=found, matches=matches)


@router.post("/clinic/visits/{number}/record", name="clinic_visit_record")
def record(request: Request, number: int, case: Text = "") -> Response:
    """Take over what the office knows of whoever has a case."""
    office, found = office_in(request), helped(request, number)
    doing = viewer_of(request).doing(_PURPOSE, office.now())
    as_of = parse_day(found.docket["as_of"])
    with office.casework() as casework:
        docket = docket_of_person(office.workspace, casework, case, doing, as_of=as_of)
    room_of(request).change(number, doing.actor, office.now(), docket=docket, unread=())
    return RedirectResponse(request.app.url_path_for("clinic_visit", number=number), 303)


@router.post("/clinic/visits/{number}/keep", name="clinic_visit_keep")
def keep(request: Request, number: int) -> Response:
    """Save a visit, sealed under a key of its own."""
    office, found = office_in(request), helped(request, number)
    doing = viewer_of(request).doing(_PURPOSE, office.now())
    with office.casework() as casework:
        subject = save_visit(office.workspace, casework, found, doing)
    room_of(request).change(number, doing.actor, office.now(), saved_as=subject)
    return RedirectResponse(request.app.url_path_for("clinic_visit", number=number), 303)


@router.post("/clinic/saved/{subject}/open", name="clinic_saved_open")
def open_saved(request: Request, subject: str) -> Response:
    """Open what was saved, as a visit of whoever opens it."""
    office = office_in(request)
    doing = viewer_of(request).doing(_PURPOSE, office.now())
    with office.casework() as casework:
        saved = open_visit(office.workspace, casework, subject, doing)
    visit = room_of(request).add(
        saved.label,
        saved.law,
        saved.docket,
        office.now(),
        unread=saved.unread,
        saved_as=saved.subject,
        helper=doing.actor,
        state=VisitState.WITH_HELPER,
    )
    return RedirectResponse(request.app.url_path_for("clinic_visit", number=visit.number), 303)


@router.post("/clinic/saved/{subject}/delete", name="clinic_saved_delete")
def delete_saved(request: Request, subject: str) -> Response:
    """Destroy the key of what was saved."""
    office = office_in(request)
    doing = viewer_of(request).doing(_PURPOSE, office.now())
    with office.casework() as casework:
        delete_visit(office.workspace, casework, subject, doing)
    return RedirectResponse("/clinic", 303)
