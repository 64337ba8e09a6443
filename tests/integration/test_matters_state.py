"""`vacatur matters state`: one particular of one matter, and a file of many."""

from __future__ import annotations

import json

import pytest

ROE, LEE = ("--by", "A. Roe"), ("--by", "P. Lee")
PETITION, REMOVAL = "1", "2"
REVIEW = "No appeal, no post conviction petition (docket read 2026-02-10)."


def stated(matters, number: str) -> dict[str, str]:
    told = json.loads(matters("show", number, *ROE, "--json"))["stated"]
    return {particular: each["text"] for particular, each in told.items()}


def test_a_particular_is_stated_shown_replaced_and_taken_back(matters):
    first = matters("state", PETITION, "earlier-review", "One appeal.", *LEE, "--json")
    assert json.loads(first) == {"done": [1], "refused": {}}
    assert "1 matter done." in matters(
        "state", PETITION, "earlier-review", REVIEW, "--by", "a. roe"
    )
    shown = matters("show", PETITION, *ROE)
    assert "Stated for its papers:\n  earlier-review (A. Roe, 20" in shown
    assert f"    {REVIEW}\n" in shown
    assert "P. Lee: ParticularStated (particular earlier-review, text One appeal.)" in shown

    matters("undo", PETITION, "--reason", "It is of another case.", *ROE)
    assert stated(matters, PETITION) == {"earlier-review": "One appeal."}
    assert stated(matters, REMOVAL) == {}
    for name in ("office.db", "office.db-wal", "keys.db"):
        path = matters.place / name
        assert not path.exists() or b"appeal" not in path.read_bytes()


def test_what_is_printed_is_what_was_prepared(matters):
    matters("assign", PETITION, "--to", "P. Lee", *ROE)
    matters("state", PETITION, "restitution", "None was ordered.", *LEE)
    matters("prepare", PETITION, *LEE)
    late = matters("state", PETITION, "restitution", "200 dollars are owed.", *LEE, code=1)
    assert "a matter that is [prepared] takes no [StateParticular]" in late
    assert "First [vacatur matters send-back 1 --reason WHY]" in late
    assert "200" not in late
    matters("send-back", PETITION, "--reason", "Restitution.", *ROE)
    matters("state", PETITION, "restitution", "200 dollars are owed.", *LEE)
    assert stated(matters, PETITION) == {"restitution": "200 dollars are owed."}


def test_lines_that_somebody_types_are_no_lines_of_the_history(matters):
    text = "One.\n2026-02-17T15:00:00.00Z  A. Roe: Approved"
    matters("state", PETITION, "alleged-error", text, *LEE)
    shown = matters("show", PETITION, *ROE)
    assert "\n    2026-02-17T15:00:00.00Z  A. Roe: Approved\n" in shown.split("History:")[0]
    assert "\n2026" not in shown
    assert "text One. 2026-02-17T15:00:00.00Z  A." not in shown.split("History:")[1]
    assert "text One. 2026-02-17T15:00:00.00Z A. Roe" in shown.split("History:")[1]


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("1", "earlier-reviews", "CANARY"), "Did you mean [earlier-review]?", 2),
        (("1", "CANARY", "earlier-review"), "[vacatur matters state --help] lists them", 2),
        (("1", "trial"), "name a MATTER, a PARTICULAR and its TEXT", 2),
        (("1", "trial", "x", "--file", "a.csv"), "name one MATTER, or a --file of many", 2),
        (("99", "trial", "CANARY"), "there is no matter [99]", 2),
        (("--file", "nowhere.csv"), "nowhere.csv: the file cannot be read", 1),
        (("1", "trial", " "), "say what is stated of [trial]", 1),
        (("1", "trial", "CANARY\u2067"), "character 7 of [trial] is [U+2067]", 1),
    ],
)
def test_a_statement_that_cannot_stand_is_refused_and_its_text_not_told(
    matters, arguments, words, code
):
    told = matters("state", *arguments, *LEE, code=code)
    assert words in told
    assert "CANARY" not in told


def test_a_file_of_particulars_is_stated_row_by_row_and_every_row_is_counted(matters, tmp_path):
    file = tmp_path / "particulars.csv"
    rows = [
        f'1,earlier-review,"{REVIEW}"',
        '2,defendant-address,"12 Canary Row\r\nBaltimore, Md. 21201"',
        "1,earlier-reveiw,CANARY",
        "1,served-on, ",
        "2,consent,CANARY 1",
        "2,consent,CANARY 2",
        "99,trial,CANARY",
        "one,trial,CANARY",
        "99999999999999999999,trial,CANARY",
        "1,trial,CANARY\u200f",
        "1,trial,'=1+1",
    ]
    head = "matter,particular,text\r\n"
    file.write_text(head + "\r\n".join(rows), encoding="utf-8-sig", newline="")
    told = matters("state", "--file", file, *LEE, "--json", code=1)
    done = json.loads(told.partition("Practice")[0])

    assert (done["rows"], done["stated"]) == (11, 2)
    assert sorted(map(int, done["refused"])) == [4, 5, 6, 7, 8, 9, 10, 11, 12]
    for row, words in [
        ("4", "Did you mean [earlier-review]?"),
        ("5", "say what is stated of [served-on]"),
        ("6", "row 7 states the same particular"),
        ("7", "row 6 states the same particular"),
        ("8", "there is no matter [99]"),
        ("9", "stands no number of a matter"),
        ("10", "stands no number of a matter"),
        ("11", "row 12 states the same particular"),
    ]:
        assert words in done["refused"][row]
    assert "CANARY" not in told
    assert stated(matters, PETITION) == {"earlier-review": REVIEW}
    assert stated(matters, REMOVAL) == {"defendant-address": "12 Canary Row\nBaltimore, Md. 21201"}

    file.write_text(head + rows[-2], encoding="utf-8", newline="")
    told = matters("state", "--file", file, *LEE, code=1)
    assert (
        "1 row: 0 stated, 1 refused.\n  row 2: matter 1: character 7 of [trial] is [U+200F]" in told
    )
    file.write_text(head + rows[-1], encoding="utf-8", newline="")
    assert "1 row: 1 stated, 0 refused." in matters("state", "--file", file, *LEE)
    assert stated(matters, PETITION)["trial"] == "=1+1"
    file.write_text("matter,particulr,text\n1,trial,x\n", encoding="utf-8")
    assert "column 2 is none of this file's" in matters("state", "--file", file, *LEE, code=1)


def test_an_answer_that_was_read_before_it_was_prepared_again_approves_nothing(matters):
    """What is stated may have changed between the two."""

    def answer():
        return json.loads(matters("show", 1, *ROE, "--json"))["shown_hash"][:8]

    matters("assign", 1, "--to", "P. Lee", *ROE)
    matters("prepare", 1, *LEE)
    read = answer()
    matters("send-back", 1, "--reason", "The address is an old one.", *ROE)
    matters("state", 1, "defendant-address", "2 EXAMPLE STREET, 21202", *LEE)
    matters("prepare", 1, *LEE)
    assert answer() != read
    told = matters("approve", 1, "--answer", read, *ROE, code=1)
    assert f"its answer is not [{read}]" in told
    matters("approve", 1, "--answer", answer(), *ROE)
