"""Clinic: a record typed without JavaScript, in memory until it is saved, and who sees what."""

from __future__ import annotations

import html
import re

import pytest

from tests.support.printed import PAGE
from vacatur.matters.audit import Sought, search_log
from vacatur.office.clinic import room as clinic_room
from vacatur.office.clinic.fields import CHARGE
from vacatur.office.clinic.forgetting import forget_visits
from vacatur.office.clinic.room import ClinicRoom
from vacatur.office.erasures import CASE, Erased, Erasure, keyed, write_ledger

pytest_plugins = ("tests.support.web",)

TYPED = {
    "as_of": "2026-02-15",
    "person-history_checked_on": "2026-02-15",
    "case-0-number": "4B01234567",
    "case-0-charges_complete": "yes",
    "case-0-charge-0-description": "CDS: POSSESSION - MARIHUANA",
    "case-0-charge-0-statute": "CR 5-601(a)(1)",
    "case-0-charge-0-local_code": "1 0573",
    "case-0-charge-0-act": "possession",
    "case-0-charge-0-substance": "cannabis",
    "case-0-charge-0-kind": "completed",
    "case-0-charge-0-offense_date": "2012-03-04",
    "case-0-charge-0-disposition": "convicted",
    "case-0-charge-0-disposition_date": "2012-06-01",
    "case-0-charge-0-sentence_end": "2013-06-01",
    "case-0-charge-0-sentence_completion": "satisfactory",
}


def begun(client, label="A12"):
    told = {"label": label, "law": "us-md", "take": "yes"}
    return client.post("/clinic/visits", data=told).headers["location"]


def words(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.text)))


def test_a_record_is_typed_and_answered_with_its_law_and_its_assumptions(web):
    client = web.as_a("attorney")
    visit = begun(client)
    assert client.post(visit, data={**TYPED, "do": "answers"}).headers["location"] == (
        f"{visit}/answers"
    )
    told = words(client.get(f"{visit}/answers"))
    assert "ELIGIBLE_PETITION" in told
    assert "§ 10-105(a)(12)" in told
    assert "Petition for expungement" in told
    assert "federal courts" in told
    sheet = words(client.get(f"{visit}/sheet"))
    assert "You may ask the court now to clear this." in sheet
    assert "Usted puede pedir ahora al tribunal que borre esto." in sheet
    assert "There may be another way. A lawyer must look at it." in sheet


def test_a_field_that_is_left_empty_is_unknown_and_not_no():
    said = {each.name: each.in_docket("") for each in CHARGE}
    assert (said["substance"], said["kind"], said["sentence_completion"]) == ("unknown",) * 3
    assert (said["act"], said["disposition"]) == ("unknown", "missing")
    shown = {each.name: each.in_form(said[each.name]) for each in CHARGE}
    assert set(shown.values()) <= {"", "missing"}


def test_rows_come_and_go_without_javascript(web):
    client = web.as_a("clerk")
    visit = begun(client)
    for step in ("add-charge-0", "add-case", "remove-charge-0-0"):
        assert client.post(visit, data={**TYPED, "do": step}).status_code == 303
    text = client.get(visit).text
    assert 'name="case-1-charge-0-statute"' in text
    assert 'name="case-0-charge-1-statute"' not in text
    assert client.post(visit, data={"do": "remove-charge-7-7"}).status_code == 422


def test_a_day_that_is_none_is_told_by_its_place_and_what_was_typed_stays(web):
    client = web.as_a("clerk")
    visit = begun(client)
    client.post(visit, data={**TYPED, "case-0-charge-0-offense_date": "soon", "do": ""})
    answer = client.get(f"{visit}/answers")
    assert answer.status_code == 422
    assert "case 1, charge 1, offense_date" in answer.text
    assert 'value="soon"' in answer.text


def test_a_page_is_read_and_what_was_not_read_is_shown(web):
    client = web.as_a("clerk")
    visit = begun(client)
    files = {"record": ("x.html", PAGE.encode())}
    assert client.post(f"{visit}/file", data={"kind": "page"}, files=files).status_code == 303
    text = client.get(visit).text
    assert 'value="4B01234567"' in text
    assert "Something odd happened here" in text
    assert "Disposition Date: 06/31/2012" in text


def test_nothing_is_on_the_disk_until_it_is_saved_and_nothing_opens_after_it_is_deleted(web):
    client, folder = web.as_a("attorney"), web.office.workspace.folder
    visit = begun(client, "Canary")
    client.post(visit, data={**TYPED, "case-0-number": "4BCANARY"})
    client.get(f"{visit}/answers")
    assert not list(folder.glob("clinic/*"))
    assert not holding(folder, b"canary")

    client.post(f"{visit}/keep")
    (kept,) = folder.glob("clinic/*.sealed")
    assert not holding(folder, b"canary")
    before = kept.read_bytes()
    subject = kept.name.partition(".")[0]
    again = client.post(f"/clinic/saved/{subject}/open").headers["location"]
    assert 'value="4BCANARY"' in client.get(again).text

    assert client.post(f"/clinic/saved/{subject}/delete").status_code == 303
    assert not kept.exists()
    kept.write_bytes(before)  # it comes back with a backup, and its key does not
    assert client.post(f"/clinic/saved/{subject}/open").status_code == 422
    assert "Nothing was saved" in client.get("/clinic").text
    with web.office.accounts.reading() as connection:
        lines = search_log(connection, Sought(), limit=99)
    kinds = [each.line.kind for each in lines if each.line.kind.startswith("Clinic")]
    assert kinds == ["ClinicDeleted", "ClinicOpened", "ClinicSaved"]


def test_a_case_that_is_forgotten_leaves_what_was_saved(web):
    client, place = web.as_a("attorney"), web.office.workspace
    visit = begun(client)
    client.post(visit, data={**TYPED, "do": "add-case"})
    client.post(visit, data={"case-1-number": "5B99"})
    client.post(f"{visit}/keep")
    (before,) = place.folder.glob("clinic/*.sealed")
    write_ledger(
        place.folder,
        [
            Erasure(
                number=1,
                on=web.office.today(),
                what=Erased.VAULTED,
                subject="s",
                obliterate_on=None,
                cases=(keyed(place.key(), CASE, "4B01234567"),),
                persons=(),
            )
        ],
    )
    old = before.read_bytes()
    assert forget_visits(place, web.office.today()) == 1
    assert forget_visits(place, web.office.today()) == 0
    (after,) = place.folder.glob("clinic/*.sealed")
    assert after.name != before.name
    opened = client.post(f"/clinic/saved/{after.stem}/open").headers["location"]
    text = client.get(opened).text
    assert 'value="5B99"' in text
    assert "4B01234567" not in text
    before.write_bytes(old)
    assert client.post(f"/clinic/saved/{before.stem}/open").status_code == 422


def holding(folder, word):
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [each for each in files if word in each.read_bytes().lower()]


def test_a_record_is_open_to_one_helper_and_the_list_shows_no_more_than_a_label(web):
    mine, other = web.as_a("attorney"), web.as_a("clerk")
    visit = begun(mine)
    mine.post(visit, data={**TYPED, "case-0-number": "4BCANARY"})
    for page in ("", "/answers", "/sheet"):
        refused = other.get(visit + page)
        assert refused.status_code == 409
        assert "CANARY" not in refused.text
    assert "CANARY" not in other.get("/clinic").text
    assert other.post(f"{visit}/remove").status_code == 409
    for route in ("search", "record", "keep"):
        assert other.post(f"{visit}/{route}").status_code == 404  # of the office's records: nothing
    other.post(f"{visit}/take")
    assert "CANARY" in other.get(visit).text
    assert mine.get(visit).status_code == 409
    assert web.as_a("administrator").get("/clinic").status_code == 404


def test_what_nobody_touches_is_forgotten(web):
    client = web.as_a("attorney")
    visit = begun(client)
    for _ in range(9):
        web.clock.go_on(minutes=25)  # the session lives, and the visit does not
        client.get("/clinic")
    assert client.get(visit).status_code == 200
    for _ in range(10):
        web.clock.go_on(minutes=25)
        client.get("/clinic")
    assert client.get(visit).status_code == 422


def test_a_room_has_an_end(monkeypatch, web):
    monkeypatch.setattr(clinic_room, "MOST", 2)
    room = ClinicRoom()
    for each in ("1", "2"):
        room.add(each, "us-md", {}, web.clock.at)
    with pytest.raises(Exception, match="people are here"):
        room.add("3", "us-md", {}, web.clock.at)
