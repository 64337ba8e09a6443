"""Link cases to persons: by exact keys, by what people said, and then by names.

No name parts whom a key joins. Names join only where nothing contradicts them; what is likely and
not certain joins nobody, waits for a person, and leaves the search of both persons open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.errors import WorkspaceError
from vacatur.identity.components import join_by_keys
from vacatur.identity.engines import Engine
from vacatur.identity.exact_keys import KINDS, SAID, weigh_keys
from vacatur.identity.link_report import LinkReport
from vacatur.identity.names_report import NAMES, NamesReport
from vacatur.identity.said import SaidOfPair
from vacatur.identity.said_report import SaidReport
from vacatur.identity.spark import require_spark
from vacatur.progress import Progress, Steps
from vacatur.record.tables import TABLES
from vacatur.scratch import scratch_database
from vacatur.sql import LOOKED_UP_ROWS, literal, parquet

_FOLDER = Path(__file__).parent
_NEEDED = ("persons", "cases", "charges", "identifiers", "defendants")
_STEPS = 5
LINKS, NAME_PAIRS = "links.parquet", "name_pairs.parquet"
# Whose each case is, in the order of cases: the other tables stand in the order of people.
CASE_PERSONS = "case_persons.parquet"
# `case_id`, `case_l`, `case_r`: each pair that waits for a look stands under both of its cases.
WAITING_PAIRS = "waiting_pairs.parquet"
# The keys by which an agency may name a person, each with every case that bears it, and how many
# people the key is of: it stands by person, so that reading one person's reads few of them.
_PERSON_KEYS = """select value as person_key, kind, case_id, person_id,
        count(distinct person_id) over (partition by value) as people
    from keys join linked using (case_number)
    where kind in ('feed_person_key', 'state_id')
    order by person_id, person_key, case_id"""


def link(
    records_folder: Path,
    progress: Progress | None = None,
    *,
    said: Iterable[SaidOfPair] = (),
    model: Path | None = None,
    earlier: Path | None = None,
    engine: Engine = Engine.DUCKDB,
    link_weight: float | None = None,
) -> LinkReport:
    """Give every case and charge its person, and write the persons.

    Parameters
    ----------
    records_folder
        `records/` of a workspace, as an adapter wrote it. `persons`, `cases` and `charges` are
        rewritten. `links` is added: one row per linked case, with its `person_id` and the kinds of
        key by which it is `joined_by` another case (empty: it stands alone). `name_pairs` too: one
        row for each two spellings that names link, that wait for a person, or that stay apart
        against the evidence, with the weight of each part in bits (null: not recorded of both).
        `case_persons` and `waiting_pairs` say of each case whose it is and which of these pairs
        wait, in the order of cases.
    progress
        Called after each step with its label, the steps done and the steps there are.
    said
        What people said of pairs of cases; cases that are not there any more say nothing.
    model
        File of the chances behind the weights of names; None: the one that comes with vacatur.
    earlier
        `links` of the records before these; None, or no such file: nobody was linked before.
    engine
        What weighs the pairs of spellings; the links are the same.
    link_weight
        From which weight on names join, in bits, to see what another one would do; None: the one
        that counts, `names.LINK_WEIGHT`.

    Returns
    -------
    LinkReport
        Counts.

    Raises
    ------
    WorkspaceError
        A table is missing, or Spark broke off.
    UsageError
        Spark is not installed.

    Notes
    -----
    A `person_id` is `p-` and the smallest case id of the person when it was first linked. It stays
    with most of the cases that it had, as long as that case is there; linking twice changes
    nothing.

    Keys that join nobody: blank ones, words for "none" and one digit over and over
    (`record.key_values`); a number of more than `MOST_PEOPLE` people (`crowd`); and a number that
    names a man and a woman who have no birth date in common (`sexes`). The last two may hide
    somebody's other case, so the searches of everybody they name count for nothing; and so it is
    with everybody of whom a pair waits for a person, or whom a key joins though somebody said that
    they are two. The feed's person key is never vetoed: it is name and birth date.

    Of what the cases tell about a person, a value on which all that know it agree is taken; where
    they differ, the person's value is empty and its column is in `unreadable`. Persons whose cases
    were not all found by a search are not searched.
    """
    _require_tables(records_folder)
    if engine is Engine.SPARK:
        require_spark()
    with scratch_database(records_folder.parent) as connection:
        tell = Steps(progress, _STEPS).done
        read_records(connection, records_folder, said)
        _read_earlier(connection, earlier)
        weigh_keys(connection)
        tell("weighed the keys")
        added = dict(join_by_keys(connection, KINDS))
        tell("joined the cases by keys")
        names = _by_names(connection, model, link_weight, engine)
        added[NAMES] = names.persons_fewer
        heard = _hear(connection)
        tell("compared the names")
        connection.execute("set variable kinds = $kinds", {"kinds": [*KINDS, NAMES]})
        _run(connection, "person_ids.sql")
        _run(connection, "races.sql")
        _run(connection, "persons.sql")
        tell("described the persons")
        report = _report(connection, added, names, heard)
        _write(connection, records_folder, has_pairs=names.spellings > 1)
        tell("wrote the records")
    return report


def _hear(connection: duckdb.DuckDBPyConnection) -> SaidReport:
    """Count the answers; whoever is one person against one of them is uncertain, too."""
    connection.execute(
        """create temp table overruled as
        select distinct mine.label
        from said_apart
        join linkable l on l.case_id = one
        join linkable r on r.case_id = other
        join labels mine on mine.case_number = l.case_number
        join labels theirs on theirs.case_number = r.case_number
        where mine.label = theirs.label"""
    )
    connection.execute("insert into uncertain_labels from overruled")
    same, apart, gone, overruled = connection.execute(
        """with said as (
            select same, one in (select case_id from linkable)
                and other in (select case_id from linkable) as is_there
            from said_of_pairs)
        select count(*) filter (same and is_there), count(*) filter (not same and is_there),
            count(*) filter (not is_there), (select count(*) from overruled)
        from said"""
    ).fetchall()[0]
    return SaidReport(same=same, apart=apart, gone=gone, overruled=overruled)


def _by_names(
    connection: duckdb.DuckDBPyConnection,
    model: Path | None,
    link_weight: float | None,
    engine: Engine,
) -> NamesReport:
    connection.execute("create temp table uncertain_labels (label bigint)")
    if connection.execute("from defendants where name is not null limit 1").fetchone() is None:
        return NamesReport()
    # Splink takes a quarter of a second to import, and most commands compare no names.
    from vacatur.identity.model import STARTING_MODEL, read_model
    from vacatur.identity.names import LINK_WEIGHT, link_by_names

    weight = LINK_WEIGHT if link_weight is None else link_weight
    chances = read_model(model or STARTING_MODEL)
    return link_by_names(connection, KINDS, chances, weight, engine=engine)


def read_records(
    connection: duckdb.DuckDBPyConnection, folder: Path, said: Iterable[SaidOfPair]
) -> None:
    """Make views of the tables; what was said joins as a key, or is `said_apart`."""
    for name in _NEEDED:
        path = folder / f"{name}.parquet"
        connection.execute(f"create temp view {name}_as_written as from {parquet(path)}")
    for name in ("persons", "cases", "charges"):
        connection.execute(f"create temp view {name} as from {name}_as_written")
    # Records of an earlier version have no names.
    connection.execute(
        """create temp view defendants as from defendants_as_written
        union all by name
        select null::varchar as name, null::varchar as address, null::varchar as zip where false"""
    )
    pairs = list(said)
    columns = {
        "one": pa.array([each.one for each in pairs], pa.string()),
        "other": pa.array([each.other for each in pairs], pa.string()),
        "same": pa.array([each.same for each in pairs], pa.bool_()),
    }
    connection.register("said_of_pairs", pa.table(columns))
    connection.execute("create temp table said_apart as from said_of_pairs where not same")
    connection.execute(
        f"""create temp table identifiers as
        select case_id, kind, value from identifiers_as_written
        union all
        select unnest([one, other]), {literal(SAID)}, one || ' and ' || other
        from said_of_pairs where same"""
    )
    connection.execute(
        """create temp table first_days as
        select case_id, min(offense_date) as first_day from charges group by case_id"""
    )


def _read_earlier(connection: duckdb.DuckDBPyConnection, links: Path | None) -> None:
    rows = "select null::varchar as case_id, null::varchar as person_id where false"
    if links and links.is_file():
        rows = f"select case_id, person_id from {parquet(links)}"
    connection.execute(f"create temp table earlier as {rows}")


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


def _report(
    connection: duckdb.DuckDBPyConnection,
    added: Mapping[str, int],
    names: NamesReport,
    heard: SaidReport,
) -> LinkReport:
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
        names=names,
        said=heard,
    )


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, *, has_pairs: bool) -> None:
    """Write everything beside the old tables, then put it in their place."""
    queries = {
        "persons": _persons_query(),
        "cases": _with_person("cases"),
        "charges": _with_person("charges"),
        "links": "select * from links order by case_id",
        "person_keys": _PERSON_KEYS,
        "case_persons": f"select case_id, person_id from ({_with_person('cases')}) order by 1",
    }
    for name in (NAME_PAIRS, WAITING_PAIRS):
        (folder / name).unlink(missing_ok=True)
    if has_pairs:
        queries["name_pairs"] = "select * from name_pairs order by case_l, case_r"
        queries["waiting_pairs"] = """select unnest([case_l, case_r]) as case_id, case_l, case_r
            from name_pairs where band = 'review' order by all"""
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
