"""Mapping files that are wrong: each error names the line, and what was probably meant."""

import re
from pathlib import Path

import pytest

from vacatur.errors import IngestError
from vacatur.ingest.mapped_csv import ingest_mapped, load_mapping
from vacatur.ingest.mapped_csv.keys import FIELD_KEYS, FILE_KEYS, IDENTIFIERS, RECORD_COLUMNS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
GOOD = """format: 1
case: {key: Case}
charge:
  key: No
  offense_date: {column: Day, formats: ["%Y-%m-%d"]}
  disposition: {column: Outcome, map: {guilty: convicted}}
"""


def load(tmp_path, text):
    path = tmp_path / "mapping.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_mapping(path)


def refused(tmp_path, text):
    with pytest.raises(IngestError) as caught:
        load(tmp_path, text)
    return str(caught.value)


def with_charge(line):
    return GOOD + f"  {line}\n"


def test_a_mapping_says_what_is_read(tmp_path):
    mapping = load(tmp_path, GOOD)

    assert mapping.read_columns() == ("Case", "No", "Day", "Outcome")
    assert (mapping.delimiter, mapping.encoding, mapping.header, mapping.quotes) == (
        ",", "utf-8", 1, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD.replace("format: 1", "format: 2"), 1, "format [2] is not known"),
        (GOOD.replace("format: 1", "fromat: 1"), 1, "[fromat] is not a key of a mapping"),
        (GOOD.replace("case: {key: Case}", "case: {kee: Case}"), 2, "Did you mean [key]?"),
        (GOOD.replace("case: {key: Case}", "case: {}"), 2, "`case` has no `key`"),
        (GOOD.replace("  key: No\n", ""), 4, "or `key: counted in order`"),
        (GOOD.replace("convicted", "convict"), 6, "Did you mean [convicted]?"),
        (GOOD.replace("convicted", '"?"'), 6, "[?] is still to be filled"),
        (GOOD.replace("Outcome, map", "Outcome, mapp"), 6, "[mapp] is not a key of a term column"),
        (with_charge("disposition: x"), 7, "[disposition] stands twice"),
        (with_charge("act: Charge"), 7, "[act] has no `map`"),
        (with_charge("offence_date: Day"), 7, "Did you mean [offense_date]?"),
        (with_charge("arrest_date: Day"), 7, "[arrest_date] has no `formats`"),
        (with_charge('arrest_date: {column: D, formats: ["%D"]}'), 7, "[%D] is not a directive"),
        (with_charge('arrest_date: {column: D, formats: ["%m/%d"]}'), 7, "must name one year"),
        (with_charge('arrest_date: {column: D, formats: ["%Y%m%d|"]}'), 7, "a format holds"),
        (with_charge('arrest_date: {column: D, formats: ["%m/%d/%y"]}'), 7, "Add `pivot`"),
        (
            with_charge('arrest_date: {column: D, formats: ["%m/%d/%y"], pivot: 30}'),
            7,
            "[30] is not a year",
        ),
        (
            with_charge('arrest_date: {column: D, formats: ["%Y-%m-%d"], pivot: 2030}'),
            7,
            "no format has %y",
        ),
        (
            with_charge('arrest_date: {column: D, formats: ["%Y-%m-%d"], earliest: 1/2/2003}'),
            7,
            "[1/2/2003] is not a day written as YYYY-MM-DD",
        ),
        (
            with_charge('arrest_date: {column: D, formats: ["%Y-%m-%d"], earliest: 2200-01-01}'),
            7,
            "has no day from",
        ),
        (with_charge("quantity_grams: Weight"), 7, "[quantity_grams] has no `unit`"),
        (with_charge("quantity_grams: {column: W, unit: ozs}"), 7, "Did you mean [oz]?"),
        (with_charge("quantity_grams: {column: W, unit: g, thousands: x}"), 7, "between thousands"),
        (with_charge("plant_count: {column: W, unit: g}"), 7, "[g] is not a unit of [plant_count]"),
        (with_charge("violent: {column: V, map: {Y: true}}"), 7, "[true] is not a term"),
        (with_charge("enhancements: E"), 7, "[enhancements] has no `split`"),
        (with_charge("statute: {const: a, column: b}"), 7, "[column] is not a key of a constant"),
        (with_charge("statute: {blank: [a]}"), 7, "names no column"),
        (with_charge("statute: {column: a, unmapped: as recorded}"), 7, "[as recorded] cannot"),
        (with_charge("statute: [[a]]"), 7, "or a list of them"),
        (with_charge("plant_count: {const: many}"), 7, "[many] is not a number"),
        (GOOD.replace("{key: Case}", "{key: Case, state: {const: Mass}}"), 2, "two letters"),
        ("delimiter: x\n" + GOOD, 1, "[x] is not a known delimiter"),
        ("encoding: utf8\n" + GOOD, 1, "Did you mean [utf-8]?"),
        ("header: first\n" + GOOD, 1, "[first] is not the line of a header"),
        ("header: none\n" + GOOD, 1, "Add `columns`"),
        ("columns: [a, b, a]\n" + GOOD, 1, "the column [a] stands twice"),
        ("largest_content_mb: 0\n" + GOOD, 1, "[0] is not a number of megabytes"),
        (GOOD + "person: {key: [a, b]}\n", 7, "a person's key is one column"),
        (GOOD + "person: {custody: a}\n", 7, "[custody] is not a key of [person]"),
        (GOOD.replace("Case}", "&a Case}"), 2, "an anchor, an alias or a tag"),
        (GOOD.replace("Case}", "!!str Case}"), 2, "an anchor, an alias or a tag"),
        (GOOD.replace("Case}", "[" * 30 + "]" * 30 + "}"), 2, "too many levels"),
        (GOOD.replace("key: Case", "key: ?"), 2, ""),
        (GOOD + "  : :\n : [", 7, "this is not YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, text, line, says):
    said = refused(tmp_path, text)

    assert said.startswith(f"mapping.yaml, line {line}: ")
    assert says in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it holds no keys and values"),
        ("- a\n", "it holds no keys and values"),
        (b"\xff\xfea", "not UTF-8"),
        ("#" * 1_100_000, "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_mapping_is_named(tmp_path, text, says):
    assert says in refused(tmp_path, text)


def test_a_mapping_that_is_not_there_is_named(tmp_path):
    with pytest.raises(IngestError, match=r"nowhere\.yaml: there is no such file"):
        load_mapping(tmp_path / "nowhere.yaml")


def test_a_jurisdiction_without_code_lists_is_refused(tmp_path):
    load(tmp_path, "jurisdiction: us-ma\n" + GOOD)
    (tmp_path / "a.csv").write_text("Case,No,Day,Outcome\n")

    with pytest.raises(IngestError, match=r"there are no code lists for \[us-ma\]"):
        ingest_mapped(tmp_path / "a.csv", tmp_path / "mapping.yaml", tmp_path / "ws", {})


def test_every_key_is_on_the_page_and_every_key_of_the_page_is_one():
    explained = {
        section.split("\n", 1)[0]: re.findall(r"^- `([a-z_]+)`", section, flags=re.MULTILINE)
        for section in PAGE.split("\n## ")[1:]
    }

    assert explained["The file"] == list(FILE_KEYS)
    assert explained["Columns of the record"] == list(FIELD_KEYS)
    identifiers = [kind for kinds in IDENTIFIERS.values() for kind in kinds]
    assert explained["Keys of a case, a person and a charge"] == ["key", "key", "key", *identifiers]
    for name in RECORD_COLUMNS["person"]:
        assert f"`{name}`" in PAGE


def test_the_example_on_the_page_loads(tmp_path):
    example = PAGE.split("```yaml\n")[1].split("```")[0]

    assert load(tmp_path, example).jurisdiction == "us-md"
