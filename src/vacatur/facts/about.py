"""Every fact about some people, also those that count for nothing, and how each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.facts.effect import work_out
from vacatur.facts.store import FactsLog
from vacatur.facts.tables import open_facts, open_records

STANDS = "stands"
WITHDRAWN = "withdrawn"
DISPUTED = "disputed: another source says otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """One value that a fact tells of one row of the record."""

    fact: str  # NUMBER.ROW
    entity: str
    row_id: str
    column: str
    value: str
    state: str  # stands, withdrawn, disputed, or why it counts for nothing


def facts_about(
    connection: duckdb.DuckDBPyConnection,
    records_folder: Path,
    log: FactsLog,
    key: str,
    person_id: str,
) -> tuple[ToldFact, ...]:
    """Every fact about a person, by the row that it tells of; the standing ones first."""
    open_records(connection, records_folder)
    connection.execute("create temp table touched as select $who as person_id", {"who": person_id})
    standing = _told(connection, log, key)
    ever = _told(connection, log.as_told(), key)
    facts = [
        *(_fact(each, state) for each, state in standing.items()),
        *(_fact(each, WITHDRAWN) for each in ever if each not in standing),
    ]
    return tuple(sorted(facts, key=lambda f: (f.state == WITHDRAWN, f.row_id, f.column, f.fact)))


_Key = tuple[str, str, str, str, str]


def _told(connection: duckdb.DuckDBPyConnection, log: FactsLog, key: str) -> dict[_Key, str]:
    """Each fact with its state, as the facts of a log make it."""
    open_facts(connection, log)
    work_out(connection, log, key)
    return dict(_rows(connection))


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[_Key, str]]:
    found = connection.execute(
        """select distinct entity, id, name, value, fact, reason,
            list_contains(disputed, name) as disputed
        from assertions
        left join (select id as aside_id, name as aside_name, fact as aside, reason from set_aside)
            on aside_id = id and aside_name = name and aside = fact
        left join (
            select charge_id as row_id, disputed from new_charges
            union all select case_id, disputed from new_cases
            union all select person_id, disputed from new_persons
        ) on row_id = id
        where fact <> ''  -- else it is what the returns make together; they are told one by one
        union all
        select 'person', person_id, 'history_checked_on', searched || ' ' || searched_on,
            fact, reason, false
        from (select person_id, person_key, batch, min(fact) as fact, min(searched) as searched,
                min(searched_on) as searched_on from returns group by all)
        left join (select person_key, batch, reason from returns_set_aside)
            using (person_key, batch)
        order by all"""
    ).fetchall()
    for entity, row_id, name, value, fact, reason, disputed in found:
        yield (fact, entity, row_id, name, value), reason or (DISPUTED if disputed else STANDS)


def _fact(key: _Key, state: str) -> ToldFact:
    fact, entity, row_id, column, value = key
    return ToldFact(
        fact=fact, entity=entity, row_id=row_id, column=column, value=value, state=state
    )
