"""The words of lines that were set aside: whatever such a line names, stands among them."""

from __future__ import annotations

import duckdb

from vacatur.ingest.mapped_csv.mapping import CsvMapping
from vacatur.sql import literal


def words_of_lines(
    connection: duckdb.DuckDBPyConnection, table: str, mapping: CsvMapping, which: str
) -> None:
    """Make a table of `row` and `word`, from the lines of `quarantine` that meet a condition.

    A line is cut in every way in which it may have been meant: at the delimiter, and at spaces.
    """
    delimiter = literal(mapping.delimiter)
    connection.execute(
        f"""create or replace temp table {table} as
        select distinct row, trim(unnest(list_concat(
            string_split(plain, {delimiter}),
            string_split_regex(replace(plain, {delimiter}, ' '), '\\s+')))) as word
        from (select row, reason, replace(text, '"', '') as plain from quarantine)
        where {which}"""
    )
    connection.execute(f"delete from {table} where word = ''")
