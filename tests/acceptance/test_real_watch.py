"""Two snapshots of a real arrest feed: every row accounted for, and what the feed does by itself.

Counts only. The feeds end in 2015 and 2018, before the policy of 2019, so what is counted is what
the policy would have covered; and a cliff of February 2019 lies in neither. One is planted.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from datetime import date
from pathlib import Path

import pytest

from vacatur.law.rulebook import load_rulebook
from vacatur.office.formats import begin_workspace
from vacatur.office.watch_public import public_view
from vacatur.office.watching import watch_arrests
from vacatur.screening.watch_artefacts import Artefact
from vacatur.screening.watched import Dimension, RowStanding

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
OLD, LATER = DATA / "bpd_arrests_2013_2015.csv.zip", DATA / "bpd_arrests_2014_and_2018.csv.gz"
READ_ON = date(2026, 11, 1)

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not LATER.is_file(), reason="there is no real data beside the project"),
]


@pytest.fixture(scope="module")
def watch(tmp_path_factory):
    """Watch a feed under the release of 29 January 2019."""
    policies = load_rulebook("us-md-baltimore-city").only(["BAL-2019"])
    beside = tmp_path_factory.mktemp("beside")

    def run(path, *, since=date(2013, 1, 1), by=Dimension.MONTH, **told):
        return watch_arrests(
            path, policies, since=since, by=by, read_on=READ_ON, beside=beside, **told
        )

    return run


@pytest.fixture(scope="module")
def old(watch):
    return watch(OLD)


@pytest.fixture(scope="module")
def later(watch):
    return watch(LATER, earlier=OLD)


def of(artefact, watch):
    return [each for each in watch.artefacts if each.artefact is artefact]


def by_year(watch):
    years: dict[int, int] = {}
    for each in watch.figures:
        if each.standing is RowStanding.BEFORE:
            years[each.month.year] = years.get(each.month.year, 0) + sum(each.counts)
    return years


def test_every_row_of_both_is_accounted_for(old, later):
    assert old.feed.sha256 == "0d43f529d29e4ed137ab8dfd040654f763d13bc07d300f0f11652c68c4387267"
    assert later.feed.sha256 == "6bec40a3158705ee25bb96794897e6b3cade4189f596a47eff007f0bc3c82c0d"
    told = [(x.feed.style, x.feed.rows_in, x.feed.mapped, x.feed.out) for x in (old, later)]
    assert told == [("arrest", 91_640, 91_639, 1), ("cut-names", 58_926, 58_903, 23)]
    assert [x.rows for x in (old, later)] == [x.feed.mapped for x in (old, later)]
    assert [x.feed.alike for x in (old, later)] == [187, 282]


def test_possession_by_the_right_code_and_never_4_3550(old, later):
    assert by_year(old) == {2013: 5442, 2014: 3302, 2015: 186}
    assert by_year(later) == {2014: 3019, 2018: 516}
    assert [x.standing[RowStanding.COVERED] for x in (old, later)] == [0, 0]
    # The words POSSESS-NOT MARIHUANA stand beside 14,565 rows of the older file alone.
    assert old.standing[RowStanding.BEFORE] == 8930


def test_the_law_of_october_2014_is_no_artefact_of_the_feed(old, later):
    """Possession fell to a sixth in that month, and the feed went on as it was."""
    months = {each.month: sum(each.counts) for each in old.figures if each.standing is
              RowStanding.BEFORE}  # fmt: skip
    assert (months[date(2014, 9, 1)], months[date(2014, 10, 1)]) == (309, 51)
    assert of(Artefact.LEVEL_CHANGE, old) == of(Artefact.LEVEL_CHANGE, later) == []


def test_what_the_feeds_do_by_themselves(old, later):
    (incomplete,) = of(Artefact.MONTH_INCOMPLETE, old)
    assert incomplete.months == (date(2015, 4, 1),)
    (gap,) = of(Artefact.MONTHS_MISSING, later)
    assert (gap.measured, gap.cut) == ("36 months, 2015-01 to 2017-12", date(2018, 1, 1))
    jumps = {(each.column, each.cut) for each in of(Artefact.MISSING_JUMP, old)}
    months = (date(2013, 9, 1), date(2013, 10, 1), date(2014, 1, 1), date(2015, 3, 1))
    assert jumps == {("incident", month) for month in months}
    refused = [each.column for each in of(Artefact.OFTEN_MISSING, later)
               if each.forbids.startswith("no share")]  # fmt: skip
    assert refused == ["incident", "district"]
    (gone,) = of(Artefact.GONE_LATER, later)
    assert gone.measured.startswith("5.2% of the arrest numbers of the months in both; 6.3%")


def test_a_cliff_planted_in_the_real_feed_is_found_on_its_month(watch, tmp_path):
    """From February 2018 on every second row of the year is taken out, whatever its offense."""
    with gzip.open(LATER, "rt", encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    day = header.index("ArrestDate")
    kept = [x for n, x in enumerate(rows) if n % 2 or not "2018-02" <= x[day][:7] <= "2018-12"]
    text = io.StringIO()
    csv.writer(text).writerows([header, *kept])
    (tmp_path / "cut.csv").write_text(text.getvalue(), encoding="utf-8")
    (found,) = of(Artefact.LEVEL_CHANGE, watch(tmp_path / "cut.csv"))
    assert found.cut == date(2018, 2, 1)


def test_nothing_small_of_it_is_published(watch, tmp_path):
    found = watch(LATER, by=Dimension.DISTRICT)
    public = public_view(found, begin_workspace(tmp_path / "w"), by="A. Roe", on=date(2026, 2, 15))
    shown = [cell for each in public.figures for cell in each.cells if cell is not None]
    assert any(shown)
    assert all(cell == 0 or cell >= 10 for cell in shown)
    assert not any(cell % 5 for cell in shown)
