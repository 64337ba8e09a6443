"""The ledger of compliance: whose records are to change, who has confirmed it, who is late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from vacatur.errors import UsageError
from vacatur.law.vehicle import Holder
from vacatur.matters.commands import Command, RecordChange
from vacatur.matters.obligations import Place, all_obligations, holder_counts, left_of
from vacatur.office.casework import perform
from vacatur.office.compliance import ledger_csv
from vacatur.web.app.bulk import Bulk, reasons_of
from vacatur.web.app.exporting import PURPOSES, exported
from vacatur.web.app.fields import day_in
from vacatur.web.app.moves import day_of
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
FIRST, SHOWN = 10, 100  # lines of each holder on the first page; lines of one holder's page


@router.get("/compliance", name="compliance")
def compliance(request: Request) -> Response:
    """Each holder with what it has not confirmed, or a page of one of them: the most late first."""
    office, asked = office_in(request), request.query_params
    chosen = _holder(asked["holder"]) if asked.get("holder") else None
    after, size = _after(asked), SHOWN if chosen else FIRST
    with office.casework() as casework, casework.reading() as connection:
        counts = holder_counts(connection, office.today())
        left = {
            each.holder: left_of(connection, each.holder, after=after, size=size + 1)
            for each in counts
            if chosen in (None, each.holder)
        }
    return page(
        request,
        "filing/compliance.html",
        counts=counts,
        left={holder: lines[:size] for holder, lines in left.items() if lines},
        more={holder: len(lines) > size for holder, lines in left.items()},
        chosen=chosen,
        is_first=after is None,
        today=office.today(),
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
    whose = _holder(holder)
    if not number:
        raise UsageError("no matter is chosen", repair="Mark those whose record has changed.")
    command = RecordChange(by=viewer.name, holder=whose, on=day_of({"on": on}), evidence=evidence)
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
    with office.casework() as casework, casework.reading() as connection:
        text = ledger_csv(all_obligations(connection), office.today())
    name = f"compliance-{office.today()}.csv"
    return exported(request, "compliance", purpose, text.encode(), name, "text/csv; charset=utf-8")


def _holder(name: str) -> Holder:
    if name not in {each.value for each in Holder}:
        raise UsageError("it is not said whose records")
    return Holder(name)


def _after(asked: Mapping[str, str]) -> Place | None:
    """The line after which a page begins: its matter and record, and its day where it has one."""
    at = [asked.get(name, "") for name in ("after", "place")]
    if not all(each.isascii() and each.isdigit() and len(each) < 12 for each in at):
        return None
    return Place(due_on=day_in(asked.get("due", "")), matter=int(at[0]), place=int(at[1]))
