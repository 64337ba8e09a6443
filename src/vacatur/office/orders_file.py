"""A file of a court's orders: each row says how the court decided on one matter's paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import MoveRefused, UsageError, nearest
from vacatur.law.vehicle import Event
from vacatur.matters.commands import RecordOrder
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.states import Order
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.court_files import Imported, day_of, import_rows, number_of, rows_in, where

COLUMNS = ("matter", "order", "day", "reasons")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """A row of the file, as it stands there."""

    line: int
    matter: str
    order: str
    day: str
    reasons: str


def orders_in(lines: Iterable[str], name: str) -> list[OrderRow]:
    """The rows of a text, whatever they say; `name` is of its file.

    Raises
    ------
    UsageError
        It lacks a column, or has one that is not known.
    """
    return [OrderRow(line=line, **row) for line, row in rows_in(lines, name, COLUMNS)]


def import_orders(
    casework: Casework,
    rows: Sequence[OrderRow],
    doing: Doing,
    *,
    today: date,
    rehearse: bool = False,
) -> Imported:
    """Record what is new, row by row in the order of the file. It can be done again at any time.

    `rehearse` says what would become of each row, and leaves everything as it is.
    """
    return import_rows(casework, rows, _record, doing, today=today, rehearse=rehearse)


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
