"""Rows that could not be mapped still name cases and people, and cast doubt on what they name.

A case that lost a row no longer lists all its charges, and a search of a person's history no longer
has all its results among the cases. Copies of a mapped row cast no doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from vacatur.ingest.duplicates import COPY
from vacatur.ingest.lines import literal
from vacatur.ingest.mapped_csv.layout import CsvFile
from vacatur.ingest.mapped_csv.mapping import CsvMapping
from vacatur.ingest.tallies import number


def find_doubts(connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile) -> None:
    """Make `doubtful_cases (case_id)` and `doubtful_people (case_id)`."""
    delimiter = literal(mapping.delimiter)
    connection.execute(
        f"""create temp table words_in_doubt as
        select distinct row, trim(unnest(list_concat(
            string_split(plain, {delimiter}),
            string_split_regex(replace(plain, {delimiter}, ' '), '\\s+')))) as word
        from (select row, reason, replace(text, '"', '') as plain from quarantine)
        where not starts_with(reason, {literal(COPY)})"""
    )
    connection.execute("delete from words_in_doubt where word = ''")
    _make(connection, "doubtful_cases", [file.names[each] for each in mapping.case.key])
    _make(connection, "doubtful_people", [file.names[each] for each in mapping.person.key])


def _make(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> None:
    # With nothing in doubt, the cases need not be gone through.
    if not columns or not number(connection, "select count(*) from words_in_doubt"):
        connection.execute(f"create temp table {table} (case_id varchar)")
        return
    first, *others = columns
    joins = "".join(
        f" join words_in_doubt w{place} on w{place}.row = w.row"
        f" and w{place}.word = trim(case_cells.{column})"
        for place, column in enumerate(others)
    )
    connection.execute(
        f"""create temp table {table} as
        select distinct case_id from case_cells
        join words_in_doubt w on w.word = trim(case_cells.{first}){joins}"""
    )
