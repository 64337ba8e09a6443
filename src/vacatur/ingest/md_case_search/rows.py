"""Load the files of the extract, each as rows of cells."""

from __future__ import annotations

from pathlib import Path

import duckdb

from vacatur.ingest import lines
from vacatur.ingest.keep import working_text
from vacatur.ingest.md_case_search.columns import FileSpec
from vacatur.ingest.md_case_search.files import InputFile
from vacatur.ingest.refusals import require_rows


def load_rows(connection: duckdb.DuckDBPyConnection, file: InputFile, folder: Path) -> None:
    """Load one file; `lines.load_rows` says into which tables. `folder` is for its text."""
    layout = file.layout
    with working_text(file.kept, "utf-8", folder) as path:
        lines.load_rows(connection, layout, path)
    require_rows(connection, layout, "Export the file with a header that names each of its fields.")
    lines.quarantine_headers(connection, layout, file.kept.header)
    blank = " or ".join(f"{name} = ''" for name in file.spec.key)
    names = " and ".join(file.spec.key)
    lines.quarantine_rows(
        connection,
        layout.name,
        f"select row, 'no {names}, so nothing to name the row by' from {layout.name}_rows "
        f"where {blank}",
    )
    if file.spec.either:
        neither = " and no ".join(file.spec.either)
        blank = " and ".join(f"{name} = ''" for name in file.spec.either)
        lines.quarantine_rows(
            connection,
            layout.name,
            f"select row, 'no {neither}, so nothing to name the row by' from {layout.name}_rows "
            f"where {blank}",
        )


def load_nothing(connection: duckdb.DuckDBPyConnection, spec: FileSpec) -> None:
    """Make the empty rows of a companion that did not come."""
    cells = ", ".join(f"{name} varchar" for name in spec.read)
    connection.execute(
        f"create table {spec.role}_rows (row bigint, key varchar, conflicts varchar[], {cells})"
    )
