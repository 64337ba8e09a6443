"""Leave vanished records out of the rows of a mapped file, as `snapshot_rows` does for an extract.

What a line that cannot be read names has not vanished: its words are compared with the parts of the
earlier keys.
"""

from __future__ import annotations

import duckdb

from vacatur.ingest.mapped_csv.cells import known_sql
from vacatur.ingest.mapped_csv.layout import ROLE, CsvFile, key_part_sql
from vacatur.ingest.mapped_csv.mapping import CsvMapping, Reading
from vacatur.ingest.mapped_csv.words import beside_lines, words_of_lines
from vacatur.ingest.snapshot_rows import WITHHELD, withhold_rows
from vacatur.ingest.snapshots import Snapshot, find_vanished, show_earlier
from vacatur.sql import literal

# Ids of several parts are sought among the words of a line in every order. A line that would give
# more ids than this is left out unsearched.
_MOST_IDS = 10_000


def withhold(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile, snapshot: Snapshot
) -> None:
    """Move every row about a vanished record to the reason `WITHHELD` of the table `quarantine`.

    Leaves `gaps (case_id)`: the cases whose charges are not complete. Where charges are counted in
    order, nothing tells which one of a case has vanished, so a case that lost one is left out whole
    from then on.

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
    _forget_linked_cases(connection, mapping, file)
    _forget_underlying(connection, mapping, file)


def withhold_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """There were no records before."""
    connection.execute("create temp table gaps (case_id varchar)")


def hide_lines(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, snapshot: Snapshot
) -> None:
    """Withhold the lines set aside that name what has vanished; they cast doubt all the same.

    A case that lost a charge has no line shown at all: the line may be that charge's.
    """
    set_aside = f"reason <> {literal(WITHHELD)}"
    words_of_lines(connection, "hidden_words", mapping, set_aside)
    parts = len(mapping.case.key)
    connection.execute(
        f"""create temp table too_long as
        select row from hidden_words group by row having count(*) > {_MOST_IDS} ** (1 / {parts})"""
    )
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
            select w0.row {beside_lines("vanished_cases", "hidden_words", mapping)}
            union all
            select row from hidden_words
            where word in (select id from withheld where kind = 'person')
                or vanished_before('person', word)
            {"union all from too_long" if snapshot.memory and parts > 1 else ""})"""
    )


def _name_what_is_there(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    case = file.case_id(mapping)
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
    earlier = "(select id from earlier_facts where kind = 'case')"
    connection.execute(
        f"""create temp table unread as
        select distinct id {beside_lines(earlier, "unread_words", mapping)};
        create temp view unread_cases as select id from unread union select word from unread_words;
        create temp view unread_charges as select id as case_id from unread"""
    )


def _about_vanished(mapping: CsvMapping, file: CsvFile) -> str:
    case = file.case_id(mapping)
    of_a_case = f"{case} in (select id from withheld where kind = 'case')"
    if mapping.counted:
        return f"{of_a_case} or {case} in (from gaps)"
    return f"{of_a_case} or key in (select id from withheld where kind = 'charge')"


def _forget_linked_cases(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    """A case that stays may go on from one that has vanished."""
    if "linked_case" not in mapping.case.identifiers:
        return
    column = file.names[mapping.case.identifiers["linked_case"]]
    value = known_sql(column, mapping.blank)
    connection.execute(
        f"""update {ROLE}_rows set {column} = '' where {value} in (
            select id from (select distinct {value} as id from {ROLE}_rows)
            where id in (select id from withheld where kind = 'case')
                or vanished_before('case', id))"""
    )


def _forget_underlying(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    """A charge that hangs on a vanished one: that there is another is known, and not which."""
    field = mapping.charge.fields.get("underlying")
    if field is None or not isinstance(field.source, Reading):
        return
    columns = field.source.columns
    joined = f"concat_ws('/', {', '.join(file.names[each] for each in columns)})"
    emptied = ", ".join(f"{file.names[each]} = ''" for each in columns)
    labels = ", ".join(map(literal, columns))
    # An id may stand alone, among others, or be cut into its parts.
    connection.execute(
        rf"""update {ROLE}_rows set {emptied}, conflicts = list_concat(conflicts, [{labels}])
        where row in (
            select row from (
                select row, unnest(list_concat([cell], string_split_regex(cell, '[,;|\s]+'),
                    list_transform(string_split_regex(cell, '[,;|\s]+'),
                        lambda each: regexp_replace(each, '/[^/]*$', '')))) as id
                from (select row, {joined} as cell from {ROLE}_rows)
                where cell <> ''
            )
            where id in (select id from withheld where kind in ('case', 'charge'))
                or vanished_before('charge', id) or vanished_before('case', id))"""
    )


def _together(parts: int) -> str:
    first, *others = (f"w{place}.word" for place in range(parts))
    return " || '/' || ".join([first, *map(key_part_sql, others)])
