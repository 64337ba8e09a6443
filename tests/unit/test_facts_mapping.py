"""Mappings of fact files: what they say, what is wrong with them, and how they read a cell."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from vacatur.errors import IngestError, UsageError
from vacatur.facts.fact_mapping import AS_OURS, FactMapping
from vacatur.facts.kinds import KINDS
from vacatur.facts.reading import faults_sql, value_sql
from vacatur.office.fact_mapping_file import KEYS, kind_of, load_fact_mapping

GOOD = """format: 1
kind: supervision
columns:
  case_num: DOCKET
  sentence_end: END_DT
unused: [AGENT, OFFICE]
words:
  sentence_completion:
    CLSD-SAT: satisfactory
    "no": not_complete
    n/a: unknown
days: "%m/%d/%y"
pivot: 2040
delimiter: "|"
encoding: latin-1
"""


def load(tmp_path, text):
    path = tmp_path / "parole.yaml"
    path.write_text(text, encoding="utf-8")
    return load_fact_mapping(path)


def test_a_mapping_says_how_a_file_is_written(tmp_path):
    assert load(tmp_path, GOOD) == FactMapping(
        path=tmp_path / "parole.yaml",
        kind="supervision",
        columns={"case_num": "DOCKET", "sentence_end": "END_DT"},
        unused=frozenset({"AGENT", "OFFICE"}),
        words={
            "sentence_completion": {
                "clsd-sat": "satisfactory",
                "no": "not_complete",
                "n/a": "unknown",
            }
        },
        days="%m/%d/%y",
        pivot=2040,
        delimiter="|",
        encoding="latin-1",
    )


def test_what_is_left_out_is_as_ours(tmp_path):
    found = load(tmp_path, "format: 1\nkind: deaths\n")

    assert found == FactMapping(path=tmp_path / "parole.yaml", kind="deaths")
    assert found.theirs(KINDS["deaths"]) == {"person_key": "person_key", "death_date": "death_date"}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("format: 1\n", "", 1, "the mapping has no `format`"),
        ("format: 1", "format: 2", 1, "format [2] is not known"),
        ("kind: supervision\n", "", 1, "the mapping has no `kind`"),
        ("kind: supervision", "kind: supervison", 2, "Did you mean [supervision]?"),
        ("columns:", "colums:", 3, "Did you mean [columns]?"),
        ("sentence_end: END", "sentence_ends: END", 5, "Did you mean [sentence_end]?"),
        ("DOCKET", '" "', 4, "a name of a column is blank"),
        ("END_DT", "DOCKET", 5, "the column [DOCKET] would be [sentence_end] and [case_num]"),
        ("END_DT", "charge_num", 5, "the column [charge_num] would be"),
        ("END_DT", "AGENT", 5, "the column [AGENT] would be [sentence_end] and unused"),
        ("END_DT", "[A, B]", 5, "this must be a name of a column"),
        ("[AGENT, OFFICE]", "{AGENT: no}", 6, "this must be a name of a column"),
        ("[AGENT, OFFICE]", "charge_num", 1, "would be [charge_num] and unused"),
        ("  sentence_completion:", "  sentence_end:", 8, "[sentence_end] is not a key of what"),
        (": satisfactory", ": satisfactry", 9, "Did you mean [satisfactory]?"),
        ('"no"', "clsd-sat ", 10, "the word [clsd-sat] stands twice"),
        ('"no"', '" "', 10, "[] says nothing, and cannot be [not_complete]"),
        ('"no"', "Unknown", 10, "[unknown] says nothing"),
        ('days: "%m/%d/%y"', 'days: "%d.%m."', 12, "it must name one year"),
        ("pivot: 2040\n", "", 12, "has a year of two digits"),
        ("%m/%d/%y", "%m/%d/%Y", 13, "no format has %y"),
        ('"|"', '"/"', 14, "is not a known delimiter"),
        ("latin-1", "latin1", 15, "Did you mean [latin-1]?"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, old, new, line, says):
    assert GOOD.count(old) == 1
    with pytest.raises(IngestError) as error:
        load(tmp_path, GOOD.replace(old, new))

    assert error.value.where == f"parole.yaml, line {line}"
    assert says in str(error.value)


def test_every_key_is_tried_above():
    assert [line.partition(":")[0] for line in GOOD.splitlines() if line[0].isalpha()] == [*KEYS]


def test_the_command_and_the_mapping_agree_on_the_kind(tmp_path):
    mapping = load(tmp_path, GOOD)

    assert kind_of("", mapping) is kind_of("supervision", mapping) is KINDS["supervision"]
    assert kind_of("deaths", AS_OURS) is KINDS["deaths"]
    with pytest.raises(UsageError, match=r"--kind is \[deaths\]"):
        kind_of("deaths", mapping)
    with pytest.raises(UsageError, match="what kind of file"):
        kind_of("", AS_OURS)
    with pytest.raises(UsageError, match=r"\[supervison\] is no kind"):
        kind_of("supervison", mapping)


# ---- cells --------------------------------------------------------------------------------------


def read(kind, name, text, mapping):
    """What one cell says, and why its row is not taken; the other cells are filled."""
    cells = dict.fromkeys(KINDS[kind].columns(), "")
    cells |= {"case_num": "1B1", "charge_num": "1"} | {name: text}
    (cell,) = (each for each in KINDS[kind].cells if each.name == name)
    columns = ", ".join(f"${each} as {each}" for each in cells)
    return duckdb.execute(
        f"select {value_sql(cell, mapping)}, {faults_sql(KINDS[kind], mapping)}"
        f" from (select {columns})",
        cells,
    ).fetchone()


@pytest.mark.parametrize(
    ("days", "text", "day"),
    [
        ("%Y-%m-%d", "2014-02-03", date(2014, 2, 3)),
        ("%Y-%m-%d", "2014-2-3", None),
        ("%Y-%m-%d", "02/03/2014", None),
        ("%m/%d/%Y", "02/03/2014", date(2014, 2, 3)),
        ("%d/%m/%Y", "02/03/2014", date(2014, 3, 2)),
        ("%m/%d/%Y", "2014-02-03", None),  # our own form is not read beside theirs
        ("%m/%d/%Y", "02/30/2014", None),
        ("%-m/%-d/%Y", "2/3/2014", date(2014, 2, 3)),
        ("%m/%d/%Y", "02/03/1899", None),
        ("%m/%d/%y", "02/03/41", date(1941, 2, 3)),
        ("%m/%d/%y", "02/03/40", date(2040, 2, 3)),
    ],
)
def test_a_day_is_read_in_the_form_of_the_file_only(days, text, day):
    pivot = 2040 if "%y" in days else None
    mapping = FactMapping(days=days, pivot=pivot)
    found, fault = read("supervision", "sentence_end", text, mapping)

    assert found == day
    assert (fault is None) == (day is not None)
    if fault:
        assert days in fault or "YYYY-MM-DD" in fault


WORDS = {"sentence_completion": {"clsd": "satisfactory", "unsatisfactory": "not_complete"}}


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("CLSD", "satisfactory", None),
        (" clsd ", "satisfactory", None),
        ("unsatisfactory", "not_complete", None),  # their word, whatever ours of that spelling is
        ("satisfactory", None, "the sentence_completion is not a word of the mapping"),
        ("", None, "the row tells nothing"),
        ("unknown", None, None),
    ],
)
def test_of_a_column_that_has_words_only_those_are_read(text, value, fault):
    mapping = FactMapping(words=WORDS)

    assert read("supervision", "sentence_completion", text, mapping) == (value, fault)


def test_a_word_that_becomes_unknown_tells_nothing():
    mapping = FactMapping(words={"pardon_docketed": {"y": "yes", "n": "no", "?": "unknown"}})

    assert read("pardons", "pardon_docketed", "Y", mapping) == (True, None)
    assert read("pardons", "pardon_docketed", "n", mapping) == (False, None)
    assert read("pardons", "pardon_docketed", "?", mapping) == (None, "no pardon_docketed")


def test_numbers_are_read_as_before():
    assert read("laboratory", "quantity_grams", "2.50", AS_OURS) == (Decimal("2.5"), None)


# ---- the manual ---------------------------------------------------------------------------------


def test_the_manual_has_every_key_and_an_example_that_is_read(tmp_path):
    text = (Path(__file__).resolve().parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
    section = text.partition("## A file of facts")[2]
    example = section.partition("```yaml\n")[2].partition("```")[0]

    assert re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.M) == [*KEYS.items()]
    assert load(tmp_path, example).unused == {"AGENT", "OFFICE"}
