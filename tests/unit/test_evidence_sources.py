"""A source declares everything, or nothing is counted from it; units are never mixed."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.evidence import source
from vacatur.errors import FigureRefused
from vacatur.evidence.race_codes import RaceCodes, count_groups
from vacatur.evidence.sources import (
    FIELDS,
    Unit,
    declare_source,
    refuse_across,
    unit_named,
)

TOLD = {
    "name": "arrests",
    "unit": "arrest",
    "first": "2015-01-01",
    "last": "2017-12-31",
    "extracted_on": "2018-12-01",
    "said_by": "the police",
    "sha256": "0f" * 32,
}
CODES = RaceCodes(
    name="arrest system, 2010 to 2019",
    first=date(2010, 1, 1),
    last=date(2019, 12, 31),
    said_by="its manual",
    groups={"B": "Black", "BLACK": "Black", "W": "white", "A": "Asian", "U": None},
)


def test_a_source_that_declares_everything():
    declared = declare_source(TOLD)

    assert (declared.unit, declared.last) == (Unit.ARREST, date(2017, 12, 31))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("blank", ["", "  ", None])
def test_nothing_of_a_source_is_optional(field, blank):
    told = {name: value for name, value in TOLD.items() if name != field}
    if blank is not None:
        told[field] = blank

    with pytest.raises(FigureRefused, match=rf"does not say \[{field}\]"):
        declare_source(told)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": "arests"}, "Did you mean [arrest]?"),
        ({"last": "31.12.2017"}, "[31.12.2017] is not a day"),
        ({"last": "2014-12-31"}, "is no period"),
        ({"extracted_on": "2017-12-30"}, "is no period"),
        ({"sha256": "abc"}, "[abc] is no sha256"),
        ({"period": "2015"}, "says nothing of [period]"),
    ],
)
def test_what_is_declared_must_be_sound(change, said):
    with pytest.raises(FigureRefused) as refused:
        declare_source(TOLD | change)

    assert said in str(refused.value)


def test_a_stop_is_an_event():
    assert unit_named("stop") is Unit.EVENT


def test_a_ratio_across_units_is_refused_by_name():
    # Baltimore 2015-2017: 1,514 arrests, and about 3,200 charges from the police's own data.
    with pytest.raises(FigureRefused) as refused:
        refuse_across({"FBI arrests": Unit.ARREST, "police charges": Unit.CHARGE})

    manual = Path(__file__).resolve().parents[2] / "docs" / "errors.md"
    assert "[FBI arrests] counts [arrest], [police charges] counts [charge]" in str(refused.value)
    assert f"```\n{refused.value}\n```" in manual.read_text(encoding="utf-8")
    assert refuse_across({"a": Unit.CASE, "b": Unit.CASE}) is Unit.CASE
    with pytest.raises(FigureRefused):
        refuse_across({})


def test_codes_are_read_by_their_dated_list():
    rows = {"B": 7, "BLACK": 3, "W": 2, "U": 4, "": 5, " ": 1}

    found = count_groups(rows, CODES, source=source(), what="arrests")

    assert found.by_group == {"Black": 10, "white": 2, "Asian": 0}
    assert (found.missing, found.total) == (10, 22)


def test_a_code_that_was_never_seen_is_refused_with_the_nearest():
    with pytest.raises(FigureRefused) as refused:
        count_groups({"BLAK": 3}, CODES, source=source(), what="arrests")

    assert "[BLAK] is no race code" in str(refused.value)
    assert "Did you mean [BLACK]?" in str(refused.value)


def test_a_list_of_other_days_is_refused():
    late = source(last=date(2020, 1, 1), extracted_on=date(2020, 2, 1))

    with pytest.raises(FigureRefused, match="the codes are of"):
        count_groups({"B": 1}, CODES, source=late, what="arrests")


@pytest.mark.parametrize("count", [-1, 1.5, True])
def test_what_is_no_count_is_refused(count):
    with pytest.raises(FigureRefused, match="is no count"):
        count_groups({"": count}, CODES, source=source(), what="arrests")
