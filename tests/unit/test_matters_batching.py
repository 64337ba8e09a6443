"""Batches in a store: what is written, what goes back, and what is approved in spite of a kill."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.support.batches import (
    DAY,
    LEE,
    POE,
    ROE,
    decision,
    doing,
    matters_of,
    prepared,
    standing,
    store,
    the_run_says,
)
from vacatur.errors import ChainBroken, MoveRefused, UsageError
from vacatur.law.vehicle import Event
from vacatur.matters import commands as c
from vacatur.matters import events as e
from vacatur.matters.batch_store import batch_of, hold_batches
from vacatur.matters.chain import entries_of, verify
from vacatur.matters.matter import Duty
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.reading import events_of, matter_of
from vacatur.matters.schema import BATCH_MEMBERS, EVENTS
from vacatur.matters.states import BatchState, Review, State
from vacatur.matters.store import Casework
from vacatur.office import batching
from vacatur.record.particulars import Stated

OPEN_DUTY = Duty(number=1, text="see that restitution is paid", before=Event.FILING)


@pytest.fixture
def casework(tmp_path, monkeypatch):
    the_run_says(monkeypatch, {})
    with store(tmp_path) as opened:
        yield opened
        with opened.reading() as connection:
            verify(entries_of(connection))
            hold_batches(connection)


def frozen(casework, numbers, *, drawn=0, by_pattern=False):
    """A batch of some matters, with a sample where one is wanted."""
    batch = batching.freeze_batch(casework, numbers, doing(LEE))
    if drawn:
        batch = batching.draw_sample(
            casework, batch.number, doing(ROE), seed=7, reviews=drawn, by_pattern=by_pattern
        )
    return batch


def review(casework, batch, matter, found=Review.CLEAN, *, reason="", member=ROE):
    with casework.reading() as connection:
        shown = matter_of(connection, matter).shown_hash
    return batching.review_sampled(
        None,
        casework,
        batch.number,
        matter,
        doing(member),
        answer=shown[:8],
        found=found,
        reason=reason,
        today=DAY,
    )


def read_all(casework, batch):
    for matter in batch.sample:
        review(casework, batch, matter)


def approve(casework, batch, member=ROE):
    return batching.approve_batch(None, casework, batch.number, doing(member), today=DAY)


def states(casework, numbers):
    return [str(each.state) for each in matters_of(casework, numbers)]


def stands(casework, batch):
    with casework.reading() as connection:
        return batch_of(connection, batch.number)


def do(casework, number, command, member=ROE):
    with casework.working(doing(member)) as work:
        scene = Scene(matter=work.matter(number), member=member, today=DAY)
        work.record(scene.matter, event_of(command, scene))


# ---- the way of a batch ---------------------------------------------------------------------


def test_a_batch_is_read_back_as_it_was_written(casework):
    numbers = prepared(casework, "aaab")
    batch = frozen(casework, numbers, drawn=2)
    assert stands(casework, batch) == batch
    assert len(batch.sample) == 2

    first = next(iter(batch.sample))
    review(casework, batch, first)
    found = stands(casework, batch).sample[first]
    assert found is not None
    assert (found.review, found.by) == (Review.CLEAN, ROE.name)


def test_a_clean_sample_lets_all_of_it_be_approved(casework):
    numbers = prepared(casework, "aaab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    done = approve(casework, batch)

    assert done.approved == tuple(numbers)
    assert done.refused == {}
    assert states(casework, numbers) == ["approved"] * 4
    assert stands(casework, batch).state is BatchState.APPROVED
    assert {each.approved_by for each in matters_of(casework, numbers)} == {ROE.name}


def test_nothing_is_approved_before_the_whole_sample_is_read(casework):
    numbers = prepared(casework, "aaab")
    batch = frozen(casework, numbers, drawn=2)
    with pytest.raises(MoveRefused, match="2 of the 2 drawn matters are not reviewed"):
        approve(casework, batch)
    assert states(casework, numbers) == ["prepared"] * 4


def test_a_matter_is_frozen_once_until_its_batch_ends(casework):
    numbers = prepared(casework, "aab")
    batch = frozen(casework, numbers)
    with pytest.raises(MoveRefused, match="stand in a batch"):
        frozen(casework, numbers[:1])
    batching.send_batch_back(casework, batch.number, doing(ROE), reason="Not yet.", today=DAY)
    for number in numbers:
        do(casework, number, c.Prepare(by=LEE.name), LEE)

    assert frozen(casework, numbers).number == batch.number + 1


# ---- a surprise -----------------------------------------------------------------------------


def test_one_that_is_wrong_sends_all_of_it_back(casework):
    numbers = prepared(casework, "aaab")
    (other,) = prepared(casework, "a")
    batch = frozen(casework, numbers, drawn=2)
    clean, wrong = batch.sample
    review(casework, batch, clean)
    done = review(casework, batch, wrong, Review.WRONG, reason="Another person's case.")

    assert set(done.went_back.sent_back) == set(numbers)
    assert done.went_back.left == ()
    assert states(casework, numbers) == ["assigned"] * 4
    assert states(casework, [other]) == ["prepared"]
    assert stands(casework, batch).state is BatchState.SENT_BACK
    assert [each.most_wrong for each in done.batch.bounds] == [None]
    with pytest.raises(MoveRefused, match="it is"):
        approve(casework, batch)


def test_what_is_wrong_with_one_is_sealed_with_it_and_told_of_no_other(casework):
    numbers = prepared(casework, "aab")
    batch = frozen(casework, numbers, drawn=2)
    wrong = next(iter(batch.sample))
    review(casework, batch, wrong, Review.WRONG, reason="Harriet Example is not she.")

    with casework.reading() as connection:
        rows = connection.execute(sa.select(EVENTS.c.public, EVENTS.c.private)).all()
        told = {
            number: [event for _, event in events_of(connection, casework.keys, number)]
            for number in numbers
        }
    assert not any("Harriet" in f"{row.public}{row.private!r}" for row in rows)
    for number, events in told.items():
        reasons = {x.reason for x in events if isinstance(x, e.SentBack | e.SampleReviewed)}
        said = "Harriet Example is not she." if number == wrong else f"matter {wrong} of it"
        assert all(said in (reason or "") for reason in reasons), number


def test_a_batch_that_goes_back_takes_its_approvals_with_it_and_leaves_what_was_filed(casework):
    numbers = prepared(casework, "aaaa")
    batch = frozen(casework, numbers)
    with casework.working(doing(ROE)) as work:
        for number in numbers[:2]:
            approved = e.Approved(by=ROE.name, decision_hash=decision(number))
            work.record(work.matter(number), approved)
        packeted = work.record(work.matter(2), e.Packeted(packet_sha256="c" * 64))
        work.record(packeted, e.Submitted(document="Motion", content_sha256="c" * 64, on=DAY))
    done = batching.send_batch_back(
        casework, batch.number, doing(ROE), reason="The law has changed.", today=DAY
    )

    assert states(casework, numbers) == ["assigned", "submitted", "assigned", "assigned"]
    assert done.went_back.left == (2,)


def test_only_an_attorney_sends_a_batch_back_and_only_once(casework):
    batch = frozen(casework, prepared(casework, "a"))
    with pytest.raises(MoveRefused, match="an attorney must send a batch back"):
        batching.send_batch_back(casework, batch.number, doing(LEE), reason="No.", today=DAY)
    batching.send_batch_back(casework, batch.number, doing(ROE), reason="No.", today=DAY)
    with pytest.raises(MoveRefused, match="it is \\[sent_back\\]"):
        batching.send_batch_back(casework, batch.number, doing(ROE), reason="No.", today=DAY)


def test_a_review_that_is_refused_sends_nothing_back(casework):
    numbers = prepared(casework, "aab")
    batch = frozen(casework, numbers, drawn=2)
    with pytest.raises(MoveRefused, match="say why"):
        review(casework, batch, next(iter(batch.sample)), Review.WRONG)
    assert states(casework, numbers) == ["prepared"] * 3


# ---- gates ----------------------------------------------------------------------------------


def not_drawn(batch):
    return next(each for each in batch.by_matter if each not in batch.sample)


def test_an_answer_that_changed_blocks_that_one_and_no_other(casework, monkeypatch):
    numbers = prepared(casework, "aaab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    changed = not_drawn(batch)
    the_run_says(monkeypatch, {changed: standing(99)})
    done = approve(casework, batch)

    assert list(done.refused) == [changed]
    assert "has changed" in done.refused[changed]
    assert set(done.approved) == set(numbers) - {changed}
    assert states(casework, [changed]) == ["prepared"]
    assert stands(casework, batch).state is BatchState.APPROVED


def test_what_was_renewed_since_it_was_frozen_is_left_out(casework, monkeypatch):
    """Also where the run says what stands now: it is not what was frozen."""
    numbers = prepared(casework, "aaab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    changed = not_drawn(batch)
    with casework.working(doing(LEE)) as work:
        renewed = e.Renewed(
            pattern="a" * 64, decision_hash=decision(99), run="r", verified_through=DAY
        )
        matter = work.record(work.matter(changed), renewed)
        work.record(matter, e.Prepared(by=LEE.name))
    the_run_says(monkeypatch, {changed: standing(99)})

    assert list(approve(casework, batch).refused) == [changed]


def test_each_is_held_by_the_gates_of_a_single_approval(casework, monkeypatch):
    numbers = prepared(casework, "aaa")
    (with_duty,) = prepared(casework, "a", duties=(OPEN_DUTY,))
    (own,) = prepared(casework, "a", by=ROE)
    batch = frozen(casework, [*numbers, with_duty, own])
    batch = batching.draw_sample(
        casework, batch.number, doing(POE), seed=1, reviews=1, by_pattern=False
    )
    (drawn,) = batch.sample
    review(casework, batch, drawn, member=POE)
    stale = next(each for each in numbers if each != drawn)
    the_run_says(monkeypatch, {stale: replace(standing(stale), open_answers=("XX-1: REVIEW",))})
    done = approve(casework, batch, ROE)

    assert "not decided in the person's favour" in done.refused[stale]
    assert "open duties" in done.refused[with_duty]
    assert "prepared it" in done.refused[own]
    assert set(done.approved) == set(numbers) - {stale}


def test_a_paralegal_approves_no_batch(casework):
    numbers = prepared(casework, "aab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    with pytest.raises(MoveRefused, match="an attorney must approve"):
        approve(casework, batch, LEE)


def test_one_that_somebody_sent_back_is_left_out_even_when_it_is_prepared_again(casework):
    numbers = prepared(casework, "aaab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    back = not_drawn(batch)
    do(casework, back, c.SendBack(by=ROE.name, reason="A doubt."))
    do(casework, back, c.Prepare(by=LEE.name), LEE)
    done = approve(casework, batch)

    assert "sent it back" in done.refused[back]
    assert states(casework, [back]) == ["prepared"]


def test_one_that_was_unprepared_by_undoing_is_left_out_when_it_is_prepared_again(casework):
    numbers = prepared(casework, "aaab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    back = not_drawn(batch)
    with casework.working(doing(ROE)) as work:
        work.take_back(work.matter(back), "It lacks a particular.")
    do(casework, back, c.StateParticular(by=LEE.name, particular=Stated.TRIAL, text="x"), LEE)
    do(casework, back, c.Prepare(by=LEE.name), LEE)
    done = approve(casework, batch)

    assert "sent it back" in done.refused[back]


def test_what_was_sent_back_before_it_was_frozen_is_no_surprise(casework):
    numbers = prepared(casework, "aab")
    do(casework, numbers[0], c.SendBack(by=ROE.name, reason="A doubt."))
    do(casework, numbers[0], c.Prepare(by=LEE.name), LEE)
    batch = frozen(casework, numbers, drawn=3)
    read_all(casework, batch)

    assert approve(casework, batch).approved == tuple(numbers)


def test_one_of_the_sample_that_was_sent_back_stops_all_of_it(casework):
    numbers = prepared(casework, "aaab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    drawn = next(iter(batch.sample))
    do(casework, drawn, c.SendBack(by=ROE.name, reason="A doubt."))
    do(casework, drawn, c.Prepare(by=LEE.name), LEE)
    with pytest.raises(MoveRefused, match=f"somebody sent back {drawn}"):
        approve(casework, batch)


def test_a_batch_of_which_nothing_passes_stays_and_can_be_approved_later(casework, monkeypatch):
    numbers = prepared(casework, "aab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    law = {each: replace(standing(each), verified_through=DAY.replace(day=1)) for each in numbers}
    the_run_says(monkeypatch, law)
    assert len(approve(casework, batch).refused) == 3
    assert stands(casework, batch).state is BatchState.SAMPLED

    the_run_says(monkeypatch, {})
    assert approve(casework, batch).approved == tuple(numbers)


def test_an_approval_that_broke_off_goes_on(casework, monkeypatch):
    numbers = prepared(casework, "aaaaab")
    batch = frozen(casework, numbers, drawn=2)
    read_all(casework, batch)
    monkeypatch.setattr("vacatur.office.casework._AT_ONCE", 2)

    class Killed(BaseException):
        """Not an error that anything catches."""

    working, begun = Casework.working, []

    def killed_at_the_third(self, of):
        begun.append(of)
        if len(begun) == 3:
            raise Killed
        return working(self, of)

    with monkeypatch.context() as patch:
        patch.setattr(Casework, "working", killed_at_the_third)
        with pytest.raises(Killed):
            approve(casework, batch)
    assert states(casework, numbers) == ["approved"] * 4 + ["prepared"] * 2
    assert stands(casework, batch).state is BatchState.SAMPLED

    done = approve(casework, batch)
    assert done.approved == tuple(numbers)
    assert done.refused == {}
    with casework.reading() as connection:
        kinds = connection.execute(sa.select(EVENTS.c.kind)).scalars().all()
    assert kinds.count("Approved") == 6
    assert kinds.count("BatchApproved") == 1


# ---- the store ------------------------------------------------------------------------------


def test_there_is_no_such_batch(casework):
    with casework.reading() as connection, pytest.raises(UsageError, match=r"no batch \[4\]"):
        batch_of(connection, 4)


def test_a_review_is_not_taken_back(casework):
    batch = frozen(casework, prepared(casework, "a"), drawn=1)
    review(casework, batch, 1)
    with casework.working(doing(ROE)) as work, pytest.raises(MoveRefused, match="SampleReviewed"):
        work.take_back(work.matter(1), "A slip.")


@pytest.mark.parametrize(
    "values", [{"decision_hash": "0" * 64}, {"sampled": True}, {"pattern": "b" * 64}], ids=str
)
def test_a_batch_that_was_changed_beside_the_commands_is_named(tmp_path, values):
    with store(tmp_path) as casework:
        batch = frozen(casework, prepared(casework, "aa"))
        with casework.engine.begin() as connection:
            connection.execute(
                sa.update(BATCH_MEMBERS).where(BATCH_MEMBERS.c.matter == 2).values(values)
            )
        with casework.reading() as connection, pytest.raises(ChainBroken) as broken:
            hold_batches(connection)
    assert broken.value.where == f"batch {batch.number}"


@pytest.mark.parametrize("table", ["batches", "batch_members"])
def test_a_batch_that_was_removed_is_named(tmp_path, table):
    with store(tmp_path) as casework:
        frozen(casework, prepared(casework, "aa"))
        with casework.engine.begin() as connection:
            connection.execute(sa.text(f"delete from {table}"))
        with casework.reading() as connection, pytest.raises(ChainBroken):
            hold_batches(connection)


def test_the_database_itself_keeps_a_matter_in_one_live_batch(casework):
    frozen(casework, prepared(casework, "a"))
    row = {"batch": 2, "matter": 1, "pattern": "a" * 64, "decision_hash": "0" * 64,
           "prepared_by": LEE.name, "sampled": False, "live": True}  # fmt: skip
    with casework.engine.begin() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.insert(BATCH_MEMBERS), row)


def test_state_is_prepared_before_and_after_a_clean_review(casework):
    batch = frozen(casework, prepared(casework, "a"), drawn=1)
    review(casework, batch, 1)
    assert matters_of(casework, [1])[0].state is State.PREPARED
