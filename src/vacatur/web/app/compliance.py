"""The ledger of compliance: whose records are to change, who has confirmed it, who is late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from vacatur.errors import UsageError
from vacatur.law.vehicle import Holder
from vacatur.matters.commands import Command, RecordChange
from vacatur.office.casework import perform
from vacatur.office.compliance import ledger_csv, ledgers, obligations
from vacatur.web.app.bulk import Bulk, reasons_of
from vacatur.web.app.exporting import PURPOSES, exported
from vacatur.web.app.moves import day_of
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
SHOWN = 100  # matters of one holder


@router.get("/compliance", name="compliance")
def compliance(request: Request) -> Response:
    """Each holder with what it has not confirmed."""
    office = office_in(request)
    with office.casework() as casework:
        owed = obligations(casework)
    return page(
        request,
        "filing/compliance.html",
        ledgers=ledgers(owed, office.today()),
        today=office.today(),
        shown=SHOWN,
        purposes=PURPOSES,
    )


@router.post("/compliance/confirm", name="compliance_confirm")
def confirm(
    request: Request,
    holder: Text = "",
    on: Text = "",
    evidence: Text = "",
    number: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Record that a holder has changed its records of some matters: somebody has looked."""
    office, viewer = office_in(request), viewer_of(request)
    if holder not in {each.value for each in Holder}:
        raise UsageError("it is not said whose records")
    if not number:
        raise UsageError("no matter is chosen", repair="Mark those whose record has changed.")
    command = RecordChange(
        by=viewer.name, holder=Holder(holder), on=day_of({"on": on}), evidence=evidence
    )
    commands: Mapping[int, Command] = dict.fromkeys(number, command)
    doing = viewer.doing("compliance", office.now())
    with office.casework() as casework:
        done = perform(office.workspace, casework, commands, doing, today=office.today())
    return page(
        request,
        "filing/confirmed.html",
        what=Bulk(name="confirm", label="Confirm", done="confirmed"),
        done=done,
        reasons=reasons_of(done),
    )


@router.post("/compliance/export", name="compliance_export")
def export(request: Request, purpose: Text = "") -> Response:
    """The ledger as a table. It names nobody."""
    office = office_in(request)
    with office.casework() as casework:
        text = ledger_csv(obligations(casework), office.today())
    name = f"compliance-{office.today()}.csv"
    return exported(request, "compliance", purpose, text.encode(), name, "text/csv; charset=utf-8")
