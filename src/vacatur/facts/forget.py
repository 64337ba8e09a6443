"""What has vanished from the records leaves the facts, too.

It is the one thing that is ever taken out of them: the record was probably expunged, and a fact
about it would show that it was there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from vacatur.facts.kinds import ANSWERS, CHARGE, HISTORY, KINDS
from vacatur.facts.store import DOUBTS, QUARANTINE, ROWS, Answer, Batch, FactsLog, rewrite
from vacatur.sql import literal, parquet

_NOTHING = Answer(charge="", column="", value="")


def forget(
    log: FactsLog,
    *,
    charges: Iterable[str],
    cases: Iterable[str],
    names: Iterable[str],
    numbers: Iterable[str],
    keys: Iterable[str],
) -> None:
    """Take out every fact about some cases and people.

    Parameters
    ----------
    charges, cases
        Ids of those that are gone.
    names, numbers
        What they bore: NUMBER/CHARGE of a charge, and the number of a case.
    keys
        Keys of the people of whom no case is left.
    """
    gone = frozenset([*charges, *(f"{case}/" for case in cases)])
    with duckdb.connect() as connection:
        for name, values in (
            ("gone_names", names),
            ("gone_numbers", numbers),
            ("gone_keys", keys),
        ):
            table = pa.table({"value": pa.array(sorted(values), pa.string())})
            connection.register(name, table)
        for batch in log.batches:
            if batch.file:
                _rewrite_rows(connection, log.batch_folder(batch.number), batch)
    rewrite(log, [_without(log, batch, gone) for batch in log.batches])


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
    if "charge_num" in columns:
        conditions.append(
            "coalesce(case_num || '/' || charge_num not in (select value from gone_names), true)"
        )
    if "charge" in columns:
        conditions.append("charge not in (select value from gone_names)")
        conditions.append(
            "regexp_replace(charge, '/[^/]*$', '') not in (select value from gone_numbers)"
        )
    _replace(connection, folder / ROWS, " and ".join(conditions))
    _replace(connection, folder / QUARANTINE, "false")
    if batch.kind == HISTORY:
        whose = "coalesce(person_key not in (select value from gone_keys), true)"
        _replace(connection, folder / DOUBTS, whose)
    elif KINDS[batch.kind].about == CHARGE and batch.kind != ANSWERS:
        _replace(connection, folder / DOUBTS, " and ".join(conditions))


def _replace(connection: duckdb.DuckDBPyConnection, path: Path, condition: str) -> None:
    partial = path.with_suffix(".partial")
    connection.execute(
        f"copy (select * from {parquet(path)} where {condition}) to {literal(partial)} "
        "(format parquet, compression zstd, row_group_size 20480)"
    )
    partial.replace(path)


def _without(log: FactsLog, batch: Batch, gone: frozenset[str]) -> Batch:
    """The place of an answer stays, since the others are known by theirs."""
    answers = tuple(
        _NOTHING if gone & {each.charge, f"{each.charge.rpartition('/')[0]}/"} else each
        for each in batch.answers
    )
    if not batch.file:
        return replace(batch, answers=answers)
    folder = log.batch_folder(batch.number)
    left = sum(pq.read_metadata(folder / name).num_rows for name in (ROWS, QUARANTINE))
    return replace(batch, forgotten=batch.attached + batch.quarantined - left)
