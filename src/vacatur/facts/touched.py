"""Whose records some facts are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import duckdb

from vacatur.facts.kinds import ANSWERS, HISTORY, KINDS, PERSON, FactKind
from vacatur.facts.store import DOUBTS, ROWS, Batch, FactsLog
from vacatur.sql import literal, parquet

_BY_KEY = "select person_id from base_person_keys join ({rows}) facts using (person_key)"
_BY_CASE = "select person_id from base_cases join ({rows}) facts on facts.case_num = number"
# Also of a charge that only a return lists, in a case of the export. The id of a charge of a docket
# does not begin with its case.
_BY_CHARGE = """select person_id from base_charges join ({rows}) facts on charge_id = facts.charge
    union all
    select person_id from base_cases
    join ({rows}) facts on case_id = regexp_replace(facts.charge, '/[^/]*$', '')"""
# ... and in a case that no export has.
_IS_ELSEWHERE = "select 1 from ({rows}) where starts_with(charge, 'elsewhere/') limit 1"
_BY_CHARGE_ELSEWHERE = """select person_id from base_person_keys
    join history_facts using (person_key)
    join (select charge from ({rows}) where starts_with(charge, 'elsewhere/')) facts
        on facts.charge = 'elsewhere/' || case_num || '/' || charge_num"""
# Two returns may list one case that no export has: then neither of them counts.
_BY_A_SHARED_CASE = """select person_id from base_person_keys
    join history_facts using (person_key)
    where case_num in (
        select case_num from ({rows}) where case_num is not null
        except select number from base_cases)"""


def find_touched(
    connection: duckdb.DuckDBPyConnection, rows: Mapping[str, str] | None = None
) -> None:
    """Make the table `touched` (`person_id`): everybody whom some facts are about.

    Parameters
    ----------
    rows
        Kind -> query for facts of that kind, without any: nobody. None: all facts there are.
    """
    tables = rows if rows is not None else {name: f"from {name}_facts" for name in KINDS}
    if not tables:
        connection.execute("create or replace temp table touched (person_id varchar)")
        return
    queries = [
        query
        for name, table in tables.items()
        for query in _queries(connection, KINDS[name], table)
    ]
    if rows is None:  # also whoever is named only in rows that were lost
        queries.append(_BY_CASE.format(rows="from lost_facts"))
        queries.append(_BY_KEY.format(rows="from lost_facts"))
        queries.append(_BY_KEY.format(rows="from history_doubts"))
    connection.execute(
        f"""create or replace temp table touched as
        select distinct person_id from ({" union all ".join(queries)})
        where person_id is not null"""
    )


def rows_of(log: FactsLog, batch: Batch) -> dict[str, str]:
    """The facts that a line of the log adds or takes back, as `find_touched` wants them."""
    if batch.undoes is not None:
        return rows_of(log, log.batches[batch.undoes - 1])
    parts: dict[str, list[str]] = {}
    if batch.file:
        folder = log.batch_folder(batch.number)
        parts[batch.kind] = [f"select * from {parquet(folder / ROWS)}"]
        if batch.kind == HISTORY:
            parts[HISTORY] += _doubted(folder / DOUBTS)
        elif batch.kind != ANSWERS:
            named = "person_key" if KINDS[batch.kind].about == PERSON else "case_num"
            parts[batch.kind].append(f"select {named} from {parquet(folder / DOUBTS)}")
    if batch.answers:
        parts[ANSWERS] = [_charges(each.charge for each in batch.answers)]
    for fact in batch.withdraws:
        number, _, row = fact.partition(".")
        source = log.batches[int(number) - 1]
        if source.file:
            rows = f"select * from {parquet(log.batch_folder(source.number) / ROWS)}"
            parts.setdefault(source.kind, []).append(f"{rows} where row = {int(row)}")
        else:
            charge = source.answers[int(row) - 1].charge
            parts.setdefault(ANSWERS, []).append(_charges([charge]))
    return {kind: " union all by name ".join(queries) for kind, queries in parts.items()}


def _doubted(doubts: Path) -> list[str]:
    """Whose returns lost a row; everybody who has a return, where nobody can say whose."""
    return [
        f"select person_key from {parquet(doubts)} where person_key is not null",
        f"""select person_key from history_facts
        where exists (from {parquet(doubts)} where person_key is null)""",
    ]


def _charges(charges: Iterable[str]) -> str:
    values = ", ".join(f"({literal(each)})" for each in charges)
    return f"select charge from (values {values}) given(charge)"


def _queries(connection: duckdb.DuckDBPyConnection, kind: FactKind, rows: str) -> Iterator[str]:
    if kind.name == ANSWERS:
        yield _BY_CHARGE.format(rows=rows)
        # Every search of a history would be read; most answers are about none.
        if connection.execute(_IS_ELSEWHERE.format(rows=rows)).fetchone():
            yield _BY_CHARGE_ELSEWHERE.format(rows=rows)
        return
    yield (_BY_KEY if kind.about == PERSON else _BY_CASE).format(rows=rows)
    if kind.name == HISTORY:
        # Whose case somebody else's return lists, needs no new answer; but the return does.
        yield _BY_A_SHARED_CASE.format(rows=rows)
