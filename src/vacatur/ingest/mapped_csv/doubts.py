"""Rows that could not be mapped still name cases and people, and cast doubt on what they name.

A case that lost a row no longer lists all its charges, and a search of a person's history no longer
has all its results among the cases. A row that names nobody we know may be anybody's. Copies of a
mapped row cast no doubt.
"""

from __future__ import annotations

import duckdb

from vacatur.ingest.duplicates import COPY
from vacatur.ingest.lines import HEADER_AGAIN
from vacatur.ingest.mapped_csv.cells import known_sql
from vacatur.ingest.mapped_csv.layout import CsvFile
from vacatur.ingest.mapped_csv.mapping import CsvMapping
from vacatur.ingest.mapped_csv.words import beside_lines, words_of_lines
from vacatur.ingest.snapshot_rows import WITHHELD
from vacatur.record.key_values import SAYS_NONE
from vacatur.sql import literal


def find_doubts(connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile) -> None:
    """Make `doubtful_cases (case_id)` and `doubtful_people (case_id)`."""
    # A row about what has vanished was read; the case that it leaves stands in gaps.
    said = ", ".join(map(literal, (WITHHELD, HEADER_AGAIN)))
    doubtful = f"not starts_with(reason, {literal(COPY)}) and reason not in ({said})"
    words_of_lines(connection, "words_in_doubt", mapping, doubtful)
    found = connection.execute("select 1 from words_in_doubt limit 1").fetchone()
    # With nothing in doubt, the cases need not be gone through.
    cases = "(select case_id as id from case_cells)" if found else "(select '' as id where false)"
    connection.execute(
        f"""create temp table cases_in_doubt as
        select distinct w0.row, id as case_id {beside_lines(cases, "words_in_doubt", mapping)};
        create temp table doubtful_cases as select distinct case_id from cases_in_doubt"""
    )
    _doubt_searches(connection, mapping, file)


def _doubt_searches(
    connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile
) -> None:
    connection.execute("create temp table people_in_doubt (row bigint, case_id varchar)")
    if "history_checked_on" not in mapping.person.fields:
        connection.execute("create temp table doubtful_people (case_id varchar)")
        return
    connection.execute(SAYS_NONE)
    keys = (*mapping.person.key, *mapping.person.identifiers.values())
    for column in dict.fromkeys((*keys, *mapping.case.identifiers.values())):
        value = known_sql(file.names[column], mapping.blank)
        connection.execute(
            f"""insert into people_in_doubt
            select distinct row, case_id
            from words_in_doubt join (select case_id, {value} as value from case_cells)
            on word = value where not says_none(value)"""
        )
    connection.execute(
        """create temp table doubtful_people as
        select distinct case_id from people_in_doubt
        union
        select case_id from case_cells where exists (
            select row from words_in_doubt
            anti join people_in_doubt using (row) anti join cases_in_doubt using (row))"""
    )
