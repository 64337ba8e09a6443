"""Coverage files that are wrong: each error names the line, and what was probably meant."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from vacatur.errors import IngestError
from vacatur.ingest.coverage import (
    NOTHING_DECLARED,
    ChargeLists,
    Coverage,
    Searches,
    WarrantLists,
    coverage_from,
)
from vacatur.ingest.coverage_file import KEYS, load_coverage, template
from vacatur.record.terms import Court

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "coverage.md").read_text(encoding="utf-8")
GOOD = """format: 1
courts: [district, circuit]
counties: Baltimore City
first_day: 2000-01-01
last_day: 2025-12-31
charges: all
searches: this_export_only
exported_on: 2026-01-15
source: the clerk's letter of 2026-01-16
warrants: all
"""
READ = Coverage(
    courts=(Court.DISTRICT, Court.CIRCUIT),
    counties=("Baltimore City",),
    first_day=date(2000, 1, 1),
    last_day=date(2025, 12, 31),
    charges=ChargeLists.ALL,
    searches=Searches.THIS_EXPORT,
    warrants=WarrantLists.ALL,
    exported_on=date(2026, 1, 15),
    source="the clerk's letter of 2026-01-16",
)


def load(tmp_path, text):
    path = tmp_path / "coverage.yaml"
    path.write_text(text, encoding="utf-8")
    return load_coverage(path).coverage


def test_a_coverage_file_says_what_is_declared(tmp_path):
    assert load(tmp_path, GOOD) == READ
    assert READ.through == date(2025, 12, 31)


@pytest.mark.parametrize("key", [key for key in KEYS if key != "format"])
def test_a_key_that_is_left_out_is_not_declared(tmp_path, key):
    lines = [line for line in GOOD.splitlines() if not line.startswith(f"{key}:")]

    assert load(tmp_path, "\n".join(lines)) == replace(READ, **{key: None})


def test_a_declaration_survives_the_manifest():
    assert coverage_from(READ.as_data()) == READ
    assert coverage_from(NOTHING_DECLARED.as_data()) == NOTHING_DECLARED


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("format: 1\n", "", 1, "the coverage file has no `format`"),
        ("format: 1", "format: 2", 1, "format [2] is not known"),
        ("courts:", "court:", 2, "Did you mean [courts]?"),
        ("circuit", "circut", 2, "Did you mean [circuit]?"),
        ("circuit", "district", 2, "[district] stands twice"),
        ("[district, circuit]", "{district: yes}", 2, "this must be a court"),
        ("[district, circuit]", "[]", 2, "this must be a court"),
        ("Baltimore City", '["Howard", " "]', 3, "a name of a county is blank"),
        ("Baltimore City", "[Howard, Howard]", 3, "[Howard] stands twice"),
        ("2000-01-01", "1/1/2000", 4, "[1/1/2000] is not a day written as YYYY-MM-DD"),
        ("2000-01-01", "2001-02-29", 4, "[2001-02-29] is not a day of the calendar"),
        ("2000-01-01", "[2000-01-01]", 4, "this must be a day"),
        ("2025-12-31", "1999-12-31", 5, "[first_day] is 2000-01-01, which is later"),
        ("charges: all", "charges: al", 6, "Did you mean [all]?"),
        ("charges: all", 'charges: "?"', 6, "[?] is still to be filled"),
        ("charges: all", "charges: [all, some]", 6, "this must be one word"),
        ("this_export_only", "this_export", 7, "Did you mean [this_export_only]?"),
        ("2026-01-15", "2025-12-30", 8, "[last_day] is 2025-12-31, which is later"),
        ("the clerk's letter of 2026-01-16", "[a, b]", 9, "this must be a text"),
        ("the clerk's letter of 2026-01-16", "&a b", 9, "an anchor, an alias or a tag"),
        ("source:", "charges: some\nsource:", 9, "[charges] stands twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, old, new, line, says):
    assert old in GOOD

    with pytest.raises(IngestError) as caught:
        load(tmp_path, GOOD.replace(old, new))

    assert f"coverage.yaml, line {line}: " in str(caught.value)
    assert says in str(caught.value)


def test_the_template_loads_when_each_place_is_filled(tmp_path):
    with pytest.raises(IngestError, match="still to be filled"):
        load(tmp_path, template())
    text = template()
    for key, value in READ.as_data().items():
        said = f"[{', '.join(value)}]" if isinstance(value, list) else f'"{value}"'
        text = text.replace(f'{key}: "?"', f"{key}: {said}").replace(
            f'{key}: ["?"]', f"{key}: {said}"
        )

    assert load(tmp_path, text) == READ


def test_the_page_explains_every_key_and_term():
    for word in (*KEYS, *(term.value for term in (*ChargeLists, *Searches, *Court))):
        assert f"`{word}`" in PAGE, word
