"""Telling something of a frozen set: a particular, or that a duty ended; looked at, then done.

What was looked at is sent again whole: between the look and the deed the gates may say otherwise,
and then the page afterwards does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile

from vacatur.errors import UsageError
from vacatur.matters import commands as c
from vacatur.matters.states import Discharge
from vacatur.matters.store import Casework
from vacatur.office.casework import Done, perform
from vacatur.office.duties_of_many import DutyKind, discharge_kind, duty_kinds
from vacatur.office.particulars_file import OF_ONE_PERSON, particular_named, state_table
from vacatur.web.app.bulk import (
    STATE,
    TOLD,
    Bulk,
    action_named,
    done_page,
    numbers_of,
    reasons_of,
    telling_page,
)
from vacatur.web.app.case_words import element_id
from vacatur.web.app.doing_moves import FormGiven
from vacatur.web.app.moves import day_of
from vacatur.web.app.office import office_in
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
TABLE_BYTES = 900_000  # of a table that is sent; it comes back in the form


@router.post("/worklist/bulk/look", name="bulk_look")
def look(
    request: Request,
    given: FormGiven,
    file: Annotated[UploadFile | None, Form()] = None,
) -> Response:
    """Say what would become of each matter; nothing is done."""
    what, chosen = _known(given)
    told = {name: given.get(name, "") for name in TOLD}
    if file is not None and file.filename:
        told["table"] = _text_of(file)
    done = _tell(request, what, chosen, told, rehearse=True)
    return telling_page(
        request,
        what,
        chosen,
        given.get("asked", ""),
        done=done,
        given=told,
        reasons=reasons_of(done),
    )


@router.post("/worklist/bulk/tell", name="bulk_tell")
def tell(request: Request, given: FormGiven) -> Response:
    """Tell it of each matter of the frozen set, and say of each what became of it."""
    what, chosen = _known(given)
    told = {name: given.get(name, "") for name in TOLD}
    done = _tell(request, what, chosen, told, rehearse=False)
    are_rows = bool(told["table"].strip())
    return done_page(request, what, done, given.get("asked", ""), are_rows=are_rows)


def _known(given: Mapping[str, str]) -> tuple[Bulk, list[int]]:
    what, chosen = action_named(given.get("action", "")), numbers_of(given.get("matters", ""))
    if not what.is_looked_at or not chosen:
        raise UsageError("the frozen set cannot be read", repair="Choose the matters again.")
    return what, chosen


def _text_of(file: UploadFile) -> str:
    content = file.file.read(TABLE_BYTES + 1)
    if len(content) > TABLE_BYTES:
        raise UsageError("the table is too large", repair="Send it in parts.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("the file is no text in UTF-8", repair="Save it as CSV UTF-8.") from None


def _tell(
    request: Request, what: Bulk, chosen: list[int], told: Mapping[str, str], *, rehearse: bool
) -> Done:
    with office_in(request).casework() as casework:
        if what is STATE:
            return _state(request, casework, chosen, told, rehearse=rehearse)
        return _discharge(request, casework, chosen, told, rehearse=rehearse)


def _state(
    request: Request,
    casework: Casework,
    chosen: list[int],
    told: Mapping[str, str],
    *,
    rehearse: bool,
) -> Done:
    """One text for all, or a table with a text for each. A row that is refused has its number."""
    office, viewer = office_in(request), viewer_of(request)
    particular = particular_named(told["particular"])
    doing, today = viewer.doing("stating particulars", office.now()), office.today()
    if bool(told["text"].strip()) == bool(told["table"].strip()):
        raise UsageError(
            "it is not said what is stated", repair="Write one text for all, or give a table."
        )
    if told["table"].strip():
        rows = state_table(
            casework,
            told["table"],
            particular,
            doing,
            among=frozenset(chosen),
            today=today,
            rehearse=rehearse,
        )
        named = {row: f"row {row}: {why}" for row, why in rows.refused.items()}
        return Done(done=rows.matters, refused=named)
    if particular in OF_ONE_PERSON:
        raise UsageError(
            "that is one person's, and cannot be the same in many matters",
            repair="Give a table with a text for each matter.",
        )
    command = c.StateParticular(by=viewer.name, particular=particular, text=told["text"])
    commands = dict.fromkeys(chosen, command)
    return perform(office.workspace, casework, commands, doing, today=today, rehearse=rehearse)


def _discharge(
    request: Request,
    casework: Casework,
    chosen: list[int],
    told: Mapping[str, str],
    *,
    rehearse: bool,
) -> Done:
    office, viewer = office_in(request), viewer_of(request)
    if told["how"] not in {each.value for each in Discharge}:
        raise UsageError("it is not said how the duty ended")
    return discharge_kind(
        office.workspace,
        casework,
        chosen,
        _kind(duty_kinds(casework, chosen), told["duty"]),
        viewer.doing("casework", office.now()),
        how=Discharge(told["how"]),
        on=day_of(told),
        evidence=told["evidence"],
        today=office.today(),
        rehearse=rehearse,
    )


def _kind(kinds: tuple[DutyKind, ...], code: str) -> DutyKind:
    for kind in kinds:
        if element_id(kind.text, kind.before) == code:
            return kind
    raise UsageError("the duty is open in none of them", repair="Choose one of the list.")
