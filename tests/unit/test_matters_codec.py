"""Events as text and back; what is private stands in no text that everybody may read."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.matters import matter_in, opening, particulars
from vacatur.errors import ChainBroken
from vacatur.law.vehicle import Event
from vacatur.matters import events as e
from vacatur.matters.applying import opened
from vacatur.matters.codec import canonical, read, read_matter, write, write_matter
from vacatur.matters.states import Discharge, State

KINDS = get_args(e.MatterEvent)
SECRET = "Ünique – wörds"
# By kind, what may name a person. Written out, so that a field that loses its mark is seen.
PRIVATE = {
    "Opened": {"particulars"},
    "Renewed": {"particulars"},
    "HarmRecorded": {"evidence"},
    "ParticularStated": {"text"},
    "DutyDischarged": {"evidence"},
    "SentBack": {"reason"},
    "ApprovalWithdrawn": {"reason"},
    "Packeted": {"files"},
    "Received": {"reference"},
    "NoticeReached": {"evidence"},
    "Answered": {"text"},
    "Ordered": {"reasons"},
    "RecordChanged": {"evidence"},
    "ScreenersTold": {"evidence"},
    "PersonTold": {"how"},
    "SampleReviewed": {"reason"},
    "Vaulted": {"source", "whole_case"},
    "Unsealed": {"order"},
    "SetAside": {"reason"},
    "TakenBack": {"reason"},
    "TakenUp": {"reason"},
}


def events_of_kind(kind: type) -> st.SearchStrategy[Any]:
    """Any event of a kind, its private fields filled with words that are found again."""
    words = {name: _words(kind, name) for name in PRIVATE.get(kind.__name__, ())}
    if kind is e.Opened:
        return st.just(opening(particulars=particulars(SECRET)))
    return st.builds(kind, **words)


def _words(kind: type, name: str) -> st.SearchStrategy[Any]:
    if name == "particulars":
        return st.just(particulars(SECRET))
    if name == "files":
        return st.just((f"{SECRET}.pdf",))
    return st.just(SECRET)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_event_comes_back_as_it_was_and_says_nothing_private_in_public(kind):
    @settings(max_examples=10, deadline=None)
    @given(events_of_kind(kind))
    def check(event):
        written = write(event)
        assert read(written.kind, written.public, written.private) == event
        assert SECRET not in written.public
        assert not PRIVATE.get(kind.__name__, set()) & set(json.loads(written.public))
        hidden = json.loads(written.private) if written.private else {}
        assert set(hidden) == PRIVATE.get(kind.__name__, set())

    check()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_event_whose_key_is_destroyed_is_read_without_what_was_private(kind):
    @settings(max_examples=3, deadline=None)
    @given(events_of_kind(kind))
    def check(event):
        written = write(event)
        left = dict.fromkeys(PRIVATE.get(kind.__name__, ()))
        assert read(written.kind, written.public, None) == replace(event, **left)

    check()


def test_the_table_above_knows_every_text_that_somebody_types():
    """A free text is private: the words that somebody types may name the person."""
    public = {
        f"{kind.__name__}.{each.name}"
        for kind in KINDS
        for each in fields(kind)
        if each.name not in PRIVATE.get(kind.__name__, ())
        and str(each.type) in {"str", "str | None"}
    }
    names = {
        "Assigned.to", "DutyDischarged.by", "Prepared.by", "Approved.by", "SampleReviewed.by",
    }  # fmt: skip
    hashes = {
        "Opened.pattern", "Opened.decision_hash", "Renewed.pattern", "Renewed.decision_hash",
        "Approved.decision_hash", "Approved.printed_hash", "Packeted.packet_sha256",
        "Submitted.content_sha256", "SampleReviewed.decision_hash",
    }  # fmt: skip
    others = {
        "Opened.subject", "Opened.vehicle", "Opened.run", "Renewed.run", "Submitted.document",
        "TakenBack.what",
    }  # fmt: skip
    assert public == names | hashes | others


def test_an_event_that_nobody_knows_is_named():
    with pytest.raises(ChainBroken, match=r"\[Vanished\] is no event"):
        read("Vanished", "{}", None)


@pytest.mark.parametrize("state", list(State))
def test_a_matter_comes_back_as_it_was_and_its_text_is_one(state):
    matter = matter_in(
        state, happened={Event.ORDER: date(2026, 3, 1), Event.FILING: date(2026, 2, 17)}
    )
    text = write_matter(matter)

    assert read_matter(text) == matter
    assert write_matter(read_matter(text)) == text == canonical(json.loads(text))


def test_the_order_in_which_things_happened_changes_no_text():
    one = matter_in(State.FILED, happened={Event.FILING: date(2026, 2, 17)})
    days = {Event.ORDER: date(2026, 3, 1), Event.FILING: date(2026, 2, 17)}
    first = replace(one, happened=days)
    second = replace(one, happened=dict(reversed(days.items())))

    assert write_matter(first) == write_matter(second)


def test_canonical_text_is_sorted_tight_and_keeps_letters():
    assert canonical({"b": 1, "a": ["é", None, True]}) == '{"a":["é",null,true],"b":1}'


def test_how_the_victim_was_told():
    assert matter_in(State.OPEN).victim_notice is None
    assert matter_in(State.PREPARED).victim_notice is Discharge.DONE
    assert matter_in(State.PREPARED, duties=()).victim_notice is Discharge.NOT_NEEDED


def test_a_matter_of_an_earlier_version_is_written_as_it_was():
    """Who only reads it must not change what its last entry in the chain says."""
    fresh = opened(1, opening())
    written = write_matter(fresh)
    assert "prepared_times" not in written
    assert "approved_printed_hash" not in written
    assert write_matter(read_matter(written)) == written
    assert '"prepared_times":1' in write_matter(replace(fresh, prepared_times=1))
