"""A participant is whom an agency's number names; a name alone links nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from vacatur.errors import WorkspaceError
from vacatur.facts.ground import identifier_key
from vacatur.facts.ground_names import (
    Link,
    Printed,
    _may_be_named,
    link_all,
    require_no_strangers,
)
from vacatur.office.ground_file import load_ground

TEXT = """
format: 1
id: unit
title: A unit
kind: new_information
learned: Something.
document: A memorandum
received_on: 2018-06-01
office: An office
author: A. Author
affects:
  - person: One
    known_as:
      - {agency: EXPD, identifier: D417, names: ["HALLOWMERE, QUENLY"]}
      - {agency: EXTP, identifier: H22, names: ["HALLOWMERE, QUENLY"]}
  - person: Two
    known_as:
      - {agency: EXPD, identifier: "900", names: ["MOSSWIDDLE, Q."]}
"""


@pytest.fixture
def ground(tmp_path: Path):
    path = tmp_path / "ground.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return load_ground(path)


def linked(ground, agency, identifier, name):
    printed = Printed(agency, identifier, name)
    found = link_all(ground, [printed]).get(printed)
    return None if found is None else (found.label, found.link)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("D417", " d-0417 ", True),
        ("D.417", "D 417", True),
        ("D417", "D4170", False),
        ("0417", "417", True),
        ("D417", "417", False),
        ("A1B02", "A1B2", True),
        ("A10", "A1", False),
        ("000", "0", True),
        ("4-17", "4/017", True),
        ("4-17", "41-7", False),
        ("4-17", "417", False),
        ("D-4-17", "d4 17", True),
    ],
)
def test_a_number_is_one_however_it_is_printed(one, other, same):
    assert (identifier_key(one) == identifier_key(other)) is same


@pytest.mark.parametrize(
    "name",
    [
        "HALLOWMERE, QUENLY",
        "Hallowmere Quenly",
        "HALLOWMERE, Q.",
        "Q. HALLOWMERE",
        "HALLOWMERE, QUENLEY J",
        "HALLOWMERE JR, QUENLY",
        "HALLOWMERE",
        "",
        None,
    ],
)
def test_spellings_of_one_name_stand_beside_one_number(ground, name):
    assert linked(ground, "expd", "D-0417", name) == ("One", Link.BY_NUMBER)
    assert linked(ground, "EXTP", "h22", name) == ("One", Link.BY_NUMBER)


@pytest.mark.parametrize(
    "name",
    [
        "UMBERVANE, TAVISHA",
        "HALLOWMERE, TAVISHA",
        "HALLOWMERE, T.",
        "HALLOWMERE, LOW",
        "HALOWMERE, QUENLY",  # listed under `names` if it is a slip
        "HALLOWMERE, TAVISHA JR",
    ],
)
def test_a_number_beside_somebody_elses_name_stops_a_new_ground_and_links_nobody(ground, name):
    assert linked(ground, "EXPD", "D417", name) == ("One", Link.OTHER_NAME)
    with pytest.raises(WorkspaceError, match="stands beside another name") as caught:
        require_no_strangers(ground, [Printed("EXPD", "D417", name)])
    assert name not in str(caught.value)


@pytest.mark.parametrize(
    ("printed", "listed", "same"),
    [
        ("JOHNSON, MARY", ("JOHNSON, JOHN",), False),
        ("JACKSON, PETER", ("JACKSON, JACK",), False),
        ("HALE, BRENDA", ("HALE, AL",), False),
        ("SMITH, T", ("SMITH, MORGAN",), False),
        ("HALE, DAVID JR", ("HALE, MORGAN JR",), False),
        ("HALE, MICHAEL", ("HALE, MORGAN", "HALE, M."), False),
        ("HALE, MICHAEL", ("HALE, M.",), True),
        ("HALL, MORGAN", ("HALE, MORGAN",), False),
        ("HALL, MORGAN", ("HALE, MORGAN", "HALL, MORGAN"), True),
        ("DE LA CRUZ, ANA", ("DELACRUZ, ANA",), True),
        ("HALE, MORGEN", ("HALE, MORGAN",), True),
        ("HALE, MORGAN", ("HALE",), True),
    ],
)
def test_one_surname_is_not_yet_one_person(printed, listed, same):
    assert _may_be_named(printed, listed) is same


@pytest.mark.parametrize(
    ("agency", "identifier", "name"),
    [
        ("EXPD", "D418", "HALLOWMERE, QUENLY"),
        ("EXSA", "D417", "UMBERVANE, TAVISHA"),
        ("EXSA", "D417", None),
        ("EXPD", None, "UMBERVANE, TAVISHA"),
        ("EXSA", None, "HALLOWMERE, QUENLY"),
        (None, None, None),
        (None, "D418", None),
    ],
)
def test_another_number_or_agency_is_another_person(ground, agency, identifier, name):
    assert linked(ground, agency, identifier, name) is None


def test_what_lacks_a_number_or_an_agency_is_to_be_checked(ground):
    assert linked(ground, "EXPD", None, "HALLOWMERE, Q.") == ("One", Link.BY_NAME_ONLY)
    assert linked(ground, None, "", "MOSSWIDDLE, QUENLY") == ("Two", Link.BY_NAME_ONLY)
    assert linked(ground, None, "0900", "anybody") == ("Two", Link.WITHOUT_AGENCY)
    assert linked(ground, "EX PD", "D417", "HALLOWMERE, Q.") == ("One", Link.BY_NUMBER)
    found = linked(ground, "EXAMPLE POLICE", "D417", "HALLOWMERE, Q.")
    assert found == ("One", Link.OTHER_AGENCY)


def test_a_number_that_is_parted_otherwise_is_to_be_checked(tmp_path):
    path = tmp_path / "ground.yaml"
    path.write_text(TEXT.replace('"900"', '"4-17"'), encoding="utf-8")
    ground = load_ground(path)

    assert linked(ground, "EXPD", "4-17", "MOSSWIDDLE, Q.") == ("Two", Link.BY_NUMBER)
    for number in ("417", "41-7"):
        assert linked(ground, "EXPD", number, "MOSSWIDDLE, Q.") == ("Two", Link.OTHER_SPELLING)
        assert linked(ground, None, number, None) == ("Two", Link.OTHER_SPELLING)
        assert linked(ground, "EXPD", number, "UMBERVANE, TAVISHA") is None
        assert linked(ground, "EXSA", number, "MOSSWIDDLE, Q.") is None
