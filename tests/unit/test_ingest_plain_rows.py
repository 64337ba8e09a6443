"""A text that is left to DuckDB's CSV reader gives what cutting its lines gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from vacatur.ingest import lines, plain_rows
from vacatur.ingest.keep import kept
from vacatur.ingest.mapped_csv import ingest_mapped
from vacatur.ingest.row_tables import Layout

MAPPING = """
format: 1
case: {key: Case}
person: {key: Person}
charge: {key: No, description: Charge, statute: Law}
"""
HEADER = "Case,Person,No,Charge,Law\n"
GOOD = "K0,P0,1,GOOD,CR 9\n"
ROW = "K1,P1,1,THEFT,CR 1\n"

# Text after the header -> whether DuckDB's reader may have it.
TEXTS = {
    "bare cells": ("K1,P1,1,THEFT,CR 1\nK2,P2,1,ASSAULT,\n", True),
    "quoted cells": ('K1,P1,1,"THEFT, PETTY",CR 1\n"K2","P2","1","","CR 2"\n', True),
    "a quoted last cell without a line end": ('K1,P1,1,X,CR 1\nK2,P2,1,X,"CR 2"', True),
    "blank cells": (",,,,\nK1,P1,1,,\n", True),
    "spaces": ("K1 , P1,1,  X  ,CR 1\n", True),
    "words for null": ("K1,P1,1,NULL,\\N\n", True),
    "letters beyond ASCII": ("K1,P1,1,ÉCLAIR 😀,CR 1\n", True),
    "lines that end in CRLF": ('K1,P1,1,"X, Y",CR 1\r\nK2,P2,1,X,CR 2\r\n', True),
    "a doubled mark": ('K1,P1,1,"A ""B"" C",CR 1\n', False),
    "a mark inside a bare cell": ('K1,P1,1,A "B" C,CR 1\n', False),
    "a mark that is never closed": ('K1,P1,1,"THEFT,CR 1\nK2,P2,1,X,CR 2\n', False),
    "marks that close one line later": ('K1,P1,1,"THEFT\nK2",P2,1,X,CR 2\n', False),
    "a space after a mark": ('K1,P1,1,"X" ,CR 1\n', False),
    "a space before a mark": ('K1,P1,1, "X",CR 1\n', False),
    "a NUL byte": ("K1,P1,1,A\0B,CR 1\n", False),
    "too few cells": (f"{ROW}K2,P2,1\n", False),
    "too many cells": (f"{ROW}K2,P2,1,X,CR 2,MORE\n", False),
    "a blank cell too many": (f"{ROW}K2,P2,1,X,CR 2,\n", False),
    "a cell too few beside one too many": (f"K1,P1,1,X\n{ROW}K2,P2,1,X,CR 2,\n", True),
    "a blank line": (f"{ROW}\nK2,P2,1,X,CR 2\n", False),
    "spaces only": (f"{ROW}   \nK2,P2,1,X,CR 2\n", False),
    "the header again": (f"{ROW}{HEADER}", True),
    "the same row twice": (ROW + ROW, True),
}


def is_plain(folder: Path, text: str, *, quotes: bool = True, end: str = "\n") -> bool:
    file = folder / "charges.csv"
    file.write_bytes(f"{HEADER}{text}".replace("\n", end).encode())
    with kept([file], folder / "raw") as (copy,):
        layout = Layout(
            name="charges", grain="charge", kept=copy, header=1, delimiter=",", quotes=quotes,
            fields=5, cells={}, labels={}, key=(), key_sql="''",
        )  # fmt: skip
        return plain_rows.is_plain(copy.path, layout)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("chunk", [1, 7, 16 * 1024 * 1024])
def test_marks_are_weighed_wherever_the_chunks_are_cut(tmp_path, monkeypatch, name, chunk):
    text, plain = TEXTS[name]
    monkeypatch.setattr(plain_rows, "_CHUNK", chunk)

    assert is_plain(tmp_path, text) is plain


def test_marks_are_letters_where_nothing_is_quoted(tmp_path):
    text = '5" KNIFE,P1,1,X,CR 1\n'

    assert is_plain(tmp_path, text, quotes=False)
    assert not is_plain(tmp_path, text)


def test_lines_that_end_in_cr_alone_are_cut(tmp_path):
    assert not is_plain(tmp_path, ROW, end="\r")
    assert is_plain(tmp_path, ROW, end="\r\n")


@pytest.mark.parametrize("name", TEXTS)
def test_both_ways_give_the_same_records_and_the_same_quarantine(tmp_path, monkeypatch, name):
    left = ingest(tmp_path / "left", TEXTS[name][0])
    monkeypatch.setattr(lines, "load_plain_rows", lambda *_: False)
    cut = ingest(tmp_path / "cut", TEXTS[name][0])

    assert left == cut


@pytest.mark.parametrize(
    ("name", "left"),
    [("quoted cells", True), ("a cell too few beside one too many", False)],
)
def test_a_text_that_reads_otherwise_is_cut_after_all(tmp_path, monkeypatch, name, left):
    seen = []
    real = plain_rows.load_plain_rows
    monkeypatch.setattr(
        lines, "load_plain_rows", lambda *given: seen.append(real(*given)) or seen[-1]
    )
    ingest(tmp_path, TEXTS[name][0])

    assert seen == [left]


def ingest(folder: Path, text: str) -> list[list[tuple[object, ...]]]:
    """All that was written of a file."""
    folder.mkdir(exist_ok=True)
    file, mapping = folder / "charges.csv", folder / "mapping.yaml"
    file.write_bytes((HEADER + GOOD + text).encode())
    mapping.write_text(MAPPING)
    ingest_mapped(file, mapping, folder / "workspace", {})
    records = folder / "workspace" / "records"
    return [
        duckdb.sql(f"from read_parquet('{records}/{table}.parquet')").fetchall()
        for table in ("cases", "charges", "defendants", "identifiers", "quarantine")
    ]
