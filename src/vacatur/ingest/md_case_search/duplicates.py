"""Two rows with one key: nothing is lost, and nothing is chosen.

Rows that are the same in every column count once; the others go to quarantine as copies. Where two
rows for one case or charge differ, neither is believed: one row stays, with the cells on which they
differ emptied and named in `conflicts`, and the map reports them as unreadable. The other rows are
kept in quarantine, with their text.
"""

from __future__ import annotations

import duckdb

from vacatur.ingest.md_case_search.columns import FileSpec
from vacatur.ingest.md_case_search.rows import quarantine_rows

COPY = "the same, in every column, as row"


def merge_duplicates(connection: duckdb.DuckDBPyConnection, spec: FileSpec) -> None:
    """Leave one row for each key in `<role>_rows`."""
    role = spec.role
    connection.execute(
        f"""create or replace temp table twins as
        select *, min(row) over (partition by key) as first_row
        from {role}_rows join {role}_lines using (row)
        where key in (select key from {role}_rows group by key having count(*) > 1)"""
    )
    connection.execute(f"create or replace temp table merged as {_merged(spec)}")
    connection.execute(f"delete from {role}_rows where row in (select row from merged)")
    connection.execute(f"insert into {role}_rows by name select * from merged")
    quarantine_rows(connection, spec, _reasons(spec))


def _merged(spec: FileSpec) -> str:
    cells = [name for name in spec.read if name not in spec.key]
    agreed = ", ".join(
        f"case when count(distinct {name}) = 1 then min({name}) end as {name}" for name in cells
    )
    conflicts = ", ".join(
        f"case when count(distinct {name}) > 1 then '{name}' end" for name in cells
    )
    keys = ", ".join(f"min({name}) as {name}" for name in spec.key)
    return f"""select min(row) as row, key,
        list_filter([{conflicts or "null"}], lambda name: name is not null)::varchar[] as conflicts,
        {keys}{"," if agreed else ""} {agreed}
        from twins group by key"""


def _reasons(spec: FileSpec) -> str:
    return f"""select twins.row, case
            when twins.line = first.line then '{COPY} ' || first.row
            when len(merged.conflicts) = 0
                then 'a second row for one {spec.grain}; it differs from row ' || first.row
                    || ' in columns that are not mapped'
            else 'a second row for one {spec.grain}; it and row ' || first.row
                || ' differ in columns that are now unreadable: '
                || array_to_string(merged.conflicts, ', ') end
        from twins
        join merged on merged.key = twins.key
        join twins first on first.row = twins.first_row
        where twins.row <> twins.first_row"""
