"""Two rows with one key: nothing is lost, and nothing is chosen.

Rows that are the same in every column count once; the others go to quarantine as copies. Where two
rows for one case or charge differ, neither is believed: one row stays, with the cells on which they
differ emptied and named in `conflicts`, and the map reports them as unreadable. The other rows are
kept in quarantine, with their text.
"""

from __future__ import annotations

import duckdb

from vacatur.ingest.lines import quarantine_rows
from vacatur.ingest.row_tables import Layout
from vacatur.sql import literal

COPY = "the same, in every column, as row"


def merge_duplicates(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Leave one row for each key in `<name>_rows`."""
    name = layout.name
    connection.execute(
        f"""create or replace temp table twin_rows as
        select *, min(row) over (partition by key) as first_row
        from {name}_rows
        where key in (select key from {name}_rows group by key having count(*) > 1)"""
    )
    connection.execute(
        f"create or replace temp table twins as from twin_rows join {name}_lines using (row)"
    )
    connection.execute(f"create or replace temp table merged as {_merged(layout)}")
    connection.execute(f"delete from {name}_rows where row in (select row from merged)")
    connection.execute(f"insert into {name}_rows by name select * from merged")
    quarantine_rows(connection, name, _reasons(layout))


def _merged(layout: Layout) -> str:
    cells = [name for name in layout.cells if name not in layout.key]
    agreed = ", ".join(
        f"case when count(distinct {name}) = 1 then min({name}) end as {name}" for name in cells
    )
    conflicts = ", ".join(
        f"case when count(distinct {name}) > 1 then {literal(layout.labels[name])} end"
        for name in cells
    )
    keys = ", ".join(f"min({name}) as {name}" for name in layout.key)
    return f"""select min(row) as row, key,
        list_concat(flatten(list(conflicts)),
            list_filter([{conflicts or "null"}], lambda name: name is not null))::varchar[]
            as conflicts,
        {keys}{"," if agreed else ""} {agreed}
        from twins group by key"""


def _reasons(layout: Layout) -> str:
    return f"""select twins.row, case
            when twins.line = first.line then '{COPY} ' || first.row
            when len(merged.conflicts) = 0
                then 'a second row for one {layout.grain}; it differs from row ' || first.row
                    || ' in columns {layout.unread}'
            else 'a second row for one {layout.grain}; it and row ' || first.row
                || ' differ in columns that are now unreadable: '
                || array_to_string(merged.conflicts, ', ') end
        from twins
        join merged on merged.key = twins.key
        join twins first on first.row = twins.first_row
        where twins.row <> twins.first_row"""
