"""What a reader can subtract from what was published: district, day, code and file."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date

import pytest

from tests.support.counted_files import (
    CIVIL,
    DISTRICTS,
    RIGHT,
    WRONG,
    arrest,
    arrests,
    counted,
    write_arrests,
)
from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.office.evidence_public import publish

FEW = 3


def of_code(at, code, race="B", district="Central", day=date(2014, 6, 3)):
    return arrest(810_000 + at, day, code, race, district, "ODD")


def nowhere(public):
    """All, less those of each district; null: one is hidden, or no table."""
    within = [public.by_district().get(each, {}).get("Black") for each in DISTRICTS]
    everywhere = public.count("Black")
    return None if None in (everywhere, *within) else everywhere - sum(within)


@pytest.fixture
def released(tmp_path):
    """Counts by group that the public sees, from some rows; all of them in one ledger."""
    ledger = Ledger(tmp_path / "releases")

    def run(source, **changes):
        return publish(
            counted(tmp_path, source, **changes), ledger, by="A. Roe", on=date(2026, 2, 1)
        )

    return run


def test_all_less_the_districts_does_not_tell_how_few_have_none(tmp_path, released):
    rows = [*arrests(), *(of_code(at, RIGHT, district="") for at in range(FEW - 1))]
    public = released(write_arrests(tmp_path / "a.csv", rows), each_district=True)
    assert public.count("Black") is not None  # FEW of them have no district: that alone is hidden
    assert nowhere(public) is None


def test_those_without_a_district_are_not_subtracted_from_themselves(tmp_path, released):
    """Twelve have none, ten of them of three codes: each may be told, and not both."""
    rows = [row for row in arrests() if row[11]]
    rows += [of_code(at, RIGHT, district="") for at in range(10)]
    rows += [of_code(10 + at, "9 9999", district="") for at in range(2)]
    rows += [of_code(20 + at, "9 9999") for at in range(30)]
    rows += [of_code(60 + at, RIGHT, race="W", district="") for at in range(15)]
    source = write_arrests(tmp_path / "a.csv", rows)
    one = released(source, offense="", each_district=True)
    other = released(source, offense="", codes=(RIGHT, WRONG, CIVIL), each_district=True)
    assert nowhere(one) == 12
    assert nowhere(other) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"last": date(2014, 12, 30)}, id="a-day-less"),
        pytest.param(
            {"offense": ""}, {"offense": "", "codes": (RIGHT, WRONG, CIVIL)}, id="a-code-less"
        ),
    ],
)
def test_a_second_release_does_not_tell_of_a_day_or_a_code(tmp_path, released, first, second):
    rows = [*arrests(), *(of_code(at, RIGHT, day=date(2014, 12, 31)) for at in range(FEW))]
    rows += [of_code(10 + at, "9 9999") for at in range(FEW)]
    source = write_arrests(tmp_path / "a.csv", rows)
    one = released(source, **first)
    try:
        other = released(source, **second)
    except DisclosureRefused:
        return
    assert one.count("Black") is None or other.count("Black") is None


def test_a_file_that_was_packed_anew_or_read_as_another_is_the_same_file(tmp_path, released):
    rows = [*arrests(), *(of_code(at, "9 9999") for at in range(FEW))]
    source = write_arrests(tmp_path / "a.csv", rows)
    released(source, offense="")
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(source.read_bytes()))
    with pytest.raises(DisclosureRefused, match="how few a cell has changed"):
        released(packed, offense="", codes=(RIGHT, WRONG, CIVIL))

    found = counted(tmp_path, source, offense="")
    renamed = replace(found, read=replace(found.read, adapter="events"))
    with pytest.raises(DisclosureRefused, match="has this extract as"):
        publish(renamed, Ledger(tmp_path / "releases"), by="A. Roe", on=date(2026, 2, 1))


@pytest.mark.parametrize("first", ["race", "district"])
def test_all_by_race_less_all_by_district_does_not_tell_how_few_have_none(
    tmp_path, released, first
):
    """One has no district, and 44 no race: both sums are of everybody."""
    rows = [*arrests(), *(of_code(at, RIGHT, race="U") for at in range(43))]
    source = write_arrests(tmp_path / "a.csv", rows)
    second = {"race": "district", "district": "race"}[first]
    public = {first: released(source, by=first)}
    assert public[first].known is not None
    try:
        public[second] = released(source, by=second)
    except DisclosureRefused:
        return
    assert None in (public["race"].not_recorded, public["district"].known)
