"""An answer about a ground stays true when the records, the ground or the lists change."""

from __future__ import annotations

import csv
import json
import shutil

import pytest

from tests.support.grounds import FOUND, GROUND, SAYS, WHO, answers, last_line

pytest_plugins = ("tests.support.grounds",)


FIRST, SECOND = f"{GROUND}, version 1", f"{GROUND}, version 2"


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
        row = f'{number},"{FIRST}",{word},Because.,transcript'
        sheet.write_text(f"case_number,ground,materiality,reason,document\n{row}\n")
        done = vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place, "--json")
        assert done.code == code, done.err
    assert stands_on(place, number)[f"{number}/001"]["ground_materiality"] == "peripheral"


# ---- sheets and lists of a version --------------------------------------------------------------


@pytest.fixture
def second(vacatur, place, applied, changed):
    """Another version of the ground, taken in."""

    def adopt():
        file = changed(lambda data: data.update(document="Another memorandum"))
        done = vacatur("ground", "adopt", file, "-w", place)
        assert done.code == 0, done.err

    return adopt


@pytest.fixture
def shared(vacatur, place, tmp_path):
    """Write a list for the defence into a folder; its CSV."""

    def write(folder):
        out = tmp_path / folder
        done = vacatur("ground", "share", GROUND, "--out", out, "-w", place)
        assert done.code == 0, done.err
        return out / f"{GROUND}-cases.csv"

    return write


@pytest.fixture
def received(vacatur, place):
    """Take a list in; what became of its rows."""

    def take(file):
        by = ("--by", "Office of the Defender")
        return json.loads(
            vacatur("ground", "receive", GROUND, file, *by, "-w", place, "--json").out
        )

    return take


def says(**cells):
    """Fill the first row of a list."""
    rows = iter((cells,))
    return lambda row: row | next(rows, {})


def defence(vacatur, place):
    told = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    return [case["defence"] and str(case["defence"]["said"]) for case in told["proposed"]]


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


@pytest.mark.parametrize("word", ["consent", ""])
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
