"""The words of lines that were set aside, and the cases that such lines name."""

from __future__ import annotations

import duckdb

from vacatur.ingest.cuts import CUTS
from vacatur.ingest.mapped_csv.mapping import CsvMapping
from vacatur.sql import SPACE, literal


def words_of_lines(
    connection: duckdb.DuckDBPyConnection, table: str, mapping: CsvMapping, which: str
) -> None:
    """Make a table of `row` and `word`, from the lines of `quarantine` that meet a condition."""
    connection.execute(CUTS)
    around = literal(f'{SPACE}"')
    connection.execute(
        f"""create or replace temp table {table} as
        select distinct row, word
        from (
            select row, trim(unnest(cuts(text, {literal(mapping.delimiter)})), {around}) as word
            from quarantine where {which}
        ) where word <> ''"""
    )


def beside_lines(cases: str, words: str, mapping: CsvMapping) -> str:
    """SQL that puts to cases, known by `id`, the lines on which all parts of it stand (`w0.row`).

    `cases` is a table or a query in brackets, and `words` a table that `words_of_lines` made.
    """
    count = len(mapping.case.key)
    joins = "".join(
        f" join {words} w{place} on w{place}.word = parts[{place + 1}]"
        + (f" and w{place}.row = w0.row" if place else "")
        for place in range(count)
    )
    return f"from (select *, {_parts('id', count)} as parts from {cases}){joins}"


def _parts(case_id: str, count: int) -> str:
    """SQL for the parts of a case's id, as `layout.case_id_sql` puts them together."""
    if count == 1:
        return f"[{case_id}]"
    pieces = f"string_split({case_id}, '/')"
    return f"""list_concat([array_to_string({pieces}[:-{count}], '/')],
        list_transform({pieces}[-{count - 1}:],
            lambda part: replace(replace(part, '%2F', '/'), '%25', '%')))"""
