"""One chunk of the county: some people and everything about them, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vacatur.sample import keys, plant
from vacatur.sample.answers import Answers, draw_answers
from vacatur.sample.calendar import EXTRACT_DAY, offense_days
from vacatur.sample.cases import CASES_PER_PERSON, CHARGES_PER_CASE, Cases, draw_cases
from vacatur.sample.charges import Charges, draw_charges
from vacatur.sample.dice import Days, Dice, Ints
from vacatur.sample.people import People, draw_people
from vacatur.sample.sentences import Sentences, draw_orders, impose


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Numbers that a chunk's rows are known by, before they are written as text."""

    district: Ints  # of each District case
    circuit: Ints  # of its Circuit header, whether or not there is one
    tracking: Ints  # of the arrest
    person_key: Ints
    mistyped_key: Ints
    name_key: Ints
    name_shape: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """People of one chunk, their cases, charges and sentences, and what agencies know of them."""

    people: People
    cases: Cases
    charges: Charges
    sentences: Sentences
    answers: Answers  # of agencies, if they were asked on the day of the export
    numbers: Numbers
    dice: Dice  # for details that nothing else depends on
    planted_cases: int  # so many of the first cases were planted, each with one charge


def invent(
    seed: int,
    index: int,
    people_count: int,
    *,
    first_person: int,
    first_case: int,
    planted: bool,
    days: Callable[[Dice, int], Days] = offense_days,
    exported_on: np.datetime64 = EXTRACT_DAY,
    pass_a_month: Callable[[Cases, int], None] | None = None,
) -> Chunk:
    """Invent one chunk.

    Parameters
    ----------
    index
        Position of the chunk in the county; it names the streams of draws.
    first_person, first_case
        People and District cases invented before this chunk.
    planted
        Put the planted rows first.
    days
        Draws the offense dates.
    exported_on
        Day of the export.
    pass_a_month
        Changes the cases, of which so many were planted, as they change between two exports. None:
        this is the first one.
    """
    counts = Dice(seed, index, keys.COUNTS)
    case_counts = counts.pick(CASES_PER_PERSON, people_count)
    if planted:
        plant.fix_counts(case_counts)
    charge_counts = counts.pick(CHARGES_PER_CASE, int(case_counts.sum()))
    planted_cases = len(plant.PLANTED) if planted else 0
    charge_counts[:planted_cases] = 1

    cases = draw_cases(
        Dice(seed, index, keys.CASES),
        case_counts,
        charge_counts,
        days=days,
        exported_on=exported_on,
    )
    if planted:
        plant.fix_cases(cases)
    if pass_a_month:
        pass_a_month(cases, planted_cases)
    people = draw_people(Dice(seed, index, keys.PEOPLE), first_person, cases)
    if planted:
        plant.fix_people(people)
    charges = draw_charges(Dice(seed, index, keys.CHARGES), cases)
    if planted:
        plant.fix_charges(cases, charges)
    orders = draw_orders(Dice(seed, index, keys.SENTENCES), charges)
    if planted:
        plant.fix_orders(orders)
    answers = draw_answers(Dice(seed, index, keys.FACTS), people, charges, exported_on)
    if planted:
        plant.fix_answers(answers)
    return Chunk(
        people=people,
        cases=cases,
        charges=charges,
        sentences=impose(charges, orders, exported_on),
        answers=answers,
        numbers=_number(seed, people, cases, first_case),
        dice=Dice(seed, index, keys.DETAILS),
        planted_cases=planted_cases,
    )


def _number(seed: int, people: People, cases: Cases, first_case: int) -> Numbers:
    counter = first_case + np.arange(len(cases))
    return Numbers(
        district=keys.district_numbers(seed, counter),
        circuit=keys.circuit_numbers(seed, counter),
        tracking=keys.tracking_numbers(seed, counter - cases.same_arrest),
        person_key=keys.person_key_numbers(seed, 2 * people.number),
        mistyped_key=keys.person_key_numbers(seed, 2 * people.number + 1),
        name_key=keys.name_key_numbers(seed, people.name),
        name_shape=keys.name_shape_numbers(seed, people.name),
    )


def shuffled(numbers: Ints, planted: int) -> Ints:
    """Return an order of rows that keeps the planted first and mixes everybody else.

    Rows sorted by person would give away who is whom.
    """
    return np.append(np.arange(planted), planted + np.argsort(numbers[planted:], kind="stable"))
