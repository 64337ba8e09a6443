"""Sheets and lists of a ground: each of its version, and no row of them told again."""

from __future__ import annotations

import csv
import json

import pytest

from tests.support.grounds import (
    GROUND,
    SECOND,
    WHO,
    defence,
    rewritten,
    says,
)

pytest_plugins = ("tests.support.grounds",)

# ---- sheets and lists of a version --------------------------------------------------------------


def test_a_sheet_of_an_earlier_version_answers_nothing(vacatur, place, applied, second, tmp_path):
    sheet = tmp_path / "sheet.csv"
    vacatur("ground", "apply", GROUND, "--out", sheet, "-w", place)
    rewritten(sheet, says(materiality="sole_witness", reason="He alone swore.", document="warrant"))
    second()
    done = vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place, "--json")
    told = json.loads(done.out)

    assert done.code == 1
    assert told["answered"] is None
    assert f"it is not of [{SECOND}], which stands: write a new sheet" in told["refused"][0]["why"]


@pytest.mark.long
def test_what_was_said_of_one_version_is_not_told_of_another(
    vacatur, place, applied, second, shared, received
):
    file = shared("first")
    rewritten(file, says(said="consent"))
    assert len(received(file)["said"]) == 1
    assert defence(vacatur, place)[0] == "consent"
    second()
    assert set(defence(vacatur, place)) == {None}
    again = received(file)

    assert not again["said"]
    assert again["version"] == 2
    assert f"it is not of [{SECOND}], which stands" in again["refused"]["2"]
    assert set(defence(vacatur, place)) == {None}


def test_dockets_say_which_version_stands(vacatur, place, applied, second, shared):
    file = shared("first").with_name(f"{GROUND}-dockets.jsonl")
    second()
    told = vacatur("ground", "receive", GROUND, file, "--by", "B. Defender", "-w", place).out

    assert f"[{GROUND}], version 2, stands." in told
    assert "A docket names no version" in told


def test_an_answer_that_comes_back_blank_is_taken_back(vacatur, place, applied, shared, received):
    first = shared("first")
    rewritten(first, says(said="consent", said_by="B. Defender"))
    received(first)
    second = shared("second")
    rewritten(second, says(said=""))
    told = received(second)

    assert [(each["said"], each["by"]) for each in told["said"]] == [
        ("taken_back", "Office of the Defender")
    ]
    assert set(defence(vacatur, place)) == {None}


def test_a_list_from_before_an_answer_takes_nothing_back(vacatur, place, applied, shared, received):
    early, file = shared("early"), shared("first")
    rewritten(file, says(said="consent"))
    received(file)
    assert not received(early)["said"]
    assert defence(vacatur, place)[0] == "consent"


@pytest.mark.parametrize("word", ["consent", pytest.param("", marks=pytest.mark.long)])
def test_an_answer_that_was_replaced_does_not_come_back_with_an_older_list(
    vacatur, place, applied, shared, received, word
):
    first = shared("first")
    rewritten(first, says(said="consent"))
    received(first)
    older, newer = shared("older"), shared("newer")
    rewritten(newer, says(said="objection"))
    received(newer)
    rewritten(older, says(said=word))
    told = received(older)

    assert "another answer came in" in told["refused"]["2"]
    assert defence(vacatur, place)[0] == "objection"


def test_nothing_is_received_about_a_ground_that_does_not_stand(vacatur, place, applied, shared):
    file = shared("first")
    vacatur("ground", "withdraw", GROUND, *WHO, "-w", place)
    done = vacatur("ground", "receive", GROUND, file, "--by", "B. Defender", "-w", place)

    assert done.code == 2
    assert "is withdrawn" in done.err


# ---- who looked, and what is told again ---------------------------------------------------------


def events(vacatur, place):
    return [
        line["event"] for line in json.loads(vacatur("ground", "log", "-w", place, "--json").out)
    ]


def test_who_shares_is_logged_also_where_the_writing_breaks_off(
    vacatur, place, applied, tmp_path, monkeypatch
):
    def broken(*_args, **_options):
        raise OSError("no space")

    before = events(vacatur, place)
    monkeypatch.setattr("vacatur.office.ground_lists._table", broken)
    with pytest.raises(OSError, match="no space"):
        vacatur("ground", "share", GROUND, "--out", tmp_path / "out", "-w", place)
    assert events(vacatur, place) == [*before, "looked"]


def test_a_list_on_which_nothing_is_said_is_logged(vacatur, place, applied, shared, received):
    received(shared("first"))
    assert events(vacatur, place)[-1] == "said"


NAME = "GORSELING, ADRELL"


def test_no_cell_of_a_refused_row_is_told_again(vacatur, place, applied, shared, tmp_path):
    sheet, file = tmp_path / "sheet.csv", shared("first")
    vacatur("ground", "apply", GROUND, "--out", sheet, "-w", place)
    cells = iter([{"materiality": NAME}, {"materiality": "sole_witness", "integrity": NAME}])
    rest = {"reason": "So.", "document": "transcript"}
    rewritten(sheet, lambda row: row | rest | next(cells, {}) if row["court"] else row)
    rewritten(file, says(said=NAME))
    told = [
        vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place),
        vacatur("ground", "receive", GROUND, file, "--by", "B. Defender", "-w", place),
    ]
    rewritten(file, says(said="", case_number=NAME))
    told.append(vacatur("ground", "receive", GROUND, file, "--by", "B. Defender", "-w", place))
    for done in told:
        assert NAME.lower() not in (done.out + done.err).lower()
    assert "what stands under materiality is none" in told[0].out
    assert "what stands under integrity is neither yes nor no" in told[0].out
    assert "what stands under said is no answer: Known: [consent]" in told[1].out
    assert "Rows of cases that the ground is not put to: 2" in told[2].out


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (NAME, "the first row is no header"),
        (f"case_number,ground,materiality,reason,document,{NAME.partition(',')[0]}", "column 6"),
        ("case_number,ground,materiality,reeson,document", "Did you mean [reason]?"),
    ],
)
def test_no_cell_of_a_header_is_told_again(vacatur, place, applied, tmp_path, header, words):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"{header}\n1,2,3,4,5\n")
    done = vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place)

    assert done.code == 1
    assert words in done.err
    assert "GORSELING" not in done.err


def test_a_row_after_one_that_was_refused_is_taken(
    vacatur, place, applied, shared, received, tmp_path
):
    sheet, file = tmp_path / "sheet.csv", shared("first")
    vacatur("ground", "apply", GROUND, "--out", sheet, "-w", place)
    for path, wrong, right in (
        (sheet, {"materiality": "peripheral"}, {"reason": "So.", "document": "transcript"}),
        (file, {"said": "perhaps"}, {"said": "consent"}),
    ):
        with path.open(newline="") as opened:
            rows = list(csv.DictReader(opened))[:1]
        with path.open("w", newline="") as opened:
            writer = csv.DictWriter(opened, rows[0].keys())
            writer.writeheader()
            writer.writerows([rows[0] | wrong, rows[0] | wrong | right])
    done = vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place, "--json")
    answered, told = json.loads(done.out), received(file)

    assert (len(answered["answered"]["cases"]), len(answered["refused"])) == (1, 1)
    assert (len(told["said"]), list(told["refused"])) == (1, ["2"])


def test_a_sheet_is_held_against_cases_that_were_found_once(
    vacatur, place, applied, tmp_path, monkeypatch
):
    from vacatur.office import ground_cases

    sheet = tmp_path / "sheet.csv"
    vacatur("ground", "apply", GROUND, "--out", sheet, "-w", place)
    rewritten(sheet, says(materiality="peripheral", reason="So.", document="transcript"))
    found = []

    def counting(*arguments):
        found.append(1)
        return linked(*arguments)

    linked = ground_cases.link_all
    monkeypatch.setattr(ground_cases, "link_all", counting)
    done = vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place)

    assert done.code == 0, done.err
    assert len(found) == 1
