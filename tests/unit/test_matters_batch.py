"""A batch, without a store: what it lets nobody do, and what its sample says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.batches import DAY, LEE, POE, ROE, decision, opening, pattern, standing
from vacatur.errors import MoveRefused, UsageError
from vacatur.matters import batch_events as b
from vacatur.matters import batch_moves as moves
from vacatur.matters.applying import opened
from vacatur.matters.batch import Batch, Bound, apply, bounds, frozen, reviewed
from vacatur.matters.events import SampleReviewed
from vacatur.matters.matter import Matter
from vacatur.matters.moves import Scene
from vacatur.matters.states import BatchState, Review, State


def matter(number: int, letter: str = "a", **changed: object) -> Matter:
    plain = {"state": State.PREPARED, "assigned_to": LEE.name, "prepared_by": LEE.name}
    return replace(opened(number, opening(number, letter)), **(plain | changed))


def batch(letters: str = "aaab") -> Batch:
    matters = [matter(n, letter) for n, letter in enumerate(letters, start=1)]
    return frozen(moves.freeze(1, matters, ()))


def sampled(letters: str = "aaab", *numbers: int, by_pattern: bool = False) -> Batch:
    drawn = b.SampleDrawn(batch=1, seed=7, by_pattern=by_pattern, matters=numbers)
    return apply(batch(letters), drawn)


def found(review: Review = Review.CLEAN) -> SampleReviewed:
    return SampleReviewed(batch=1, by=ROE.name, decision_hash=decision(1), review=review)


def review(of: Batch, scene: Scene, **changed: object) -> SampleReviewed:
    answer = scene.matter.decision_hash[:8]
    plain = {"answer": answer, "found": Review.CLEAN, "reason": "", "went_back": ()}
    return moves.review(of, scene, **(plain | changed))


def scene(of: Matter, member: object = ROE) -> Scene:
    return Scene(matter=of, member=member, today=DAY, standing=standing(of.number))


# ---- freezing -------------------------------------------------------------------------------


def test_a_batch_keeps_what_was_decided_of_each():
    assert batch("ab").members == (
        b.Member(matter=1, pattern=pattern("a"), decision_hash=decision(1), prepared_by=LEE.name),
        b.Member(matter=2, pattern=pattern("b"), decision_hash=decision(2), prepared_by=LEE.name),
    )


def test_the_hash_of_the_set_changes_with_a_matter_and_with_an_answer():
    one = frozen(moves.freeze(1, [matter(2), matter(1)], ()))

    assert one.sha256 == frozen(moves.freeze(9, [matter(1), matter(2)], ())).sha256
    assert one.sha256 != frozen(moves.freeze(1, [matter(1)], ())).sha256
    other = matter(2, decision_hash=decision(3))
    assert one.sha256 != frozen(moves.freeze(1, [matter(1), other], ())).sha256


def test_only_what_is_prepared_is_frozen():
    with pytest.raises(MoveRefused, match="1 of them are not prepared: 2"):
        moves.freeze(1, [matter(1), matter(2, state=State.ASSIGNED)], ())


def test_a_matter_stands_in_one_batch_at_a_time():
    with pytest.raises(MoveRefused, match="stand in a batch that has not ended: 2"):
        moves.freeze(1, [matter(1), matter(2)], {2})


def test_nothing_cannot_be_frozen():
    with pytest.raises(MoveRefused, match="nothing to freeze"):
        moves.freeze(1, [], ())


# ---- drawing --------------------------------------------------------------------------------


def draw(of: Batch, member: object = ROE, **changed: object) -> b.SampleDrawn:
    return moves.draw(of, member, **({"seed": 7, "reviews": None, "by_pattern": False} | changed))


def test_the_same_seed_draws_the_same_sample():
    of = batch("a" * 40 + "b" * 10)

    assert draw(of, reviews=10) == draw(of, reviews=10)
    assert draw(of, reviews=10).matters != draw(of, reviews=10, seed=8).matters


def test_every_pattern_gives_its_part():
    of = batch("a" * 40 + "b" * 10 + "c")
    drawn = draw(of, reviews=11).matters

    assert len(drawn) == 11
    assert sum(number <= 40 for number in drawn) == 8
    assert sum(40 < number <= 50 for number in drawn) == 2
    assert 51 in drawn


def test_a_pattern_of_250_is_read_158_times_when_it_is_judged_by_itself():
    of = batch("a" * 250 + "b" * 10)
    drawn = draw(of, by_pattern=True).matters

    assert sum(number <= 250 for number in drawn) == 158
    assert sum(number > 250 for number in drawn) == 10


def test_without_a_size_as_many_are_drawn_as_bound_the_whole_set():
    of = batch("a" * 250)

    assert len(draw(of).matters) == 158


@pytest.mark.parametrize("reviews", [1, 5])
def test_a_sample_is_no_smaller_than_the_patterns_and_no_larger_than_the_set(reviews):
    with pytest.raises(UsageError, match="from 2 to 4"):
        draw(batch("aaab"), reviews=reviews)


def test_whoever_prepared_some_of_it_does_not_name_the_seed():
    with pytest.raises(MoveRefused, match="prepared some of it"):
        draw(batch(), LEE)


def test_a_sample_is_drawn_once():
    with pytest.raises(MoveRefused, match="drawn once"):
        draw(sampled("aaab", 1, 4))


# ---- reading --------------------------------------------------------------------------------


def test_a_review_says_who_found_what_of_which_answer():
    assert review(sampled("aaab", 1, 4), scene(matter(1))) == found()


@pytest.mark.parametrize(
    ("member", "said"),
    [(LEE, "an attorney must review"), (POE, r"\[B. Poe\] prepared it")],
    ids=["no attorney", "the preparer"],
)
def test_who_may_not_review(member, said):
    mine = matter(1, prepared_by=POE.name)
    of = apply(
        frozen(moves.freeze(1, [mine], ())),
        b.SampleDrawn(batch=1, seed=7, by_pattern=False, matters=(1,)),
    )
    with pytest.raises(MoveRefused, match=said):
        review(of, scene(mine, member))


def test_whoever_prepared_it_when_it_was_frozen_does_not_review_it_either():
    of = frozen(moves.freeze(1, [matter(1, prepared_by=POE.name)], ()))
    of = apply(of, b.SampleDrawn(batch=1, seed=7, by_pattern=False, matters=(1,)))

    with pytest.raises(MoveRefused, match=r"\[B. Poe\] prepared it"):
        review(of, scene(matter(1, prepared_by=LEE.name), POE))


def test_what_is_not_drawn_or_read_already_is_not_reviewed():
    of = sampled("aaab", 1, 4)
    with pytest.raises(MoveRefused, match="not in the sample"):
        review(of, scene(matter(2)))
    with pytest.raises(MoveRefused, match=r"\[A. Roe\] has found it clean"):
        review(reviewed(of, 1, found()), scene(matter(1)))


def test_a_review_is_of_the_answer_that_was_read():
    with pytest.raises(MoveRefused, match="its answer is not"):
        review(sampled("aaab", 1), scene(matter(1)), answer=decision(2)[:8])


@pytest.mark.parametrize("result", Review)
def test_what_was_decided_anew_since_it_was_frozen_is_not_reviewed(result):
    anew = matter(1, decision_hash=decision(9))
    with pytest.raises(MoveRefused, match="decided anew"):
        review(sampled("aaab", 1), scene(anew), found=result, reason="Why.")


def test_what_the_latest_run_answers_otherwise_is_not_clean():
    of = scene(matter(1))
    with pytest.raises(MoveRefused, match="has changed"):
        review(sampled("aaab", 1), replace(of, standing=standing(9)))


def test_what_somebody_sent_back_is_not_clean_but_may_be_wrong():
    of = sampled("aaab", 1)
    with pytest.raises(MoveRefused, match="went back"):
        review(of, scene(matter(1)), went_back={1})
    wrong = review(of, scene(matter(1)), went_back={1}, found=Review.WRONG, reason="Not hers.")
    assert (wrong.review, wrong.reason) == (Review.WRONG, "Not hers.")


def test_what_is_wrong_is_said():
    with pytest.raises(MoveRefused, match="say why"):
        review(sampled("aaab", 1), scene(matter(1)), found=Review.WRONG, reason=" ")


# ---- the whole ------------------------------------------------------------------------------


def test_nothing_is_approved_before_all_of_the_sample_is_read():
    of = reviewed(sampled("aaab", 1, 4), 1, found())
    with pytest.raises(MoveRefused, match="1 of the 2 drawn matters are not reviewed: 4"):
        moves.require_clean(of, ())
    moves.require_clean(reviewed(of, 4, found()), ())


def test_one_of_the_sample_that_was_sent_back_is_a_surprise():
    of = reviewed(sampled("aaab", 1), 1, found())
    with pytest.raises(MoveRefused, match="somebody sent back 1"):
        moves.require_clean(of, {1, 3})
    moves.require_clean(of, {3})


@pytest.mark.parametrize("state", [BatchState.FROZEN, BatchState.APPROVED, BatchState.SENT_BACK])
def test_a_batch_without_a_sample_or_at_its_end_is_not_approved(state):
    with pytest.raises(MoveRefused, match="it is"):
        moves.require_clean(replace(sampled("a"), state=state), ())


def test_a_bound_is_of_what_was_sampled():
    letters = "a" * 20 + "b" * 5
    whole = sampled(letters, 1, 2, 3, 4, 21)
    parts = sampled(letters, 1, 2, 3, 4, 21, by_pattern=True)
    for number in (1, 2, 3, 4, 21):
        whole, parts = reviewed(whole, number, found()), reviewed(parts, number, found())

    # By C(20 - k, 4) / C(20, 4) > 0.05: nine. Of five, one drawn: (5 - k) / 5 > 0.05: four.
    assert bounds(parts) == [
        Bound(pattern=pattern("a"), matters=20, drawn=4, clean=4, most_wrong=9),
        Bound(pattern=pattern("b"), matters=5, drawn=1, clean=1, most_wrong=4),
    ]
    (said,) = bounds(whole)
    assert (said.pattern, said.matters, said.drawn) == (None, 25, 5)
    assert said.most_wrong is not None
    assert 9 < said.most_wrong < 25


@pytest.mark.parametrize("last", [None, Review.WRONG])
def test_nothing_is_bounded_unless_all_are_clean(last):
    of = reviewed(sampled("aaab", 1, 4), 1, found())
    of = reviewed(of, 4, found(last)) if last else of

    assert [each.most_wrong for each in bounds(of)] == [None]


def test_before_a_sample_nothing_is_said():
    assert bounds(batch()) == []
