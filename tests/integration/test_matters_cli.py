"""Matters by the command line: the whole way of one that is filed and of one that is not.

One typed docket gives both: a petition in court, and a record that an agency removes of itself.
"""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

DAY = "2026-02-17"
ROE, LEE = ("--by", "A. Roe"), ("--by", "P. Lee")
PETITION, REMOVAL = "1", "2"


def answer(matters, number: str) -> str:
    return json.loads(matters("show", number, *ROE, "--json"))["shown_hash"]


def approve(matters, number: str) -> None:
    matters("assign", number, "--to", "P. Lee", *ROE)
    matters("prepare", number, *LEE)
    matters("approve", number, "--answer", answer(matters, number)[:12], *ROE)


def submit(matters, tmp_path, number: str = PETITION) -> None:
    paper = tmp_path / "petition.pdf"
    paper.write_text("a paper", encoding="utf-8")
    matters("packet", number, "--file", paper, *LEE)
    matters("submit", number, "--document", "Petition for expungement", *LEE)


def said(matters, number: str) -> str:
    return json.loads(matters("show", number, *ROE, "--json"))["matter"]["state"]


# ---- the whole way -----------------------------------------------------------------------------


def test_a_petition_goes_from_its_answer_to_its_end(matters, tmp_path):
    approve(matters, PETITION)
    submit(matters, tmp_path)
    on = ("--on", DAY)
    way = [
        ("receipt", "--said", "accepted", "--reference", "Envelope 4711", *LEE, *on),
        ("harm", "--harm", "job", "--evidence", "Letter of the employer.", *LEE),
        ("notice", "--event", "SERVICE", "--evidence", "Return receipt.", *LEE, *on),
        ("answer", "--said", "consents", "--text", "No objection.", *LEE, *on),
        ("hearing", "--day", DAY, *LEE),
        ("heard", *ROE, *on),
        ("order", "--said", "granted", "--reasons", "Order of that day.", *LEE, *on),
        ("changed", "--holder", "COURT_FILE", "--evidence", "Docket read.", *LEE, *on),
        ("changed", "--holder", "POLICE_RECORD", "--evidence", "Letter.", *LEE, *on),
        ("changed", "--holder", "CENTRAL_REPOSITORY", "--evidence", "Letter.", *LEE, *on),
        ("screeners", "--evidence", "Asked by letter.", *LEE, *on),
        ("told", "--how", "Letter.", *LEE, *on),
        ("close", *ROE, *on),
    ]
    for command, *rest in way:
        assert matters(command, PETITION, *rest).startswith("1 matter done.")

    shown = matters("show", PETITION, *ROE)
    assert "closed: nothing is left to do" in shown
    assert "Possible next: Vault." in shown
    assert "The chain holds" in matters("verify", of="audit")


def test_relief_of_the_law_itself_goes_its_way_without_a_paper(matters):
    approve(matters, REMOVAL)
    on = ("--on", DAY)
    for command, *rest in [
        ("follow", *ROE, *on),
        ("changed", "--holder", "CENTRAL_REPOSITORY", "--evidence", "Asked.", *LEE, *on),
        ("told", "--how", "Letter.", *LEE, *on),
        ("close", *ROE, *on),
    ]:
        matters(command, REMOVAL, *rest)
    assert said(matters, REMOVAL) == "closed"
    summary = matters("summary")
    assert "us-md/repository-removal (1)" in summary
    assert "1  closed" in summary


# ---- refusals ----------------------------------------------------------------------------------


def test_a_refusal_ends_with_one_and_says_what_to_do(matters, tmp_path):
    paper = tmp_path / "a.pdf"
    paper.write_text("x", encoding="utf-8")
    early = matters("submit", PETITION, "--document", "Petition", *LEE, code=1)
    assert "a matter that is [open] takes no [Submit]" in early
    assert "Possible now: Assign" in early

    approve(matters, REMOVAL)
    assert "nobody files" in matters("packet", REMOVAL, "--file", paper, *LEE, code=1)

    matters("assign", PETITION, "--to", "A. Roe", *ROE)
    matters("prepare", PETITION, *ROE)
    short = answer(matters, PETITION)[:12]
    assert "[A. Roe] prepared it" in matters("approve", PETITION, "--answer", short, *ROE, code=1)
    assert "an attorney must approve" in matters(
        "approve", PETITION, "--answer", short, *LEE, code=1
    )
    assert "its answer is not [00000000]" in matters(
        "approve", PETITION, "--answer", "00000000", "--by", "S. Doe", code=1
    )
    assert "its answer is not" in matters(
        "approve", PETITION, "--answer", short[:4], "--by", "S. Doe", code=1
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("assign", "1", "--to", "P. Lee", "--by", "P. Leo"), "Did you mean [P. Lee]?"),
        (("assign", "1", "--to", "P. Leo", *ROE), "Did you mean [P. Lee]?"),
        (("receipt", "1", "--said", "accept", "--reference", "x", *LEE), "Did you mean [accepted]"),
        (("notice", "1", "--event", "NOTISE", "--evidence", "x", *LEE), "Did you mean [NOTICE]?"),
        (("changed", "1", "--holder", "COURT", "--evidence", "x", *LEE), "Did you mean [COURT_FIL"),
        (("harm", "1", "--harm", "jobb", "--evidence", "x", *LEE), "Did you mean [job]?"),
        (("order", "1", "--said", "grant", "--reasons", "x", *LEE), "Did you mean [granted]?"),
        (("staff", "add", "X. Y.", "--role", "atorney", *ROE), "Did you mean [attorney]?"),
        (("open", "--vehicle", "us-md/portal-hidin", *ROE), "no rule of the run names a vehicle"),
        (("assign", "--to", "P. Lee", *ROE, "9-4"), "ends before it begins"),
        (("assign", "--to", "P. Lee", *ROE, "0"), "is no number"),
        (("assign", "--to", "P. Lee", *ROE, "x"), "is no number"),
        (("assign", "--to", "P. Lee", *ROE, "99"), "there is no matter [99]"),
        (("assign", "--to", "P. Lee", *ROE, "1", "state=open"), "by number, or by what they"),
        (("assign", "--to", "P. Lee", *ROE, "stat=open"), "Did you mean [state]?"),
        (("assign", "--to", "P. Lee", *ROE, "state=opened"), "Did you mean [open]?"),
        (("assign", "--to", "P. Lee", *ROE, "vehicle=a", "vehicle=b"), "[vehicle] is said twice"),
        (("list", "state=fild"), "Did you mean [filed]?"),
        (("show", "99", *ROE), "there is no matter [99]"),
        (("due", "--until", "2026-02-30"), "--until"),
        (("heard", "1", "--on", "17/02/2026", *ROE), "--on"),
        (("packet", "1", "--file", "nowhere.pdf", *ROE), "there is no file [nowhere.pdf]"),
        (("receipts", "nowhere.csv", *ROE), "there is no file [nowhere.csv]"),
    ],
)
def test_a_wrong_word_ends_with_two_and_the_nearest_one(matters, arguments, words):
    before = matters("verify", "--json", of="audit")
    assert words in matters(*arguments, code=2)
    assert matters("verify", "--json", of="audit") == before


# ---- which matters -----------------------------------------------------------------------------


def test_matters_are_named_by_number_by_range_and_by_what_they_share(matters):
    assert "2 matters done." in matters("assign", "1-2", "1", "--to", "P. Lee", *ROE)
    assert "1 matter done." in matters(
        "assign", "state=assigned", "vehicle=us-md/repository-removal", "--to", "A. Roe", *ROE
    )
    listed = json.loads(matters("list", "assigned-to=A. Roe", "--json"))
    assert [each["number"] for each in listed["matters"]] == [2]
    assert listed["total"] == 1
    pattern = listed["matters"][0]["pattern"][:8]
    assert "1 matter done." in matters("prepare", f"pattern={pattern}", *ROE)
    assert "0 matters done." in matters("prepare", "state=closed", *ROE)
    assert "1-1 of 1 matter." in matters("list", "state=open", "state=prepared")


def test_what_is_done_to_many_is_done_to_those_that_let_it(matters):
    matters("assign", "1", "--to", "P. Lee", *ROE)
    told = matters("prepare", "1-2", *LEE, code=1)
    assert "1 matter done." in told
    assert "1 matter refused:" in told
    assert "matter 2: a matter that is [open] takes no [Prepare]" in told


# ---- the court's receipts ----------------------------------------------------------------------

HEAD = "matter,document,content_sha256,status,day,reference\n"


def test_a_file_of_receipts_is_taken_in_once_and_every_row_is_counted(matters, tmp_path):
    approve(matters, PETITION)
    submit(matters, tmp_path)
    file = tmp_path / "receipts.csv"
    rows = [
        f"1,Petition for expungement,,accepted,{DAY},Envelope 1",
        f"1,Petition for expungement,,accepted,{DAY},Envelope 1",
        f"1,Petition for expungement,,rejected,{DAY},Envelope 2",
        f"1,Another paper,,accepted,{DAY},Envelope 3",
        f"99,,,accepted,{DAY},Envelope 4",
        f"one,,,accepted,{DAY},Envelope 5",
        f"1,,,acepted,{DAY},Envelope 6",
        "1,,,accepted,17.2.2026,Envelope 7",
        "1,,,accepted,2026-02-18,Envelope 8",
        "1",
    ]
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8-sig")

    first = json.loads(matters("receipts", file, *LEE, "--json", code=1).partition("Practice")[0])
    assert (first["rows"], first["recorded"], first["known_already"]) == (10, 1, 1)
    assert sorted(map(int, first["quarantined"])) == [4, 5, 6, 7, 8, 9, 10, 11]
    assert "the court said [accepted] of that paper" in first["quarantined"]["4"]
    assert "no such paper went to the court" in first["quarantined"]["5"]
    assert "there is no matter [99]" in first["quarantined"]["6"]
    assert "Did you mean [accepted]?" in first["quarantined"]["8"]
    assert "has not come yet" in first["quarantined"]["10"]
    assert said(matters, PETITION) == "filed"

    again = matters("receipts", file, *LEE, code=1)
    assert "10 rows: 0 recorded, 2 known already, 8 kept out." in again
    file.write_text(HEAD + rows[0] + "\n", encoding="utf-8")
    assert "1 row: 0 recorded, 1 known already, 0 kept out." in matters("receipts", file, *LEE)


def test_a_receipt_that_fits_two_papers_is_kept_out(matters, tmp_path):
    approve(matters, PETITION)
    submit(matters, tmp_path)
    reject = ("--said", "rejected", "--reference", "No signature.", "--on", DAY)
    matters("receipt", PETITION, *reject, *LEE)
    matters("prepare", PETITION, *LEE)
    matters("approve", PETITION, "--answer", answer(matters, PETITION)[:12], *ROE)
    paper = tmp_path / "petition-2.pdf"
    paper.write_text("the mended paper", encoding="utf-8")
    matters("packet", PETITION, "--file", paper, *LEE)
    matters("submit", PETITION, "--document", "Petition for expungement", *LEE)
    file = tmp_path / "receipts.csv"
    file.write_text(f"{HEAD}1,,,rejected,{DAY},x\n", encoding="utf-8")
    assert "it fits more than one paper" in matters("receipts", file, *LEE, code=1)
    sha256 = json.loads(matters("show", PETITION, *ROE, "--json"))["matter"]["filings"][-1]
    file.write_text(f"{HEAD}1,,{sha256['content_sha256']},rejected,{DAY},x\n", encoding="utf-8")
    assert "1 recorded" in matters("receipts", file, *LEE)


def test_a_file_with_other_columns_is_not_read(matters, tmp_path):
    file = tmp_path / "receipts.csv"
    file.write_text(HEAD.replace("status", "stauts") + "\n", encoding="utf-8")
    assert "Did you mean [status]?" in matters("receipts", file, *LEE, code=2)
    file.write_text("matter,status\n1,accepted\n", encoding="utf-8")
    assert "a column [document] is missing" in matters("receipts", file, *LEE, code=2)


# ---- the chain ---------------------------------------------------------------------------------


def test_a_chain_that_was_cut_shows_by_the_head_that_was_kept(matters, tmp_path):
    earlier = tmp_path / "office.db"
    shutil.copy(matters.place / "office.db", earlier)
    matters("assign", "1", "--to", "P. Lee", *ROE)
    head = tmp_path / "head.json"
    matters("head", "--out", head, of="audit")
    assert "1 heads kept elsewhere" in matters("verify", "--head", head, of="audit")
    assert "is there already" in matters("head", "--out", head, of="audit", code=2)

    shutil.copy(earlier, matters.place / "office.db")
    matters("verify", of="audit")
    assert "the chain ends there" in matters("verify", "--head", head, of="audit", code=1)

    told = json.loads(head.read_text(encoding="utf-8")) | {"seq": 1}
    head.write_text(json.dumps(told), encoding="utf-8")
    assert "was not signed" in matters("verify", "--head", head, of="audit", code=2)


def test_a_matter_that_was_changed_beside_the_commands_is_named(matters):
    raw = sqlite3.connect(matters.place / "office.db")
    with raw:
        raw.execute("update matters set content = replace(content, 'open', 'filed')")
    raw.close()
    assert "matter 1: it is not what its last entry" in matters("verify", of="audit", code=1)


def test_reading_is_logged(matters):
    matters("show", "2", "--by", "S. Doe", "--purpose", "a question of the court")
    log = matters("log", "--matter", "2", "--last", "1", of="audit")
    assert "S. Doe" in log
    assert "Read" in log
    assert "a question of the court" in log


def test_what_is_done_in_practice_says_so_in_the_chain(matters):
    matters("assign", "1", "--to", "P. Lee", *ROE)
    assert f"practice as on {DAY}: casework" in matters("log", "--last", "1", of="audit")


def test_a_database_that_fails_is_told_in_words(matters):
    raw = sqlite3.connect(matters.place / "office.db")
    with raw:
        raw.execute("drop table matters")
    raw.close()
    assert "the database of matters failed" in matters("list", code=1)


# ---- machines ----------------------------------------------------------------------------------


def test_every_command_prints_one_document(matters, tmp_path):
    def document(*arguments, of="matters"):
        return json.loads(matters(*arguments, "--json", of=of))

    assert document("staff", "list")[0]["name"] == "A. Roe"
    assert document("staff", "add", "X. Y.", "--role", "paralegal", *ROE)["role"] == "paralegal"
    assert document("open", *ROE)["there_already"] == 2
    assert document("list")["total"] == 2
    assert {each["matters"] for each in document("summary")} == {1}
    assert document("due") == []
    assert document("show", "1", *ROE)["particulars"]["case_number"]
    assert document("renew", "1", *ROE) == {"done": [], "refused": {}}
    approve(matters, PETITION)
    assert document("withdraw", "1", "--reason", "x", *ROE) == {"done": [1], "refused": {}}
    assert document("set-aside", "1", "--reason", "x", *ROE)["done"] == [1]
    assert document("take-up", "1", "--reason", "x", *ROE)["done"] == [1]
    assert document("verify", of="audit")["matters"] == 2
    assert document("head", "--out", tmp_path / "h.json", of="audit")["seq"] > 5
    assert document("log", of="audit")[-1]["kind"] == "TakenUp"


def test_however_a_name_is_spelled_it_is_one_person(matters):
    matters("assign", "1", "--to", " p.  LEE", "--by", "a. ROE")
    (line,) = json.loads(matters("log", "--last", "1", "--json", of="audit"))
    assert line["actor"] == "A. Roe"
    listed = json.loads(matters("list", "assigned-to=P. Lee", "--json"))
    assert listed["total"] == 1
