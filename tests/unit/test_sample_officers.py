"""Invented officers, read again from the files alone: the affected cases are those of the truth."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from vacatur.sample import SampleError
from vacatur.sample.calendar import EXTRACT_DAY
from vacatur.sample.county import write_county
from vacatur.sample.officer_names import GIVEN_NAMES, SURNAMES, spellings

SIX = 6
JUDGMENTS = {
    "GUILTY", "NOLLE CONTENDRE", "PBJ SUPERVISED", "PBJ UNSUPERVISED", "GUILTY-MERGED"
}  # fmt: skip
ROLES = {
    "complaining_officer", "witness", "affiant", "chemist", "laboratory", "prosecutor", "judge"
}  # fmt: skip
EVIDENCE = {"", "testimony", "warrant", "seizure", "laboratory_report", "statement", "other"}
Row = dict[str, str]


@dataclass(frozen=True)
class County:
    """What the files of one county say."""

    folder: Path
    rows: list[Row]  # facts/officers.csv, with `officer`, who it truly is
    affected: dict[str, Row]  # truth/affected.csv, by case
    charges: dict[str, list[Row]]  # charges of the export, by case
    ground: dict[str, Any]


def read(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ground(path: Path) -> dict[str, Any]:
    """Read the document, with its days as text."""
    read_back = yaml.safe_load(path.read_text(encoding="utf-8"))
    return dict(json.loads(json.dumps(read_back, default=str)))


def county(folder: Path, *, people: int, seed: int, officers: int = 40, noise: int = 0) -> County:
    summary = write_county(folder, people=people, seed=seed, officers=officers, noise=noise)
    rows, truth = read(folder / "facts/officers.csv"), read(folder / "truth/officers.csv")
    assert [int(each["row"]) for each in truth] == list(range(1, len(rows) + 1))
    affected = read(folder / "truth/affected.csv")
    assert (summary.facts_officers, summary.affected) == (len(rows), len(affected))
    charges = defaultdict(list)
    for charge in read(folder / "charges.csv"):
        charges[charge["case_num"]].append(charge)
    return County(
        folder=folder,
        rows=[row | {"officer": each["officer"]} for row, each in zip(rows, truth, strict=True)],
        affected={row["case_number"]: row for row in affected},
        charges=charges,
        ground=ground(folder / "grounds/unit.yaml"),
    )


@pytest.fixture(scope="module", params=[1, 2, 3])
def small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> County:
    return county(tmp_path_factory.mktemp("county"), people=300, seed=request.param)


def folded(identifier: str) -> str:
    bare = re.sub(r"[^A-Z0-9]", "", identifier.upper())
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


def surname(name: str) -> str:
    return re.split(r"[ ,]", name.upper())[0]


def offended(of: County, case: str) -> str:
    return of.charges[case][0]["charge_inc_date_from"]


def about(of: County, row: Row) -> dict[str, Any]:
    """What the ground says of the one of the six whom the row is truly about; empty: of nobody."""
    number = int(row["officer"])
    return dict(of.ground["affects"][number - 1]) if number <= SIX else {}


def in_the_ground(of: County, row: Row, *, but_for: str = "") -> bool:
    """Whether the ground concerns a row; `but_for` leaves one limit out of the reckoning."""
    said = {key: value for key, value in about(of, row).items() if key != but_for}
    day = offended(of, row["case_num"])
    return bool(
        said
        and row["officer_id"].strip()
        and row["role"] in said.get("roles", [row["role"]])
        and said.get("from", day) <= day <= said.get("until", day)
        and row["unit"] in said.get("units", [row["unit"]])
        and row["evidence"] in ["", *said.get("evidence", [row["evidence"]])]
    )


def judged(of: County, case: str) -> bool:
    return any(
        charge["charge_disposition"] in JUDGMENTS
        and charge["charge_disp_date"] < of.ground["received_on"]
        for charge in of.charges[case]
    )


def expected(of: County) -> dict[str, Counter[tuple[str, str]]]:
    """Officer and role, for each case that the contract of a ground proposes."""
    found: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in of.rows:
        if in_the_ground(of, row) and judged(of, row["case_num"]):
            found[row["case_num"]][row["officer"], row["role"]] += 1
    return dict(found)


def told(of: County) -> dict[str, Counter[tuple[str, str]]]:
    return {
        case: Counter(zip(row["officer"].split("; "), row["role"].split("; "), strict=True))
        for case, row in of.affected.items()
    }


def linked(of: County) -> Iterator[tuple[Row, int]]:
    """Link rows as a reader must, by agency and identifier, to persons of the ground from 1."""
    known = {
        (folded(each["agency"]), folded(each["identifier"])): number
        for number, person in enumerate(of.ground["affects"], 1)
        for each in person["known_as"]
    }
    for row in of.rows:
        if row["officer_id"].strip():
            yield row, known.get((folded(row["agency"]), folded(row["officer_id"])), 0)


# ---- the truth --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "seed", "officers"), [(40, 3, 12), (300, 8, 12), (1000, 4, 40), (2500, 5, 400)]
)
def test_the_affected_cases_are_those_of_another_reading(
    tmp_path: Path, people: int, seed: int, officers: int
) -> None:
    of = county(tmp_path, people=people, seed=seed, officers=officers)
    assert told(of) == expected(of)
    assert len(of.affected) == len(read(tmp_path / "truth/affected.csv"))


def test_enough_cases_are_affected_and_far_fewer_than_half(small: County) -> None:
    assert told(small) == expected(small)
    touched = {row["case_num"] for row in small.rows if in_the_ground(small, row)}
    assert 15 <= len(small.affected) < len(small.charges) / 5
    assert len(touched) < len(small.charges) * 0.4
    assert {officer for row in told(small).values() for officer, _ in row} == {
        f"{number:03}" for number in range(1, SIX + 1)
    }


def test_a_reader_by_agency_and_identifier_finds_the_true_officers(small: County) -> None:
    for row, number in linked(small):
        assert number == (int(row["officer"]) if int(row["officer"]) <= SIX else 0)


def test_a_county_of_several_chunks_numbers_its_rows_through(tmp_path: Path) -> None:
    of = county(tmp_path, people=50_100, seed=2)
    assert told(of) == expected(of)
    assert {row["case_num"] for row in of.rows} == set(of.charges)


def test_no_judgment_of_a_concerned_case_is_younger_than_the_ground(tmp_path: Path) -> None:
    of = county(tmp_path, people=4000, seed=6)
    received = of.ground["received_on"]
    for row in of.rows:
        if in_the_ground(of, row):
            days = {charge["charge_disp_date"] for charge in of.charges[row["case_num"]]}
            assert max(days) < received < str(EXTRACT_DAY)


# ---- the file of officers -----------------------------------------------------------------------


def test_rows_are_about_the_cases_and_charges_of_the_export(small: County) -> None:
    header = (small.folder / "facts/officers.csv").read_text(encoding="utf-8").split("\n")[0]
    assert header == "case_num,charge_num,role,agency,unit,officer_id,name,evidence"
    numbers = [row["case_num"] for row in small.rows]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(small.charges)
    for row in small.rows:
        charges = {charge["charge_num"] for charge in small.charges[row["case_num"]]}
        assert row["charge_num"] in {"", *charges}
        assert row["role"] in ROLES
        assert row["evidence"] in EVIDENCE
        assert row["agency"]
        assert row["officer_id"].strip() or row["name"]
    charged = sum(row["charge_num"] != "" for row in small.rows) / len(small.rows)
    assert 0.15 < charged < 0.35


def test_each_case_has_a_complaining_officer_and_nobody_twice(small: County) -> None:
    rows_of = defaultdict(list)
    for row in small.rows:
        rows_of[row["case_num"]].append(row)
    for rows in rows_of.values():
        assert [row["role"] for row in rows].count("complaining_officer") == 1
        assert len({row["officer"] for row in rows}) == len(rows)
    assert sum(2 <= len(rows) <= 3 for rows in rows_of.values()) > len(rows_of) / 2
    assert {row["role"] for row in small.rows} == ROLES


def test_chemists_and_laboratories_are_in_cases_of_drugs(small: County) -> None:
    weighed = {
        row["case_number"] for row in read(small.folder / "truth/charges.csv")
        if row["quantity_grams"]
    }  # fmt: skip
    analysed = {row["case_num"] for row in small.rows if row["role"] in {"chemist", "laboratory"}}
    assert analysed < weighed
    assert len(analysed) > len(weighed) / 3


def test_one_agency_and_identifier_is_one_person_but_for_listed_misspellings(
    small: County,
) -> None:
    listed = {surname(name) for each in known_as(small) for name in each["names"]}
    people, surnames = defaultdict(set), defaultdict(set)
    for row in small.rows:
        if row["officer_id"].strip():
            key = folded(row["agency"]), folded(row["officer_id"])
            people[key].add(row["officer"])
            surnames[key].add(surname(row["name"]))
    assert {len(each) for each in people.values()} == {1}
    for key, each in surnames.items():
        assert len(each - {""}) == 1 or each - {""} <= listed, key


def known_as(of: County) -> list[dict[str, Any]]:
    return [each for person in of.ground["affects"] for each in person["known_as"]]


# ---- the difficulties ---------------------------------------------------------------------------


def test_names_of_the_six_are_spelt_in_every_way(small: County) -> None:
    for way in (
        r"[A-Z]+, [A-Z]{2,}", r"[A-Z]+, [A-Z]\.", r"[A-Z][a-z]+ [A-Z][a-z]+", r"",
    ):  # fmt: skip
        assert any(
            re.fullmatch(way, row["name"]) for row in small.rows if int(row["officer"]) <= SIX
        )
    printed = {surname(row["name"]) for row in small.rows if int(row["officer"]) <= SIX}
    assert len(printed - {""} - set(SURNAMES)) > 0
    given = {row["name"].partition(", ")[2] for row in small.rows if ", " in row["name"]}
    assert {each for each in given if len(each) > 2} - set(GIVEN_NAMES)


def test_identifiers_of_the_six_and_their_agencies_are_printed_in_every_way(
    small: County,
) -> None:
    numbers = [row["officer_id"] for row in small.rows if int(row["officer"]) <= SIX]
    for way in (r"[A-Z]\d{3}", r"[a-z]-\d{3}", r"[A-Z]0\d{3}", r" [A-Z]\d{3} "):
        assert any(re.fullmatch(way, number) for number in numbers)
    assert {"EXPD", "expd", "E.X.P.D."} <= {row["agency"] for row in small.rows}


def test_two_of_the_six_have_two_identifiers_and_both_lead_to_affected_cases(
    small: County,
) -> None:
    numbers = defaultdict(set)
    for row, number in linked(small):
        if row["case_num"] in small.affected and in_the_ground(small, row):
            numbers[number].add((folded(row["agency"]), folded(row["officer_id"])))
    assert len({agency for agency, _ in numbers[1]}) == 2
    assert len({agency for agency, _ in numbers[2]}) == 1
    assert [len(numbers[number]) for number in range(1, SIX + 1)] == [2, 2, 1, 1, 1, 1]


@pytest.mark.parametrize("limit", ["from", "until", "units", "roles", "evidence"])
def test_every_limit_keeps_some_judged_cases_out(small: County, limit: str) -> None:
    kept_out = {
        row["case_num"]
        for row in small.rows
        if in_the_ground(small, row, but_for=limit) and judged(small, row["case_num"])
    }
    assert kept_out - set(small.affected)


def test_the_unit_of_whoever_left_is_always_told_and_its_end_lies_within_the_dates(
    small: County,
) -> None:
    rows = [row for row in small.rows if int(row["officer"]) == 3]
    last = max(offended(small, row["case_num"]) for row in rows if row["unit"] == "PLAIN CLOTHES")
    assert {row["unit"] for row in rows} == {"PLAIN CLOTHES", "PATROL"}
    assert last < small.ground["affects"][2]["until"]


def test_a_namesake_in_the_same_agency_and_a_double_number_in_another_are_not_affected(
    small: County,
) -> None:
    rows_of = defaultdict(list)
    for row in small.rows:
        rows_of[int(row["officer"])].append(row)
    fifth, sixth = small.ground["affects"][4], small.ground["affects"][5]
    namesake = [row for row in rows_of[7] if row["officer_id"].strip()]
    assert {row["name"] for row in namesake} & set(fifth["known_as"][0]["names"])
    assert {folded(row["agency"]) for row in namesake} == {"EXPD"}
    double = [row for row in rows_of[8] if row["officer_id"].strip()]
    assert {folded(row["officer_id"]) for row in double} == {sixth["known_as"][0]["identifier"]}
    assert {folded(row["agency"]) for row in double} == {"EXTP"}
    only = {row["case_num"] for row in namesake + double} - {
        row["case_num"] for row in small.rows if int(row["officer"]) <= SIX
    }
    assert only
    assert not only & set(small.affected)


def test_a_name_alone_affects_nothing(small: County) -> None:
    names = {name for each in known_as(small) for name in each["names"]}
    nameless = [row for row in small.rows if not row["officer_id"].strip()]
    assert any(row["name"] in names and int(row["officer"]) <= SIX for row in nameless)
    others = {row["case_num"] for row, number in linked(small) if number}
    to_check = {row["case_num"] for row in nameless if row["name"] in names} - others
    assert to_check
    assert not to_check & set(small.affected)


def test_some_concerned_cases_have_no_judgment_in_the_export(small: County) -> None:
    concerned = {row["case_num"] for row in small.rows if in_the_ground(small, row)}
    truth = {
        row["case_number"]: row["court"] for row in read(small.folder / "truth/charges.csv")
        if row["outcome"] in {"convicted", "pbj", "merged"}
    }  # fmt: skip
    left_out = concerned - set(small.affected)
    assert any(truth.get(case) == "circuit" for case in left_out)
    assert all(truth.get(case) != "district" for case in left_out)


# ---- the ground -------------------------------------------------------------------------------


def test_the_ground_is_whole_and_says_that_it_is_invented(small: County) -> None:
    said = small.ground
    assert "known_before_judgment: no\n" in (small.folder / "grounds/unit.yaml").read_text()
    assert set(said) == {
        "format", "id", "title", "kind", "learned", "document", "received_on",
        "known_before_judgment", "office", "author", "status", "adopted_by", "adopted_on",
        "affects",
    }  # fmt: skip
    assert (said["status"], said["known_before_judgment"]) == ("adopted", False)
    assert said["received_on"] <= said["adopted_on"]
    assert "invented" in said["learned"]
    assert len({person["person"] for person in said["affects"]}) == SIX
    assert {role for person in said["affects"] for role in person.get("roles", [])} <= ROLES


def test_names_and_slips_of_names_are_nobody_elses() -> None:
    assert len(set(SURNAMES)) == len(SURNAMES)
    assert len(set(GIVEN_NAMES)) == len(GIVEN_NAMES)
    for given in GIVEN_NAMES:
        slip = spellings("X", given, misspelt=False)[3].partition(", ")[2]
        assert slip not in GIVEN_NAMES
    assert not {surname(spellings(each, "X" * 9, misspelt=True)[4]) for each in SURNAMES} & set(
        SURNAMES
    )


# ---- asked for and not ------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("noise", [0, 5])
def test_officers_change_no_byte_of_the_county(tmp_path: Path, noise: int) -> None:
    write_county(tmp_path / "without", people=300, seed=4, noise=noise)
    for name in ("with", "again"):
        write_county(tmp_path / name, people=300, seed=4, noise=noise, officers=40)
    without, with_them = contents(tmp_path / "without"), contents(tmp_path / "with")
    assert with_them == contents(tmp_path / "again")
    assert {name: with_them.pop(name) for name in without} == without
    assert set(with_them) == {
        "facts/officers.csv", "grounds/unit.yaml", "truth/officers.csv", "truth/affected.csv"
    }  # fmt: skip
    assert not (tmp_path / "without/grounds").exists()


def test_noise_leaves_officers_and_the_truth_about_them_alone(tmp_path: Path) -> None:
    county(tmp_path / "quiet", people=300, seed=4)
    county(tmp_path / "noisy", people=300, seed=4, noise=20)
    quiet, noisy = contents(tmp_path / "quiet"), contents(tmp_path / "noisy")
    for name in ("facts/officers.csv", "truth/officers.csv", "truth/affected.csv"):
        assert quiet[name] == noisy[name]


@pytest.mark.parametrize("officers", [-1, 1, 11, 401])
def test_impossible_numbers_of_officers_are_refused(tmp_path: Path, officers: int) -> None:
    with pytest.raises(SampleError, match=rf"\[{officers}\] officers"):
        write_county(tmp_path / "county", people=100, seed=1, officers=officers)
    assert not (tmp_path / "county").exists()


def test_a_later_export_with_officers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match="later export has no officers"):
        write_county(tmp_path / "county", people=100, seed=1, officers=40, month_later=True)
    assert not (tmp_path / "county").exists()


def test_a_county_too_small_to_be_affected_is_written_all_the_same(tmp_path: Path) -> None:
    of = county(tmp_path, people=1, seed=9, officers=12)
    assert told(of) == expected(of)
    assert of.rows
