"""An answer about a ground stays true when the records, the facts or the ground change."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.support.grounds import (
    FIRST,
    FOUND,
    GROUND,
    SAYS,
    WHO,
    answers,
    last_line,
    listed,
    moved,
    of_two_judgments,
    rewritten,
    says,
    stands_on,
)

pytest_plugins = ("tests.support.grounds",)

# ---- an answer, and records that have changed since ---------------------------------------------


def test_a_new_answer_leaves_nothing_on_a_charge_that_dropped_out(
    vacatur, place, applied, exported_again
):
    case = of_two_judgments(applied)
    number = case["case_number"]
    vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *FOUND, *WHO, "-w", place)

    exported_again(lambda row: moved(row, number))
    done = vacatur("ground", "answer", GROUND, number, "corroborated", *SAYS, *WHO, "-w", place)

    assert done.code == 0, done.err
    left = {charge: said for charge, said in stands_on(place, number).items() if said}
    assert set(left) == {f"{number}/001"}
    assert left[f"{number}/001"]["ground_materiality"] == "corroborated"


def loses_its_officer(vacatur, place, number):
    """Take the list of officers back; somebody else stands in the case now."""
    assert vacatur("facts", "undo", 1, *WHO, "-w", place).code == 0
    others = place.parent / "others.csv"
    others.write_text("case_num,role,agency,officer_id\n" + f"{number},witness,EXPD,Z1\n")
    vacatur("facts", "attach", others, "--kind", "officers", "-w", place)


def has_no_day(vacatur, place, number):
    """Two returns give two days of the judgment: it is in dispute, and there is none."""
    for charge, day in ((f"{number}/001", "2001-01-01"), (f"{number}/001", "2001-01-02")):
        vacatur("facts", "answer", charge, "charge.disposition_date", day, *WHO, "-w", place)


@pytest.mark.long
@pytest.mark.parametrize("happens", [loses_its_officer, has_no_day])
def test_a_yes_can_fall_whatever_became_of_its_case(vacatur, place, eligible, happens):
    number, charge = eligible
    happens(vacatur, place, number)
    case = listed(vacatur, place)[number]
    assert case["standing"] == "to_check"
    assert "an answer stands on it: sole_witness" in case["why"]

    again = vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    assert again.code == 2
    assert f"cannot be answered sole_witness: {case['why']}" in again.err
    done = vacatur("ground", "answer", GROUND, number, "not_involved", *SAYS, *WHO, "-w", place)
    assert done.code == 0, done.err
    assert answers(place)[charge][1] == "REVIEW"
    assert stands_on(place, number)[charge]["ground_materiality"] == "not_involved"
    assert "ground_integrity" not in stands_on(place, number)[charge]


@pytest.mark.long
def test_a_case_that_nothing_ties_any_more_and_that_rests_elsewhere_is_settled(
    vacatur, place, eligible
):
    number, _ = eligible
    loses_its_officer(vacatur, place, number)
    vacatur("ground", "answer", GROUND, number, "not_involved", *SAYS, *WHO, "-w", place)
    case = listed(vacatur, place)[number]

    assert case["standing"] == "excluded"
    again = vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    assert again.code == 2


@pytest.mark.long
def test_a_yes_on_a_charge_that_is_not_reached_is_asked_about_again(
    vacatur, place, applied, exported_again
):
    number = of_two_judgments(applied)["case_number"]
    vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *FOUND, *WHO, "-w", place)
    assert listed(vacatur, place)[number]["standing"] == "sole_witness"
    exported_again(lambda row: moved(row, number))
    case = listed(vacatur, place)[number]

    assert case["standing"] == "materiality_unknown"
    assert "a charge that is not reached" in case["why"]


def test_a_row_of_a_sheet_may_take_back_a_yes_and_not_give_one(vacatur, place, eligible):
    number, _ = eligible
    loses_its_officer(vacatur, place, number)
    sheet = place.parent / "sheet.csv"
    for word, code in (("sole_witness", 1), ("peripheral", 0)):
        row = f'{number},"{FIRST}",{word},Because.,transcript'
        sheet.write_text(f"case_number,ground,materiality,reason,document\n{row}\n")
        done = vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place, "--json")
        assert done.code == code, done.err
    assert stands_on(place, number)[f"{number}/001"]["ground_materiality"] == "peripheral"


# ---- findings from elsewhere --------------------------------------------------------------------


@pytest.fixture
def attached(vacatur, place, tmp_path):
    """Attach findings of a charge as a file."""

    def attach(charge, **said):
        rows = "".join(f"{charge},findings.{name},{value}\n" for name, value in said.items())
        file = tmp_path / "answers.csv"
        file.write_text(f"charge,asked,value\n{rows}")
        return vacatur("facts", "attach", file, "--kind", "answers", *WHO, "-w", place)

    return attach


@pytest.mark.long
def test_what_a_file_told_of_a_ground_falls_with_it(vacatur, place, applied, attached):
    case = applied["proposed"][0]
    number, charge = case["case_number"], case["judgments"][0]["charge"]
    vacatur("facts", "answer", charge, "case.victims", "none", *WHO, "-w", place)
    vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    done = attached(charge, ground_integrity="yes", ground_justice="yes")
    assert done.code == 0, done.err
    assert answers(place)[charge][1] == "ELIGIBLE_STATE_MOTION"
    vacatur("ground", "withdraw", GROUND, *WHO, "-w", place)

    assert not any(stands_on(place, number).values())
    assert answers(place)[charge][1] == "REVIEW"


def test_what_is_found_after_a_withdrawal_is_not_the_grounds(vacatur, place, eligible):
    number, charge = eligible
    vacatur("ground", "withdraw", GROUND, *WHO, "-w", place)
    vacatur("facts", "answer", charge, "findings.ground_justice", "no", *WHO, "-w", place)
    file = place / "grounds" / GROUND / "001.yaml"
    again = json.loads(vacatur("ground", "adopt", file, "-w", place, "--json").out)

    assert again["reopened"] == []
    assert stands_on(place, number)[charge] == {"ground_justice": False}
    assert listed(vacatur, place)[number]["standing"] == "to_check"


def test_findings_from_before_do_not_come_back_under_a_ground(vacatur, place, applied, attached):
    case = applied["proposed"][0]
    number, charge = case["case_number"], case["judgments"][0]["charge"]
    attached(charge, ground_integrity="yes", ground_justice="yes")
    file = last_line(vacatur, place)
    vacatur("facts", "undo", file, *WHO, "-w", place)
    done = vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    assert done.code == 0, done.err
    refused = vacatur("facts", "undo", file + 1, *WHO, "-w", place)

    assert refused.code == 2
    assert "a finding from before it would stand beside it" in refused.err


@pytest.mark.parametrize(
    "brings",
    [
        {"id": FIRST, "materiality": "sole_witness"},
        {"type": "new_information", "integrity": True},
    ],
)
def test_what_a_docket_brings_is_no_answer_of_ours(vacatur, unit, tmp_path, brings):
    place = tmp_path / "dockets"
    made = tmp_path / "sample.json"
    vacatur("sample", "docket", "--out", made)
    docket = json.loads(made.read_text())
    case = docket["cases"][0]
    charge = case["charges"][0]
    charge |= {"offense_date": "2013-01-01", "disposition": "convicted"}
    charge |= {"disposition_date": "2014-01-01"}
    docket |= {"cases": [case], "target": charge["id"], "findings": {"ground": brings}}
    case |= {"number": "X-1", "charges": [charge]}
    case["participants"] = [{"role": "affiant", "agency": "EXPD", "identifier": "C546"}]
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps(docket) + "\n")
    done = vacatur("ingest", file, "--adapter", "docket", "-w", place)
    assert done.code == 0, done.err
    vacatur("ground", "apply", unit, "-w", place)
    case = listed(vacatur, place)["X-1"]

    assert case["standing"] == "to_check"
    assert case["why"] == "the records bring a finding of their own"
    refused = vacatur("ground", "answer", GROUND, "X-1", "sole_witness", *SAYS, *WHO, "-w", place)
    assert refused.code == 2


# ---- a folder of grounds from an older backup ---------------------------------------------------


@pytest.fixture
def restored(vacatur, place, applied, changed, tmp_path):
    """A case was answered for version 2, and the folder of the grounds is that of version 1."""
    number, charge = (applied["proposed"][0]["case_number"], applied["proposed"][0]["judgments"][0])
    backup = shutil.copytree(place / "grounds", tmp_path / "backup")
    file = changed(lambda data: data.update(document="Another memorandum"))
    vacatur("ground", "adopt", file, "-w", place)
    vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    shutil.rmtree(place / "grounds")
    shutil.copytree(backup, place / "grounds")
    return number, charge["charge"]


@pytest.mark.long
def test_an_older_backup_of_the_grounds_stops_no_other_answer(vacatur, place, applied, restored):
    number, charge = restored
    other = applied["proposed"][1]["case_number"]
    case = listed(vacatur, place)[number]
    assert case["standing"] == "materiality_unknown"
    assert case["why"] == "it was answered for another version of the ground"
    done = vacatur("facts", "answer", f"{other}/001", "case.victims", "none", *WHO, "-w", place)
    assert done.code == 0, done.err
    done = vacatur("ground", "answer", GROUND, other, "peripheral", *SAYS, *WHO, "-w", place)
    assert done.code == 0, done.err

    done = vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    assert done.code == 0, done.err
    assert stands_on(place, number)[charge]["ground_id"] == FIRST


def test_the_hint_names_the_version_that_stands(vacatur, place, eligible, changed):
    file = changed(lambda data: data.update(document="Another memorandum"))
    vacatur("ground", "adopt", file, "-w", place)
    done = vacatur("facts", "undo", last_line(vacatur, place), *WHO, "-w", place)

    assert done.code == 2
    assert f"would rest on [{FIRST}], which does not stand" in done.err
    assert "Version 2 stands" in done.err
    assert "adopt FILE" not in done.err


# ---- what is printed later about a ground that stands -------------------------------------------


def also_known(vacatur, place, *rows):
    """Attach more rows of officers."""
    file = place.parent / "more.csv"
    file.write_text("case_num,role,agency,officer_id,name\n" + "".join(f"{x}\n" for x in rows))
    done = vacatur("facts", "attach", file, "--kind", "officers", "-w", place)
    assert done.code == 0, done.err


@pytest.fixture
def stranger(vacatur, place, applied):
    """A case in which a number of the ground stands beside another name; one that it touches."""
    left = [c["case_number"] for c in applied["left_out"] if c["standing"] == "to_check"]
    by_name = next(c for c in left if "without a number" in listed(vacatur, place)[c]["why"])
    also_known(vacatur, place, f'{by_name},affiant,EXPD,C546,"UMBERVANE, TAVISHA"')
    return by_name


def test_a_strange_name_beside_a_number_stops_only_its_own_case(
    vacatur, place, applied, stranger, shared, received
):
    assert "stands there beside another name" in listed(vacatur, place)[stranger]["why"]
    number = applied["proposed"][0]["case_number"]
    done = vacatur("ground", "answer", GROUND, number, "peripheral", *SAYS, *WHO, "-w", place)
    assert done.code == 0, done.err
    file = shared("first")
    rewritten(file, says(said="consent"))
    assert len(received(file)["said"]) == 1


def test_a_new_version_is_held_against_strange_names(vacatur, place, changed, stranger):
    file = changed(lambda data: data.update(document="Another memorandum"))
    for command in ("apply", "adopt"):
        done = vacatur("ground", command, file, "-w", place)
        assert done.code == 1
        assert "stands beside another name as well" in done.err


def test_half_a_county_is_too_much_to_adopt_and_stops_no_answer(
    vacatur, place, applied, changed, monkeypatch
):
    number = applied["proposed"][0]["case_number"]
    monkeypatch.setattr(
        "vacatur.office.ground_cases._judged_cases", lambda records: len(applied["proposed"])
    )
    done = vacatur("ground", "answer", GROUND, number, "peripheral", *SAYS, *WHO, "-w", place)
    assert done.code == 0, done.err
    file = changed(lambda data: data.update(document="Another memorandum"))
    refused = vacatur("ground", "adopt", file, "-w", place)

    assert refused.code == 1
    assert "half of them or more" in refused.err


def test_a_ground_whose_list_of_officers_was_taken_back_can_be_answered(vacatur, place, eligible):
    number, charge = eligible
    vacatur("facts", "undo", 1, *WHO, "-w", place)
    done = vacatur("ground", "answer", GROUND, number, "not_involved", *SAYS, *WHO, "-w", place)

    assert done.code == 0, done.err
    assert answers(place)[charge][1] == "REVIEW"
