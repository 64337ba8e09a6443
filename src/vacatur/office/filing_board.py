"""The board of papers on their way, state by state, with what runs out in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.matters.queries import Wanted, counted, due_by_state, matters_of
from vacatur.matters.states import State
from vacatur.matters.store import Casework
from vacatur.matters.waiting import Waiting, waiting
from vacatur.matters.worklists import Order, page_of

STATES = (
    State.APPROVED,
    State.PACKETED,
    State.SUBMITTED,
    State.FILED,
    State.RELIEVED,
    State.REFUSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A matter on the board. `runs` is what runs out first in it; null: nothing has a day."""

    number: int
    vehicle: str
    runs: Waiting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """A column: how many matters, how many are overdue, and those that are due first."""

    state: State
    matters: int
    overdue: int
    cards: tuple[Card, ...]


def filing_board(casework: Casework, *, today: date, cards: int) -> list[BoardColumn]:
    """Each state from approval to the records' change; in each the earliest day first."""
    with casework.reading() as connection:
        tallies = counted(connection, Wanted())
        late = due_by_state(connection, _before(today))
        found = []
        for state in STATES:
            page = page_of(
                connection, Wanted(states=(state.value,)), Order.DUE, after=None, size=cards
            )
            known = matters_of(connection, [line.number for line in page.lines])
            found.append(
                BoardColumn(
                    state=state,
                    matters=sum(x.matters for x in tallies if x.state == state.value),
                    overdue=late.get(state.value, 0),
                    cards=tuple(
                        Card(
                            number=line.number,
                            vehicle=line.vehicle,
                            runs=_first(waiting(known[line.number])),
                        )
                        for line in page.lines
                    ),
                )
            )
    return found


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _first(runs: Sequence[Waiting]) -> Waiting | None:
    return next((each for each in runs if each.day is not None), None)
