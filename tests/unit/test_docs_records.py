"""docs/records.md is written by the code; here it must be what the code would write today."""

from pathlib import Path

from vacatur.record.manual import manual
from vacatur.record.tables import TABLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "records.md"


def test_the_page_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == manual(), (
        "docs/records.md is stale: run python -m vacatur.record.manual > docs/records.md"
    )


def test_every_table_and_column_is_on_the_page():
    sections = dict(
        part.split("\n", 1) for part in manual().split("\n## ")[1:] if not part.startswith("Tables")
    )

    for name, spec in TABLES.items():
        listed = [
            line.split("`")[1] for line in sections[name].splitlines() if line.startswith("- `")
        ]
        assert listed == list(spec.columns), name


def test_every_column_says_what_null_means():
    items = manual().replace("\n  ", " ").split("\n## Vocabularies")[0].splitlines()
    columns = [line for line in items if line.startswith("- `")]

    assert columns
    assert [line for line in columns if ". Null: " not in line] == []
