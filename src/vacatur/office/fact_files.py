"""Reading an agency's file of facts: its header, its rows, and those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from vacatur.errors import IngestError, nearest
from vacatur.facts.fact_mapping import FactMapping
from vacatur.facts.kinds import ANSWERS, CASE, CHARGE, HISTORY, OFFICERS, PERSON, FactKind
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
from vacatur.ingest.refusals import require_each_once, require_few_columns, require_rows
from vacatur.ingest.row_tables import Layout, cut_header
from vacatur.ingest.snapshots import open_memory
from vacatur.ingest.tallies import number
from vacatur.sql import literal


def read_file(
    connection: duckdb.DuckDBPyConnection,
    copy: KeptFile,
    kind: FactKind,
    mapping: FactMapping,
    folder: Path,
) -> None:
    """Make `facts_rows`, and put into `quarantine` what cannot be read."""
    connection.execute("create table quarantine (file text, row bigint, reason text, text text)")
    layout = _layout(copy, kind, mapping)
    with working_text(copy, mapping.encoding, folder) as text:
        load_rows(connection, layout, text)
        require_rows(connection, layout, "Send the file with a header that names its fields.")
        quarantine_headers(connection, layout, copy.header)
        connection.execute("create table facts_cells as select * from facts_rows")
        faults = faults_sql(kind, mapping)
        _set_aside(connection, f"select row, {faults} as reason from facts_rows")
        cells = ", ".join(f'{value_sql(cell, mapping)} as "{cell.name}"' for cell in kind.cells)
        connection.execute(f"create table facts_typed as select row, {cells} from facts_rows")
        connection.execute("create table facts_text as select row, line from facts_lines")


def _layout(copy: KeptFile, kind: FactKind, mapping: FactMapping) -> Layout:
    columns = cut_header(copy.header, mapping.delimiter, quotes=True)
    where = f"{copy.name}, header"
    require_few_columns(columns, where)
    theirs = mapping.theirs(kind)
    _require_columns(columns, kind, mapping, where)
    places = {name: place for place, name in enumerate(columns, start=1)}
    return Layout(
        name="facts",
        grain=kind.grain,
        kept=copy,
        header=1,
        delimiter=mapping.delimiter,
        quotes=True,
        fields=len(columns),
        cells={name: places.get(theirs[name]) for name in kind.columns()},
        labels=theirs,
        key=kind.columns()[:1],  # by which a header that stands again is found
        key_sql="''",
    )


def _require_columns(
    columns: tuple[str, ...], kind: FactKind, mapping: FactMapping, where: str
) -> None:
    theirs = mapping.theirs(kind)
    if not set(columns) & set(theirs.values()):
        # Its cells are not named: they may be somebody's.
        raise IngestError(
            f"the first line names no column of the kind {kind.name}",
            where=where,
            why="A first line of facts would be read as a header, and told in messages.",
            repair=f"Send the file with a header: {', '.join(theirs.values())}.",
        )
    read = {name for name in columns if name not in mapping.unused}
    require_each_once(columns, read, where)
    for cell in kind.cells:
        wanted = cell.required or cell.name in mapping.columns
        if wanted and theirs[cell.name] not in columns:
            raise IngestError(
                f"the column [{theirs[cell.name]}] is missing",
                where=where,
                why=f"A file of the kind {kind.name} says in it: {cell.meaning}.",
                repair=nearest(theirs[cell.name], read - set(theirs.values())),
            )
    unknown = sorted(read - set(theirs.values()))
    if unknown:
        raise IngestError(
            f"the column [{unknown[0]}] is none of the kind {kind.name}",
            where=where,
            why="What it says would be lost, and nobody would know.",
            repair=f"{nearest(unknown[0], theirs.values())} Or leave it out of the file, or name it"
            " under `unused` in a mapping.",
        )


def _set_aside(connection: duckdb.DuckDBPyConnection, judged: str) -> None:
    """Move rows into quarantine, each with its reason; a reason that is null keeps the row."""
    quarantine_rows(
        connection, "facts", f"select row, reason from ({judged}) where reason is not null"
    )


def find_doubts(
    connection: duckdb.DuckDBPyConnection, kind: FactKind, mapping: FactMapping
) -> None:
    """Make `doubts`: of whom, or of which column of which charge, a row was lost.

    Called when the file was read, and `quarantine` holds what could not be.
    """
    if kind.name == HISTORY:
        _doubt_returns(connection, mapping.delimiter)
    elif kind.name == OFFICERS:
        # A row that was lost takes nothing from what the others say; absence is told by no file.
        connection.execute(f"create temp table doubts as {_NO_DOUBT}")
    elif kind.name != ANSWERS:
        _doubt_columns(connection, kind, mapping.delimiter)
    else:
        connection.execute("create temp table doubts (row bigint)")


_NO_DOUBT = """select null::bigint as row, null::varchar as case_num,
    null::varchar as charge_num, null::varchar as person_key, null::varchar as name where false"""


def _doubt_returns(connection: duckdb.DuckDBPyConnection, delimiter: str) -> None:
    """`person_key`; null: nobody can say whose.

    What a lost row names is sought among its parts, since it may not have been cut as it was meant.
    """
    connection.execute(CUTS)
    connection.execute(
        f"""create temp table doubts as
        with lost as (
            select row, unnest(list_distinct(cuts(text, {literal(delimiter)}))) as part
            from quarantine where reason not in ('{BLANK_LINE}', '{HEADER_AGAIN}')
        ), named as (
            select row, person_key from lost
            join (select distinct person_key from base_person_keys) on person_key = trim(part, ' "')
        )
        select distinct person_key from named
        union all
        select distinct null from lost anti join named using (row)"""
    )


def _doubt_columns(connection: duckdb.DuckDBPyConnection, kind: FactKind, delimiter: str) -> None:
    """`row`, `case_num`, `charge_num`, `person_key`, `name`: something was told of that column.

    A row that was cut tells of the columns in which something stands; of one that was not, the
    parts say whom it may name, and it may tell of every column of its kind.
    """
    told = _told_columns(kind)
    cells = ", ".join(
        f"case when trim(\"{cell}\") <> '' then '{name}' end" for cell, name in told.items()
    )
    keys = ("case_num", "charge_num", "person_key")
    cut = ", ".join(
        f"trim({key}) as {key}" if key in kind.columns() else f"null::varchar as {key}"
        for key in keys
    )
    names = ", ".join(literal(name) for name in told.values())
    connection.execute(CUTS)
    connection.execute(
        f"""create temp table doubts as
        with parts as (
            select row, trim(unnest(list_distinct(cuts(text, {literal(delimiter)}))), ' "') as part
            from quarantine anti join facts_cells using (row)
            where reason not in ('{BLANK_LINE}', '{HEADER_AGAIN}')
        )
        select row, case_num, charge_num, person_key, name
        from (select row, {cut}, unnest([{cells}]) as name
              from facts_cells semi join quarantine using (row))
        where name is not null
        union
        select row, case_num, charge_num, person_key, unnest([{names}])
        from ({_NAMED[kind.about]})"""
    )


# What a line that was not cut may be about, by its parts.
_NAMED = {
    CHARGE: """select number as case_num, split_part(charge_id, '/', -1) as charge_num,
            null::varchar as person_key, parts.row
        from parts join base_cases on part = number join base_charges using (case_id)
        semi join parts others on others.row = parts.row
            and others.part = split_part(charge_id, '/', -1)""",
    CASE: """select number as case_num, null::varchar as charge_num,
            null::varchar as person_key, row
        from parts join base_cases on part = number""",
    PERSON: """select null::varchar as case_num, null::varchar as charge_num, person_key, row
        from parts join (select distinct person_key from base_person_keys) on part = person_key""",
}


def _told_columns(kind: FactKind) -> dict[str, str]:
    """Cell -> the column of the record that it tells."""
    if kind.about == CASE:
        return {"listed": "victims_checked"}
    return {name: name for _, name in kind.tells if name in kind.columns()}


def withhold_vanished(
    connection: duckdb.DuckDBPyConnection, kind: FactKind, memory: Path | None, key: str
) -> int:
    """Leave out rows about records that have vanished, read or not; return how many.

    Called when the file was read. Nothing of such a row is kept.
    """
    open_memory(connection, memory, key)
    connection.execute(CUTS)
    named = " or ".join(_vanished(kind))
    connection.execute(
        f"""create temp table withheld as
        select row from facts_cells where {named}
        union
        select row from (
            select row, unnest(list_distinct(cuts(text, ','))) as part
            from quarantine anti join facts_cells using (row)
        )
        where vanished_before('case', trim(part, ' "'))
            or vanished_before('person', trim(part, ' "'))"""
    )
    for table in ("facts_typed", "facts_cells", "facts_text", "quarantine"):
        connection.execute(f"delete from {table} where row in (select row from withheld)")
    return number(connection, "select count(*) from withheld")


def _vanished(kind: FactKind) -> Iterator[str]:
    """SQL for whether a row names what has vanished."""
    columns = kind.columns()
    for name, what in (("case_num", "case"), ("listed_under", "case"), ("person_key", "person")):
        if name in columns:
            yield f"vanished_before('{what}', trim({name}))"
    if "charge_num" in columns:
        yield "vanished_before('charge', trim(case_num) || '/' || trim(charge_num))"
    if "charge" in columns:
        yield "vanished_before('charge', trim(charge))"
        yield "vanished_before('case', regexp_replace(trim(charge), '/[^/]*$', ''))"
