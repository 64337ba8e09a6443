"""Every adapter has an example beside it, and makes of it what is expected there."""

import json
from pathlib import Path

import duckdb
import pytest

import vacatur.ingest
from vacatur.ingest.docket_adapter import ingest_dockets
from vacatur.ingest.mapped_csv import ingest_mapped
from vacatur.ingest.md_case_search import ingest_extract
from vacatur.ingest.report import format_report
from vacatur.ingest.store import ALL_TABLES
from vacatur.law.codes import load_codes
from vacatur.law.rulebook import LAW_ROOT

INGEST = Path(vacatur.ingest.__file__).parent
CODES = {"us-md": load_codes(LAW_ROOT / "us_md" / "codes", "us-md")}


def ingest_csv(source, workspace, codes):
    return ingest_mapped(source, source.with_name("mapping.yaml"), workspace, codes)


ADAPTERS = {
    "csv": (ingest_csv, "mapped_csv/example", "charges.csv"),
    "docket": (ingest_dockets, "docket_example", "example.json"),
    "md-case-search": (ingest_extract, "md_case_search/example", ""),
}


def rows_of(workspace):
    """Every row of every table; empty values left out, so that a person can read it."""
    tables = {}
    for name in ALL_TABLES:
        path = workspace / "records" / f"{name}.parquet"
        found = duckdb.sql(f"select * from read_parquet('{path}')")
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        tables[name] = [
            {key: plain(value) for key, value in row.items() if value not in (None, [])}
            for row in rows
        ]
    return {name: rows for name, rows in tables.items() if rows}


def plain(value):
    return value if isinstance(value, bool | int | str | list) else str(value)


@pytest.mark.parametrize("name", ADAPTERS)
def test_the_example_becomes_what_is_expected(tmp_path, name):
    ingest, folder, file = ADAPTERS[name]

    ingest(INGEST / folder / file, tmp_path, CODES)

    expected = json.loads((INGEST / folder / "expected.json").read_text(encoding="utf-8"))
    assert rows_of(tmp_path) == expected


def test_an_adapter_without_an_example_fails_here():
    named = {
        line.split('"')[1]
        for path in INGEST.rglob("*adapter.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("NAME = ")
    }

    assert named == set(ADAPTERS)


def test_the_report_of_the_example_reads_like_this(tmp_path):
    text = format_report(ingest_extract(INGEST / "md_case_search" / "example", tmp_path, CODES))

    assert text.startswith(
        "Ingested with the adapter md-case-search.\n"
        "\n"
        "  cases.csv: 5 rows in = 4 mapped + 1 quarantined\n"
        "  charges.csv: 7 rows in = 6 mapped + 1 quarantined\n"
        "  court_schedule.csv: 3 rows in = 3 mapped + 0 quarantined\n"
        "  history_searches.csv: 2 rows in = 2 mapped + 0 quarantined\n"
        "  related_persons.csv: 7 rows in = 3 mapped + 4 quarantined\n"
        "  sentence_ends.csv: 1 row in = 1 mapped + 0 quarantined\n"
        "  warrants.csv: 4 rows in = 3 mapped + 1 quarantined\n"
        "\n"
        "Quarantined, with the reason:\n"
        "             1  cases.csv: the same, in every column, as another row\n"
        "             1  charges.csv: 5 fields, and the header has 29\n"
    )
