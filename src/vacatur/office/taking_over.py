"""A part of a run takes over the short parts before it, so that few stand to be read.

Each answer to a question makes a part, and whoever looks something up opens every part that stands.
So the standing answers of short parts are copied into the next one, and their earlier answers into
its history. A long part stays: to copy it would cost more than to open it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from vacatur.office.decisions import (
    CHARGES,
    DECISIONS,
    PAST,
    TAKEN_OVER,
    manifest_of_part,
    numbered,
    parts_of,
)
from vacatur.office.footers import rows_in
from vacatur.sql import LOOKED_UP_ROWS, TAKEN_OVER_ROWS, literal, parquet

# A part of an earlier vacatur does not say in which part a charge was decided: in itself.
_CHARGES = "select ''::varchar as charge_id, ''::varchar as decided_in where false"
_PAST = """select ''::varchar as charge_id, ''::varchar as implements, ''::varchar as rule,
    ''::varchar as published, ''::varchar as decided_in where false"""


def take_over(run_folder: Path, name: str, partial: Path) -> list[Path]:
    """Copy what short parts hold into a part in the making; which ones are needless with it.

    Parameters
    ----------
    name
        Of the part in the making.
    partial
        Its folder: `charges.parquet` with `charge_id` alone, decisions, and conditions.
    """
    parts = parts_of(run_folder)
    taken = [part for part in parts if _is_short(part, partial)]
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        _find_held(connection, name, partial, parts, taken)
        _write_past(connection, partial, parts, taken)
        _write(connection, partial / CHARGES, "select charge_id, decided_in from held")
        if taken:
            for table in _tables(partial):
                _write(connection, partial / table, _with_held(partial, taken, table))
    return taken


def told_sql(run_folder: Path) -> str:
    """SQL for every answer that a run ever gave to the charge `$charge`, the first one first.

    Columns: `implements`, `published`, and `decided_in`, which is empty for the run's own.
    """
    mine, parts = "where charge_id = $charge", parts_of(run_folder)
    own = f"""select implements, rule, published, '' as decided_in
        from {parquet(run_folder / DECISIONS)} {mine}"""
    if not parts:
        return f"select implements, published, decided_in from ({own}) order by implements, rule"
    return f"""select implements, published, decided_in from (
            {own}
            union all
            (select implements, rule, published, coalesce(decided_in, part) as decided_in
            from (select * from ({numbered(parts, DECISIONS)}) {mine})
            left join (select * from ({_charges(parts)}) {mine}) using (charge_id, part)
            union
            select implements, rule, published, decided_in from ({_past(parts)}) {mine})
        ) order by decided_in, implements, rule"""


def _is_short(part: Path, beside: Path) -> bool:
    """Whether a part is whole, and short enough; a damaged one stays, and doctor tells of it."""
    charges, problem = rows_in(part / CHARGES)
    if problem or charges > TAKEN_OVER_ROWS:
        return False
    told = manifest_of_part(part)
    past = [PAST] if TAKEN_OVER in told else []
    return bool(told) and not any(rows_in(part / each)[1] for each in (*past, *_tables(beside)))


def _tables(folder: Path) -> Iterator[str]:
    """What holds the answers of a part: rows of a charge, of which the last part's count."""
    yield DECISIONS
    yield from (f"conditions/{path.name}" for path in sorted(folder.glob("conditions/*.parquet")))


def _find_held(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    partial: Path,
    parts: Sequence[Path],
    taken: Sequence[Path],
) -> None:
    """Make `short (charge_id, part, decided_in)` of what is taken over, and `held` of what stands.

    A row of `held` that is decided now has no `part`.
    """
    connection.execute(f"create temp table short as {_charges(taken)}")
    longer = [part for part in parts if part not in taken and part > min(taken, default=part)]
    later = numbered(longer, CHARGES) if longer else "select '' as charge_id, '' as part limit 0"
    connection.execute(
        f"""create temp table held as
        select charge_id, {literal(name)} as decided_in, null::varchar as part
        from {parquet(partial / CHARGES)}
        union all
        select charge_id, decided_in, part from (
            from short qualify part = max(part) over (partition by charge_id)
        ) s
        where charge_id not in (from {parquet(partial / CHARGES)})
            and not exists (
                from ({later}) l where l.charge_id = s.charge_id and l.part > s.part)"""
    )


def _write_past(
    connection: duckdb.DuckDBPyConnection,
    partial: Path,
    parts: Sequence[Path],
    taken: Sequence[Path],
) -> None:
    """The answers that do not stand any more, but for those that said what the one before did."""
    told = _PAST
    if taken:
        told = f"""select charge_id, implements, rule, published, decided_in
            from ({numbered(taken, DECISIONS)}) join short using (charge_id, part)
            union
            from ({_past(taken)})"""
    stay = ", ".join(literal(part.name) for part in parts if part not in taken)
    # Between two that are taken over, a part that stays may have answered otherwise.
    between = f"len(list_filter([{stay}]::varchar[], lambda stays: stays < decided_in))"
    _write(
        connection,
        partial / PAST,
        f"""select charge_id, implements, rule, published, decided_in from (
            select *, lag(published) over (
                partition by charge_id, implements, {between} order by decided_in, rule
            ) as before from ({told}))
        where published is distinct from before
            and (charge_id, decided_in) not in (select (charge_id, decided_in) from held)""",
    )


def _with_held(partial: Path, taken: Sequence[Path], table: str) -> str:
    """The rows of a table that were decided now, and those that are taken over."""
    return f"""from {parquet(partial / table)}
        union all by name
        select * exclude (filename, part) from ({numbered(taken, table)})
        semi join held using (charge_id, part)"""


def _write(connection: duckdb.DuckDBPyConnection, path: Path, rows: str) -> None:
    """Write a table in the place of the file that its rows may be read from."""
    whole = path.with_suffix(".whole")
    connection.execute(
        f"""copy (from ({rows}) order by all)
        to {literal(whole)} (format parquet, row_group_size {LOOKED_UP_ROWS})"""
    )
    whole.replace(path)


def _charges(parts: Sequence[Path]) -> str:
    if not parts:
        return f"select *, '' as part from ({_CHARGES})"
    return f"""select charge_id, part, coalesce(decided_in, part) as decided_in
        from ({numbered(parts, CHARGES)} union all by name {_CHARGES})"""


def _past(parts: Sequence[Path]) -> str:
    files = [part / PAST for part in parts if (part / PAST).is_file()]
    return " union all ".join([_PAST, *(f"from {parquet(file)}" for file in files)])
