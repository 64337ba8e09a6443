"""The template of a request: keys and blanks, safe to open in a spreadsheet."""

import csv
import io
from datetime import date

from vacatur.facts.kinds import KINDS
from vacatur.facts.letters import NO_BASIS, letter
from vacatur.office.requesting import template_of


def test_a_key_that_begins_like_a_formula_stays_text():
    text = template_of(KINDS["history"], [{"person_key": "=1+1"}, {"person_key": "P01"}])
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["person_key"] for row in rows] == ["'=1+1", "P01"]


def test_a_template_has_the_header_of_its_kind_and_blanks():
    for kind in KINDS.values():
        key = kind.columns()[0]
        header, row = csv.reader(io.StringIO(template_of(kind, [{key: "a"}])))
        assert tuple(header) == kind.columns()
        assert [cell for cell in row if cell] == ["a"]


def test_a_letter_explains_every_column_and_names_no_law():
    for kind in KINDS.values():
        text = letter(kind, as_of=date(2026, 2, 15), rows=3, charges=5)
        for cell in kind.cells:
            assert f"- `{cell.name}`: " in text
        assert NO_BASIS in text
        assert "No lawyer has reviewed" in text
        assert "§" not in text
