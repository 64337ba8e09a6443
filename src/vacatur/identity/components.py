"""Connected components in SQL: every case takes the smallest number it can reach through keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

# One round sends a number across every key and then follows it as far as it has come, so that a
# chain of a million cases takes some twenty rounds.
_ROUND = """
create or replace temp table next_labels as
with by_key as (
    select key_number, min(label) as label
    from joining_keys join labels using (case_number)
    where list_contains($kinds, kind)
    group by all
),
reached as (
    select case_number, min(by_key.label) as label
    from joining_keys join by_key using (key_number)
    group by all
),
hooked as (
    -- The root of the case's tree is told, too: it may reach further than the case.
    select labels.label as case_number, min(reached.label) as label
    from reached join labels using (case_number)
    group by all
),
lowered as (
    select case_number, least(labels.label, coalesce(reached.label, labels.label),
        coalesce(hooked.label, labels.label)) as label
    from labels left join reached using (case_number) left join hooked using (case_number)
)
select lowered.case_number, parent.label
from lowered join lowered parent on parent.case_number = lowered.label
"""


def join_by_keys(
    connection: duckdb.DuckDBPyConnection, kinds: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Make `labels`: for each case the smallest case number of its component.

    Reads `linkable` and `joining_keys`. The kinds of key are added one after the other; each time
    its name and the number of cases that it joined to a component they had not been in is yielded.
    """
    connection.execute(
        "create or replace temp table labels as "
        "select case_number, case_number as label from linkable"
    )
    components = _components(connection)
    for count in range(1, len(kinds) + 1):
        join_more(connection, kinds[:count])
        left = _components(connection)
        yield kinds[count - 1], components - left
        components = left


def join_more(connection: duckdb.DuckDBPyConnection, kinds: Sequence[str]) -> None:
    """Lower `labels` as far as keys of all these kinds reach, those that made it and later ones."""
    while True:
        connection.execute(_ROUND, {"kinds": list(kinds)})
        changed = _number(
            connection,
            """select count(*) from next_labels join labels using (case_number)
            where next_labels.label <> labels.label""",
        )
        connection.execute("create or replace temp table labels as from next_labels")
        if not changed:
            return


def _components(connection: duckdb.DuckDBPyConnection) -> int:
    return _number(connection, "select count(distinct label) from labels")


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
