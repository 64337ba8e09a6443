"""Rows that could not be mapped still name cases and people, and cast doubt on what they name.

A case that lost a row no longer lists all its charges, and a search of a person's history no longer
has all its results among the cases. Copies of a mapped row cast no doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from vacatur.ingest.duplicates import COPY
from vacatur.ingest.mapped_csv.layout import CsvFile
from vacatur.ingest.mapped_csv.mapping import CsvMapping
from vacatur.ingest.mapped_csv.words import words_of_lines
from vacatur.ingest.snapshot_rows import WITHHELD
from vacatur.ingest.tallies import number
from vacatur.sql import literal


def find_doubts(connection: duckdb.DuckDBPyConnection, mapping: CsvMapping, file: CsvFile) -> None:
    """Make `doubtful_cases (case_id)` and `doubtful_people (case_id)`."""
    # A row about what has vanished was read; the case that it leaves stands in gaps.
    doubtful = f"not starts_with(reason, {literal(COPY)}) and reason <> {literal(WITHHELD)}"
    words_of_lines(connection, "words_in_doubt", mapping, doubtful)
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
