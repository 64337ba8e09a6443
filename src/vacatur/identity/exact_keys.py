"""Link cases that share an exact key: the base on which every later link stands.

Two cases are one person's when they share a state id, a tracking number, the number of a District
case and its Circuit Court case, or the feed's own key of a person; and so on through any number of
cases. Names and birth dates alone join nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.errors import WorkspaceError
from vacatur.identity.components import join_by_keys
from vacatur.progress import Progress, Steps
from vacatur.record.key_values import IS_KEY, SAYS_NONE
from vacatur.record.tables import TABLES
from vacatur.scratch import scratch_database
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet

# In the order in which the report says what each of them added.
KINDS = ("state_id", "feed_person_key", "tracking_number", "linked_case")

# In the extract that this was tried on, no tracking number and no District case number names people
# of more than two birth dates. A number that names more people than this is a number for "none".
# People are told apart by their birth dates; cases without one by the feed's person key, and where
# there is none of that either, each case counts as somebody else.
MOST_PEOPLE = 5


_FOLDER = Path(__file__).parent
_NEEDED = ("persons", "cases", "charges", "identifiers", "defendants")
_STEPS = 4
# The keys by which an agency may name a person, each with every case that bears it, and how many
# people the key is of: it stands by person, so that reading one person's reads few of them.
_PERSON_KEYS = """select value as person_key, kind, case_id, person_id,
        count(distinct person_id) over (partition by value) as people
    from keys join linked using (case_number)
    where kind in ('feed_person_key', 'state_id')
    order by person_id, person_key, case_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """What linking did. `told` cases came with their person, and were left as they are."""

    cases: int  # linked ones
    persons: int  # that they belong to
    told: int
    largest: int  # cases of the person with the most of them
    disagreeing_birth_dates: int  # persons whose cases tell more than one
    added: Mapping[str, int]  # kind of key -> persons fewer than without it, in the order of KINDS
    vetoed: Mapping[str, int]  # `crowd` and `sexes` -> keys that join nobody


def link(records_folder: Path, progress: Progress | None = None) -> LinkReport:
    """Give every case and charge its person, and write the persons.

    Parameters
    ----------
    records_folder
        `records/` of a workspace, as an adapter wrote it. `persons`, `cases` and `charges` are
        rewritten and `links` is added: one row per linked case, with its `person_id` and the kinds
        of key by which it is `joined_by` another case (empty: it stands alone).
    progress
        Called after each step with its label, the steps done and the steps there are.

    Returns
    -------
    LinkReport
        Counts.

    Raises
    ------
    WorkspaceError
        A table is missing.

    Notes
    -----
    A `person_id` is `p-` and the smallest case id of the person, so it stays while no smaller one
    joins. Running twice changes nothing.

    Keys that join nobody: blank ones, words for "none" and one digit over and over
    (`record.key_values`); a number of more than `MOST_PEOPLE` people (`crowd`); and a number that
    names a man and a woman who have no birth date in common (`sexes`). The last two may hide
    somebody's other case, so the searches of everybody they name count for nothing. The feed's
    person key is never vetoed: it is name and birth date.

    Of what the cases tell about a person, a value on which all that know it agree is taken; where
    they differ, the person's value is empty and its column is in `unreadable`. Persons whose cases
    were not all found by a search are not searched.
    """
    _require_tables(records_folder)
    with scratch_database(records_folder.parent) as connection:
        tell = Steps(progress, _STEPS).done
        for name in _NEEDED:
            path = records_folder / f"{name}.parquet"
            connection.execute(f"create temp view {name} as select * from {parquet(path)}")
        connection.execute("set variable kinds = $kinds", {"kinds": list(KINDS)})
        connection.execute(f"set variable most_people = {MOST_PEOPLE}")
        connection.execute(SAYS_NONE)
        connection.execute(IS_KEY)
        _run(connection, "keys.sql")
        tell("weighed the keys")
        added = dict(join_by_keys(connection, KINDS))
        tell("joined the cases")
        _run(connection, "persons.sql")
        tell("described the persons")
        report = _report(connection, added)
        _write(connection, records_folder)
        tell("wrote the records")
    return report


def format_link_report(report: LinkReport) -> str:
    """Print a report for a person."""
    lines = [
        f"Linked {report.cases:,} cases to {report.persons:,} persons by exact keys.",
        f"  Most cases of one person: {report.largest:,}.",
        f"  Persons whose cases tell more than one birth date: {report.disagreeing_birth_dates:,}.",
        "  Persons fewer thanks to each key, in this order:",
        *(f"  {count:>12,}  {kind}" for kind, count in report.added.items()),
        f"  Keys that join nobody: {report.vetoed['crowd']:,} that name too many people,"
        f" {report.vetoed['sexes']:,} that name a man and a woman.",
    ]
    if report.told:
        lines.append(f"  {report.told:,} cases came with their person, and were left alone.")
    return "\n".join(lines) + "\n"


def _require_tables(folder: Path) -> None:
    missing = [name for name in _NEEDED if not (folder / f"{name}.parquet").is_file()]
    if missing:
        raise WorkspaceError(
            f"there is no table [{missing[0]}]",
            where=folder.name,
            why="Cases are linked after they were ingested.",
            repair="Run `vacatur ingest` first.",
        )


def _run(connection: duckdb.DuckDBPyConnection, script: str) -> None:
    connection.execute((_FOLDER / script).read_text(encoding="utf-8"))


def _report(connection: duckdb.DuckDBPyConnection, added: Mapping[str, int]) -> LinkReport:
    cases, persons, largest, disagreeing = connection.execute(
        """select coalesce(sum(cases), 0), count(*), coalesce(max(cases), 0),
            count(*) filter (not one_birth_date) from people"""
    ).fetchall()[0]
    told = connection.execute("select count(*) from cases anti join linked using (case_id)")
    ((told_cases,),) = told.fetchall()
    vetoed = connection.execute("select veto, count(*) from vetoed_keys group by all").fetchall()
    return LinkReport(
        cases=int(cases),
        persons=persons,
        told=told_cases,
        largest=int(largest),
        disagreeing_birth_dates=disagreeing,
        added=added,
        vetoed={"crowd": 0, "sexes": 0, **dict(vetoed)},
    )


def _write(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write everything beside the old tables, then put it in their place."""
    queries = {
        "persons": _persons_query(),
        "cases": _with_person("cases"),
        "charges": _with_person("charges"),
        "links": "select * from links order by case_id",
        "person_keys": _PERSON_KEYS,
    }
    for name, query in queries.items():
        path = literal(folder / f".{name}.partial")
        connection.execute(
            f"copy ({query}) to {path}"
            f" (format parquet, compression zstd, row_group_size {LOOKED_UP_ROWS})"
        )
    for name in queries:
        (folder / f".{name}.partial").replace(folder / f"{name}.parquet")


def _with_person(table: str) -> str:
    """The rows of one person stand together, so that looking one up reads one group."""
    return f"""select {table}.*
            replace (coalesce(linked.person_id, {table}.person_id) as person_id)
        from {table} left join linked using (case_id)
        order by person_id, {table}.source_file, {table}.source_row"""


def _persons_query() -> str:
    """Linked persons, and those that were told: the ones that no linked case belongs to."""
    columns = TABLES["persons"].columns
    known = ("person_id", "source_file", "source_row", "read_elsewhere", "unreadable",
             "birth_date", "race", "sex", "history_checked_on")  # fmt: skip
    cells = ", ".join(
        name if name in known else f"{'false' if name.endswith('_checked') else 'null'} as {name}"
        for name in columns
    )
    return f"""select {", ".join(columns)} from persons
            where person_id not in (select person_id from cases semi join linked using (case_id)
                where person_id is not null)
        union all by name select {cells} from people
        order by person_id"""
