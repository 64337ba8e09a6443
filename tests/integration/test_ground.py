"""A ground from its file to motions, each with its own evidence, and back again."""

from __future__ import annotations

import csv
import json
from copy import deepcopy

import pytest

from tests.support.grounds import (
    GROUND,
    SAYS,
    WHO,
    answers,
    findings,
    last_line,
    numbers,
    truth,
    unit_of,
)

pytest_plugins = ("tests.support.grounds",)


def test_exactly_the_affected_cases_are_proposed(officers, applied):
    assert numbers(applied["proposed"]) == truth(officers)
    assert applied["counts"]["materiality"] == {"materiality_unknown": len(applied["proposed"])}


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.long) for n in (2, 3))])
def test_they_are_so_in_other_counties(vacatur, seed, tmp_path):
    county, place = tmp_path / "county", tmp_path / "w"
    made = ("sample", "county", "--people", 400, "--seed", seed, "--officers", 40, "--out", county)
    assert vacatur(*made).code == 0
    assert vacatur("ingest", county, "-w", place).code == 0
    officers = county / "facts/officers.csv"
    assert vacatur("facts", "attach", officers, "--kind", "officers", "-w", place).code == 0
    done = vacatur("ground", "apply", county / "grounds/unit.yaml", "-w", place, "--json")

    assert numbers(json.loads(done.out)["proposed"]) == truth(county)


def test_every_proposed_case_names_its_own_evidence(officers, applied):
    with (officers / "facts/officers.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for case in applied["proposed"]:
        sure = [each for each in case["evidence"] if each["linked"] == "by_number"]
        assert sure
        for each in case["evidence"]:
            row = rows[int(each["source"].rpartition(" ")[2]) - 1]
            assert row["case_num"] == case["case_number"]
            assert row["role"] == each["role"]


def test_a_name_alone_never_links(officers, applied):
    checked = [case for case in applied["left_out"] if case["standing"] == "to_check"]
    by_name = [case for case in checked if "without a number" in case["why"]]

    assert by_name
    assert not numbers(by_name) & truth(officers)


def test_nothing_is_found_until_an_attorney_answers(vacatur, place, applied):
    first, second, *_ = (case["case_number"] for case in applied["proposed"])
    before = answers(place)
    assert findings(place) == set()
    vacatur("ground", "answer", GROUND, first, "sole_witness", *SAYS, *WHO, "-w", place)
    vacatur("ground", "answer", GROUND, second, "corroborated", *SAYS, *WHO, "-w", place)

    assert findings(place) == {first, second}
    after = answers(place)
    differing = {charge for charge in after if after[charge] != before[charge]}
    assert {charge.rpartition("/")[0] for charge in differing} <= {first, second}


def test_a_motion_stands_on_what_the_attorney_found(vacatur, place, applied):
    case = applied["proposed"][0]
    number, charge = case["case_number"], case["judgments"][0]["charge"]
    found = ("--integrity", "yes", "--justice", "yes")
    for asked, value in [("case.victims", "none"), ("case.appeal", "none")]:
        assert vacatur("facts", "answer", charge, asked, value, *WHO, "-w", place).code == 0
    done = vacatur(
        "ground", "answer", GROUND, number, "sole_witness", *SAYS, *found, *WHO, "-w", place
    )
    told = vacatur("explain", charge, "-w", place).out

    assert done.code == 0, done.err
    assert answers(place)[charge] == ("MET", "ELIGIBLE_STATE_MOTION")
    flat = " ".join(told.split())
    for words in (GROUND, "Invented memorandum of 1 June 2018", "No other witness saw it."):
        assert words in flat
    assert "complaining officer" in flat or "complaining_officer" in flat


@pytest.mark.parametrize("materiality", ["corroborated", "peripheral", "not_involved"])
def test_what_rests_elsewhere_is_left_out_with_the_reason(vacatur, place, applied, materiality):
    case = applied["proposed"][0]
    number, charge = case["case_number"], case["judgments"][0]["charge"]
    vacatur("facts", "answer", charge, "case.victims", "none", *WHO, "-w", place)
    vacatur("ground", "answer", GROUND, number, materiality, *SAYS, *WHO, "-w", place)
    again = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)

    assert number not in numbers(again["proposed"])
    (left,) = [each for each in again["left_out"] if each["case_number"] == number]
    assert left["standing"] == "excluded"
    assert left["judgments"][0]["reason"] == "No other witness saw it. (transcript, p. 12)"
    assert answers(place)[charge][1] == "REVIEW"


@pytest.mark.long
def test_a_later_answer_takes_the_place_of_the_earlier(vacatur, place, applied):
    case = applied["proposed"][0]
    number, charge = case["case_number"], case["judgments"][0]["charge"]
    vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    vacatur("ground", "answer", GROUND, number, "peripheral", *SAYS, *WHO, "-w", place)
    told = vacatur("explain", charge, "-w", place)
    again = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)

    assert told.code == 0, told.err
    assert number in numbers(again["left_out"])


def test_withdrawing_reopens_all_its_cases_and_no_other(vacatur, place, applied):
    before = answers(place)
    chosen = [case["case_number"] for case in applied["proposed"][:3]]
    other = applied["proposed"][3]["judgments"][0]["charge"]
    vacatur("facts", "answer", other, "findings.ground_justice", "no", *WHO, "-w", place)
    beside = answers(place)
    for number in chosen:
        vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    assert answers(place) != beside or findings(place) == set(chosen)
    done = json.loads(vacatur("ground", "withdraw", GROUND, *WHO, "-w", place, "--json").out)

    assert done["reopened"] == sorted(chosen)
    assert findings(place) == set()
    assert answers(place) == beside
    assert {c for c in beside if beside[c] != before[c]} <= {other}
    refused = vacatur("ground", "answer", GROUND, chosen[0], "peripheral", *SAYS, *WHO, "-w", place)
    assert refused.code == 2
    assert "withdrawn" in refused.err
    assert "was withdrawn" in vacatur("ground", "apply", GROUND, "-w", place).err


def test_another_version_reopens_what_hung_on_the_first(vacatur, place, applied, changed):
    number = applied["proposed"][0]["case_number"]
    vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    file = changed(lambda data: data.update(document="Another memorandum"))
    refused = vacatur("ground", "apply", file, "-w", place)
    done = json.loads(vacatur("ground", "adopt", file, "-w", place, "--json").out)

    assert refused.code == 2
    assert "rest on an earlier version" in refused.err
    assert done["reopened"] == [number]
    assert done["version"] == 2
    assert findings(place) == set()
    kept = sorted(path.name for path in (place / "grounds" / GROUND).iterdir())
    assert kept == ["001.yaml", "002.yaml"]


def test_nothing_rests_on_a_draft(vacatur, place, applied, changed):
    number = applied["proposed"][0]["case_number"]
    draft = changed(lambda data: data.update(status="draft", adopted_by="", adopted_on=""))
    listed = vacatur("ground", "apply", draft, "-w", place)
    refused = vacatur("ground", "answer", GROUND, number, "peripheral", *SAYS, *WHO, "-w", place)

    assert "until a named attorney adopts it" in listed.out
    assert refused.code == 2
    assert "a draft" in refused.err


def test_a_change_of_law_alone_stays_with_an_attorney(vacatur, place, changed):
    file = changed(lambda data: data.update(kind="law_change"))
    told = vacatur("ground", "apply", file, "-w", place)
    listed = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    case = listed["proposed"][0]
    found = ("--integrity", "yes", "--justice", "yes")
    charge = case["judgments"][0]["charge"]
    vacatur("facts", "answer", charge, "case.victims", "none", *WHO, "-w", place)
    vacatur(
        "ground", "answer", GROUND, case["case_number"], "sole_witness", *SAYS, *found, *WHO,
        "-w", place,
    )  # fmt: skip

    assert "A change of law or policy alone is not plainly new information" in told.out
    assert answers(place)[charge][1] == "REVIEW"


# ---- nothing rests on what does not stand ------------------------------------------------------


def test_a_withdrawal_is_not_undone_behind_the_grounds_back(vacatur, place, eligible):
    number, charge = eligible
    vacatur("ground", "answer", GROUND, number, "corroborated", *SAYS, *WHO, "-w", place)
    vacatur("ground", "withdraw", GROUND, *WHO, "-w", place)
    withdrawn = last_line(vacatur, place)
    for line in (withdrawn, withdrawn - 1):
        done = vacatur("facts", "undo", line, *WHO, "-w", place)
        assert done.code == 2
        assert "does not stand" in done.err
    assert answers(place)[charge][1] != "ELIGIBLE_STATE_MOTION"


def test_an_earlier_answer_comes_back_while_its_ground_stands(vacatur, place, eligible):
    number, charge = eligible
    vacatur("ground", "answer", GROUND, number, "corroborated", *SAYS, *WHO, "-w", place)
    assert answers(place)[charge][1] == "REVIEW"
    done = vacatur("facts", "undo", last_line(vacatur, place), *WHO, "-w", place)

    assert done.code == 0, done.err
    assert answers(place)[charge][1] == "ELIGIBLE_STATE_MOTION"


def test_an_adoption_is_not_undone_either(vacatur, place, eligible, changed):
    file = changed(lambda data: data.update(document="Another memorandum"))
    assert vacatur("ground", "adopt", file, "-w", place).code == 0
    done = vacatur("facts", "undo", last_line(vacatur, place), *WHO, "-w", place)

    assert done.code == 2
    assert "version 1], which does not stand" in done.err


def test_what_was_corrected_by_hand_falls_with_its_ground(vacatur, place, applied):
    case = applied["proposed"][0]
    number, charge = case["case_number"], case["judgments"][0]["charge"]
    denied = ("--integrity", "no", "--justice", "yes")
    vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *denied, *WHO, "-w", place)
    line = last_line(vacatur, place)
    told = json.loads(vacatur("facts", "log", "-w", place, "--json").out)[-1]["answers"]
    (row,) = [n for n, x in enumerate(told, 1) if x["column"] == "findings.ground_integrity"]
    assert vacatur("facts", "correct", f"{line}.{row}", "yes", *WHO, "-w", place).code == 0
    vacatur("ground", "withdraw", GROUND, *WHO, "-w", place)

    told = vacatur("explain", charge, "-w", place).out.partition("Added")[0]
    assert "findings.ground_integrity = not recorded" in told
    again = json.loads(vacatur("ground", "adopt", unit_of(place), "-w", place, "--json").out)
    assert again["version"] == 2
    listed = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    assert number in numbers(listed["proposed"])


def test_half_of_an_answer_is_not_taken_back(vacatur, place, eligible):
    line = last_line(vacatur, place)
    told = json.loads(vacatur("facts", "log", "-w", place, "--json").out)[-1]["answers"]
    for row, each in enumerate(told, 1):
        if each["column"] in ("findings.ground_id", "findings.ground_materiality"):
            done = vacatur("facts", "withdraw", f"{line}.{row}", *WHO, "-w", place)
            assert done.code == 2
            assert "a part would be missing" in done.err


def test_the_name_of_the_ground_is_not_taken_from_under_its_findings(vacatur, place, eligible):
    line = last_line(vacatur, place)
    told = json.loads(vacatur("facts", "log", "-w", place, "--json").out)[-1]["answers"]
    parts = ("ground_id", "ground_materiality", "ground_reason", "ground_role")
    rows = [n for n, x in enumerate(told, 1) if x["column"].partition(".")[2] in parts]
    done = vacatur("facts", "withdraw", *(f"{line}.{row}" for row in rows), *WHO, "-w", place)

    assert done.code == 2
    assert "a part would be missing" in done.err


@pytest.mark.parametrize("column", ["ground_id", "ground_materiality", "ground_reason"])
def test_a_ground_is_not_answered_by_the_way(vacatur, place, eligible, column, tmp_path):
    _, charge = eligible
    value = "corroborated" if column == "ground_materiality" else "something"
    done = vacatur("facts", "answer", charge, f"findings.{column}", value, *WHO, "-w", place)
    file = tmp_path / "answers.csv"
    file.write_text(f"charge,asked,value\n{charge},findings.{column},{value}\n")
    attached = vacatur("facts", "attach", file, "--kind", "answers", "-w", place)

    assert done.code == 2
    assert "vacatur ground answer" in done.err
    assert "0 attached + 0 repeated + 1 quarantined" in attached.out
    assert answers(place)[charge][1] == "ELIGIBLE_STATE_MOTION"


def test_findings_that_somebody_else_made_are_not_the_grounds(vacatur, place, applied):
    case = applied["proposed"][0]
    number, charge = case["case_number"], case["judgments"][0]["charge"]
    for name in ("ground_integrity", "ground_justice"):
        vacatur("facts", "answer", charge, f"findings.{name}", "yes", *WHO, "-w", place)
    refused = vacatur("ground", "answer", GROUND, number, "sole_witness", *SAYS, *WHO, "-w", place)
    again = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    (left,) = [each for each in again["left_out"] if each["case_number"] == number]

    assert refused.code == 2
    assert left["standing"] == "to_check"


def test_a_case_that_loses_its_officer_is_listed_to_be_checked(vacatur, place, eligible):
    number, _ = eligible
    assert vacatur("facts", "undo", 1, *WHO, "-w", place).code == 0
    officers = place.parent / "others.csv"
    officers.write_text("case_num,role,agency,officer_id\n" + f"{number},witness,EXPD,Z1\n")
    vacatur("facts", "attach", officers, "--kind", "officers", "-w", place)
    again = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    (left,) = again["left_out"]

    assert left["case_number"] == number
    assert "no record ties it to the person any more" in left["why"]


def test_an_edited_version_is_not_read(vacatur, place, applied):
    path = unit_of(place)
    path.write_text(path.read_text(encoding="utf-8").replace("plain-clothes", "other"))
    done = vacatur("ground", "apply", GROUND, "-w", place)

    assert done.code == 1
    assert "is not the one that was taken in" in done.err


def test_breaking_off_between_two_versions_leaves_nothing_on_either(
    vacatur, place, eligible, changed, monkeypatch
):
    file = changed(lambda data: data.update(document="Another memorandum"))

    def broken(*_args, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("vacatur.office.ground_answers.take_in", broken)
        assert vacatur("ground", "adopt", file, "-w", place).code != 0
    assert findings(place) == set()
    again = json.loads(vacatur("ground", "adopt", file, "-w", place, "--json").out)
    assert again["version"] == 2


# ---- what cannot be meant -----------------------------------------------------------------------


def other_numbers(data):
    for person in data["affects"]:
        for number in person["known_as"]:
            number["identifier"] = f"Z{number['identifier']}"


def everybody(data):
    """Everyone whom the file of officers knows by a number, as one person's numbers."""
    data["affects"] = data["affects"][:1]
    data["affects"][0].pop("from")
    data["affects"][0].pop("until")
    data["affects"][0].pop("roles")


REFUSED = {
    "no day of receipt": (lambda data: data.pop("received_on"), "has no `received_on`"),
    "a blank day of receipt": (lambda data: data.update(received_on=""), "`received_on` is blank"),
    "received before every judgment": (
        lambda data: data.update(received_on="1999-01-01"),
        "came on or after 1999-01-01",
    ),
    "a set that touches no case": (other_numbers, "touches no case"),
    "adopted by nobody": (lambda data: data.update(adopted_by=""), "not said by whom"),
    "a word that is none": (lambda data: data.update(kind="new_informtion"), "new_information"),
    "a key that is none": (lambda data: data.update(recieved_on="2018-01-01"), "received_on"),
    "a person without a number": (
        lambda data: data["affects"][0].update(known_as=[]),
        "no list `known_as`",
    ),
    "one number of two persons": (
        lambda data: data["affects"][1].update(known_as=deepcopy(data["affects"][0]["known_as"])),
        "is given to two persons",
    ),
    "another person's name beside a number": (
        lambda data: data["affects"][2]["known_as"][0].update(names=["TRELLIS, ORWIN"]),
        "stands beside another name as well",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_ground_that_cannot_be_meant_stops(vacatur, place, changed, name):
    change, words = REFUSED[name]
    done = vacatur("ground", "apply", changed(change), "-w", place)

    assert done.code != 0
    assert words in done.err
    assert not (place / "grounds").exists()


def test_half_a_county_is_too_much(vacatur, place, officers, changed):
    with (officers / "facts/officers.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["officer_id"].strip()]
    known = {}
    for row in rows:
        names = known.setdefault((row["agency"], row["officer_id"].strip()), set())
        names.add(row["name"] or "NOBODY")

    def all_of_them(data):
        everybody(data)
        data["affects"][0]["known_as"] = [
            {"agency": agency, "identifier": identifier, "names": sorted(names)}
            for (agency, identifier), names in sorted(known.items())
            if agency
        ]

    done = vacatur("ground", "apply", changed(all_of_them), "-w", place)

    assert done.code != 0
    assert "half of them or more" in done.err


def test_a_workspace_that_knows_no_officers_says_what_is_missing(vacatur, officers, tmp_path):
    place = tmp_path / "w"
    vacatur("ingest", officers, "-w", place)
    done = vacatur("ground", "apply", officers / "grounds/unit.yaml", "-w", place)

    assert done.code == 1
    assert "--kind officers" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("7B99999999", "sole_witness", *SAYS, *WHO), "is not one that the ground"),
        (("{case}", "sole_witnes", *SAYS, *WHO), "Did you mean [sole_witness]?"),
        (("{case}", "sole_witness", *WHO), "has no sentence"),
        (("{case}", "sole_witness", "--reason", "So.", *WHO), "has no document"),
        (("{case}", "sole_witness", *SAYS), "who says so"),
        (("{case}", "peripheral", *SAYS, "--justice", "yes", *WHO), "a finding is made"),
        (("{case}", "sole_witness", *SAYS, "--justice", "ja", *WHO), "--justice is [ja]"),
    ],
)
def test_an_answer_that_cannot_be_taken_changes_nothing(vacatur, place, applied, arguments, words):
    case = applied["proposed"][0]["case_number"]
    given = (each.format(case=case) for each in arguments)
    done = vacatur("ground", "answer", GROUND, *given, "-w", place)

    assert done.code == 2
    assert words in done.err
    assert findings(place) == set()


# ---- sheets and lists ---------------------------------------------------------------------------


def test_a_sheet_is_answered_in_one_line_of_the_log(vacatur, place, applied, tmp_path):
    sheet = tmp_path / "sheet.csv"
    assert vacatur("ground", "apply", GROUND, "--out", sheet, "-w", place).code == 0
    with sheet.open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"materiality": "sole_witness", "reason": "=He alone swore.", "document": "warrant"}
    rows[1] |= {"materiality": "corroborated", "reason": "Two saw it.", "document": "transcript"}
    rows[2] |= {"materiality": "corobborated", "reason": "Two saw it.", "document": "transcript"}
    rows.append(dict(rows[0]))
    rows.append(rows[3] | {"case_number": "7B99999999", "materiality": "peripheral"})
    with sheet.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    done = vacatur("ground", "answer", GROUND, "--sheet", sheet, *WHO, "-w", place, "--json")

    told = json.loads(done.out)
    assert done.code == 1
    assert told["rows_in"] == len(rows)
    assert len(told["answered"]["cases"]) == 2
    assert [each["row"] for each in told["refused"]] == [4, len(rows), len(rows) + 1]
    assert told["left_open"] == len(rows) - 2 - 3
    assert findings(place) == {rows[0]["case_number"], rows[1]["case_number"]}
    assert "Did you mean [corroborated]?" in told["refused"][0]["why"]


def test_a_sample_is_spread_over_the_groups(vacatur, place, applied, tmp_path):
    sheets = [tmp_path / f"{number}.csv" for number in (1, 2)]
    for sheet in sheets:
        vacatur("ground", "apply", GROUND, "--out", sheet, "--sample", 10, "-w", place)
    with sheets[0].open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert sheets[0].read_bytes() == sheets[1].read_bytes()
    assert len({row["case_number"] for row in rows}) == 10
    assert len({row["group"] for row in rows}) > 4


@pytest.mark.parametrize("suffix", ["cases.csv", "dockets.jsonl"])
def test_a_list_comes_back_with_every_case_once(vacatur, place, applied, tmp_path, suffix):
    out = tmp_path / "defender"
    shared = json.loads(vacatur("ground", "share", GROUND, "--out", out, "-w", place, "--json").out)
    file = out / f"{GROUND}-{suffix}"
    done = vacatur("ground", "receive", GROUND, file, "--by", "B. Defender", "-w", place, "--json")
    told = json.loads(done.out)

    assert shared["cases"] == told["rows_in"] == told["nothing_said"] == len(applied["proposed"])
    assert not told["missing"]
    assert not told["not_ours"]
    assert not told["refused"]


def test_what_the_defence_says_is_kept_and_goes_out_again(vacatur, place, applied, tmp_path):
    out = tmp_path / "defender"
    vacatur("ground", "share", GROUND, "--out", out, "-w", place)
    file = out / f"{GROUND}-cases.csv"
    with file.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    rows[0] |= {"said": "consent", "said_by": "B. Defender", "remark": "+ joins"}
    rows[1] |= {"said": "objection"}
    lost = rows.pop()["case_number"]
    rows += [dict(rows[2]), rows[3] | {"case_number": "7B99999999"}]
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    arguments = ("ground", "receive", GROUND, file, "--by", "Office of the Defender", "-w", place)
    told = json.loads(vacatur(*arguments, "--json").out)
    again = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    said = {case["case_number"]: case["defence"] for case in again["proposed"]}

    assert told["rows_in"] == len(rows)
    balance = len(told["said"]) + told["nothing_said"] + len(told["not_ours"])
    assert told["rows_in"] == balance + len(told["refused"])
    assert told["missing"] == [lost]
    assert told["not_ours"] == [len(rows) + 1]
    assert said[rows[0]["case_number"]]["said"] == "consent"
    assert said[rows[0]["case_number"]]["remark"] == "+ joins"
    assert said[rows[1]["case_number"]]["by"] == "Office of the Defender"


def test_victims_are_listed_for_notice(vacatur, place, applied, tmp_path):
    first, second, *_ = (case["case_number"] for case in applied["proposed"])
    victims = tmp_path / "victims.csv"
    victims.write_text(f"case_num,listed\n{first},yes\n{second},no\n")
    vacatur("facts", "attach", victims, "--kind", "victims", "-w", place)
    out = tmp_path / "defender"
    shared = json.loads(vacatur("ground", "share", GROUND, "--out", out, "-w", place, "--json").out)

    assert shared["notice"] == [first]
    assert len(shared["victims_not_checked"]) == len(applied["proposed"]) - 2


def test_a_list_holds_one_case_and_nothing_else_of_the_person(vacatur, place, applied, tmp_path):
    out = tmp_path / "defender"
    vacatur("ground", "share", GROUND, "--out", out, "-w", place)
    for line in (out / f"{GROUND}-dockets.jsonl").read_text(encoding="utf-8").splitlines():
        docket = json.loads(line)
        assert len(docket["cases"]) == 1
        assert not {"relief", "warrants", "registrations", "diversions"} & set(docket["person"])
    log = json.loads(vacatur("ground", "log", "-w", place, "--json").out)
    assert [line["event"] for line in log] == ["version", "looked", "looked"]


def test_a_case_that_was_left_out_meanwhile_is_still_ours(vacatur, place, applied, tmp_path):
    number = applied["proposed"][0]["case_number"]
    vacatur("ground", "answer", GROUND, number, "corroborated", *SAYS, *WHO, "-w", place)
    file = tmp_path / "said.csv"
    file.write_text(f'case_number,ground,said\n {number} ,"{GROUND}, version 1",objection\n')
    done = vacatur("ground", "receive", GROUND, file, "--by", "B. Defender", "-w", place, "--json")

    assert [each["case_number"] for each in json.loads(done.out)["said"]] == [number]


def test_a_sheet_between_semicolons_says_so(vacatur, place, applied, tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_text("case_number;materiality;reason;document\n1;2;3;4\n")
    done = vacatur("ground", "answer", GROUND, "--sheet", file, *WHO, "-w", place)

    assert done.code == 1
    assert "between semicolons" in done.err


def test_nobody_withdraws_a_ground_unnamed(vacatur, place, applied):
    done = vacatur("ground", "withdraw", GROUND, "-w", place)

    assert done.code == 2
    assert "who says so" in done.err


def test_whoever_looks_stands_in_the_log(vacatur, place, unit):
    vacatur("ground", "apply", unit, "--by", "C. Clerk", "-w", place)
    vacatur("ground", "apply", GROUND, "--by", "D. Deputy", "-w", place)
    log = json.loads(vacatur("ground", "log", "-w", place, "--json").out)

    assert [(line["event"], line["by"]) for line in log] == [
        ("version", "C. Clerk"),
        ("looked", "C. Clerk"),
        ("looked", "D. Deputy"),
    ]
