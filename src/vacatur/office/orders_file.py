"""A file of a court's orders: each row says how the court decided on one matter's paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.errors import MoveRefused, UsageError, nearest
from vacatur.law.vehicle import Event
from vacatur.matters.commands import RecordOrder
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.states import Order
from vacatur.matters.store import Work
from vacatur.office.court_files import CourtFile, day_of, number_of, where


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """A row of the file, as it stands there."""

    line: int
    matter: str
    order: str
    day: str
    reasons: str


def _record(work: Work, row: OrderRow, by: str, today: date) -> bool:
    """Record one row; False: it was known already.

    Raises
    ------
    VacaturError
        It contradicts what is recorded, or a gate does not let it.
    """
    order, day = _order(row), day_of(row, today)
    matter = work.matter(number_of(row))
    if matter.order is not None:
        if (matter.order, matter.happened.get(Event.ORDER)) == (order, day):
            return False
        raise MoveRefused(
            f"the court has decided already: [{matter.order}]",
            where=where(row),
            why="Two orders on one paper contradict each other.",
            repair="Read both; take the wrong one back on the page of the matter.",
        )
    command = RecordOrder(by=by, order=order, on=day, reasons=row.reasons)
    scene = Scene(matter=matter, member=work.member(by), today=today)
    work.record(matter, event_of(command, scene))
    return True


def _order(row: OrderRow) -> Order:
    known = [str(each) for each in Order]
    if row.order not in known:
        raise UsageError(
            f"[{row.order}] is no order", where=where(row), repair=nearest(row.order, known)
        )
    return Order(row.order)


ORDERS: CourtFile[OrderRow] = CourtFile(
    name="orders",
    columns=("matter", "order", "day", "reasons"),
    may_be_blank=(),
    row=OrderRow,
    records=_record,
)
