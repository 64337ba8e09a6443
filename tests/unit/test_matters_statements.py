"""Particulars that somebody states: which text stands, who may read it, and until when."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.matters import (
    LEE,
    ROE,
    do,
    doing,
    matter_in,
    open_some,
    require_sound,
    scene,
    walk,
    way_to_court,
)
from vacatur.errors import MoveRefused
from vacatur.matters import commands as c
from vacatur.matters import events as e
from vacatur.matters.moves import event_of
from vacatur.matters.reading import matter_of
from vacatur.matters.schema import EVENTS, MATTERS
from vacatur.matters.statements import Statement, statements_of, statements_of_many
from vacatur.matters.states import State
from vacatur.record.particulars import Stated

MOMENT = "2026-02-17T15:00:00.00Z"
WORDS = "CANARY: no appeal (docket read 2026-02-10)."


def state(particular: Stated = Stated.EARLIER_REVIEW, text: str = WORDS) -> c.StateParticular:
    return c.StateParticular(by=LEE.name, particular=particular, text=text)


def stands(casework, number: int) -> dict[Stated, str]:
    with casework.reading() as connection:
        told = statements_of(connection, casework.keys, number)
    return {particular: said.text for particular, said in told.items()}


def take_back(casework, number: int) -> None:
    with casework.working(doing(ROE)) as work:
        work.take_back(work.matter(number), "It was another case's.")


# ---- the move ----------------------------------------------------------------------------------


def test_a_statement_changes_nothing_else_of_a_matter():
    matter = matter_in(State.ASSIGNED)
    event = event_of(state(text="  One.\r\nTwo. \n"), scene(matter, LEE))

    assert event == e.ParticularStated(particular=Stated.EARLIER_REVIEW, text="One.\nTwo.")


@pytest.mark.parametrize(
    ("where", "way"),
    [
        (State.PREPARED, "send-back 1"),
        (State.APPROVED, "withdraw 1"),
        (State.PACKETED, "withdraw 1"),
    ],
)
def test_what_is_prepared_goes_back_before_anything_is_stated(where, way):
    with pytest.raises(MoveRefused) as refused:
        event_of(state(), scene(matter_in(where), LEE))
    assert f"[vacatur matters {way} --reason WHY]" in refused.value.repair
    assert "what is printed" in refused.value.why


def test_a_character_that_no_paper_prints_is_named_and_the_text_is_not():
    with pytest.raises(MoveRefused) as refused:
        event_of(state(text="CANARY \u202e appeal"), scene(matter_in(State.OPEN), LEE))
    assert "character 8 of [earlier-review] is [U+202E]" in str(refused.value)
    assert "CANARY" not in str(refused.value)


# ---- in the store ------------------------------------------------------------------------------


def test_the_latest_text_stands_with_whoever_said_it_and_both_stay(casework):
    (number,) = open_some(casework)
    walk(
        casework,
        number,
        [
            (LEE, state(Stated.TRIAL, "Baltimore, 3 May 2009")),
            (LEE, state(text="One appeal.")),
            (ROE, state()),
        ],
    )
    with casework.reading() as connection:
        told = statements_of(connection, casework.keys, number)
        mine = (EVENTS.c.matter == number, EVENTS.c.kind == "ParticularStated")
        kept = connection.execute(sa.select(sa.func.count()).where(*mine)).scalar_one()

    # In the order of the vocabulary, not of time.
    assert list(told) == [Stated.EARLIER_REVIEW, Stated.TRIAL]
    assert told[Stated.EARLIER_REVIEW] == Statement(text=WORDS, by=ROE.name, at=MOMENT)
    assert told[Stated.TRIAL].by == LEE.name
    assert kept == 3
    require_sound(casework)


def test_what_is_taken_back_does_not_stand_and_what_it_replaced_does(casework):
    (number,) = open_some(casework)
    walk(casework, number, [(LEE, state(text="One appeal.")), (LEE, state())])
    take_back(casework, number)
    assert stands(casework, number) == {Stated.EARLIER_REVIEW: "One appeal."}
    take_back(casework, number)
    assert stands(casework, number) == {}
    with pytest.raises(MoveRefused, match=r"\[Opened\], which cannot be taken back"):
        take_back(casework, number)
    require_sound(casework)


def test_it_stands_until_the_court_and_after_going_back_it_can_be_stated_anew(casework):
    (number,) = open_some(casework)
    walk(casework, number, [(LEE, state()), *way_to_court()[:5]])
    with pytest.raises(MoveRefused, match=r"\[approved\] takes no \[StateParticular\]"):
        walk(casework, number, [(LEE, state(text="Another."))])
    assert stands(casework, number) == {Stated.EARLIER_REVIEW: WORDS}

    walk(casework, number, [(ROE, c.WithdrawApproval(by=ROE.name, reason="An appeal was found."))])
    walk(casework, number, [(LEE, state(text="One appeal.")), (LEE, c.Prepare(by=LEE.name))])
    assert stands(casework, number) == {Stated.EARLIER_REVIEW: "One appeal."}


def test_many_matters_are_asked_at_once_and_none_hears_of_another(casework):
    numbers = open_some(casework, 1_003)
    for number in (numbers[0], numbers[1], numbers[-1]):
        walk(casework, number, [(LEE, state(text=f"Of {number}."))])
    take_back(casework, numbers[1])
    asked = [*reversed(numbers), numbers[0], 999_999]
    with casework.reading() as connection:
        told = statements_of_many(connection, casework.keys, asked)

    assert set(told) == {*numbers, 999_999}
    said = {number: x[Stated.EARLIER_REVIEW].text for number, x in told.items() if x}
    assert said == {number: f"Of {number}." for number in (numbers[0], numbers[-1])}


def test_the_text_stands_nowhere_in_plain(tmp_path):
    from tests.support.matters import hire, store

    with store(f"sqlite:///{tmp_path / 'office.db'}", tmp_path) as casework:
        hire(casework)
        (number,) = open_some(casework)
        walk(casework, number, [(LEE, state())])
        take_back(casework, number)
        walk(casework, number, [(LEE, state())])
        files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        with casework.reading() as connection:
            mine = sa.select(MATTERS.c.content).where(MATTERS.c.number == number)
            assert Stated.EARLIER_REVIEW not in connection.execute(mine).scalar_one()
        assert stands(casework, number) == {Stated.EARLIER_REVIEW: WORDS}

    assert "office.db" in files
    assert [name for name, content in files.items() if b"CANARY" in content] == []


def test_a_key_that_is_destroyed_takes_what_was_stated_with_it(casework):
    first, second = open_some(casework, 2)
    walk(casework, first, [(LEE, state())])
    walk(casework, second, [(LEE, state())])
    with casework.reading() as connection:
        subject = matter_of(connection, first).subject
    casework.keys.destroy([subject], at="2026-02-17")

    assert stands(casework, first) == {}
    assert stands(casework, second) == {Stated.EARLIER_REVIEW: WORDS}
    with casework.working(doing(LEE)) as work, pytest.raises(MoveRefused, match="was forgotten"):
        do(work, first, state(), LEE)
    require_sound(casework)
