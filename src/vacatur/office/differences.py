"""What answers differ between two laws, two days or two runs, and what made them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.law.frozen import SectionChange
from vacatur.law.rulebook import Rulebook
from vacatur.record.terms import Term
from vacatur.sql import literal

NOT_REACHED = "(not reached)"
NOT_ON_RECORD = "(not on record)"


class Cause(Term):
    """What made an answer differ."""

    LAW = "LAW", "the law differs, and that alone changes the answer"
    TIME = "TIME", "periods ran and facts of the days between came in; that alone changes it"
    EITHER = "EITHER", "the law alone would have changed it, and so would time alone"
    BOTH = "BOTH", "only the new law and the time that passed together change it"
    UNVERIFIED = "UNVERIFIED", "nobody has checked the law of one of the days"
    DATA = "DATA", "something else is recorded about the person, or facts were added or taken back"
    LINKAGE = "LINKAGE", "other cases are taken to be the same person's"
    UNTOLD = (
        "UNTOLD",
        "law, time, data or linkage differ together, or none; which did it is not told",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """How many charges one rule answers in one way before and in another after, for one cause.

    `changed_on` are the days between on which an amendment of the law changed these answers; empty
    where time alone would have, and where the laws are not of two days. `examples` are charge ids,
    the first in their order.
    """

    implements: str
    before: str
    after: str
    cause: Cause
    changed_on: tuple[date, ...]
    charges: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What of one rule begins and ends on a day between."""

    implements: str
    day: date
    sections: tuple[SectionChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two sides, named in words, and every way in which answers differ.

    `charges` counts all that are on record; `unverified` says which rules have no verified law on
    which day; `notes` says what else a reader must know.
    """

    before: str
    after: str
    charges: int
    flips: tuple[Flip, ...]
    amendments: tuple[Amendment, ...] = ()
    unverified: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def flip_in_words(flip: Flip) -> str:
    """One kind of flip on a line, with its cause and the days of the amendments."""
    on = f" of {', '.join(map(str, flip.changed_on))}" if flip.changed_on else ""
    return f"{flip.implements}: {flip.before} -> {flip.after}, {flip.charges:,} ({flip.cause}{on})"


def rules_of(*rulebooks: Rulebook) -> tuple[str, ...]:
    """Every rule of some rulebooks, by what it implements, in order."""
    return tuple(sorted({page.implements for each in rulebooks for page in each.pages}))


def joined(connection: Backend, name: str, cells: Mapping[str, ir.Table]) -> None:
    """Make the table `name`: for each charge of any cell, what each cell publishes.

    Columns: `charge_id`, and one for each cell, with `NOT_REACHED` where it has no row.
    """
    tables = {cell: table.get_name() for cell, table in cells.items()}
    ids = " union ".join(f"select charge_id from {table}" for table in tables.values())
    columns = ", ".join(
        f"coalesce({cell}.published, {literal(NOT_REACHED)}) as {cell}" for cell in tables
    )
    joins = " ".join(
        f"left join {table} as {cell} on {cell}.charge_id = ids.charge_id"
        for cell, table in tables.items()
    )
    connection.raw_sql(
        f"create or replace temp table {name} as "
        f"select ids.charge_id, {columns} from ({ids}) ids {joins}"
    )


def flips_of(connection: Backend, flipped: str, implements: str, examples: int) -> Iterator[Flip]:
    """Count the rows of some SQL (`charge_id`, `before`, `after`, `cause`, `changed_on`)."""
    rows = connection.con.execute(
        f"""select before, after, cause, changed_on, count(*) as charges,
            min(charge_id, {max(examples, 1)}) as examples
        from ({flipped}) where before <> after
        group by before, after, cause, changed_on"""
    ).fetchall()
    for before, after, cause, changed_on, charges, named in rows:
        yield Flip(
            implements=implements,
            before=before,
            after=after,
            cause=Cause(cause),
            changed_on=tuple(date.fromisoformat(day) for day in changed_on),
            charges=charges,
            examples=tuple(named[:examples]),
        )


def in_order(flips: Sequence[Flip]) -> tuple[Flip, ...]:
    """By rule, then the most charges first."""
    return tuple(
        sorted(flips, key=lambda f: (f.implements, -f.charges, f.before, f.after, f.cause))
    )
