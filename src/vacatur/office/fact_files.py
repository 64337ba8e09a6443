"""Reading an agency's file of facts: its header, its rows, and those that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from vacatur.errors import IngestError, nearest
from vacatur.facts.kinds import ANSWERS, CHARGE, HISTORY, FactKind
from vacatur.facts.reading import faults_sql, value_sql
from vacatur.ingest.cuts import CUTS
from vacatur.ingest.keep import KeptFile, working_text
from vacatur.ingest.lines import (
    BLANK_LINE,
    HEADER_AGAIN,
    load_rows,
    quarantine_headers,
    quarantine_rows,
)
from vacatur.ingest.refusals import require_few_columns, require_rows
from vacatur.ingest.row_tables import Layout, cut_header


def read_file(
    connection: duckdb.DuckDBPyConnection,
    copy: KeptFile,
    kind: FactKind,
    renamed: Mapping[str, str],
    folder: Path,
) -> None:
    """Make `facts_rows`, and put into `quarantine` what cannot be read."""
    connection.execute("create table quarantine (file text, row bigint, reason text, text text)")
    layout = _layout(copy, kind, renamed)
    with working_text(copy, "utf-8", folder) as text:
        load_rows(connection, layout, text)
        require_rows(connection, layout, "Send the file with a header that names its fields.")
        quarantine_headers(connection, layout, copy.header)
        if _is_doubted_by_cell(kind):
            connection.execute("create table facts_cells as select * from facts_rows")
        _set_aside(connection, f"select row, {faults_sql(kind)} as reason from facts_rows")
        cells = ", ".join(f'{value_sql(cell)} as "{cell.name}"' for cell in kind.cells)
        connection.execute(f"create table facts_typed as select row, {cells} from facts_rows")
        connection.execute("create table facts_text as select row, line from facts_lines")


def _layout(copy: KeptFile, kind: FactKind, renamed: Mapping[str, str]) -> Layout:
    columns = cut_header(copy.header, ",", quotes=True)
    where = f"{copy.name}, header"
    require_few_columns(columns, where)
    theirs = {name: renamed.get(name, name) for name in kind.columns()}
    _require_columns(columns, kind, theirs, where)
    places = {name: place for place, name in enumerate(columns, start=1)}
    return Layout(
        name="facts",
        grain=kind.grain,
        kept=copy,
        header=1,
        delimiter=",",
        quotes=True,
        fields=len(columns),
        cells={name: places.get(theirs[name]) for name in kind.columns()},
        labels=theirs,
        key=kind.columns()[:1],  # by which a header that stands again is found
        key_sql="''",
    )


def _require_columns(
    columns: tuple[str, ...], kind: FactKind, theirs: Mapping[str, str], where: str
) -> None:
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise IngestError(
            f"the column [{twice[0]}] stands twice",
            where=where,
            why="Nothing says which of the two is meant.",
            repair="Send the file with a name of its own for each column.",
        )
    for cell in kind.cells:
        if cell.required and theirs[cell.name] not in columns:
            raise IngestError(
                f"the column [{theirs[cell.name]}] is missing",
                where=where,
                why=f"A file of the kind {kind.name} says in it: {cell.meaning}.",
                repair=nearest(theirs[cell.name], set(columns) - set(theirs.values())),
            )
    unknown = sorted(set(columns) - set(theirs.values()))
    if unknown:
        raise IngestError(
            f"the column [{unknown[0]}] is none of the kind {kind.name}",
            where=where,
            why="What it says would be lost, and nobody would know.",
            repair=f"{nearest(unknown[0], theirs.values())} Or leave it out of the file.",
        )


def _set_aside(connection: duckdb.DuckDBPyConnection, judged: str) -> None:
    """Move rows into quarantine, each with its reason; a reason that is null keeps the row."""
    quarantine_rows(
        connection, "facts", f"select row, reason from ({judged}) where reason is not null"
    )


def find_doubts(connection: duckdb.DuckDBPyConnection, kind: FactKind) -> None:
    """Make `doubts`: of whom, or of which column of which charge, a row was lost.

    Called when the file was read, and `quarantine` holds what could not be.
    """
    if kind.name == HISTORY:
        _doubt_returns(connection)
    elif _is_doubted_by_cell(kind):
        _doubt_charges(connection, kind)
    else:
        connection.execute("create temp table doubts (person_key varchar)")


def _is_doubted_by_cell(kind: FactKind) -> bool:
    return kind.about == CHARGE and kind.name != ANSWERS


def _doubt_returns(connection: duckdb.DuckDBPyConnection) -> None:
    """`person_key`; null: nobody can say whose.

    What a lost row names is sought among its parts, since it may not have been cut as it was meant.
    """
    connection.execute(CUTS)
    connection.execute(
        f"""create temp table doubts as
        with lost as (
            select row, unnest(list_distinct(cuts(text, ','))) as part from quarantine
            where reason not in ('{BLANK_LINE}', '{HEADER_AGAIN}')
        ), named as (
            select row, person_key from lost
            join (select distinct person_key from base_person_keys) on person_key = trim(part, ' "')
        )
        select distinct person_key from named
        union all
        select distinct null from lost anti join named using (row)"""
    )


def _doubt_charges(connection: duckdb.DuckDBPyConnection, kind: FactKind) -> None:
    """`row`, `case_num`, `charge_num`, `name`: a cell stood there. A lost line names no charge."""
    told = [name for _, name in kind.tells if name in kind.columns()]
    cells = ", ".join(f"case when trim(\"{name}\") <> '' then '{name}' end" for name in told)
    connection.execute(
        f"""create temp table doubts as
        select row, trim(case_num) as case_num, trim(charge_num) as charge_num, name
        from (select row, case_num, charge_num, unnest([{cells}]) as name
              from facts_cells semi join quarantine using (row))
        where name is not null"""
    )
