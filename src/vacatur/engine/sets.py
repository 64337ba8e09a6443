"""The rows of a set, with whether each is known to belong, and counts that are not exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vacatur.engine.truth import Truth
from vacatur.law.nodes import SetName
from vacatur.record.charge import Charge
from vacatur.record.record import Record


@dataclass(frozen=True, slots=True)
class Member:
    """One row of a set. `belongs` is None where nobody determined whether it does."""

    row: Any
    belongs: Truth


def members_of(source: SetName, rows: Mapping[str, Any], record: Record) -> list[Member]:
    """The rows of a set as seen from one charge."""
    match source:
        case SetName.CASE_CHARGES:
            return [Member(charge, True) for charge in rows["case"].charges]
        case SetName.PERSON_CHARGES:
            return [Member(charge, True) for charge in record.charges()]
        case SetName.CHARGE_INCIDENT:
            return _incident(rows["charge"], record)
        case _:
            owner, _, name = source.partition(".")
            return [Member(row, True) for row in getattr(rows[owner], name) or ()]


def _incident(charge: Charge, record: Record) -> list[Member]:
    """Charges of the same incident: those with its id, and those that may have it.

    Where nobody gave an id, a charge of the same case may belong, and so may one of another case
    with the same offence date or with none. To ask of every charge the person ever had would make
    every answer unknown.
    """
    members = []
    for other in record.charges():
        if other.charge_id == charge.charge_id:
            members.append(Member(other, True))
        elif other.incident is not None and charge.incident is not None:
            if other.incident == charge.incident:
                members.append(Member(other, True))
        elif other.case_id == charge.case_id or _may_be_one_day(charge, other):
            members.append(Member(other, None))
    return members


def _may_be_one_day(charge: Charge, other: Charge) -> bool:
    either_open = charge.offense_date is None or other.offense_date is None
    return either_open or charge.offense_date == other.offense_date


@dataclass(frozen=True, slots=True)
class Interval:
    """A count known to lie between two numbers; `high` None = no upper bound is known."""

    low: int
    high: int | None

    def limited(self, limit: Decimal, *, strict: bool) -> Truth:
        """Whether the count is below the limit (strict), or does not exceed it."""
        if self.low >= limit if strict else self.low > limit:
            return False
        if self.high is None:
            return None
        return True if (self.high < limit if strict else self.high <= limit) else None
