"""`vacatur divert`: from a docket to the end of the charge, and to a return after a notice."""

from __future__ import annotations

import json

import pytest

from tests.support.diversions import DIRECTORY, HARRIS

PROGRAMME = "us-tx-harris/misdemeanor-marijuana"


@pytest.fixture
def divert(vacatur, tmp_path):
    """Run `vacatur divert ...` in a workspace with a staff, by P. Lee unless somebody is named."""
    place = tmp_path / "ws"
    vacatur("init", place)
    vacatur("matters", "staff", "add", "A. Roe", "--role", "attorney", "-w", place)
    vacatur("matters", "staff", "add", "P. Lee", "--role", "paralegal", "--by", "A. Roe",
            "-w", place)  # fmt: skip
    docket = tmp_path / "client.json"
    docket.write_text(json.dumps(HARRIS), encoding="utf-8")

    def run(*arguments: object, code: int = 0, by: str = "P. Lee") -> str:
        signed = [] if not by else ["--by", by]
        done = vacatur("divert", *arguments, *signed, "-w", place)
        assert done.code == code, done.out + done.err
        assert "Traceback" not in done.err
        return done.out + done.err

    run.place, run.docket = place, docket
    return run


def offered(divert, **changed: object) -> str:
    told = {"--case": "18-0412", "--name": "R. Poe", "--on": "2018-04-03"}
    told |= {"--docket": divert.docket} | changed
    return divert("offer", PROGRAMME, *(x for pair in told.items() for x in pair))


def test_a_docket_is_offered_the_programme_and_walked_to_the_end_of_the_charge(divert, vacatur):
    assert "Diversion 1 is offered" in offered(divert)
    divert("enrol", 1, "--on", "2018-04-03", code=1)
    divert("consent", 1, "--text", "Signed.", "--on", "2018-04-03")
    assert "by 2018-07-02" in divert("enrol", 1, "--on", "2018-04-03")
    assert "0 of them overdue" in divert("due", "--on", "2018-07-02", by="")
    assert "1 of them overdue" in divert("due", "--on", "2018-07-03", by="")
    shown = ("--said-by", "the class", "--evidence", "certificate")
    divert("step", 1, "--step", 1, *shown, "--on", "2018-07-02")
    waived = ("step", 1, "--step", 2, "--how", "not_needed", *shown, "--on", "2018-07-02")
    assert "an attorney must" in divert(*waived, code=1)
    divert(*waived, by="A. Roe")
    assert "is completed" in divert("complete", 1, "--on", "2018-07-03")
    assert "A completion is recorded once." in divert("complete", 1, "--on", "2018-07-03", code=1)
    owed = json.loads(divert("dismissals", "--on", "2018-07-04", "--json", by=""))
    assert [each["number"] for each in owed] == [1]
    divert("record-end", 1, "--evidence", "file note", "--on", "2018-07-04")
    assert json.loads(divert("dismissals", "--on", "2018-07-05", "--json", by="")) == []

    listed = divert("list", "--state", "closed", by="")
    assert "closed" in listed
    assert "Poe" not in listed
    shown = divert("show", 1)
    for words in ("R. Poe, case 18-0412", "recorded on 2018-07-04", "no source says what becomes"):
        assert words in shown
    assert "The chain holds" in vacatur("audit", "verify", "-w", divert.place).out
    assert b"R. Poe" not in b"".join(x.read_bytes() for x in divert.place.glob("office.db*"))


def test_a_return_comes_after_a_notice_and_its_days(divert):
    offered(divert)
    divert("consent", 1, "--text", "Signed.", "--on", "2018-04-03")
    divert("enrol", 1, "--on", "2018-04-03")
    back = ("return", 1, "--reason", "No answer.", "--on")
    assert "no notice was given" in divert(*back, "2018-07-10", by="A. Roe", code=1)
    told = ("notice", 1, "--reason", "Step 1.", "--how", "Letter.", "--on", "2018-07-10")
    assert "--answer-by" in divert(*told, code=1)
    divert(*told, "--answer-by", "2018-07-31")
    assert "may answer until 2018-07-31" in divert(*back, "2018-07-31", by="A. Roe", code=1)
    divert("answer", 1, "--text", "Was ill.", "--on", "2018-07-20")
    divert("lift", 1, "--reason", "Was ill.", "--on", "2018-07-21", by="A. Roe")
    divert(*told, "--answer-by", "2018-07-31")
    assert "is returned" in divert(*back, "2018-08-01", by="A. Roe")


def test_a_return_is_not_recorded_on_a_day_that_has_not_come(divert):
    offered(divert)
    divert("consent", 1, "--text", "Signed.", "--on", "2018-04-03")
    divert("enrol", 1, "--on", "2018-04-03")
    told = ("notice", 1, "--reason", "Step 1.", "--how", "Letter.")
    assert "has not come yet" in divert(*told, "--on", "9990-01-01", "--answer-by", "9990-01-02",
                                        code=1)  # fmt: skip
    divert(*told, "--on", "2018-07-10", "--answer-by", "2018-07-31")
    back = ("return", 1, "--reason", "No answer.", "--on", "9990-01-01")
    assert "has not come yet" in divert(*back, by="A. Roe", code=1)


def test_a_referral_needs_a_service_that_there_is_and_a_consent_to_it(divert):
    offered(divert)
    refer = ("refer", 1, "--service", "river-class", "--handed-over", "Name.", "--on")
    assert "no directory of services" in divert(*refer, "2018-04-04", code=1)
    file = divert.place / "services.yaml"
    file.write_text(DIRECTORY, encoding="utf-8")
    assert "no consent to the service" in divert(*refer, "2018-04-04", code=1)
    agreed = ("consent", 1, "--service", "river-class", "--text", "Agrees.", "--on", "2018-04-04")
    wrong = ["river-clas" if each == "river-class" else each for each in agreed]
    assert "Did you mean [river-class]?" in divert(*wrong, code=2)
    divert(*agreed)
    assert "checked on 2018-03-01" in divert(*refer, "2018-05-30")
    assert "STALE" in divert(*refer, "2018-05-31")
    divert(*agreed, "--withdrawn")
    assert "no consent to the service" in divert(*refer, "2018-05-31", code=1)
    assert "1 of them stale" in divert("services", "--on", "2018-05-31", by="")
    file.write_text(DIRECTORY.replace("stale_after_days: 90\n", ""), encoding="utf-8")
    said = divert("services", "--on", "2018-05-31", by="")
    assert "nobody said what is stale" in said
    assert "STALE" not in said


def test_who_is_not_surely_eligible_is_not_offered_it_by_the_policy(divert):
    told = ("--case", "18-0412", "--name", "R. Poe", "--on", "2018-04-03")
    for person, said in (
        ({"warrants": None}, "an attorney must"),
        ({"birth_date": "2005-01-01"}, "answer NO_POLICY"),
    ):
        docket = {**HARRIS, "person": {**HARRIS["person"], **person}}
        divert.docket.write_text(json.dumps(docket), encoding="utf-8")
        assert said in divert("offer", PROGRAMME, *told, "--docket", divert.docket, code=1)


def test_an_offer_rests_on_the_answers_of_its_own_day_and_on_its_own_case(divert):
    later = {"--on": "2018-04-04"}  # a day on which nobody searched the person's history
    arguments = [x for pair in {"--case": "18-0412", "--name": "R. Poe", **later}.items()
                 for x in pair]  # fmt: skip
    late = ("offer", PROGRAMME, *arguments, "--docket", divert.docket)
    assert "an attorney must" in divert(*late, code=1)
    assert "say why" in divert(*late, by="A. Roe", code=1)
    divert(*late, "--reason", "Searched again.", by="A. Roe")

    told = ("--name", "R. Poe", "--on", "2018-04-03", "--docket", divert.docket)
    assert "of another case" in divert("offer", PROGRAMME, *told, "--case", "18-0413", code=2)
    nameless = {**HARRIS, "cases": [{**HARRIS["cases"][0], "number": None}]}
    divert.docket.write_text(json.dumps(nameless), encoding="utf-8")
    said = divert("offer", PROGRAMME, *told, "--case", "18-0413", code=2)
    assert "does not say of which case" in said


def test_a_charge_of_the_register_is_offered_it_unless_an_attorney_decided_otherwise(
    divert, vacatur
):
    charges = []
    for number in ("18-1", "18-2", "18-3"):
        case = {**HARRIS["cases"][0], "number": number}
        charges.append(json.dumps({**HARRIS, "id": f"b{number}", "cases": [case]}))
    divert.docket.write_text("\n".join(charges), encoding="utf-8")
    roe = ("--by", "A. Roe", "-w", divert.place)
    policy = ("--policy", "us-tx-harris")
    bookings = divert.docket.rename(divert.docket.with_suffix(".jsonl"))
    done = vacatur("screening", "register", bookings, *policy, *roe)
    assert done.code == 0, done.err
    done = vacatur("screening", "decide", 2, "--decision", "declined", "--on", "2018-04-02",
                   "--reason", "Nobody saw it.", *policy, *roe)  # fmt: skip
    assert done.code == 0, done.err

    told = ("--name", "R. Poe", "--on", "2018-04-03")
    other = ("offer", PROGRAMME, *told, "--screened", 1, "--case", "18-9")
    assert "of another case" in divert(*other, code=2)
    late = ("--name", "R. Poe", "--on", "2018-04-04")
    assert "an attorney must" in divert("offer", PROGRAMME, *late, "--screened", 1, "--case",
                                        "18-1", code=1)  # fmt: skip
    divert("offer", PROGRAMME, *told, "--screened", 1, "--case", "18-1")
    assert "screened DIVERT" in divert("show", 1)
    done = vacatur("screening", "decide", 3, "--decision", "diverted", "--on", "2018-04-02",
                   *policy, *roe)  # fmt: skip
    assert done.code == 0, done.err
    waits = json.loads(divert("due", "--on", "2018-04-03", "--json", by=""))
    assert [(x["number"], x["screened"], x["what"]) for x in waits] == [
        (None, 3, "offer"),
        (1, None, "consent"),
    ]
    third = ("--screened", 3, "--case", "18-3")
    unchecked = ("--name", "R. Poe", "--on", "2019-07-04", "--checked-terms", "Memo of July.")
    assert "say why" in divert("offer", PROGRAMME, *unchecked, *third, by="A. Roe", code=1)
    divert("offer", PROGRAMME, *late, *third)
    undone = vacatur("screening", "undo", 3, "--reason", "Reconsidered.", *policy, *roe)
    assert undone.code == 0, undone.err
    charged = ("screening", "decide", 3, "--decision", "charged", "--on", "2018-04-03",
               "--reason", "Reconsidered.", *policy, *roe)  # fmt: skip
    done = vacatur(*charged)
    assert done.code == 1, done.out
    assert "diversion 2 is about the same case" in done.out + done.err
    divert("withdraw", 2, "--reason", "Wants a trial.", "--on", "2018-04-04")
    assert vacatur(*charged).code == 0
    assert "nothing was offered yet" not in divert("due", "--on", "2018-04-04", by="")
    no = ("offer", PROGRAMME, *told, "--screened", 2, "--case", "18-2")
    assert "it was decided on 2018-04-02: [declined]" in divert(*no, code=1)


def test_a_wrong_word_names_the_nearest_and_every_day_is_stated(divert, vacatur):
    told = ("--case", "1", "--name", "R. Poe", "--on", "2018-04-03")
    assert f"Did you mean [{PROGRAMME}]?" in divert("offer", f"{PROGRAMME}s", *told, code=2)
    assert "there is no diversion [7]" in divert("enrol", 7, "--on", "2018-04-03", code=2)
    assert "--on" in divert("enrol", 1, code=2)
    assert "nobody on the staff" in divert("offer", PROGRAMME, *told, by="B", code=2)
    found = json.loads(vacatur("divert", "programmes", "--json").out)
    assert PROGRAMME in {each["programme_id"] for each in found}
