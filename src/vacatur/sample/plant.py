"""Planted rows: the days on which law and arithmetic turn, which random dates rarely hit.

They are the first rows of every county of `LEAST_PEOPLE` or more, always in this order, and are
named in the column `planted` of `truth/charges.csv`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from vacatur.sample.answers import EVERYWHERE, Answers
from vacatur.sample.calendar import NO_DAY, later
from vacatur.sample.cases import Cases, Court, Mood, Route, Topic
from vacatur.sample.charges import Charges, Outcome, leave_open_what_is_open
from vacatur.sample.codes import SUBSTANCE_OF, SUBSTANCE_UNSAID, SUBSTANCES, offense_index
from vacatur.sample.dice import Days, Ints
from vacatur.sample.people import People
from vacatur.sample.seizures import CONCENTRATE, FLOWER
from vacatur.sample.sentences import COMPLETIONS, FINE_ONLY, PROBATION_ONLY, Orders

LEAST_PEOPLE = 50  # a smaller county has no planted rows
_OTHER = SUBSTANCES.index("other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One planted case of one charge."""

    label: str
    person: int
    offended: str
    closed: str  # "" = still open
    code: str
    route: Route
    court: Court
    plan: int  # position in sentences.PLANS; -1 = no sentence
    probation_months: int
    searched_on: str  # one of people.SEARCH_DAYS
    same_arrest: bool
    mistyped: bool
    circuit_mistyped: bool
    namesake_of: int  # the person whose name this person bears; their own number = nobody


def _fined(label: str, person: int, offended: str, closed: str, *, code: str = "1 0573") -> Planted:
    """Plant a conviction with a fine, whose sentence ends the day it was imposed."""
    return Planted(
        label=label,
        person=person,
        offended=offended,
        closed=closed,
        code=code,
        route=Route.TRIAL,
        court=Court.DISTRICT,
        plan=FINE_ONLY,
        probation_months=12,
        searched_on="2026-02-15",
        same_arrest=False,
        mistyped=False,
        circuit_mistyped=False,
        namesake_of=person,
    )


def _on_probation(label: str, person: int, offended: str, closed: str) -> Planted:
    conviction = _fined(label, person, offended, closed, code="1 1564")
    return replace(conviction, plan=PROBATION_ONLY, probation_months=24)


def _searched(conviction: Planted, day: str) -> Planted:
    return replace(conviction, searched_on=day)


PLANTED: tuple[Planted, ...] = (
    _fined("offense-2012-09-30", 0, "2012-09-30", "2013-01-15"),
    _fined("offense-2012-10-01", 1, "2012-10-01", "2013-01-15", code="1 1635"),
    _fined("offense-2014-09-30", 2, "2014-09-30", "2015-01-15", code="1 1635"),
    _fined("offense-2014-10-01", 3, "2014-10-01", "2015-01-15"),
    _fined("offense-2023-06-30", 4, "2023-06-30", "2023-11-15", code="1 1564"),
    _fined("offense-2023-07-01", 5, "2023-07-01", "2023-11-15", code="1 1564"),
    _on_probation("sentence-ends-2026-02-15", 6, "2023-10-02", "2024-02-15"),
    _on_probation("sentence-ends-2026-02-16", 7, "2023-10-02", "2024-02-16"),
    _fined("convicted-2012-02-29", 8, "2011-11-20", "2012-02-29"),
    # Four years run from the conviction: their last day is the search, or the day before it.
    _searched(_fined("four-years-on-2019-10-01", 9, "2015-06-10", "2015-10-01"), "2019-10-01"),
    _searched(_fined("four-years-on-2019-09-30", 10, "2015-06-10", "2015-09-30"), "2019-10-01"),
    _fined("not-marijuana", 11, "2011-03-08", "2011-06-14", code="4 3550"),
    _fined("pending-elsewhere", 12, "2010-04-12", "2010-07-20"),
    replace(
        _fined("the-pending-case", 12, "2025-12-20", "", code="1 1415"),
        route=Route.UNKNOWN,
        plan=-1,
    ),
    _fined("same-arrest", 13, "2009-05-16", "2009-08-25"),
    replace(
        _fined("same-arrest-other-key", 13, "2009-05-16", "2009-08-25", code="5 3550"),
        same_arrest=True,
        mistyped=True,
    ),
    replace(
        _fined("circuit-other-key", 14, "2010-09-03", "2011-02-11"),
        route=Route.FORWARDED,
        court=Court.CIRCUIT,
        circuit_mistyped=True,
    ),
    _fined("namesake", 15, "2012-04-21", "2012-07-30"),
    replace(_fined("namesake-of", 16, "2012-05-02", "2012-08-09"), namesake_of=15),
)
LABELS = ("", *(planted.label for planted in PLANTED))
PLANTED_PEOPLE = 1 + PLANTED[-1].person


def fix_counts(case_counts: Ints) -> None:
    """Give the planted people as many cases as were planted."""
    case_counts[:PLANTED_PEOPLE] = np.bincount([planted.person for planted in PLANTED])


def fix_cases(cases: Cases) -> None:
    """Put the planted cases in the place of the first drawn ones."""
    place = slice(0, len(PLANTED))
    moved = np.array([planted.court == Court.CIRCUIT for planted in PLANTED])
    cases.offended[place] = _days(lambda planted: planted.offended)
    cases.topic[place] = Topic.CANNABIS
    cases.route[place] = _ints(lambda planted: planted.route)
    cases.court[place] = _ints(lambda planted: planted.court)
    cases.forwarded[place] = np.where(moved, later(cases.offended[place], 30), NO_DAY)
    cases.closed[place] = _days(lambda planted: planted.closed or "2026-06-01")
    cases.mood[place] = Mood.CONVICTED
    cases.same_arrest[place] = _ints(lambda planted: planted.same_arrest)
    cases.mistyped[place] = _ints(lambda planted: planted.mistyped)
    cases.in_circuit[place] = moved
    cases.circuit_mistyped[place] = _ints(lambda planted: planted.circuit_mistyped)
    cases.unlinked[place] = False


def fix_people(people: People) -> None:
    """Give the planted people the birth dates, names and searches that were planted."""
    place = slice(0, PLANTED_PEOPLE)
    people.born[place] = np.datetime64("1985-06-15")
    people.mistyped_born[place] = np.datetime64("1985-06-25")
    for planted in PLANTED:
        people.name[planted.person] = planted.namesake_of
        people.searched_on[planted.person] = np.datetime64(planted.searched_on)
    people.born[PLANTED[-1].person] = np.datetime64("1991-02-03")  # two people, one name


def fix_charges(cases: Cases, charges: Charges) -> None:
    """Put the planted charges, one a case, in the place of the first drawn ones."""
    place = slice(0, len(PLANTED))
    offense = _ints(lambda planted: offense_index(planted.code))
    charges.offense[place] = offense
    charges.substance[place] = np.where(SUBSTANCE_UNSAID[offense], _OTHER, SUBSTANCE_OF[offense])
    charges.outcome[place] = Outcome.CONVICTED
    charges.outcome_day[place] = cases.closed[place]
    leave_open_what_is_open(cases, charges)


def fix_orders(orders: Orders) -> None:
    """Give the planted charges their sentences, all of them returned by the agency."""
    place = slice(0, len(PLANTED))
    orders.plan[place] = _ints(lambda planted: planted.plan)
    orders.probation_months[place] = _ints(lambda planted: planted.probation_months)
    orders.closing[place] = COMPLETIONS.index("satisfactory")
    orders.returned[place] = True


def fix_answers(answers: Answers) -> None:
    """Let every agency answer about the planted people, wholly and with nothing out of the way."""
    people, charges = slice(0, PLANTED_PEOPLE), slice(0, len(PLANTED))
    answers.search[people] = EVERYWHERE
    answers.other_states.charged[people] = False
    answers.outcome_listed[charges] = True
    answers.end_told[charges] = True
    seizures = answers.seizures
    seizures.reported[charges] = seizures.weight[charges] > 0
    seizures.thc[charges] = 0
    seizures.form[charges] = np.where(
        seizures.form[charges] == CONCENTRATE, FLOWER, seizures.form[charges]
    )


def _ints(value: Callable[[Planted], int]) -> Ints:
    return np.array([value(planted) for planted in PLANTED], dtype=np.int64)


def _days(value: Callable[[Planted], str]) -> Days:
    return np.array([value(planted) for planted in PLANTED], dtype="datetime64[D]")
