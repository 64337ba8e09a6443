"""Both readers over the same records, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from vacatur.engine.compile.claims import CONDITION
from vacatur.engine.decide import SharedDays, decide, unheld
from vacatur.engine.decide_one import decide_one
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.record import Record
from vacatur.record.rows import rows_of
from vacatur.record.tables import Records, records_in_memory

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Difference:
    """One charge of which the two readers say different things."""

    page: str
    charge_id: str
    field: str
    first: Any
    second: Any

    def __str__(self) -> str:
        return f"{self.page}, {self.charge_id}, {self.field}: {self.first} and {self.second}"


def tables_of(records: Iterable[Record]) -> Records:
    """Some records as tables."""
    return records_in_memory(rows_of(records))


def days_of(records: Sequence[Record]) -> ibis.Table:
    """Each person's own day of decision."""
    return ibis.memtable(
        pa.table(
            {
                "person_id": pa.array([each.person.person_id for each in records], pa.string()),
                "as_of": pa.array([each.as_of for each in records], pa.date32()),
            }
        )
    )


def interpreted(rulebook: Rulebook, page: Page, records: Iterable[Record]) -> Answers:
    """What the interpreter says of every charge that the page reaches."""
    found: dict[str, dict[str, Any]] = {}
    for record in records:
        for charge in record.charges():
            decision = decide_one(rulebook, page, record, charge.charge_id)
            if decision is not None and decision.reached:
                found[charge.charge_id] = {
                    "outcome": str(decision.outcome),
                    "published": str(decision.published),
                    "eligible_on": decision.eligible_on,
                    "last_verified": decision.last_verified and str(decision.last_verified),
                    "conditions": dict(decision.conditions),
                }
    return found


def compiled(
    rulebook: Rulebook,
    records: Records,
    *,
    as_of: date | ibis.Table,
    shared: SharedDays | None = None,
) -> dict[str, Answers]:
    """What the compiled rulebook says on DuckDB of every charge that a page reaches, by page id.

    One day for all is read as a run reads it, from what the pages share; `shared` is that of
    several days that are read alike.
    """
    hold = stored if isinstance(as_of, date) else unheld
    return {
        page_id: {
            row["charge_id"]: _answer(row) for row in decisions.table.to_pyarrow().to_pylist()
        }
        for page_id, decisions in decide(
            rulebook, records, as_of=as_of, hold=hold, shared=shared
        ).items()
    }


def stored(table: ibis.Table) -> ibis.Table:
    """The rows of a table, worked out now."""
    return ibis.memtable(table.to_pyarrow())


def _answer(row: Mapping[str, Any]) -> dict[str, Any]:
    assert row["two_answers"] is False, f"{row['charge_id']}: two answers at once"
    conditions = {
        name.removeprefix(CONDITION): value
        for name, value in row.items()
        if name.startswith(CONDITION)
    }
    return {
        "outcome": row["outcome"],
        "published": row["published"],
        "eligible_on": row["eligible_on"],
        "last_verified": row["last_verified"],
        "conditions": conditions if row["was_read"] else {},
    }


def differences(page: Page, first: Answers, second: Answers) -> Iterator[Difference]:
    """Every field of every charge in which two sets of answers differ."""
    for charge_id in sorted({*first, *second}):
        mine, other = first.get(charge_id), second.get(charge_id)
        if mine is None or other is None:
            yield Difference(
                page.page_id, charge_id, "reached", mine is not None, other is not None
            )
            continue
        for name in ("outcome", "published", "eligible_on", "last_verified"):
            if mine[name] != other[name]:
                yield Difference(page.page_id, charge_id, name, mine[name], other[name])
        if bool(mine["conditions"]) != bool(other["conditions"]):
            yield Difference(
                page.page_id,
                charge_id,
                "was read",
                bool(mine["conditions"]),
                bool(other["conditions"]),
            )
            continue
        # the table has a column for the conditions of every version; one that is not in force
        # is null there and absent here
        for name in sorted({*mine["conditions"], *other["conditions"]}):
            ours, theirs = mine["conditions"].get(name), other["conditions"].get(name)
            if ours != theirs:
                yield Difference(page.page_id, charge_id, name, ours, theirs)


def in_words(found: Iterable[Difference], *, at_most: int = 12) -> str:
    """Differences for a failure message."""
    listed = list(found)
    more = [f"and {len(listed) - at_most} more"] if len(listed) > at_most else []
    return "\n".join([*(str(each) for each in listed[:at_most]), *more])
