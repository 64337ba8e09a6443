"""What has vanished from the records leaves the facts, too.

It is the one thing that is ever taken out of them: the record was probably expunged, and a fact
about it would show that it was there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from vacatur.facts.kinds import ANSWERS, HISTORY, KINDS
from vacatur.facts.store import DOUBTS, QUARANTINE, ROWS, Answer, Batch, FactsLog, rewrite
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet

_NOTHING = Answer(charge="", column="", value="")
_ELSEWHERE = "elsewhere/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What has vanished.

    `cases` and `charges` are ids; `numbers` the numbers that the cases bore, `names` NUMBER/CHARGE
    of the charges, and `keys` those of the people of whom no case is left.
    """

    cases: frozenset[str]
    charges: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    keys: frozenset[str]


def forget(log: FactsLog, gone: Gone) -> None:
    """Take out every fact about some cases, charges and people."""
    _remove_broken_off(log)
    with duckdb.connect() as connection:
        for name in ("cases", "charges", "numbers", "names", "keys"):
            values = pa.array(sorted(getattr(gone, name)), pa.string())
            connection.register(f"gone_{name}", pa.table({"value": values}))
        for batch in log.batches:
            if batch.file:
                _rewrite_rows(connection, log.batch_folder(batch.number), batch)
        listed = _listed(connection, log)
    rewrite(log, [_without(log, batch, gone, listed) for batch in log.batches])


def _remove_broken_off(log: FactsLog) -> None:
    """Rows of a file whose attaching was broken off: no line of the log knows them.

    The effects go with them: they are worked out again from what is left.
    """
    known = {log.batch_folder(batch.number) for batch in log.batches}
    for path in log.folder.iterdir():
        if path.is_dir() and path not in known:
            shutil.rmtree(path)


def _listed(connection: duckdb.DuckDBPyConnection, log: FactsLog) -> frozenset[str]:
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
    there = " and ".join(_stays(KINDS[batch.kind].columns()))
    _replace(connection, folder / ROWS, there)
    _replace(connection, folder / QUARANTINE, "false")
    if batch.kind == HISTORY:
        _replace(connection, folder / DOUBTS, _is_none_of("person_key", "keys"))
    elif batch.kind != ANSWERS:
        _replace(connection, folder / DOUBTS, there)


def _stays(columns: tuple[str, ...]) -> Iterator[str]:
    """SQL for what a row that stays is not about."""
    for name, what in (
        ("case_num", "numbers"),
        ("listed_under", "numbers"),
        ("person_key", "keys"),
        ("charge", "charges"),
    ):
        if name in columns:
            yield _is_none_of(name, what)
    if "charge_num" in columns:
        yield _is_none_of("case_num || '/' || charge_num", "names")
    if "charge" in columns:
        yield _is_none_of("regexp_replace(charge, '/[^/]*$', '')", "cases")


def _is_none_of(value: str, what: str) -> str:
    return f"coalesce({value} not in (select value from gone_{what}), true)"


def _replace(connection: duckdb.DuckDBPyConnection, path: Path, condition: str) -> None:
    partial = path.with_suffix(".partial")
    connection.execute(
        f"copy (select * from {parquet(path)} where {condition}) to {literal(partial)} "
        f"(format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"
    )
    partial.replace(path)


def _without(log: FactsLog, batch: Batch, gone: Gone, listed: frozenset[str]) -> Batch:
    """The place of an answer stays, since the others are known by theirs."""

    def is_gone(charge: str) -> bool:
        case = charge.rpartition("/")[0]
        number = case.removeprefix(_ELSEWHERE)
        unlisted = number != case and number not in listed
        return charge in gone.charges or case in gone.cases or unlisted

    answers = tuple(_NOTHING if is_gone(each.charge) else each for each in batch.answers)
    if not batch.file:
        return replace(batch, answers=answers)
    folder = log.batch_folder(batch.number)
    left = sum(pq.read_metadata(folder / name).num_rows for name in (ROWS, QUARANTINE))
    return replace(batch, forgotten=batch.attached + batch.repeated + batch.quarantined - left)
