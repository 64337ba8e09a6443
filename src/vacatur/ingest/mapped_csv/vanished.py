"""Leave vanished records out of the rows of a mapped file, as `snapshot_rows` does for an extract.

What a line that cannot be read names has not vanished: its words are compared with the parts of the
earlier keys.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from vacatur.ingest.mapped_csv.cells import known_sql
from vacatur.ingest.mapped_csv.layout import ROLE, CsvFile, case_id_sql, key_part_sql
from vacatur.ingest.mapped_csv.mapping import CsvMapping, Reading
from vacatur.ingest.mapped_csv.words import words_of_lines
from vacatur.ingest.snapshot_rows import WITHHELD, withhold_rows
from vacatur.ingest.snapshots import Snapshot, find_vanished, show_earlier
from vacatur.sql import literal

# Ids of several parts are sought among the words of a line in every order, so a longer line is left
# out unsearched.
_MOST_WORDS = 100


def withhold(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile, snapshot: Snapshot
) -> None:
    """Move every row about a vanished record to the reason `WITHHELD` of the table `quarantine`.

    Leaves `gaps (case_id)`: the cases whose charges are not complete. Where charges are counted in
    order, nothing tells which one of a case has vanished, so a case that lost one is left out whole
    as soon as it has as many again.

    Raises
    ------
    WorkspaceError
        What `snapshots.find_vanished` refuses.
    """
    _name_what_is_there(connection, mapping, file)
    show_earlier(connection, snapshot)
    _name_what_is_unread(connection, mapping)
    find_vanished(connection, snapshot)
    withhold_rows(connection, ROLE, _about_vanished(mapping, file))
    _hide_lines(connection, mapping, snapshot)
    for column in _references(mapping, file):
        connection.execute(
            f"""update {ROLE}_rows set {column} = '' where trim({column}) in (
                select id from (select distinct trim({column}) as id from {ROLE}_rows)
                where id in (select id from withheld)
                    or vanished_before('case', id) or vanished_before('charge', id))"""
        )


def withhold_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """There were no records before."""
    connection.execute("create temp table gaps (case_id varchar)")


def _name_what_is_there(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    case = _case_id(mapping, file)
    person = "null::varchar"
    if mapping.person.key:
        person = known_sql(file.names[mapping.person.key[0]], mapping.blank)
    connection.execute(
        f"""create temp view present_cases as select distinct {case} as id from {ROLE}_rows;
        create temp view present_charges as select key as id, {case} as case_id from {ROLE}_rows;
        create temp view present_people as select distinct {person} as id from {ROLE}_rows"""
    )


def _name_what_is_unread(connection: duckdb.DuckDBPyConnection, mapping: CsvMapping) -> None:
    """Earlier cases all parts of whose key stand on one line that was set aside."""
    words_of_lines(connection, "unread_words", mapping, "true")
    connection.execute(
        f"""create temp table unread as
        select distinct id {_beside("earlier_facts", "unread_words", mapping)} where kind = 'case';
        create temp view unread_cases as select id from unread union select word from unread_words;
        create temp view unread_charges as select id as case_id from unread"""
    )


def _parts(case_id: str, count: int) -> str:
    """SQL for the parts of a case's id, as `layout.case_id_sql` puts them together."""
    pieces = f"string_split({case_id}, '/')"
    first = f"[array_to_string({pieces}[:-{count}], '/')]"
    others = f"""list_transform({pieces}[-{count - 1}:],
        lambda part: replace(replace(part, '%2F', '/'), '%25', '%'))"""
    return f"list_concat({first}, {others})" if count > 1 else f"[{case_id}]"


def _about_vanished(mapping: CsvMapping, file: CsvFile) -> str:
    case = _case_id(mapping, file)
    of_a_case = f"{case} in (select id from withheld where kind = 'case')"
    if mapping.counted:
        return f"""{of_a_case} or {case} in (select case_id from present_charges
            where id in (select id from withheld where kind = 'charge'))"""
    return f"{of_a_case} or key in (select id from withheld where kind = 'charge')"


def _hide_lines(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, snapshot: Snapshot
) -> None:
    """A line set aside may name what has vanished; it casts doubt on others all the same.

    A case that lost a charge has no line shown at all: the line may be that charge's.
    """
    set_aside = f"reason <> {literal(WITHHELD)}"
    words_of_lines(connection, "hidden_words", mapping, set_aside)
    connection.execute(
        f"""create temp table too_long as
        select row from hidden_words group by row having count(*) > {_MOST_WORDS}"""
    )
    parts = len(mapping.case.key)
    crossed = "".join(f" join hidden_words w{n} on w{n}.row = w0.row" for n in range(1, parts))
    short = "w0.row not in (from too_long)" if parts > 1 else "true"
    searched = f"where {short}" if snapshot.memory else "where false"
    connection.execute(
        f"""update quarantine set reason = '{WITHHELD}, on a line set aside'
        where {set_aside} and row in (
            with vanished_cases as (
                select id from withheld where kind = 'case' union select case_id from gaps
            ), named as (
                select w0.row, {_together(parts)} as id from hidden_words w0{crossed} {searched}
            )
            select row from named
            where id in (from vanished_cases) or vanished_before('case', id)
                or vanished_before('gap', id)
            union all
            select w0.row {_beside("vanished_cases", "hidden_words", mapping)}
            union all
            select row from hidden_words
            where word in (select id from withheld where kind = 'person')
                or vanished_before('person', word)
            {"union all from too_long" if snapshot.memory and parts > 1 else ""})"""
    )


def _beside(cases: str, words: str, mapping: CsvMapping) -> str:
    """SQL that puts to cases the lines on which all parts of their ids stand, as `w0.row`."""
    parts = len(mapping.case.key)
    joins = "".join(
        f" join {words} w{place} on w{place}.word = parts[{place + 1}]"
        + (f" and w{place}.row = w0.row" if place else "")
        for place in range(parts)
    )
    return f"from (select *, {_parts('id', parts)} as parts from {cases}){joins}"


def _together(parts: int) -> str:
    first, *others = (f"w{place}.word" for place in range(parts))
    return " || '/' || ".join([first, *map(key_part_sql, others)])


def _references(mapping: CsvMapping, file: CsvFile) -> Sequence[str]:
    """Columns in which one record names another."""
    found = [file.names[each] for each in (mapping.case.identifiers.get("linked_case"),) if each]
    underlying = mapping.charge.fields.get("underlying")
    if underlying and isinstance(underlying.source, Reading):
        found += [file.names[each] for each in underlying.source.columns]
    keys = {file.names[each] for each in (*mapping.case.key, *mapping.charge.key)}
    return [each for each in dict.fromkeys(found) if each not in keys]


def _case_id(mapping: CsvMapping, file: CsvFile) -> str:
    return case_id_sql([file.names[each] for each in mapping.case.key])
