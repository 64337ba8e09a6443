"""The register of screened charges: evidence, decisions, consistency, and what nobody may do."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.unit.test_screening import PWID, charge, docket
from vacatur.matters.database import open_database
from vacatur.matters.registers import entries_of
from vacatur.office.erasures import CASE, Erased, Erasure, keyed, write_ledger
from vacatur.office.workspace import Workspace

STAFF = {"A. Roe": "attorney", "B. Poe": "attorney", "S. Doe": "supervisor", "P. Lee": "paralegal"}
DAY = ("--on", "2019-03-02")


@pytest.fixture
def register(vacatur, tmp_path):
    """Run a command of the register of a new office; four charges are in it."""
    place = tmp_path / "office"
    vacatur("init", place)
    for name, role in STAFF.items():
        vacatur("matters", "staff", "add", name, "--role", role, "--by", "A. Roe", "-w", place)

    def run(command, *arguments, by="A. Roe"):
        who = () if command == "list" else ("--by", by)
        return vacatur("screening", command, *arguments, *who, "-w", place)

    assert run("register", bookings(tmp_path)).code == 0
    return run


def bookings(folder, **changed):
    """A file of four charges: two alike, one with intent, one beside a handgun."""
    handgun = charge("c2", statute="CR 4-203", description="HANDGUN ON PERSON", act="other",
        substance=None)  # fmt: skip
    people = [
        docket(charge(), name="B-1", number="0B1"),
        docket(charge(**changed), name="B-2", number="0B2"),
        docket(charge(**PWID), name="B-3", number="0B3"),
        docket(charge(), handgun, name="B-4", number="0B4"),
    ]
    people[0]["person"]["race"], people[1]["person"]["race"] = "black", "white"
    file = folder / "bookings.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in people), encoding="utf-8")
    return file


def items(register):
    return json.loads(register("list", "--json").out)


def answers(register):
    return {each["number"]: each["published"] for each in items(register)}


def test_a_charge_comes_in_once_and_is_screened_again_when_it_is_told_otherwise(register, tmp_path):
    assert answers(register) == {
        1: "DECLINE",
        2: "DECLINE",
        3: "REVIEW",
        4: "REVIEW",
        5: "NO_POLICY",
    }
    again = json.loads(register("register", bookings(tmp_path), "--json").out)
    none = {"new": [], "again": [], "refused": [], "withheld": 0}
    assert again == {**none, "repeated": [1, 2, 3, 4, 5]}

    other = bookings(tmp_path, disposition=None)
    again = json.loads(register("register", other, "--json").out)
    assert (again["again"], again["repeated"]) == ([2], [1, 3, 4, 5])
    assert answers(register)[2] == "REVIEW"


def test_what_may_be_somebody_else_s_is_refused_and_takes_nobody_s_decision(register, tmp_path):
    register("decide", 1, "--decision", "declined", *DAY)
    other = docket(charge(**PWID), name="B-9", number=" 0b1")  # another record of the case
    younger = docket(charge(), name="B-2", number="0B2")
    younger["person"]["birth_date"] = "1999-09-09"
    file = tmp_path / "others.json"
    file.write_text(json.dumps([other, younger]), encoding="utf-8")

    told = register("register", file)
    assert told.code == 1
    assert "2 charges in = 0 new + 0 screened again + 0 there already + 2 refused" in told.out
    assert "by another record" in told.out
    assert "another birth date" in told.out
    assert answers(register)[1] == "DECLINE"


def test_no_policy_is_passed_by_and_none_is_asked_in_another_s_place(register, tmp_path):
    assert register("decide", 1, "--decision", "charged", "--rule", "BAL-END").code == 2
    nothing = ("--none", "--shown-by", "other", "--document", "the file")
    wrong = register("evidence", 3, *nothing, "--policy", "us-tx-harris")
    assert "screened under other policies than those of [us-tx-harris]" in wrong.out
    assert answers(register)[3] == "REVIEW"


def test_a_case_that_was_forgotten_does_not_come_back(register, tmp_path):
    place = tmp_path / "office"
    hashed = keyed(Workspace(place).key(), CASE, "0B2")
    line = Erasure(number=1, on=date(2019, 3, 3), what=Erased.VAULTED, subject="0" * 32,
        obliterate_on=None, cases=(hashed,))  # fmt: skip
    write_ledger(place, [line])
    again = json.loads(register("register", bookings(tmp_path), "--json").out)
    assert (again["repeated"], again["withheld"]) == ([1, 3, 4, 5], 1)


def test_a_number_beyond_any_register_is_told_so(register):
    assert "there is no screened charge" in register("show", 10**20).err


def test_intent_counts_once_an_attorney_has_articulated_it(register):
    evidence = ("--what", "scale", "--shown-by", "body_worn_camera", "--document", "BWC 7")
    refused = register("decide", 3, "--decision", "charged", "--reason", "sold it", *DAY)
    assert refused.code == 1
    assert "no attorney has recorded evidence of intent" in refused.out
    assert "attorney must articulate" in register("evidence", 3, *evidence, by="P. Lee").out

    assert register("evidence", 3, *evidence, *DAY).code == 0
    assert answers(register)[3] == "DIVERT"
    told = register("show", 3, by="B. Poe").out
    assert "a scale, by A. Roe on 2019-03-02; the footage of a body-worn camera: BWC 7" in told
    assert register("decide", 3, "--decision", "diverted", *DAY).code == 0

    assert register("undo", 3, "--reason", "Another case.").code == 0
    assert register("undo", 3, "--reason", "Another case's footage.").code == 0
    assert answers(register)[3] == "REVIEW"
    nothing = ("--none", "--shown-by", "other", "--document", "the whole file")
    assert register("evidence", 3, *nothing, *DAY).code == 0
    assert answers(register)[3] == "DECLINE"
    assert "attorney looked" in register("decide", 3, "--decision", "charged", *DAY).out


def test_decisions_that_depart_need_a_reason_and_are_for_supervisors_to_see(register):
    assert "Who departs" in register("decide", 1, "--decision", "charged", *DAY).out
    assert "leave it to an attorney" in register("decide", 4, "--decision", "declined", *DAY).out
    assert register("decide", 1, "--decision", "declined", *DAY).code == 0
    assert "was decided on" in register("decide", 1, "--decision", "declined", *DAY).out
    departs = ("--decision", "charged", "--reason", "An invented reason.", *DAY)
    assert register("decide", 2, *departs, by="B. Poe").code == 0

    refused = register("consistency", by="B. Poe")
    assert (refused.code, "supervisors alone" in refused.err) == (1, True)
    told = json.loads(register("consistency", "--json", by="S. Doe").out)
    assert [each["decisions"] for each in told["unlike"]] == [{"declined": [1], "charged": [2]}]
    assert [(x["attorney"], x["race"], x["overrides"]) for x in told["overrides"]] == [
        ("A. Roe", "black", 0),
        ("B. Poe", "white", 1),
    ]


def test_a_decision_is_made_under_the_policies_of_its_own_day(register):
    late = register("decide", 1, "--decision", "declined", "--on", "2020-03-18")
    assert "other policies hold on 2020-03-18" in late.out


def test_what_names_somebody_is_sealed(register, tmp_path):
    register("decide", 2, "--decision", "charged", "--reason", "CANARY", *DAY)
    engine = open_database(f"sqlite:///{tmp_path / 'office' / 'office.db'}")

    class NoKeys:
        def get(self, _):
            return None

    with engine.connect() as connection:
        entries = entries_of(connection, NoKeys(), "screening")
    engine.dispose()
    told = json.dumps([each.public for each in entries])
    assert len(entries) == 6
    assert not [word for word in ("CANARY", "0B2", "black", "B-1", "MARIHUANA") if word in told]
    for listed in (register("list"), register("list", "--json")):
        assert not [word for word in ("CANARY", "A. Roe", "override") if word in listed.out]
