"""What the central repository of criminal records would answer about each person.

The repository goes by fingerprint: whatever key it is asked by, it lists every case of the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from vacatur.sample.answers import EVERYWHERE, NO_SEARCH, SEARCHES
from vacatur.sample.calendar import NO_DAY
from vacatur.sample.cases import CHARGES_PER_CASE
from vacatur.sample.charges import Outcome
from vacatur.sample.chunk import Chunk
from vacatur.sample.codes import OFFENSES
from vacatur.sample.columns import (
    Table,
    cells_of,
    digits,
    hex_keys,
    iso,
    stacked,
    taken,
    text_column,
    words,
)
from vacatur.sample.dice import Flags, Ints
from vacatur.sample.keys import other_state_numbers
from vacatur.sample.other_states import DESCRIPTIONS, STATES

HISTORY_COLUMNS = (
    "person_key",
    "searched_on",
    "searched",
    "case_num",
    "charge_num",
    "listed_under",
    "state",
    "description",
    "statute",
    "offense_date",
    "disposition",
    "disposition_date",
)
_HOME = "MD"
_STATES = (_HOME, *STATES)
_DESCRIPTIONS = ("", *(offense.description for offense in OFFENSES), *DESCRIPTIONS)
_STATUTES = ("", *(offense.statute for offense in OFFENSES))
_CHARGE_NUMBERS = ("", *(f"{number:03}" for number in range(1, len(CHARGES_PER_CASE) + 1)))
_OUTCOMES = (*(outcome.name.lower() for outcome in Outcome), "")
_NOT_LISTED = len(Outcome)
_DISTRICT_AT = 1  # of the first District number among `_case_numbers`; the first is blank

# Lines of the repository, once for each whoever's search lists them: one array for each of these.
_Lines = Mapping[str, Any]


def history_rows(chunk: Chunk, seed: int, *, by_case: bool = False) -> Table:
    """Return the answers of a chunk: one block of rows for each person key that the export has.

    A block lists every case of the person, whatever key the case stands under. Blocks come by key:
    any other order would say who comes next to whom.

    Parameters
    ----------
    by_case
        The export has no person keys, so the number of each case stands in the place of one.
    """
    numbers = _case_numbers(chunk, seed)
    person, keys = _searches_by_case(chunk, numbers) if by_case else _searches_by_key(chunk)
    lines = _lines(chunk)
    each, line = _blocks(person, lines["person"], len(chunk.people))
    told = {name: values[line] for name, values in lines.items()}
    return {
        "person_key": cells_of(keys, each),
        "searched_on": iso(np.full(len(line), chunk.cases.exported_on)),
        "searched": words(SEARCHES, chunk.answers.search[told["person"]]),
        "case_num": cells_of(numbers, told["number"]),
        "charge_num": words(_CHARGE_NUMBERS, told["charge"]),
        "listed_under": cells_of(numbers, told["under"]),
        "state": words(_STATES, told["state"]),
        "description": words(_DESCRIPTIONS, told["description"]),
        "statute": words(_STATUTES, told["statute"]),
        "offense_date": iso(told["offended"]),
        "disposition": words(_OUTCOMES, told["outcome"]),
        "disposition_date": iso(told["outcome_day"]),
    }


def _searches_by_case(chunk: Chunk, numbers: Any) -> tuple[Ints, Any]:
    """Return person and case number of each search that returned something, sorted by number."""
    cases, person = chunk.cases, chunk.cases.person
    asked = ~cases.vanished & (chunk.answers.search[person] != NO_SEARCH)
    district, circuit = np.flatnonzero(asked), np.flatnonzero(asked & cases.in_circuit)
    printed = np.append(chunk.numbers.district[district], chunk.numbers.circuit[circuit])
    order = np.argsort(printed, kind="stable")
    at = np.append(_DISTRICT_AT + district, _DISTRICT_AT + len(cases) + circuit)[order]
    return person[np.append(district, circuit)][order], taken({"key": numbers}, at)["key"]


def _searches_by_key(chunk: Chunk) -> tuple[Ints, Any]:
    """Return person and person key of each search that returned something, sorted by key."""
    cases, numbers = chunk.cases, chunk.numbers
    there, in_circuit = ~cases.vanished, cases.in_circuit & ~cases.vanished
    right = (there & ~cases.mistyped) | (in_circuit & ~cases.circuit_mistyped)
    slipped = (there & cases.mistyped) | (in_circuit & cases.circuit_mistyped)
    answered = chunk.answers.search != NO_SEARCH
    by_right = np.flatnonzero(_has_any(cases.person, right, len(answered)) & answered)
    by_slipped = np.flatnonzero(_has_any(cases.person, slipped, len(answered)) & answered)
    person = np.append(by_right, by_slipped)
    key = np.append(numbers.person_key[by_right], numbers.mistyped_key[by_slipped])
    order = np.argsort(key, kind="stable")
    return person[order], hex_keys("P", key[order])


def _has_any(person: Ints, flags: Flags, people: int) -> Flags:
    found = np.zeros(people, dtype=bool)
    found[person[flags]] = True
    return found


def _blocks(person: Ints, of_line: Ints, people: int) -> tuple[Ints, Ints]:
    """Return, for each row to write, its search and its line; lines stand person by person."""
    count = np.bincount(of_line, minlength=people)
    first = np.cumsum(count) - count
    length = count[person]
    each = np.repeat(np.arange(len(person)), length)
    before = np.repeat(np.cumsum(length) - length, length)
    return each, first[person][each] + np.arange(len(each)) - before


def _lines(chunk: Chunk) -> _Lines:
    """Return the repository's lines by person, case and charge; another state's come last."""
    parts = (_charge_lines(chunk), _circuit_lines(chunk), _other_state_lines(chunk))
    lines = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((lines.pop("place"), lines["person"]))
    return {name: values[order] for name, values in lines.items()}


def _charge_lines(chunk: Chunk) -> _Lines:
    cases, charges = chunk.cases, chunk.charges
    at = np.flatnonzero(~cases.vanished[charges.case])
    case, listed = charges.case[at], chunk.answers.outcome_listed[at]
    return {
        "person": cases.person[case],
        "place": 2 * case,
        "number": _DISTRICT_AT + case,
        "charge": charges.number[at],
        "under": _blank(at),
        "state": _blank(at),
        "description": 1 + charges.offense[at],
        "statute": 1 + charges.offense[at],
        "offended": cases.offended[case],
        "outcome": np.where(listed, charges.outcome[at], _NOT_LISTED),
        "outcome_day": np.where(listed, charges.outcome_day[at], NO_DAY),
    }


def _circuit_lines(chunk: Chunk) -> _Lines:
    """Return one line for each case that went on: its charges are listed under the District's."""
    cases = chunk.cases
    case = np.flatnonzero(cases.in_circuit & ~cases.vanished)
    return {
        "person": cases.person[case],
        "place": 2 * case + 1,
        "number": _DISTRICT_AT + len(cases) + case,
        "charge": _blank(case),
        "under": _DISTRICT_AT + case,
        "state": _blank(case),
        "description": _blank(case),
        "statute": _blank(case),
        "offended": np.full(len(case), NO_DAY),
        "outcome": np.full(len(case), _NOT_LISTED),
        "outcome_day": np.full(len(case), NO_DAY),
    }


def _other_state_lines(chunk: Chunk) -> _Lines:
    """Return the charges elsewhere of those whose search went beyond the state."""
    away = chunk.answers.other_states
    charged = np.flatnonzero(away.charged)
    listed = chunk.answers.search[charged] == EVERYWHERE
    person = charged[listed]
    return {
        "person": person,
        "place": np.full(len(person), 2 * len(chunk.cases)),
        "number": _DISTRICT_AT + 2 * len(chunk.cases) + np.flatnonzero(listed),
        "charge": np.ones(len(person), dtype=np.int64),
        "under": _blank(person),
        "state": 1 + away.state[person],
        "description": 1 + len(OFFENSES) + away.description[person],
        "statute": _blank(person),
        "offended": away.offended[person],
        "outcome": away.outcome[person],
        "outcome_day": away.outcome_day[person],
    }


def _blank(lines: Ints) -> Ints:
    """Return the first position of a vocabulary, once for each line: blank, or the home state."""
    return np.zeros(len(lines), dtype=np.int64)


def _case_numbers(chunk: Chunk, seed: int) -> Any:
    """Return blank, every District and every Circuit number, and those of other states' courts."""
    charged = chunk.people.number[chunk.answers.other_states.charged]
    elsewhere = other_state_numbers(seed, charged).tolist()
    return stacked(
        [
            text_column([""]),
            digits(chunk.numbers.district, 9, letter_at=1, letter="B"),
            digits(chunk.numbers.circuit, 9),
            text_column([f"XX-{number}" for number in elsewhere]),
        ]
    )
