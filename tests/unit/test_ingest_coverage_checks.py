"""A declaration against small records: what is set aside, what is only said, and where it turns."""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest

from vacatur.ingest.coverage import NOTHING_DECLARED, ChargeLists, Searches
from vacatur.ingest.coverage_checks import LONGEST_SILENCE, judge
from vacatur.record.terms import Court

LAST = date(2020, 6, 30)
ALL = replace(NOTHING_DECLARED, charges=ChargeLists.ALL)
EVERYWHERE = replace(ALL, searches=Searches.EVERYWHERE)


@pytest.fixture
def records():
    """Cases `K<n>` of Howard's District Court, each with the charges 1 and 2, ended on `LAST`."""
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            create table cases_written as
            select 'K' || n as case_id, null::varchar as person_id, 'Howard' as county,
                'district' as court, null::date as filed_date
            from range(10) t(n);
            create table charges_written as
            select case_id || '/' || lpad(c::varchar, 3, '0') as charge_id, case_id,
                'convicted' as disposition, date '{LAST}' as disposition_date
            from cases_written, range(1, 3) t(c);
            create table defendants_written as
            select case_id, date '2020-07-01' as history_checked_on, []::varchar[] as unreadable
            from cases_written"""
        )
        yield connection


def gaps(judged, claim):
    return [gap for gap in judged.gaps if gap.claim == claim]


@pytest.mark.parametrize(("late", "set_aside"), [(0, False), (1, True)])
def test_a_last_day_is_believed_for_three_months_after_the_last_outcome(records, late, set_aside):
    declared = LAST + LONGEST_SILENCE + timedelta(days=late)

    judged = judge(records, replace(EVERYWHERE, last_day=declared))

    assert [gap.set_aside for gap in gaps(judged, "last_day")] == [True] * set_aside
    assert judged.through == (LAST if set_aside else declared)


def test_a_filing_is_a_last_day_too(records):
    records.execute("update cases_written set filed_date = '2020-12-01' where case_id = 'K1'")

    judged = judge(records, replace(EVERYWHERE, last_day=date(2021, 1, 1)))

    assert not gaps(judged, "last_day")


def test_a_set_aside_last_day_names_the_last_outcome_and_what_is_open(records):
    records.execute("update charges_written set disposition = 'pending' where case_id = 'K1'")

    (gap,) = gaps(judge(records, replace(ALL, last_day=date(2021, 6, 30))), "last_day")

    assert str(LAST) in gap.says
    assert (gap.cases, gap.charges, gap.persons) == (1, 2, None)


def test_without_any_day_a_last_day_stands_and_nothing_bears_it_out(records):
    records.execute("update charges_written set disposition_date = null")

    judged = judge(records, replace(ALL, last_day=date(2021, 6, 30)))

    assert judged.through == date(2021, 6, 30)
    assert "no day" in gaps(judged, "last_day")[0].says


@pytest.mark.parametrize(("early", "said"), [(92, 0), (93, 1)])
def test_a_first_day_long_before_the_first_outcome_is_said(records, early, said):
    judged = judge(records, replace(ALL, first_day=LAST - timedelta(days=early)))

    assert [gap.set_aside for gap in gaps(judged, "first_day")] == [False] * said


def test_what_is_older_than_the_first_day_is_counted(records):
    records.execute(
        "update charges_written set disposition_date = '2001-01-01' where case_id = 'K1'"
    )

    (gap,) = gaps(judge(records, replace(ALL, first_day=LAST)), "first_day")

    assert (gap.cases, gap.charges) == (1, 2)


def test_places_that_differ_are_named(records):
    records.execute(
        "update cases_written set county = 'Calvert', court = null where case_id = 'K1'"
    )
    declared = replace(ALL, counties=("Howard", "Clavert"), courts=(Court.DISTRICT, Court.CIRCUIT))

    judged = judge(records, declared)

    missing, undeclared = gaps(judged, "counties")
    assert missing.set_aside
    assert "[Clavert]" in missing.says
    assert "Did you mean [Calvert]?" in missing.says
    assert not undeclared.set_aside
    assert (undeclared.cases, undeclared.charges) == (1, 2)
    circuit, not_known = gaps(judged, "courts")
    assert circuit.set_aside
    assert "[circuit]" in circuit.says
    assert not_known.cases == 1


@pytest.mark.parametrize(("short", "set_aside"), [(2, False), (3, True)])
def test_missing_numbers_in_more_than_a_fifth_set_the_lists_aside(records, short, set_aside):
    records.execute("delete from charges_written where charge_id like '%/001' and case_id < $1",
                    [f"K{short}"])  # fmt: skip

    judged = judge(records, EVERYWHERE)

    (gap,) = gaps(judged, "charges")
    assert f"{short} of 10 cases" in gap.says
    assert gap.set_aside is set_aside
    assert judged.lists_charges is not set_aside
    # A search is no better than the lists that its results stand in.
    assert judged.searches_count is not set_aside
    assert bool(gaps(judged, "searches")) is set_aside


def test_a_case_with_one_charge_shows_nothing_of_missing_numbers(records):
    records.execute("delete from charges_written where charge_id like '%/002' and case_id <> 'K1'")
    records.execute("delete from charges_written where charge_id = 'K1/001'")

    (gap,) = gaps(judge(records, ALL), "charges")

    assert "1 of 1 cases" in gap.says
    assert gap.set_aside


def test_charges_named_otherwise_than_by_numbers_are_not_counted(records):
    records.execute("update charges_written set charge_id = case_id || '/A' || charge_id[-1:]")

    assert not gaps(judge(records, ALL), "charges")


def test_cases_without_a_charge_are_a_gap(records):
    records.execute("delete from charges_written where case_id = 'K1'")

    (gap,) = gaps(judge(records, ALL), "charges")

    assert (gap.cases, gap.charges, gap.set_aside) == (1, 0, False)


@pytest.mark.parametrize(
    ("declared", "lists", "searches"),
    [
        (EVERYWHERE, True, True),
        (ALL, True, False),
        (replace(ALL, searches=Searches.THIS_EXPORT), True, False),
        (replace(EVERYWHERE, charges=ChargeLists.SOME), False, False),
        (replace(EVERYWHERE, charges=None), False, False),
        (NOTHING_DECLARED, False, False),
    ],
)
def test_only_what_is_declared_proves_anything(records, declared, lists, searches):
    judged = judge(records, declared)

    assert (judged.lists_charges, judged.searches_count) == (lists, searches)
    assert bool(gaps(judged, "charges")) is not lists
    assert bool(gaps(judged, "searches")) is not searches


def test_persons_are_counted_once_they_are_linked(records):
    records.execute("update cases_written set person_id = 'p' || (case_id[-1:]::int % 3)")

    (gap,) = gaps(judge(records, replace(ALL, charges=ChargeLists.SOME)), "charges")

    assert (gap.cases, gap.charges, gap.persons) == (10, 20, 3)
