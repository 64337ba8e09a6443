"""Linkage review in the app: two records side by side, three answers, and what they change."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.support.links import BROTHERS, STRANGERS, named_county, taken_in
from tests.support.web import opened_web
from vacatur.office import link_looking
from vacatur.office.link_review import Evidence, Review, ReviewPair, Side

pytest_plugins = ("tests.support.web",)

CANARY = "QUILLFEATHER, ZEPHYRINE"


def side(case: str, **told) -> Side:
    blank = dict.fromkeys(("address", "zip", "court", "county", "first_day", "sex"))
    known = {"case_id": case, "case_number": case, "person_id": case, "cases": 1, "name": CANARY}
    return Side(**{**blank, **known, "birth_date": date(1980, 1, 2), **told})


def pair(one: str, other: str, bits: float) -> ReviewPair:
    return ReviewPair(
        one=side(one, sex="M"),
        other=side(other, birth_date=date(1980, 2, 1)),
        bits=bits,
        prior=-20.0,
        evidence=(Evidence(comparison="name", level="same", words="the name is one", bits=22.0),),
        doubts={"short": "the evidence is short of what joins by itself"},
        rivals=(),
        undecided=3,
    )


PAIRS = (pair("A1", "A2", 2.0), pair("B1", "B2", 1.0))


@pytest.fixture
def waiting(web, monkeypatch):
    """Two pairs that wait, and the cases of which they are."""
    folder = web.office.workspace.records_folder
    folder.mkdir()
    cases = ", ".join(f"('{x.case_id}', '{x.case_id}')" for y in PAIRS for x in (y.one, y.other))
    duckdb.execute(
        f"copy (select * from (values {cases}) as t(case_id, number)) to '{folder}/cases.parquet'"
    )
    shown = lambda _workspace, *, most: Review(waiting=2, pairs=PAIRS[:most])  # noqa: E731
    monkeypatch.setattr(link_looking, "pairs_to_review", shown)
    return web


def answer_of(turn: int, of: ReviewPair, said: str, reason: str = "") -> Mapping[str, str]:
    return {
        f"said-{turn}": said,
        f"one-{turn}": of.one.case_id,
        f"other-{turn}": of.other.case_id,
        f"reason-{turn}": reason,
    }


def text_of(answer) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.text)).split())


def test_a_pair_stands_side_by_side_and_who_looked_is_in_the_chain(waiting):
    client = waiting.as_a("paralegal")
    told = text_of(client.get("/linkage"))

    assert f"Name {CANARY} {CANARY} agree" in told
    assert "Born 1980-01-02 1980-02-01 differ" in told
    assert "Sex M not recorded not known" in told
    assert "3 charges of these people cannot be decided yet" in told
    assert "PairsShown" in waiting.as_a("supervisor").get("/audit").text


def test_names_are_for_those_who_work_on_cases(waiting):
    for role in ("analyst", "clerk", "administrator"):
        answers = [waiting.as_a(role).get(path) for path in ("/linkage", "/linkage/log")]
        answers.append(waiting.as_a(role).post("/linkage", data=answer_of(0, PAIRS[0], "same")))
        assert [each.status_code for each in answers] == [404] * 3
        assert CANARY not in "".join(each.text for each in answers)


def test_who_cannot_tell_leaves_the_pair_for_others_after_the_rest(waiting):
    client, reason = waiting.as_a("attorney"), "Both cards are unreadable."
    done = client.post("/linkage", data=answer_of(0, PAIRS[0], "cannot_tell", reason))
    told = text_of(waiting.as_a("paralegal").get("/linkage"))
    again = client.post("/linkage", data=answer_of(0, PAIRS[0], "cannot_tell"))
    database = (waiting.office.workspace.folder / "office.db").read_bytes()

    assert "Of 1 pair it is noted that you could not tell" in text_of(done)
    assert told.index("Case B1") < told.index("Case A1")
    assert f"A. Roe could not tell, 2026-02-17: {reason}" in told
    assert again.status_code == 200
    assert reason.encode() not in database  # sealed under the key of its case


def test_an_answer_that_is_refused_keeps_what_was_typed(waiting):
    client = waiting.as_a("attorney")
    nothing = client.post("/linkage", data={})
    silent = client.post(
        "/linkage", data={**answer_of(0, PAIRS[0], "same"), "reason-1": "kept", **_second("kept")}
    )

    assert nothing.status_code == 422
    assert "no pair was answered" in text_of(nothing)
    assert silent.status_code == 422
    assert "it is not said why" in text_of(silent)
    assert 'value="kept"' in silent.text
    assert re.search(r'value="same"[^>]*checked', silent.text)


def _second(reason: str) -> Mapping[str, str]:
    return answer_of(1, PAIRS[1], "", reason)


@pytest.mark.long
def test_answers_link_once_and_can_be_taken_back(tmp_path: Path):
    export = named_county(tmp_path / "export")
    with opened_web(taken_in(export, tmp_path / "workspace")) as web:
        client = web.as_a("attorney")
        told = {}
        for turn, (cases, said) in enumerate(((STRANGERS, "same"), (BROTHERS, "different"))):
            one, other = (side(each) for each in cases)
            both = ReviewPair(**{**_fields(PAIRS[0]), "one": one, "other": other})
            told |= answer_of(turn, both, said, "Looked at both files.")
        done = text_of(client.post("/linkage", data=told))
        twice = client.post("/linkage", data=told)
        log = text_of(client.get("/linkage/log"))
        undone = text_of(client.post("/linkage/log/1/undo", data={"reason": "Another card."}))

        assert "Persons merged 1" in done
        assert "Decided again" in done
        assert twice.status_code == 422
        assert f"{min(STRANGERS)} and {max(STRANGERS)}: one person" in log
        assert "Persons split 1" in undone
        assert "taken back" in text_of(client.get("/linkage/log"))


def _fields(of: ReviewPair) -> dict:
    return {name: getattr(of, name) for name in of.__slots__}
