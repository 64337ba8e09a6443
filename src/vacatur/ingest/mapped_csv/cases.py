"""The cases of a file that has one row for each charge: what all rows of a case agree on.

A value on which all rows that have one agree is the case's. Where they differ, the case has none,
and the column is unreadable. Rows of a case with two persons go to quarantine: the case would join
strangers.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from vacatur.ingest.lines import quarantine_headers, quarantine_rows
from vacatur.ingest.mapped_csv.cells import known_sql
from vacatur.ingest.mapped_csv.layout import ROLE, CsvFile
from vacatur.ingest.mapped_csv.mapping import CsvMapping
from vacatur.sql import literal


def quarantine_unnamed(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    """Move the rows that name no case, or no charge, and headers that are repeated."""
    if file.header:
        quarantine_headers(connection, file.layout, file.header)
    blank = [f"({_known(mapping, file, name)}) is null" for name in mapping.case.key]
    _move(
        connection,
        " or ".join(blank),
        f"no {' and '.join(mapping.case.key)}, so no case to put the charge in",
    )
    if mapping.charge.key:
        blank = [f"({_known(mapping, file, name)}) is null" for name in mapping.charge.key]
        _move(
            connection,
            " and ".join(blank),
            f"no {' or '.join(mapping.charge.key)}, so nothing to name the charge by",
        )


def quarantine_strangers(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    """Move the rows of every case that has two persons."""
    if not mapping.person.key:
        return
    case_id = file.case_id(mapping)
    person = _known(mapping, file, mapping.person.key[0])
    reason = literal(
        f"its case has more than one [{mapping.person.key[0]}]; name cases by it, too, where"
        " several persons share a number"
    )
    quarantine_rows(
        connection,
        ROLE,
        f"""select row, {reason} from {ROLE}_rows where {case_id} in (
            select {case_id} from {ROLE}_rows group by all
            having count(distinct {person}) > 1)""",
    )


def make_charge_cells(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    """Make `charge_cells`, one row for each charge."""
    connection.execute(
        f"""create temp view charge_cells as
        select * exclude (key), key as charge_id, {file.case_id(mapping)} as case_id
        from {ROLE}_rows"""
    )


def make_case_cells(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    """Make `case_cells`, and `person_cells` like it: one row for each case, out of all its rows."""
    wanted = (*mapping.case.read_columns(), *mapping.person.read_columns())
    columns = list(dict.fromkeys(wanted))
    connection.execute(
        f"""create table case_cells as
        select {file.case_id(mapping)} as case_id, min(row) as row,
            {_conflicts(mapping, file, columns)} as conflicts, {_agreed(mapping, file, columns)}
        from {ROLE}_rows group by 1"""
    )
    connection.execute("create temp view person_cells as select * from case_cells")


def _agreed(mapping: CsvMapping, file: CsvFile, columns: Sequence[str]) -> str:
    cells = (
        f"case when min({value}) = max({value}) then min({value}) end as {file.names[name]}"
        for name, value in ((name, _known(mapping, file, name)) for name in columns)
    )
    return ", ".join(cells)


def _conflicts(mapping: CsvMapping, file: CsvFile, columns: Sequence[str]) -> str:
    found = ", ".join(
        f"case when min({value}) <> max({value}) then {literal(name)} end"
        for name, value in ((name, _known(mapping, file, name)) for name in columns)
    )
    return f"list_filter([{found}], lambda name: name is not null)::varchar[]"


def _known(mapping: CsvMapping, file: CsvFile, name: str) -> str:
    return known_sql(file.names[name], mapping.blank)


def _move(connection: duckdb.DuckDBPyConnection, condition: str, reason: str) -> None:
    quarantine_rows(
        connection,
        ROLE,
        f"select row, {literal(reason)} from {ROLE}_rows where {condition}",
    )
