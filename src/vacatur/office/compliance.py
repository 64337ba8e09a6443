"""Who has carried out an order: each holder of a record, what it has changed and what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vacatur.matters.obligations import Obligation
from vacatur.office.hand_csv import csv_text

COLUMNS = (
    "matter",
    "vehicle",
    "holder",
    "record",
    "ordered_on",
    "due_on",
    "changed_on",
    "standing",
)


def ledger_csv(owed: Iterable[Obligation], today: date) -> str:
    """The ledger as CSV that is safe to open in a spreadsheet. It names nobody."""
    rows = (
        {
            "matter": str(each.matter),
            "vehicle": each.vehicle,
            "holder": each.holder.value,
            "record": each.record,
            "ordered_on": str(each.ordered_on or ""),
            "due_on": str(each.due_on or ""),
            "changed_on": str(each.changed_on or ""),
            "standing": each.standing(today),
        }
        for each in owed
    )
    return csv_text(COLUMNS, rows)
