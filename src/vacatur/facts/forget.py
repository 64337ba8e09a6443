"""What has vanished from the records leaves the facts, too.

It is the one thing that is ever taken out of them: the record was probably expunged, and a fact
about it would show that it was there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.facts.kinds import HISTORY, KINDS
from vacatur.facts.store import DOUBTS, QUARANTINE, ROWS, Answer, Batch, FactsLog, rewrite
from vacatur.sql import literal, parquet

_ELSEWHERE = "elsewhere/"  # a case that only a return lists
_NOTHING = Answer(charge="", column="", value="")


def forget(
    log: FactsLog,
    *,
    cases: Iterable[str],
    charges: Iterable[str],
    numbers: Iterable[str],
    keys: Iterable[str],
) -> None:
    """Take out every fact about some cases and people.

    Parameters
    ----------
    cases, charges, numbers
        Ids of the cases and charges that are gone, and the numbers that the cases bore.
    keys
        Keys of the people of whom no case is left.
    """
    gone, gone_charges = frozenset(cases), frozenset(charges)
    _remove_broken_off(log)
    with duckdb.connect() as connection:
        for name, values in (
            ("gone_cases", gone),
            ("gone_charges", gone_charges),
            ("gone_numbers", numbers),
            ("gone_keys", keys),
        ):
            table = pa.table({"value": pa.array(sorted(values), pa.string())})
            connection.register(name, table)
        for batch in log.batches:
            if batch.file:
                _rewrite_rows(connection, log.batch_folder(batch.number), batch)
        listed = _listed_elsewhere(connection, log)
    rewrite(log, [_without(batch, gone, gone_charges, listed) for batch in log.batches])


def _remove_broken_off(log: FactsLog) -> None:
    """Rows of a file whose attaching was broken off: no line of the log knows them."""
    known = {log.batch_folder(batch.number) for batch in log.batches}
    for path in log.folder.iterdir():
        if path.is_dir() and path not in known:
            shutil.rmtree(path)


def _listed_elsewhere(connection: duckdb.DuckDBPyConnection, log: FactsLog) -> frozenset[str]:
    """Numbers of the cases that returns still list: also those that no export has."""
    listed: set[str] = set()
    for batch in log.batches:
        if batch.kind == HISTORY:
            rows = parquet(log.batch_folder(batch.number) / ROWS)
            found = connection.execute(f"select distinct case_num from {rows}").fetchall()
            listed.update(str(number) for (number,) in found if number is not None)
    return frozenset(listed)


def _rewrite_rows(connection: duckdb.DuckDBPyConnection, folder: Path, batch: Batch) -> None:
    """Rows about the gone, and every row that could not be read: nobody can say whom it names."""
    columns = KINDS[batch.kind].columns()
    named = {
        "case_num": "gone_numbers",
        "listed_under": "gone_numbers",
        "person_key": "gone_keys",
    }
    conditions = [
        f"coalesce({column} not in (select value from {gone}), true)"
        for column, gone in named.items()
        if column in columns
    ]
    if "charge" in columns:
        conditions.append(
            "regexp_replace(charge, '/[^/]*$', '') not in (select value from gone_cases)"
            " and charge not in (select value from gone_charges)"
        )
    _replace(connection, folder / ROWS, " and ".join(conditions))
    _replace(connection, folder / QUARANTINE, "false")
    if "case_num" in columns and "person_key" not in columns:
        _replace(connection, folder / DOUBTS, conditions[0])
    if batch.kind == HISTORY:
        named_still = "coalesce(person_key not in (select value from gone_keys), true)"
        _replace(connection, folder / DOUBTS, named_still)


def _replace(connection: duckdb.DuckDBPyConnection, path: Path, condition: str) -> None:
    partial = path.with_suffix(".partial")
    connection.execute(
        f"copy (select * from {parquet(path)} where {condition}) to {literal(partial)} "
        "(format parquet, compression zstd, row_group_size 20480)"
    )
    partial.replace(path)


def _without(
    batch: Batch, cases: frozenset[str], charges: frozenset[str], listed: frozenset[str]
) -> Batch:
    """The place of an answer stays, since the others are known by theirs."""

    def is_gone(charge: str) -> bool:
        case = charge.rpartition("/")[0]
        number = case.removeprefix(_ELSEWHERE)
        return charge in charges or case in cases or (number != case and number not in listed)

    answers = tuple(_NOTHING if is_gone(each.charge) else each for each in batch.answers)
    return replace(batch, answers=answers)
