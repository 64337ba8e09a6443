"""Real arrests over real residents: the right codes, the wrong one, words, and what vanished.

Counts only, and of years before the policy: nothing here says what a policy did.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.counted_files import ASKED, told
from vacatur.errors import FigureRefused
from vacatur.evidence.disclosure.rule import Tier
from vacatur.law.rulebook import load_rulebook
from vacatur.office.evidence_figures import find_evidence
from vacatur.office.evidence_writing import shown_to
from vacatur.office.formats import begin_workspace

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
LATER, OLD = DATA / "bpd_arrests_2014_and_2018.csv.gz", DATA / "bpd_arrests_2013_2015.csv.zip"
RESIDENTS = DATA / "bpd_district_population_2010.csv.gz"
CENSUS = DATA / "baltimore_census_2010.csv.gz"
PART1 = DATA / "bpd_part1_2011_2016.csv.gz"
OF_THE_FILE = told(year=None, place="", said_by="")

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not LATER.is_file(), reason="there is no real data beside the project"),
]


@pytest.fixture(scope="module")
def count(tmp_path_factory):
    """Count a real file."""
    beside = tmp_path_factory.mktemp("beside")
    tables = tuple(load_rulebook("us-md").codes.values())

    def run(source, year, **changes):
        usual = {
            "source": source,
            "population": RESIDENTS,
            "population_asked": OF_THE_FILE,
            "first": date(year, 1, 1),
            "last": date(year, 12, 31),
            "extracted_on": None,
        }
        asked = replace(ASKED, **{**usual, **changes})
        return find_evidence(asked, tables, read_on=date(2026, 11, 1), beside=beside)

    return run


@pytest.fixture(scope="module")
def marijuana_2014(count):
    return count(
        LATER, 2014, each_district=True, wrong_codes=("4 3550",), wrong_words=("MARIJ",),
        earlier=OLD,
    )  # fmt: skip


def compared(found, group="Black"):
    return found.overall.group(group).compared


def test_arrests_of_2014_by_the_right_codes(marijuana_2014):
    found = marijuana_2014
    assert found.total == 3_019
    assert {each.group: each.count for each in found.overall.groups} == {
        "Black": 2_753, "White": 228, "another race": 15,
    }  # fmt: skip
    assert found.overall.missing == 23
    black = found.overall.group("Black")
    assert black.rate.value == pytest.approx(6.96, abs=0.01)
    ratio = compared(found).ratio
    assert ratio.value == pytest.approx(6.44, abs=0.01)
    assert (ratio.interval.low, ratio.interval.high) == pytest.approx((5.65, 7.37), abs=0.02)
    assert compared(found).difference.value == pytest.approx(5.88, abs=0.01)
    assert len(found.districts) == 9
    assert found.no_district == 123
    # From October 2014 on less than ten grams were a civil offense.
    by_month = {month: sum(groups.values()) for month, groups in found.months.items()}
    assert min(by_month[f"2014-{month:02}"] for month in range(1, 10)) > 280
    assert max(by_month[f"2014-{month:02}"] for month in range(10, 13)) < 60


def test_the_wrong_code_and_words_count_something_else(marijuana_2014):
    code, words = marijuana_2014.beside
    assert (code.total, code.also_right) == (5_541, 0)
    assert code.by_group["White"] == 1_332  # against 228
    assert (words.total, words.also_right) == (1_081, 728)


def test_what_vanished_between_two_snapshots(marijuana_2014):
    gone = marijuana_2014.vanished
    assert (gone.before, gone.after) == (3_302, 3_018)
    assert (gone.gone, gone.recoded, gone.added) == (207, 214, 137)
    # More of these vanished than of all arrests of the year.
    assert gone.gone / gone.before > gone.all_gone / gone.all_before > 0.05


def test_arrests_of_2018_need_a_reason_for_a_population_of_2010(count):
    with pytest.raises(FigureRefused, match=r"population of \[2010\]"):
        count(LATER, 2018)
    because = replace(OF_THE_FILE, years_apart_because="no later one by district is at hand")
    found = count(LATER, 2018, population_asked=because, wrong_codes=("4 3550",))
    assert found.total == 516
    assert found.overall.group("White").count == 7
    # So few that the upper limit is far away, and that it is said.
    ratio = compared(found).ratio
    assert ratio.interval.low > 20
    assert ratio.interval.high > 90
    assert found.overall.group("Black").unreliable
    with pytest.raises(FigureRefused, match="district is missing"):
        count(LATER, 2018, population_asked=because, by="district", offense="")


def test_all_arrests_by_race_and_by_district(count):
    everything = count(LATER, 2014, offense="")
    assert everything.total == 37_797
    assert compared(everything).ratio.value == pytest.approx(2.62, abs=0.01)
    # The earlier snapshot has two thousand more, and a district just often enough.
    earlier = count(OLD, 2014, offense="", each_district=True)
    assert earlier.total == 39_773
    assert compared(earlier).ratio.value == pytest.approx(2.65, abs=0.01)
    assert 0.39 < earlier.no_district / earlier.total < 0.4
    with pytest.raises(FigureRefused, match="district is missing"):
        count(LATER, 2014, offense="", each_district=True)
    census = count(LATER, 2014, population=CENSUS)
    assert compared(census).ratio.value == pytest.approx(6.5, abs=0.3)


def test_part_one_crimes_have_a_district_and_no_race(count):
    found = count(PART1, 2014, adapter="bpd-part1", offense="", by="district")
    assert 40_000 < found.total < 60_000
    with pytest.raises(FigureRefused, match=r"has no \[race\]"):
        count(PART1, 2014, adapter="bpd-part1", offense="")


def test_the_public_sees_no_small_count_of_it(marijuana_2014, tmp_path):
    workspace = begin_workspace(tmp_path / "workspace")
    on = date(2026, 11, 1)
    shown = shown_to(Tier.PUBLIC, marijuana_2014, workspace, by="A. Roe", on=on)
    counts = [each.count for each in shown.groups]
    counts += [group.count for each in shown.districts for group in each.groups]
    counts += [n for month in shown.months.values() for n in month.values()]
    assert all(each is None or each == 0 or each >= 10 for each in counts)
    assert None in counts
    assert shown.group("Black").figure == marijuana_2014.overall.group("Black")
