"""An answer about a ground stays true when the records, the ground or the lists change."""

from __future__ import annotations

import csv
import json
import shutil

import pytest

from tests.support.grounds import FOUND, GROUND, SAYS, WHO, answers

pytest_plugins = ("tests.support.grounds",)


def rewritten(path, change):
    """Change the rows of a CSV file in place: `change` returns a row, or None to leave it out."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in map(change, rows) if row is not None]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


@pytest.fixture
def exported_again(vacatur, place, officers, tmp_path):
    """Take in a later export of the county, in which the charges' rows are changed."""

    def again(change):
        export = shutil.copytree(officers, tmp_path / "later")
        rewritten(export / "charges.csv", change)
        done = vacatur("ingest", export, "-w", place)
        assert done.code == 0, done.err

    return again


def moved(row, number):
    """The row, with the offence of the case's second charge years before the ground's days."""
    if (row["case_num"], row["charge_num"]) != (number, "002"):
        return row
    return row | {"charge_inc_date_from": "2001-01-01", "charge_inc_date_to": "2001-01-01"}


def of_two_judgments(applied):
    return next(case for case in applied["proposed"] if len(case["judgments"]) == 2)


def listed(vacatur, place):
    """Every touched case by its number, as `ground apply` lists it now."""
    told = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    return {case["case_number"]: case for case in (*told["proposed"], *told["left_out"])}


def stands_on(place, number):
    """What the facts say of a ground's columns of the charges of a case: charge -> column."""
    from vacatur.office.formats import open_workspace

    workspace = open_workspace(place)
    with workspace.connection() as connection:
        rows = workspace.records(connection)["findings"].to_pyarrow().to_pylist()
    return {
        row["charge_id"]: {
            k: v for k, v in row.items() if k.startswith("ground_") and v is not None
        }
        for row in rows
        if row["charge_id"].rpartition("/")[0] == number
    }


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
        sheet.write_text(
            f"case_number,materiality,reason,document\n{number},{word},Because.,transcript\n"
        )
        done = vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place, "--json")
        assert done.code == code, done.err
    assert stands_on(place, number)[f"{number}/001"]["ground_materiality"] == "peripheral"
