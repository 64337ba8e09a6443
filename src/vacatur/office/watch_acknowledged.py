"""The alerts of a watch that a person has answered for, so that none is raised again.

They stand in the audit chain as a register of their own, sealed under the key of their case: what a
court orders forgotten is forgotten here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow.parquet as pq

from vacatur.errors import UsageError
from vacatur.matters.registers import entries_of
from vacatur.matters.store import Doing
from vacatur.office.case_subjects import name_in_records, subject_of_case
from vacatur.office.casework import has_casework, open_casework
from vacatur.office.workspace import Workspace
from vacatur.record.stated import require_text

REGISTER = "watch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """Who of the staff answered for the filing of one charge, when, and why it was filed."""

    charge_id: str
    by: str
    on: date
    reason: str


def acknowledged(workspace: Workspace) -> Mapping[str, Acknowledgement]:
    """What was acknowledged and is not sealed or forgotten, by charge."""
    if not has_casework(workspace):
        return {}
    with open_casework(workspace) as casework, casework.reading() as connection:
        entries = entries_of(connection, casework.keys, REGISTER)
    return {
        entry.private["charge_id"]: Acknowledgement(
            charge_id=entry.private["charge_id"],
            by=entry.actor,
            on=date.fromisoformat(entry.public["on"]),
            reason=entry.private["reason"],
        )
        for entry in entries
        if entry.private is not None
    }


def acknowledge(
    workspace: Workspace, charge_id: str, *, reason: str, on: date, doing: Doing
) -> Acknowledgement:
    """Write into the chain that a member of the staff answers for a filing.

    Raises
    ------
    UsageError
        There is no such charge, or its filing was acknowledged already.
    MoveRefused
        The actor is not on the staff, or no reason is given.
    """
    known = acknowledged(workspace).get(charge_id)
    if known is not None:
        raise UsageError(
            f"the filing of [{charge_id}] was acknowledged on {known.on} already",
            why="What was said stands.",
        )
    case_id = _case_of(workspace, charge_id)
    said = require_text(reason, "why it was filed")
    with open_casework(workspace) as casework, casework.working(doing) as work:
        actor = work.acting().name
        name = name_in_records(workspace, case_id)
        work.register(
            REGISTER,
            work.next_item(REGISTER),
            "Acknowledged",
            {"on": on.isoformat()},
            private={"charge_id": charge_id, "reason": said},
            subject=subject_of_case(casework, work, name),
            found_by=name.found_by(casework),
        )
    return Acknowledgement(charge_id=charge_id, by=actor, on=on, reason=said)


def _case_of(workspace: Workspace, charge_id: str) -> str:
    charges = workspace.records_folder / "charges.parquet"
    found = pq.read_table(charges, columns=["case_id"], filters=[("charge_id", "=", charge_id)])[
        "case_id"
    ].to_pylist()
    if not found:
        raise UsageError(
            f"there is no charge [{charge_id}]",
            repair="Write it as [vacatur watch filings] prints it.",
        )
    return str(found[0])
