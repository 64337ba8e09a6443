"""What the standing facts make of some people's records: whole new rows for each of them.

Records are what the export said and are never touched. Whoever has a fact is read from an effect
instead, with everything that stands in the records about that person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.facts.apply import apply_told, columns_that_can_be_told
from vacatur.facts.kinds import ANSWERS, CASE, CHARGE, HISTORY, KINDS, PERSON, FactKind
from vacatur.facts.store import FactsLog
from vacatur.record.key_values import NAMES_NOBODY, SAYS_NONE
from vacatur.sql import LOOKED_UP_ROWS, literal

_FOLDER = Path(__file__).parent
# Tables of an effect, each by where it comes from in the connection.
TABLES: Mapping[str, str] = {
    "persons": "new_persons",
    "cases": "new_cases",
    "charges": "new_charges",
    "offenses": "new_offenses",
    "findings": "new_findings",
    "victims": "new_victims",
    "participants": "new_participants",
    "person_hashes": "new_hashes",
    "set_aside": "set_aside",
}
_LOOKED_UP_BY: Mapping[str, str] = {
    **dict.fromkeys(("persons", "cases", "charges", "person_hashes", "set_aside"), "person_id"),
    **dict.fromkeys(("victims", "participants"), "case_id"),
    "findings": "charge_id",
    "offenses": "offense_id",
}
_MADE_FROM = "records_sha256"
_HAS_FACT = """create or replace temp macro has_fact(places, name) as
    list_contains(list_transform(coalesce(places, []), lambda each: split_part(each, '=', 1)), name)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What was worked out."""

    persons: int
    found_charges: int  # that only a search of a history lists
    disputed: int  # rows of the record with a value on which two sources disagree
    set_aside: Mapping[str, int]  # reason -> facts that count for nothing as the records are


def work_out(connection: duckdb.DuckDBPyConnection, log: FactsLog, key: str) -> Effect:
    """Make the tables of an effect for the people in the table `touched` (`person_id`).

    The records are open, and so are the facts of `log`. `key` is the workspace's own, for the
    hashes.
    """
    connection.execute("set variable workspace_key = $key", {"key": key})
    connection.execute(_HAS_FACT)
    connection.execute(SAYS_NONE)
    connection.execute(NAMES_NOBODY)
    _run(connection, "touched.sql")
    _run(connection, "returns.sql")
    _run(connection, "history.sql")
    _tell_charges(connection, {batch.kind for batch in log.standing()})
    _run(connection, "told.sql")
    apply_told(connection, "charge", "all_charges", key="charge_id", made="charges_told")
    _run(connection, "effect.sql")
    apply_told(connection, "case", "all_cases", key="case_id", made="new_cases")
    apply_told(connection, "person", "my_persons", key="person_id", made="new_persons")
    _find(connection)
    return _counted(connection)


def write_effect(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    records_sha256: str,
    *,
    taken_over: Mapping[str, str],
) -> None:
    """Write the tables of an effect that was worked out, and what records it is an effect on.

    `taken_over` is SQL, by table, for the rows of other people that it has from earlier effects.
    """
    folder.mkdir(parents=True)
    for name, table in TABLES.items():
        rows = f"select * from {table}"
        if name in taken_over:
            # Two people may be charged under one offense.
            union = "union" if name == "offenses" else "union all"
            rows = f"{rows} {union} by name {taken_over[name]}"
        connection.execute(
            f"copy (from ({rows}) order by {_LOOKED_UP_BY[name]}) "
            f"to {literal(folder / f'{name}.parquet')} "
            f"(format parquet, row_group_size {LOOKED_UP_ROWS})"
        )
    (folder / _MADE_FROM).write_text(records_sha256 + "\n", encoding="ascii")


def made_from(folder: Path) -> str:
    """Hash of the records that an effect was worked out from; empty: there is no effect."""
    path = folder / _MADE_FROM
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def _tell_charges(connection: duckdb.DuckDBPyConnection, told: Collection[str]) -> None:
    """Facts of the kinds whose rows are about one charge, or about one person.

    `told` names the kinds of which there is any fact.
    """
    connection.execute(
        """create or replace temp table my_names as
        select number as case_num, split_part(charge_id, '/', -1) as charge_num,
            charge_id as about, my_charges.person_id
        from my_charges join my_cases using (case_id)"""
    )
    tellings: list[str] = []
    for kind in KINDS.values():
        if kind.name in (HISTORY, ANSWERS) or kind.about == CASE:
            continue  # these have their own ways
        if kind.name not in told:
            continue
        connection.execute(
            f"""create or replace temp table my_{kind.name} as
            select facts.*, {_ABOUT[kind.about]}
            from {kind.name}_facts facts join {_WHOM[kind.about]}"""
        )
        if kind.about == PERSON:
            _set_apart_several(connection, kind)
        tellings += _tellings(kind)
    if tellings:
        connection.execute(f"insert into assertions {' union all '.join(tellings)}")


_ABOUT = {CHARGE: "about, person_id", PERSON: "about, person_id, people"}
_WHOM = {
    CHARGE: "my_names using (case_num, charge_num)",
    PERSON: "(select distinct person_key, person_id, person_id as about, people from my_keys) whom"
    " using (person_key)",
}


def _set_apart_several(connection: duckdb.DuckDBPyConnection, kind: FactKind) -> None:
    """A fact under a key that two people bear is about one of them, and nobody can say which."""
    told = ", ".join(
        f"case when \"{name}\" is not null then '{name}' end"
        for _, name in kind.tells
        if name in kind.columns()
    )
    connection.execute(
        f"""insert into told_of_several
        select person_id, name, fact
        from (select person_id, fact, unnest([{told}]) as name from my_{kind.name} where people > 1)
        where name is not null"""
    )
    connection.execute(
        """insert into set_aside
        select person_id, 'person', person_id, name, fact, 'its key is the key of several people'
        from told_of_several"""
    )
    connection.execute(f"delete from my_{kind.name} where people > 1")


def _tellings(kind: FactKind) -> Iterator[str]:
    """A query for each column that a row tells."""
    told = {name: f'"{name}"' for _, name in kind.tells if name in kind.columns()}
    for name, value in told.items():
        yield f"""select '{kind.about}', about, person_id, '{name}', {value}::varchar, fact, place
            from my_{kind.name} where {value} is not null"""
    if kind.name == "laboratory":
        yield """select 'charge', about, person_id, 'weight_basis', 'lab', fact, place
            from my_laboratory where quantity_grams is not null"""


def _find(connection: duckdb.DuckDBPyConnection) -> None:
    """Findings that were recorded, of charges that have any."""
    connection.execute(
        """create or replace temp table all_findings as
        select * from base_findings semi join my_charges using (charge_id)
        union all by name
        select distinct id as charge_id from assertions
        where entity = 'findings' and id not in (select charge_id from base_findings)"""
    )
    apply_told(connection, "findings", "all_findings", key="charge_id", made="new_findings")


def _counted(connection: duckdb.DuckDBPyConnection) -> Effect:
    def number(query: str) -> int:
        found = connection.execute(query).fetchone()
        return int(found[0]) if found else 0

    reasons = connection.execute(
        "select reason, count(distinct fact) from set_aside group by all order by 2 desc, 1"
    ).fetchall()
    disputed = " union all ".join(
        f"select disputed from {table}" for table in ("new_persons", "new_cases", "new_charges")
    )
    return Effect(
        persons=number("select count(*) from new_persons"),
        found_charges=number("select count(*) from found_charges"),
        disputed=number(f"select count(*) from ({disputed}) where len(disputed) > 0"),
        set_aside=dict(reasons),
    )


def _run(connection: duckdb.DuckDBPyConnection, script: str) -> None:
    query = (_FOLDER / script).read_text(encoding="utf-8")
    connection.execute(query.replace("{opened_columns}", _OPENED))


# Columns of a charge that a file can tell, emptied where what it told counts for nothing.
_OPENED = ", ".join(
    f"case when list_contains(names, '{name}') then null else {name} end as {name}"
    for name in sorted({name for kind in KINDS.values() for entity, name in kind.tells
                        if entity == CHARGE and name in columns_that_can_be_told(CHARGE)})
)  # fmt: skip
