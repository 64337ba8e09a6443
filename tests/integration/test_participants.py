"""Who took part in a case: what a file of officers makes of a county, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.support.facts import (
    DAY,
    RULE,
    answers_of,
    attach_rows,
    copy_of,
    person_of,
    supervision,
    take_in,
)
from tests.support.quick import one_rule
from vacatur.facts.kinds import KINDS
from vacatur.office.answering import undo
from vacatur.office.attaching import attach
from vacatur.office.check import State
from vacatur.office.explaining import explain_charge
from vacatur.office.fact_checks import examine_facts
from vacatur.office.fact_mapping_file import load_fact_mapping
from vacatur.office.intake import link_again
from vacatur.office.one_record import load_record
from vacatur.office.runs import run
from vacatur.office.telling import as_data, in_words
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.record.case import Participant

BY = {"by": "A. Attorney", "document": "a letter", "on": DAY}
HALE = {
    "role": "complaining_officer",
    "agency": "BPD",
    "unit": "VCID",
    "officer_id": "D417",
    "name": "HALE, MORGAN",
    "evidence": "seizure",
}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A county of 300 people, nothing attached. Do not change it."""
    return take_in(tmp_path_factory.mktemp("participants"), people=300, rulebook=one_rule())


@pytest.fixture
def county(bare: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(bare, tmp_path)


@pytest.fixture(scope="module")
def charge(bare: Workspace) -> str:
    found = duckdb.execute(f"select min(charge_id) from '{bare.records_folder}/charges.parquet'")
    ((name,),) = found.fetchall()
    return str(name)


def case_of(charge: str) -> str:
    return charge.rpartition("/")[0]


def participants(place: Workspace, charge: str) -> tuple[Participant, ...] | None:
    record = load_record(place, charge, as_of=DAY)
    return record.case_of(record.charge(charge)).participants


def hash_of(place: Workspace, person: str) -> str:
    with place.connection() as connection:
        place.records(connection)
        table = place.person_hashes(connection)
        return str(table.filter(table.person_id == person).to_pyarrow().to_pylist()[0])


def test_a_row_says_who_took_part_and_where_that_stands(county, charge):
    assert participants(county, charge) is None, "nobody has looked"
    before = hash_of(county, person_of(county, charge))

    case, _, number = charge.rpartition("/")
    attach_rows(county, "officers", [
        {"case_num": "no such case", **HALE},
        {"case_num": case, "charge_num": number, **HALE},
        {"case_num": case, "role": "WITNESS", "name": "HALE, M."},
    ], name="officers.csv")  # fmt: skip

    told = {row.role: row for row in participants(county, charge) or ()}
    assert told["complaining_officer"] == Participant(
        case_id=case,
        source_file="officers.csv",
        source_row=2,
        charge=charge,
        role="complaining_officer",
        agency="BPD",
        unit="VCID",
        identifier="D417",
        name="HALE, MORGAN",
        evidence="seizure",
    )
    witness = told["witness"]
    assert (witness.charge, witness.identifier, witness.evidence) == (None, None, None)
    assert witness.source_row == 3
    assert hash_of(county, person_of(county, charge)) != before

    undo(county, 1, **BY)
    assert participants(county, charge) is None
    assert hash_of(county, person_of(county, charge)) == before


def test_rows_that_name_nobody_or_no_charge_are_set_aside(county, charge):
    case = case_of(charge)
    done = attach_rows(county, "officers", [
        {"case_num": case, **HALE, "officer_id": "", "name": ""},
        {"case_num": case, **HALE, "officer_id": "0000", "name": ""},
        {"case_num": case, **HALE, "charge_num": "999"},
        {"case_num": "no such case", **HALE},
        {"case_num": case, **HALE, "role": "bailiff"},
        {"case_num": case, **HALE, "role": ""},
        {"case_num": case, **HALE, "evidence": "rumour"},
    ])  # fmt: skip

    assert done.batch.attached == 0
    assert done.reasons == {
        "neither an officer_id nor a name": 2,
        "no role": 1,
        "the case has no such charge": 1,
        "the evidence is not one of testimony, warrant, seizure, laboratory_report, statement, "
        "other": 1,
        "the records have no such case": 1,
        "the role is not one of complaining_officer, witness, affiant, chemist, laboratory, "
        "prosecutor, judge": 1,
    }
    assert participants(county, charge) is None, "a row that was lost does not say: nobody"


def test_a_number_that_says_none_is_nobodys(county, charge):
    attach_rows(county, "officers", [{"case_num": case_of(charge), **HALE, "officer_id": "0000"}])
    (row,) = participants(county, charge) or ()
    assert (row.name, row.identifier) == ("HALE, MORGAN", None)


def test_a_row_that_was_lost_takes_nothing_from_the_others(county, charge):
    case = case_of(charge)
    rows = [{"case_num": case, **HALE}, {"case_num": case, **HALE, "role": "bailiff"}]
    attach_rows(county, "officers", rows)
    assert len(participants(county, charge) or ()) == 1


def test_what_two_rows_say_alike_stands_once_where_it_was_said_first(county, charge):
    row = {"case_num": case_of(charge), **HALE}
    attach_rows(county, "officers", [row, row], name="first.csv")
    done = attach_rows(county, "officers", [row], name="second.csv")
    assert (done.batch.attached, done.batch.repeated) == (0, 1)
    (stands,) = participants(county, charge) or ()
    assert (stands.source_file, stands.source_row) == ("first.csv", 1)

    undo(county, 1, **BY)
    (stands,) = participants(county, charge) or ()
    assert (stands.source_file, stands.source_row) == ("second.csv", 1)


def test_they_stay_when_other_facts_are_added_and_the_records_are_linked_again(county, charge):
    attach_rows(county, "officers", [{"case_num": case_of(charge), **HALE}])
    attach_rows(county, "supervision", [supervision(charge, "2016-05-01")])
    assert len(participants(county, charge) or ()) == 1
    link_again(county)
    assert len(participants(county, charge) or ()) == 1


def test_who_took_part_changes_no_answer(county, bare, charge):
    every = duckdb.execute(f"select number from '{bare.records_folder}/cases.parquet'").fetchall()
    attach_rows(county, "officers", [{"case_num": number, **HALE} for (number,) in every])
    assert answers_of(county) == answers_of(bare)
    assert any(rule == RULE for _, rule in answers_of(county))


def test_an_explanation_lists_them_with_their_rows(county, charge):
    case = case_of(charge)
    rows = [{"case_num": case, **HALE}, {"case_num": case, "role": "chemist", "officer_id": "9"}]
    attach_rows(county, "officers", rows, name="officers.csv")

    explanation = explain_charge(county, charge, run="latest")
    words = in_words(explanation)
    assert "Who took part in the case, as recorded:" in words
    assert (
        "  complaining officer: HALE, MORGAN, BPD, VCID, D417; evidence: seizure"
        "  (officers.csv row 1)\n" in words
    )
    assert "  chemist: 9  (officers.csv row 2)\n" in words
    told = as_data(explanation)["participants"]
    assert sorted(each["identifier"] for each in told) == ["9", "D417"]


def test_an_agencys_own_names_and_words_are_read_by_a_mapping(county, charge, tmp_path):
    (tmp_path / "theirs.csv").write_text(
        f"Case;Part;ID;Officer;Shift\n{case_of(charge)};CO;D417;;night\n", encoding="utf-8"
    )
    (tmp_path / "theirs.yaml").write_text(
        "format: 1\nkind: officers\ndelimiter: ';'\n"
        "columns: {case_num: Case, role: Part, officer_id: ID, name: Officer}\n"
        "unused: [Shift]\nwords: {role: {CO: complaining_officer, W: witness}}\n",
        encoding="utf-8",
    )
    mapping = load_fact_mapping(tmp_path / "theirs.yaml")
    attach(county, tmp_path / "theirs.csv", KINDS["officers"], mapping=mapping, by="", document="",
           on=DAY, progress=silent)  # fmt: skip
    (row,) = participants(county, charge) or ()
    assert (row.role, row.identifier, row.name) == ("complaining_officer", "D417", None)


def made_earlier(place: Workspace) -> None:
    """Take away what the records of an earlier vacatur did not have."""
    folder = place.records_folder
    (folder / "participants.parquet").unlink()
    for table, columns in (
        ("cases", "participants_checked"),
        ("findings", "ground_id, ground_role, ground_materiality, ground_reason"),
    ):
        path = folder / f"{table}.parquet"
        rows = path.with_suffix(".earlier")
        query = f"select * exclude ({columns}) from '{path}'"
        duckdb.execute(f"copy ({query}) to '{rows}' (format parquet)")
        rows.replace(path)


@pytest.mark.long
def test_records_of_an_earlier_vacatur_are_read_and_added_to(county, charge):
    attach_rows(county, "supervision", [supervision(charge, "2016-05-01")])
    made_earlier(county)
    (effect,) = county.effects()
    (effect / "participants.parquet").unlink()
    cases = effect / "cases.parquet"
    earlier = cases.with_suffix(".earlier")
    duckdb.execute(
        f"copy (select * exclude (participants_checked) from '{cases}') to '{earlier}'"
        " (format parquet)"
    )
    earlier.replace(cases)

    assert participants(county, charge) is None
    assert [each.state for each in examine_facts(county)] == [State.OK]
    done = attach_rows(county, "officers", [{"case_num": case_of(charge), **HALE}])
    assert done.redecided is not None
    assert len(participants(county, charge) or ()) == 1
    assert explain_charge(county, charge, run="latest").participants
    link_again(county)
    assert len(participants(county, charge) or ()) == 1


def test_records_of_an_earlier_vacatur_are_decided(bare, county, charge):
    made_earlier(county)
    record = load_record(county, charge, as_of=DAY)
    assert all(case.participants is None for case in record.cases)
    run(county, one_rule(), DAY, progress=silent)
    assert answers_of(county) == answers_of(bare)
