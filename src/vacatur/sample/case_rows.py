"""Case headers as the court exports them, District and Circuit in one file."""

from __future__ import annotations

from typing import Any

import numpy as np

from vacatur.sample import people as said
from vacatur.sample.calendar import NO_DAY, later
from vacatur.sample.cases import Route
from vacatur.sample.chunk import Chunk, shuffled
from vacatur.sample.columns import (
    Table,
    constant,
    digits,
    either,
    flagged,
    hex_keys,
    iso,
    slashed,
    words,
)
from vacatur.sample.dice import Days, Flags, Ints

CASE_COLUMNS = (
    "case_num",
    "court_system",
    "status_date",
    "tracking_num",
    "district_code",
    "location_code",
    "doc_type",
    "case_disposition",
    "complaint_num",
    "district_case_num",
    "person_key",
    "name_only_key",
    "defendant_name_shape",
    "defendant_race",
    "defendant_sex",
    "defendant_dob_shifted",
    "defendant_city",
    "defendant_state",
    "defendant_zip5",
)
PERSON_TRUTH_COLUMNS = ("case_number", "person")

DISTRICT_COURT = "DISTRICT COURT FOR BALTIMORE CITY CRIMINAL SYSTEM"
CIRCUIT_COURT = "Circuit Court for Baltimore City Criminal System"
CASE_DISPOSITIONS = (
    "TRIAL",
    "JURY TRIAL PRAYED",
    "FORWARDED TO CIRCUIT COURT",
    "FAILED TO APPEAR",
    "Unknown",
)  # in the order of cases.Route
_LOCATIONS, _LOCATION_WEIGHTS = ("03", "01", "02", "05", ""), (390, 375, 230, 5)
_DOCUMENTS = ("STATEMENT OF CHARGES", "WARRANT", "CITATION", "SUMMONS", "")
_DOCUMENT_WEIGHTS = (984, 10, 4, 2)
_MONTH_LETTERS = tuple("ABCDEFGHIJKL")

_SURNAMES = tuple("X" * length for length in range(4, 10))
_GIVEN_NAMES = tuple("X" * length for length in range(4, 10))
_ENDINGS = ("",) * 17 + (" X", " XXXXXX", " JR", " JR", " SR", " II", " III")
NAME_SHAPES = tuple(
    f"{surname}, {given}{ending}"
    for surname in _SURNAMES
    for given in _GIVEN_NAMES
    for ending in _ENDINGS
)


class Headers:
    """Which case, and which of its two courts, each header row of a chunk stands for."""

    def __init__(self, chunk: Chunk) -> None:
        in_circuit = np.flatnonzero(chunk.cases.in_circuit)
        districts = len(chunk.cases)
        case = np.append(np.arange(districts), in_circuit)
        circuit = np.arange(len(case)) >= districts
        numbers = chunk.numbers
        number = np.where(circuit, numbers.circuit[case], numbers.district[case])
        order = shuffled(number, chunk.planted_cases)
        self.case: Ints = case[order]
        self.circuit: Flags = circuit[order]
        self.person: Ints = chunk.cases.person[self.case]

    def __len__(self) -> int:
        return len(self.case)


def person_truth_rows(chunk: Chunk, headers: Headers) -> Table:
    """Return which invented person each case belongs to."""
    person = digits(chunk.people.number[headers.person], 8)
    return {"case_number": _case_number(chunk, headers), "person": person}


def case_rows(chunk: Chunk, headers: Headers) -> Table:
    """Return the header rows of a chunk, in the court's columns."""
    size = len(headers)
    return {
        "case_num": _case_number(chunk, headers),
        "court_system": flagged(headers.circuit, CIRCUIT_COURT, DISTRICT_COURT),
        "status_date": slashed(_status_day(chunk, headers)),
        "district_code": flagged(headers.circuit, "", "01"),
        "location_code": _drawn(chunk, headers, _LOCATIONS, _LOCATION_WEIGHTS),
        "doc_type": _drawn(chunk, headers, _DOCUMENTS, _DOCUMENT_WEIGHTS),
        "case_disposition": _case_disposition(chunk, headers),
        "tracking_num": _tracking_number(chunk, headers),
        "complaint_num": _complaint_number(chunk, headers),
        "district_case_num": _district_link(chunk, headers),
        **_person_columns(chunk, headers),
        **_address_columns(chunk, headers, size),
    }


def has_mistyped_birth_date(chunk: Chunk, headers: Headers) -> Flags:
    """Tell which headers print the mistyped birth date, and the key made from it."""
    cases, case = chunk.cases, headers.case
    flags: Flags = np.where(headers.circuit, cases.circuit_mistyped[case], cases.mistyped[case])
    return flags


def _case_number(chunk: Chunk, headers: Headers) -> Any:
    return either(
        headers.circuit,
        digits(chunk.numbers.circuit[headers.case], 9),
        digits(chunk.numbers.district[headers.case], 9, letter_at=1, letter="B"),
    )


def _status_day(chunk: Chunk, headers: Headers) -> Days:
    """Return, for Circuit headers, the day the case closed or, while open, soon after it came."""
    cases = chunk.cases
    closed, came = cases.closed[headers.case], later(cases.forwarded[headers.case], 14)
    last = np.where(closed <= cases.exported_on, closed, np.minimum(came, cases.exported_on))
    return np.where(headers.circuit, last, NO_DAY)


def _case_disposition(chunk: Chunk, headers: Headers) -> Any:
    """Return it for District headers; an open case has none yet, and the court prints Unknown."""
    cases = chunk.cases
    route, case = cases.route[headers.case], headers.case
    settled = np.where(np.isnat(cases.forwarded), cases.closed, cases.forwarded)[case]
    shown = np.where(settled > cases.exported_on, Route.UNKNOWN, route)
    return words([*CASE_DISPOSITIONS, ""], np.where(headers.circuit, len(Route), shown))


def _tracking_number(chunk: Chunk, headers: Headers) -> Any:
    """Return the arrest's number; District headers often lack it, unless another case needs it."""
    drawn = chunk.dice.chance(920, len(headers))
    rare = chunk.dice.chance(450, len(headers))
    first_of_two = np.append(chunk.cases.same_arrest[1:], False) | chunk.cases.same_arrest
    needed = first_of_two[headers.case] | (headers.case < chunk.planted_cases)
    printed = np.where(headers.circuit, drawn, rare | needed)
    return either(printed, digits(chunk.numbers.tracking[headers.case], 12), "Unknown")


def _complaint_number(chunk: Chunk, headers: Headers) -> Any:
    """Return, for Circuit headers, two figures for the year, a letter for the month, and five."""
    offended = chunk.cases.offended[headers.case]
    month = offended.astype("datetime64[M]").astype(np.int64)
    number = (month // 12 - 30) * 100_000 + chunk.dice.below(100_000, len(headers))
    text = either(np.zeros(len(headers), dtype=bool), "", digits(number, 7))
    for position, letter in enumerate(_MONTH_LETTERS):
        lettered = digits(number, 7, letter_at=2, letter=letter)
        text = either(month % 12 == position, lettered, text)
    text = either(chunk.dice.chance(985, len(headers)), text, "Unknown")
    return either(headers.circuit, text, "")


def _district_link(chunk: Chunk, headers: Headers) -> Any:
    linked = digits(chunk.numbers.district[headers.case], 9, letter_at=1, letter="B")
    known = either(~chunk.cases.unlinked[headers.case], linked, "Unknown")
    return either(headers.circuit, known, "")


def _person_columns(chunk: Chunk, headers: Headers) -> Table:
    people, numbers, person = chunk.people, chunk.numbers, headers.person
    slipped = has_mistyped_birth_date(chunk, headers)
    key = np.where(slipped, numbers.mistyped_key[person], numbers.person_key[person])
    born = np.where(slipped, people.mistyped_born[person], people.born[person])
    races, race = len(said.DISTRICT_RACES), people.race[person]
    sexes, sex = len(said.DISTRICT_SEXES), people.sex[person]
    return {
        "person_key": hex_keys("P", key),
        "name_only_key": hex_keys("N", numbers.name_key[person]),
        "defendant_name_shape": words(NAME_SHAPES, numbers.name_shape[person] % len(NAME_SHAPES)),
        "defendant_race": words(
            [*said.DISTRICT_RACES, *said.CIRCUIT_RACES], race + races * headers.circuit
        ),
        "defendant_sex": words(
            [*said.DISTRICT_SEXES, *said.CIRCUIT_SEXES], sex + sexes * headers.circuit
        ),
        "defendant_dob_shifted": iso(born),
    }


def _address_columns(chunk: Chunk, headers: Headers, size: int) -> Table:
    """Return the address; in some District rows the city slipped into the state's column."""
    shifted = chunk.dice.chance(60, size) & ~headers.circuit
    city = words(said.CITIES, chunk.people.city[headers.person])
    return {
        "defendant_city": either(~shifted, city, ""),
        "defendant_state": either(shifted, city, constant("MD", size)),
        "defendant_zip5": words(said.ZIPS, chunk.people.zip[headers.person]),
    }


def _drawn(
    chunk: Chunk, headers: Headers, vocabulary: tuple[str, ...], weights: tuple[int, ...]
) -> Any:
    """Return a drawn word for District headers; the vocabulary's last, blank, for the others."""
    position = chunk.dice.pick(weights, len(headers))
    return words(vocabulary, np.where(headers.circuit, len(vocabulary) - 1, position))
