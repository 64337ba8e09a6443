"""Leave vanished records out of the rows of an extract, before anything is mapped.

A row that is withheld is in no table. Its text stays in the work database and goes with it.
"""

from __future__ import annotations

import duckdb

from vacatur.ingest.cuts import CUTS
from vacatur.ingest.duplicates import COPY
from vacatur.ingest.snapshots import Snapshot, find_vanished
from vacatur.sql import SPACE

WITHHELD = "withheld: vanished before"

# Other lines could be read, and were set aside for one about the same thing.
_SECOND = "a second row for one"
_UNREAD = "not starts_with(reason, $copy) and not starts_with(reason, $second)"


def withhold(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Move every row about a vanished record to the reason `WITHHELD` of the table `quarantine`.

    Works on the tables of an extract of cases, charges and what comes with them, as
    `ingest.lines` loads them. Leaves `gaps`: the cases whose charges are not complete.

    Raises
    ------
    WorkspaceError
        What `snapshots.find_vanished` refuses.
    """
    _name_what_is_there(connection)
    find_vanished(connection, snapshot)
    for role, condition in _CONDITIONS.items():
        if _was_loaded(connection, role):
            withhold_rows(connection, role, condition)
    _hide_lines(connection)
    # The header of a case that stays may name one that has vanished.
    connection.execute(
        """update cases_rows set district_case_num = '' where trim(district_case_num) in (
            select number from (select distinct trim(district_case_num) as number from cases_rows)
            where number in (select id from withheld where kind = 'case')
                or vanished_before('case', number))"""
    )


def withhold_rows(connection: duckdb.DuckDBPyConnection, role: str, condition: str) -> None:
    """Move the rows of one file that meet a condition to the reason `WITHHELD`."""
    connection.execute(
        f"create or replace temp table hidden as select row from {role}_rows where {condition}"
    )
    connection.execute(
        f"""insert into quarantine select '{role}', row, '{WITHHELD}', line
        from hidden join {role}_lines using (row)"""
    )
    connection.execute(f"delete from {role}_rows where row in (select row from hidden)")


def count_withheld(connection: duckdb.DuckDBPyConnection, role: str) -> int:
    """How many rows of a file were withheld."""
    query = "select count(*) from quarantine where file = $role and starts_with(reason, $reason)"
    row = connection.execute(query, {"role": role, "reason": WITHHELD}).fetchone()
    return int(row[0]) if row else 0


_OF_A_CASE = """case_num in (select id from withheld where kind = 'case')
    or key in (select id from withheld where kind = 'charge')"""
_CONDITIONS = {
    "charges": _OF_A_CASE,
    "cases": "key in (select id from withheld where kind = 'case')",
    "sentence_ends": f"""{_OF_A_CASE} or vanished_before('case', case_num)
        or vanished_before('charge', key)""",
    "related_persons": """case_num in (select id from withheld where kind = 'case')
        or vanished_before('case', case_num)""",
    # Somebody whose cases have vanished may have another one by now; then the search is theirs.
    "history_searches": """case_num not in (select case_num from cases_rows)
        and (trim(person_key) = '' or trim(person_key) not in (
            select trim(person_key) from cases_rows where person_key is not null))
        and (trim(person_key) in (select id from withheld where kind = 'person')
            or vanished_before('person', trim(person_key))
            or case_num in (select id from withheld where kind = 'case')
            or vanished_before('case', case_num))""",
}


def _name_what_is_there(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(CUTS)
    connection.execute(
        """create temp table words as
        select distinct file, row, trim(unnest(cuts(text, ',')), $around) as word
        from quarantine""",
        {"around": f'{SPACE}"'},
    )
    connection.execute(
        f"""create temp table unread_words as
        select distinct file, word from words
        semi join (select file, row from quarantine where {_UNREAD}) using (file, row)""",
        {"copy": COPY, "second": _SECOND},
    )
    connection.execute(
        """create temp view present_cases as select key as id from cases_rows;
        create temp view present_charges as select key as id, case_num as case_id from charges_rows;
        -- A case without a key is its person's key itself.
        create temp view present_people as
            select trim(person_key) as id from cases_rows union select case_num from cases_rows;
        create temp view unread_cases as select word as id from unread_words where file = 'cases';
        create temp view unread_charges as
            select word as case_id from unread_words where file = 'charges'"""
    )


def _was_loaded(connection: duckdb.DuckDBPyConnection, role: str) -> bool:
    query = "select count(*) from files where role = $role"
    row = connection.execute(query, {"role": role}).fetchone()
    return bool(row and row[0])


def _hide_lines(connection: duckdb.DuckDBPyConnection) -> None:
    """A line set aside may name what has vanished; it casts doubt on others all the same."""
    connection.execute(
        f"""update quarantine set reason = '{WITHHELD}, on a line set aside'
        where (file, row) in (
            with named as (
                select file, row, 'case' as kind, word as id from words
                union all
                select file, row, 'person', word from words where file = 'history_searches'
                union all
                select a.file, a.row, 'charge', a.word || '/' || b.word
                from words a join words b using (file, row)
                where a.file in ('charges', 'sentence_ends')
                    and a.word in (select case_id from gaps)
            ),
            vanished as (
                select kind, id from (select distinct kind, id from named)
                where (kind, id) in (from withheld) or vanished_before(kind, id)
            )
            select (file, row) from named semi join vanished using (kind, id))"""
    )
