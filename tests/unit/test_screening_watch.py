"""What a feed does by itself is found, and what a policy does is not."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.support.arrest_feed import months
from vacatur.screening.watch_artefacts import Artefact, FeedMonth, days_in, found_in, next_month

COVERED = ("cannabis",)
RATES = {"cannabis": 120, "assault": 400, "warrants": 400, "theft": 90, "no code": 200}
FEBRUARY = date(2019, 2, 1)
FIRST, LAST = date(2018, 6, 1), date(2019, 9, 1)


def feed(share=lambda group, month: 1.0, *, seed=1, rates=RATES, missing=lambda month: 0.05):
    """A feed with chance in it: each group has its rate, times a share."""
    chance = random.Random(seed)
    made = []
    for month in months(FIRST, LAST):
        groups = {
            group: poisson(chance, rate * share(group, month) * days_in(month) / 30)
            for group, rate in rates.items()
        }
        rows = sum(groups.values())
        empty = {"district": round(rows * missing(month))}
        made.append(FeedMonth(month=month, rows=rows, groups=groups, missing=empty, idle=()))
    return made


def poisson(chance, rate):
    return max(0, round(chance.gauss(rate, rate**0.5)))


def of(artefact, found):
    return [each for each in found if each.artefact is artefact]


def test_a_cliff_of_the_whole_feed_is_found_in_its_month():
    cliff = feed(lambda group, month: 0.5 if month >= FEBRUARY else 1)
    (found,) = of(Artefact.LEVEL_CHANGE, found_in(cliff, COVERED))
    assert found.cut == FEBRUARY
    assert "across 2019-02-01" in found.forbids


def test_a_cliff_within_a_month_is_found_too():
    half = {FEBRUARY: 0.75}
    cliff = feed(lambda group, month: half.get(month, 0.5 if month > FEBRUARY else 1))
    (found,) = of(Artefact.LEVEL_CHANGE, found_in(cliff, COVERED))
    assert found.cut == FEBRUARY


def test_what_a_policy_does_is_no_artefact_of_the_feed():
    policy = feed(lambda group, month: 0.1 if group == "cannabis" and month >= FEBRUARY else 1)
    assert of(Artefact.LEVEL_CHANGE, found_in(policy, COVERED)) == []


def test_one_kind_that_falls_alone_is_not_the_feed():
    # Warrants are so many that all others together fall by more than a third.
    rates = {**RATES, "warrants": 3000}
    alone = feed(
        lambda group, month: 0.2 if group == "warrants" and month >= FEBRUARY else 1, rates=rates
    )
    assert of(Artefact.LEVEL_CHANGE, found_in(alone, COVERED)) == []


def test_chance_and_a_steady_decline_are_no_cliff():
    def steady(group, month):
        return 0.9 ** ((month.year - 2018) * 12 + month.month - 6)

    found = [
        each
        for seed in range(40)
        for made in (feed(seed=seed), feed(steady, seed=seed))
        for each in of(Artefact.LEVEL_CHANGE, found_in(made, COVERED))
    ]
    assert found == []


def test_a_feed_too_small_to_test_says_so_and_finds_nothing():
    small = {group: rate / 40 for group, rate in RATES.items()}
    found = found_in(feed(rates=small), COVERED)
    assert of(Artefact.LEVEL_CHANGE, found) == []
    (few,) = of(Artefact.TOO_FEW, found)
    assert "16 of 16 whole months" in few.measured


def test_months_without_rows_and_days_without_rows_are_not_months_without_arrests():
    made = [each for each in feed() if each.month not in (date(2018, 9, 1), date(2018, 10, 1))]
    last = made[-1]
    idle = ((LAST + timedelta(days=17), LAST + timedelta(days=29)),)
    cut_short = FeedMonth(
        month=last.month, rows=last.rows // 2, groups={k: n // 2 for k, n in last.groups.items()},
        missing=last.missing, idle=idle,
    )  # fmt: skip
    found = found_in([*made[:-1], cut_short], COVERED)
    (gap,) = of(Artefact.MONTHS_MISSING, found)
    assert (gap.cut, gap.measured) == (date(2018, 11, 1), "2 months, 2018-09 to 2018-10")
    (incomplete,) = of(Artefact.MONTH_INCOMPLETE, found)
    assert incomplete.months == (LAST,)
    assert of(Artefact.LEVEL_CHANGE, found) == []  # half a month is no level
    whole = FeedMonth(month=LAST, rows=30, groups={"assault": 30}, missing={}, idle=((LAST, LAST),))
    assert of(Artefact.MONTH_INCOMPLETE, found_in([whole], COVERED)) == []  # one a day: one idle


def test_a_column_that_empties_is_told_with_its_month_and_what_it_forbids():
    found = found_in(feed(missing=lambda month: 0.5 if month >= FEBRUARY else 0.3), COVERED)
    (jump,) = of(Artefact.MISSING_JUMP, found)
    assert (jump.column, jump.cut) == ("district", FEBRUARY)
    (often,) = of(Artefact.OFTEN_MISSING, found)
    assert often.forbids == "a share by district is told with what is missing"
    mostly = found_in(feed(missing=lambda month: 0.6), COVERED)
    assert of(Artefact.OFTEN_MISSING, mostly)[0].forbids.startswith("no share and no comparison")


def test_months_follow_each_other():
    assert next_month(date(2019, 12, 1)) == date(2020, 1, 1)
    assert days_in(date(2020, 2, 1)) == 29
