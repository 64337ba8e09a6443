"""Hold a declared coverage against the records: what it claims, and what the file has of it.

A claim that the records contradict is set aside: no conclusion is drawn from it. All else that does
not fit is a gap, printed with the cases and charges that hang on it. docs/adr/0014 has the reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from vacatur.errors import nearest
from vacatur.ingest.coverage import ChargeLists, Coverage, Searches, earlier
from vacatur.ingest.coverage_gap import Gap
from vacatur.sql import literal

# Guards of ours, from no source: a court that has entered nothing for three months is a court whose
# entries end; and where a fifth of the cases lack numbers, more was left out than expunged.
LONGEST_SILENCE = timedelta(days=92)
MOST_SHORT = 0.20

_QUERY = Path(__file__).with_name("coverage_cases.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a declaration is worth, held against the records."""

    gaps: tuple[Gap, ...]
    through: date | None  # last day of which anything can be told; None: not declared
    lists_charges: bool  # a case's list of charges may prove that there are no others
    searches_count: bool  # a search may prove that a person has no other cases

    def gaps_as_data(self) -> list[dict[str, Any]]:
        """The gaps for machines, and for the manifest."""
        return [asdict(gap) for gap in self.gaps]


def judge(connection: duckdb.DuckDBPyConnection, coverage: Coverage) -> Judged:
    """Hold a declaration against the records.

    Parameters
    ----------
    connection
        Has the views `cases_written`, `charges_written` and `defendants_written`.
    coverage
        What is declared; what is not declared proves nothing.

    Returns
    -------
    Judged
        Each claim that the records contradict is among the gaps, as set aside. The same records
        give the same gaps, whether `weaken` has been there or not.
    """
    connection.execute(_QUERY.read_text(encoding="utf-8"))
    last_found = _day(connection, "max(last_day)")
    listed = tuple(_charges(connection, coverage.charges))
    lists_charges = coverage.charges is ChargeLists.ALL and not any(g.set_aside for g in listed)
    gaps = (
        *_places(connection, "counties", "county", coverage.counties),
        *_places(connection, "courts", "court", coverage.courts),
        *_first_day(connection, coverage.first_day),
        *_last_day(connection, coverage.last_day, last_found),
        *listed,
        *_searches(connection, coverage, lists_charges=lists_charges),
    )
    ends_early = any(gap.claim == "last_day" and gap.set_aside for gap in gaps)
    return Judged(
        gaps=gaps,
        through=earlier(coverage.through, last_found) if ends_early else coverage.through,
        lists_charges=lists_charges,
        searches_count=coverage.searches is Searches.EVERYWHERE and lists_charges,
    )


def _places(
    connection: duckdb.DuckDBPyConnection,
    claim: str,
    column: str,
    declared: Sequence[str] | None,
) -> Iterator[Gap]:
    """Courts or counties: declared and not there, there and not declared, and not known."""
    if declared is None:
        yield _gap(connection, claim, "not declared, so no absence of a case is covered", "true")
        return
    rows = connection.execute(f"select distinct {column} from covered_cases order by 1").fetchall()
    found = [str(value) for (value,) in rows if value is not None]
    for name in declared:
        if name not in found:
            says = f"[{name}] is declared, and no case of it is in the file: it is not covered"
            close = nearest(name, found) if found else ""
            hint = f". {close}" if close.startswith("Did") else ""
            yield _gap(connection, claim, says + hint, "false", set_aside=True)
    for name in found:
        if name not in declared:
            says = f"[{name}] is not declared, and there are cases of it"
            yield _gap(connection, claim, says, f"{column} = {literal(name)}")
    if len(found) < len(rows):
        says = f"the {column} is not known"
        yield _gap(connection, claim, says, f"{column} is null")


def _first_day(connection: duckdb.DuckDBPyConnection, declared: date | None) -> Iterator[Gap]:
    if declared is None:
        return
    found = _day(connection, "min(first_day)")
    before = f"first_day < date '{declared}'"
    if _count(connection, before):
        yield _gap(connection, "first_day", f"filed or ended before {declared}", before)
        found = _day(connection, f"min(first_day) filter (not ({before}))")
    if found is None:
        yield _no_day(connection, "first_day")
    elif found - declared > LONGEST_SILENCE:
        says = f"declared from {declared}, and the first day in the file is {found}"
        yield _gap(connection, "first_day", says, "false")


def _last_day(
    connection: duckdb.DuckDBPyConnection, declared: date | None, found: date | None
) -> Iterator[Gap]:
    if declared is None:
        return
    if found is None:
        yield _no_day(connection, "last_day")
    elif declared - found > LONGEST_SILENCE:
        says = (
            f"declared up to {declared}, and the last outcome or filing in the file is of {found}:"
            f" nothing after that day is covered, and what is open may have ended"
        )
        yield _gap(connection, "last_day", says, "open_charges > 0", set_aside=True)


def _no_day(connection: duckdb.DuckDBPyConnection, claim: str) -> Gap:
    return _gap(connection, claim, "no day of a filing or an outcome to hold it against", "true")


def _charges(connection: duckdb.DuckDBPyConnection, declared: ChargeLists | None) -> Iterator[Gap]:
    if declared is not ChargeLists.ALL:
        told = f"[{declared}] is declared" if declared else "not declared"
        says = f"{told}, so no list of charges proves that there are no others"
        yield _gap(connection, "charges", says, "true")
        return
    if _count(connection, "charges = 0"):
        yield _gap(connection, "charges", "no charge is listed", "charges = 0")
    short, able = _count(connection, "short"), _count(connection, "can_be_short")
    if not short:
        return
    share = f"numbers are missing in {short:,} of {able:,} cases that could lack one"
    if short > able * MOST_SHORT:
        says = f"[all] is declared, and {share}: no list of charges counts as complete"
        yield _gap(connection, "charges", says, "true", set_aside=True)
    else:
        yield _gap(connection, "charges", f"{share}: expunged, or left out", "short")


def _searches(
    connection: duckdb.DuckDBPyConnection, coverage: Coverage, *, lists_charges: bool
) -> Iterator[Gap]:
    if not _count(connection, "searched"):
        return
    if coverage.searches is not Searches.EVERYWHERE:
        told = f"[{coverage.searches}] is declared" if coverage.searches else "not declared"
        says = f"{told}, so no search of a history counts"
        yield _gap(connection, "searches", says, "searched")
        return
    if not lists_charges:
        says = "charges may be left out of what a search found, so no search of a history counts"
        yield _gap(connection, "searches", says, "searched", set_aside=True)
        return
    if coverage.first_day:
        says = (
            f"the file begins on {coverage.first_day}, and a search counts as complete: what it"
            " found of earlier days must be in the file all the same"
        )
        yield _gap(connection, "searches", says, "searched")


def _gap(
    connection: duckdb.DuckDBPyConnection,
    claim: str,
    says: str,
    hangs: str,
    *,
    set_aside: bool = False,
) -> Gap:
    cases, charges, persons = connection.execute(
        f"""select count(*), coalesce(sum(charges), 0), count(distinct person_id)
        from covered_cases where {hangs}"""
    ).fetchall()[0]
    linked = _count(connection, "person_id is not null")
    return Gap(
        claim=claim,
        says=says,
        set_aside=set_aside,
        cases=cases,
        charges=int(charges),
        persons=persons if linked else None,
    )


def _count(connection: duckdb.DuckDBPyConnection, where: str) -> int:
    row = connection.execute(f"select count(*) from covered_cases where {where}").fetchone()
    return int(row[0]) if row else 0


def _day(connection: duckdb.DuckDBPyConnection, aggregate: str) -> date | None:
    row = connection.execute(f"select {aggregate} from covered_cases").fetchone()
    day: date | None = row[0] if row else None
    return day
