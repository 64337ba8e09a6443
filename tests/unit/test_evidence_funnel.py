"""The funnel: one linked cohort at fixed horizons, with its open cases; and what is none."""

import dataclasses
import json
from datetime import date, timedelta

import pytest

from tests.support.evidence import source
from vacatur.errors import FigureRefused
from vacatur.evidence.cohort import CohortCase, DecidedBy, End, Stage
from vacatur.evidence.figures import plain
from vacatur.evidence.funnel import funnel, funnels_by_month, plain_share
from vacatur.evidence.sources import Unit
from vacatur.evidence.unlinked import (
    BoundedShare,
    Side,
    StageCount,
    StatedCount,
    UnlinkedStages,
    bounded_share,
    require_linked,
)
from vacatur.figures.incidence import Course, incidence
from vacatur.figures.intervals import Method

START = date(2015, 1, 1)
TO = date(2018, 11, 30)


def courses(rows, followed=99):
    return [Course(days=d, kind=k, followed=d if k is None else followed) for d, k in rows]


def case(number, arrested=START, end=None, after=None, **reached):
    return CohortCase(
        case_id=str(number),
        arrested_on=arrested,
        reached={Stage(name): arrested + timedelta(days=days) for name, days in reached.items()},
        end=end,
        ended_on=None if after is None else arrested + timedelta(days=after),
    )


def follow(*cases, to=TO, **options):
    return funnel(cases, source(Unit.CASE), followed_to=to, label="2015-01", **options)


def test_aalen_and_johansen_as_published():
    # R, cmprsk::cuminc, as statsmodels' own tests quote it: incidence of 1 at 2, 2 at 4, 3 at 7;
    # standard errors by Stata's stcompet.
    times = [1, 1, 2, 4, 4, 4, 6, 6, 7, 8, 9, 9, 9, 1, 2, 2, 4, 4]
    kinds = ["a", "a", "a", "b", "b", "b", "c", "c", "c", *[None] * 9]
    rows = courses(zip(times, kinds, strict=True))

    assert incidence(rows, "a", 2).estimate.value == pytest.approx(0.17037037)
    assert incidence(rows, "b", 4).estimate.value == pytest.approx(0.20740741)
    assert incidence(rows, "c", 6).estimate.value == pytest.approx(0.17777778)
    found = incidence(rows, "c", 8)
    assert found.estimate.value == pytest.approx(0.26666667)
    assert (found.seen, found.otherwise, found.open, found.not_followed) == (3, 6, 4, 5)
    assert found.estimate.interval.method is Method.AALEN_JOHANSEN


def test_with_one_kind_of_end_it_is_kaplan_and_meier():
    # 6-mercaptopurine, Freireich 1963 (Klein and Moeschberger, Survival Analysis, table 4.1):
    # in remission .857 at 6 weeks, .753 at 10, .448 at 23.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    open_at = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    rows = courses([*((d, "relapse") for d in ended), *((d, None) for d in open_at)])

    for weeks, remission in [(6, 0.857), (10, 0.753), (23, 0.448)]:
        found = incidence(rows, "relapse", weeks).estimate
        assert found.value == pytest.approx(1 - remission, abs=5e-4)
        assert found.interval.low < found.value < found.interval.high


def test_where_all_are_followed_it_is_a_plain_share():
    rows = [Course(days=5, kind="a", followed=400)] * 30
    rows += [Course(days=400, kind=None, followed=400)] * 70

    found = incidence(rows, "a", 365)

    assert found.estimate.value == 0.3
    assert found.estimate.interval.method is Method.WILSON


def test_an_end_on_the_day_itself_is_counted():
    rows = [Course(days=30, kind="a", followed=90), Course(days=90, kind=None, followed=90)]

    assert incidence(rows, "a", 30).seen == 1
    assert incidence(rows, "a", 29).seen == 0


def test_both_plain_shares_are_biased_where_cases_are_open_and_the_estimate_is_not():
    # Every case is convicted after 300 days or dropped after 10, half and half; arrests are spread
    # over 400 days, so that at the end slow ones are open more often.
    cases = [
        case(n, START + timedelta(days=n), *((End.CONVICTED, 300) if n % 2 else (End.DROPPED, 10)))
        for n in range(400)
    ]
    found = follow(*cases, to=START + timedelta(days=400), horizons=(365,))
    convicted = found.at(End.CONVICTED, 365)

    assert convicted.estimate.value == pytest.approx(0.5, abs=0.03)
    assert convicted.seen / convicted.total < 0.2
    assert found.ended[End.CONVICTED] / (found.total - found.open) < 0.3
    assert found.open > 100
    with pytest.raises(FigureRefused, match="cases are open"):
        plain_share(found.ended[End.CONVICTED], found.total, open_cases=found.open)


def test_stages_are_reached_and_competing_ends_end_the_way():
    found = follow(
        case(1, end=End.RELEASED_BY_POLICE, after=1),
        case(2, end=End.DECLINED, after=20, referred=2),
        case(3, end=End.CONVICTED, after=200, filed=10, disposed=200, sentenced=260),
        case(4, filed=40),
        case(5, end=End.DROPPED, after=90, referred=1, filed=5, disposed=90, relieved=700),
    )

    def share(stage, days):
        return found.at(stage, days).estimate.value

    assert [share(Stage.REFERRED, each) for each in (30, 365)] == [0.6, 0.8]
    assert [share(Stage.FILED, each) for each in (30, 365)] == [0.4, 0.6]
    assert [share(Stage.SENTENCED, each) for each in (30, 365)] == [0, 0.2]
    assert [share(Stage.RELIEVED, each) for each in (365, 730)] == [0, 0.2]
    assert (found.open, found.ended[End.DROPPED], found.ended[End.ACQUITTED]) == (1, 1, 0)
    assert found.at(Stage.FILED, 365).otherwise == 2


def test_a_conviction_leads_to_a_sentence_and_any_end_to_relief():
    found = follow(
        case(1, end=End.CONVICTED, after=100, disposed=100),
        case(2, end=End.ACQUITTED, after=100, disposed=100),
    )
    sentenced, relieved = found.at(Stage.SENTENCED, 365), found.at(Stage.RELIEVED, 365)

    assert (sentenced.otherwise, sentenced.open) == (1, 1)
    assert (relieved.otherwise, relieved.open) == (0, 2)


def test_decisions_of_police_and_prosecutor_stand_apart():
    found = follow(
        case(1, end=End.RELEASED_BY_POLICE, after=1),
        case(2, end=End.DECLINED, after=20),
        case(3, end=End.DROPPED, after=25),
        case(4, end=End.DISMISSED, after=29),
    )

    assert found.at(DecidedBy.POLICE, 30).estimate.value == 0.25
    assert found.at(DecidedBy.PROSECUTOR, 30).estimate.value == 0.5
    assert found.at(DecidedBy.COURT, 30).estimate.value == 0.25


def test_what_is_dated_later_is_not_yet_known():
    known = case(1, end=End.CONVICTED, after=100)
    later = case(2, end=End.CONVICTED, after=500, filed=450)

    found = follow(known, later, to=START + timedelta(days=400))

    assert found.open == 1
    assert found.at(Stage.FILED, 365).seen == 0
    assert found == follow(known, case(2), to=START + timedelta(days=400))


def test_nothing_is_said_of_a_horizon_that_nobody_was_followed_to():
    found = follow(case(1), case(2), to=START + timedelta(days=364))

    assert found.at(End.CONVICTED, 30).estimate.value == 0
    assert found.at(End.CONVICTED, 365).estimate is None
    assert found.at(End.CONVICTED, 365).not_followed == 2


def test_none_of_a_few_who_were_followed_is_not_certainly_none():
    early = [case(n) for n in range(5)]
    late = [case(n, START + timedelta(days=300)) for n in range(5, 100)]

    found = follow(*early, *late, to=START + timedelta(days=365)).at(End.CONVICTED, 365)

    assert found.estimate.value == 0
    assert found.followed == 5
    assert found.estimate.interval.high > 0.4


def test_cases_that_contradict_themselves_are_left_out_and_counted():
    found = follow(
        case(1),
        case(2, end=End.DECLINED),
        case(3, after=9),
        case(4, filed=-1),
        case(5, filed=20, disposed=10),
        case(6, date(2014, 12, 31)),
        case(7, date(2017, 12, 31)),
        to=date(2017, 6, 30),
    )

    assert found.total == 1
    assert found.left_out == {
        "an end without its day, or a day without its end": 2,
        "something happened before the arrest": 1,
        "a stage was reached before an earlier one": 1,
        "arrested outside the period of the source": 1,
        "arrested after the last day that is followed": 1,
    }


def test_cohorts_are_by_month_of_arrest():
    cases = [case(1, date(2015, 3, 31)), case(2, date(2015, 4, 1)), case(3, date(2015, 3, 1))]

    found = funnels_by_month(cases, source(Unit.CASE), followed_to=TO)

    assert [(each.label, each.total) for each in found] == [("2015-03", 2), ("2015-04", 1)]


def test_a_plain_share_has_both_denominators():
    found = plain_share(30, 100, open_cases=10)

    assert (found.of_all.value, found.of_closed.value) == (0.3, 30 / 90)


def test_more_than_so_many_gives_a_bound():
    # "78 of more than 1,100", said by an opponent of the office: at most 7.1 % (5.7 to 8.8).
    found = bounded_share(
        StatedCount(count=78, more_than=False),
        StatedCount(count=1100, more_than=True),
        said_by="an election opponent",
    )

    assert found.side is Side.AT_MOST
    assert found.bound.value == pytest.approx(0.0709, abs=5e-5)
    limits = (found.bound.interval.low, found.bound.interval.high)
    assert limits == pytest.approx((0.057, 0.088), abs=5e-4)
    assert str(found.total) == "more than 1,100"


def test_more_than_so_many_of_a_known_whole_is_at_least():
    found = bounded_share(
        StatedCount(count=78, more_than=True),
        StatedCount(count=1100, more_than=False),
        said_by="the office",
    )

    assert found.side is Side.AT_LEAST


def test_stages_that_are_not_linked_have_no_share():
    stages = UnlinkedStages(
        stages=(
            StageCount(
                stage="arrests", count=StatedCount(count=1514, more_than=False), source=source()
            ),
            StageCount(
                stage=Stage.FILED,
                count=StatedCount(count=700, more_than=True),
                source=source(Unit.CASE, said_by="the office"),
            ),
        )
    )

    printed = "\n".join(stages.lines())
    names = {each.name for each in dataclasses.fields(UnlinkedStages)} | set(vars(UnlinkedStages))

    assert "filed: more than 700 (unit: case;" in printed
    assert "%" not in printed + json.dumps(plain(stages))
    assert {each for each in names if not each.startswith("_")} == {"stages", "lines"}
    with pytest.raises(FigureRefused, match="stages that were counted separately"):
        require_linked(stages)


def test_a_linked_cohort_passes():
    found = follow(case(1))

    assert require_linked(found) is found
    assert not isinstance(found, BoundedShare)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: follow(case(1), to=date(2018, 12, 2)), "after the extract of [2018-12-01]"),
        (lambda: follow(case(1), case(1)), "[1] cases stand twice, such as [1]"),
        (lambda: follow(), "no case can be followed"),
        (lambda: follow(case(1, date(2014, 1, 1))), "no case can be followed"),
        (lambda: follow(case(1)).at(Stage.FILED, 60), "nothing was asked at [60] days"),
        (lambda: incidence([], "a", 30), "no case is followed"),
        (lambda: follow(case(1), horizons=()), "no horizon is named"),
        (lambda: plain_share(30, 100, open_cases=11), "[11] of [100] cases are open"),
        (lambda: plain_share(95, 100, open_cases=10), "[95] of [90] is no share"),
        (lambda: plain_share(0, 0, open_cases=0), "[0] of [0] is no share"),
        (
            lambda: bounded_share(
                StatedCount(count=1, more_than=True),
                StatedCount(count=2, more_than=True),
                said_by="x",
            ),
            "both of them is a bound",
        ),
        (
            lambda: bounded_share(
                StatedCount(count=1, more_than=False),
                StatedCount(count=2, more_than=False),
                said_by="x",
            ),
            "neither of them is a bound",
        ),
        (
            lambda: bounded_share(
                StatedCount(count=1, more_than=False),
                StatedCount(count=2, more_than=True),
                said_by="",
            ),
            "without who stated it",
        ),
    ],
)
def test_a_funnel_that_cannot_be_followed_is_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)
