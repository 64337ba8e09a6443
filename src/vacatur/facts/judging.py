"""Which rows of a file are about nobody whom the records know, or about nobody can say whom."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from vacatur.errors import VacaturError
from vacatur.facts.answers import Told, told_by
from vacatur.facts.apply import LISTS, RECORD, columns_that_can_be_told
from vacatur.facts.ground_facts import OF_AN_ANSWER
from vacatur.facts.kinds import CASE, OFFICERS, PERSON, FactKind
from vacatur.record.key_values import NAMES_NOBODY, SAYS_NONE

_PERSON = """create or replace temp table judged as
    select row, case when people is null then 'no case of the records bears this person_key'
        when people > 1 then 'this person_key is the key of several people' end as reason
    from facts_typed left join (
        select person_key, count(distinct person_id) as people
        from base_person_keys group by all
    ) using (person_key)"""
_CASE = """create or replace temp table judged as
    select row, case when cases is null then 'the records have no such case'
        when cases > 1 then 'several cases bear this number' end as reason
    from facts_typed left join (
        select number as case_num, count(*) as cases from base_cases
        where number in (select case_num from facts_typed) group by all
    ) using (case_num)"""
_OFFICERS = """create or replace temp table judged as
    select row, case when reason is not null then reason
        when names_nobody(officer_id) and name is null then 'neither an officer_id nor a name'
        when charge_num is not null and charge_id is null then 'the case has no such charge'
        end as reason
    from facts_typed join judged using (row)
    left join (
        select number as case_num, split_part(charge_id, '/', -1) as charge_num,
            min(charge_id) as charge_id
        from base_charges join base_cases using (case_id)
        where number in (select case_num from facts_typed) group by all
    ) using (case_num, charge_num)"""
_CHARGE = """create or replace temp table judged as
    select row, case when charges is null then 'the records have no such charge'
        when charges > 1 then 'several charges bear this number' end as reason
    from facts_typed left join (
        select number as case_num, split_part(charge_id, '/', -1) as charge_num,
            count(*) as charges
        from base_charges join base_cases using (case_id)
        where number in (select case_num from facts_typed) group by all
    ) using (case_num, charge_num)"""


_READ = ("asked", "value", "reason", "read_column", "read_value")


def judge_keys(connection: duckdb.DuckDBPyConnection, kind: FactKind) -> None:
    """Make `judged` (`row`, `reason`; null: the row stays) of the rows in `facts_typed`."""
    connection.execute({PERSON: _PERSON, CASE: _CASE}.get(kind.about, _CHARGE))
    if kind.name == OFFICERS:
        connection.execute(SAYS_NONE)
        connection.execute(NAMES_NOBODY)
        connection.execute(_OFFICERS)


def _why_not(asked: str) -> str:
    """Without the answer; and what is asked only where it is a column, and not somebody's name."""
    entity, _, name = asked.strip().partition(".")
    known = {*columns_that_can_be_told(entity), *LISTS.get(entity, ())} if entity in RECORD else ()
    if name not in known:
        return "it is not said which column is answered"
    return f"{entity}.{name}: the answer cannot be read"


def _read(asked: str, value: str) -> tuple[Told | None, str | None]:
    """An answer, or why it is none."""
    try:
        told = told_by(asked, value)
    except VacaturError:
        return None, _why_not(asked)
    if told.column in OF_AN_ANSWER:
        return None, f"{told.column} is answered by [vacatur ground answer]"
    return told, None


def judge_answers(connection: duckdb.DuckDBPyConnection) -> None:
    """The same of answers, whose values are read as their columns are: as `facts_typed` has them.

    Equal answers are read once.
    """
    given = connection.execute(
        "select distinct asked, value from facts_typed order by all"
    ).fetchall()
    rows = []
    for asked, value in given:
        told, reason = _read(asked, value)
        read = (told.column, told.value) if told else (None, None)
        rows.append(dict(zip(_READ, (asked, value, reason, *read), strict=True)))
    schema = pa.schema([(name, pa.string()) for name in _READ])
    connection.register("answers_read", pa.Table.from_pylist(rows, schema=schema))
    connection.execute(
        """create or replace temp table judged as
        select row, case when charge_id is null then 'the records have no such charge'
            else reason end as reason
        from facts_typed
        left join base_charges on charge_id = charge
        left join answers_read using (asked, value)"""
    )
    connection.execute(
        """create or replace table facts_typed as
        select row, charge, coalesce(read_column, asked) as asked,
            coalesce(read_value, value) as value
        from facts_typed left join answers_read using (asked, value)"""
    )
