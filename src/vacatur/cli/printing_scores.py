"""How scores of a linkage are told on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.cli.words import counted, people
from vacatur.identity.score import LEVEL, Score, Share
from vacatur.office.linkage import JudgedCases, Review


def precision_and_recall(score: Score) -> Iterator[str]:
    """Both shares with their intervals, and what was judged."""
    right = f"{score.pairs_right:,} of"
    linked, true = f"{score.pairs_linked:,} linked pairs", f"{score.pairs_true:,} true pairs"
    yield f"Precision {share_in_words(score.precision)}: {right} {linked} are true"
    yield f"Recall    {share_in_words(score.recall)}: {right} {true} are linked"
    yield (
        f"{counted(score.cases, 'case')} judged: {score.persons_true:,} true persons,"
        f" {score.persons_linked:,} linked ones"
    )


def mixed_and_split(score: Score) -> Iterator[str]:
    """Persons that are wrong."""
    yield f"  {score.merged:>10,}  linked persons hold cases of several true ones"
    yield f"  {score.split:>10,}  true persons are split over several linked ones"


def in_review(review: Review) -> str:
    """What waits for a person to look."""
    share = "" if review.share_of_persons is None else f", {review.share_of_persons:.1%} of all"
    return (
        f"  {review.pairs:>10,}  pairs of {people(review.persons)}{share} wait for a look;"
        f" they have {counted(review.cases, 'case')}"
    )


def of_the_truth(judged: JudgedCases) -> str:
    """The rows of the truth, which add up, and what it does not judge."""
    return (
        f"{counted(judged.rows_in, 'row')} of the truth = {len(judged.cases):,} judged +"
        f" {judged.not_here:,} of cases that are not here + {judged.repeated:,} repeated +"
        f" {judged.ambiguous:,} ambiguous +"
        f" {judged.blank:,} blank;"
        f" {judged.not_judged:,} cases of the workspace are not judged"
    )


def share_in_words(share: Share) -> str:
    """A share with its interval."""
    if share.value is None or share.low is None or share.high is None:
        return "not defined (no pair)"
    return f"{share.value:.4f} ({LEVEL:.0%} interval {share.low:.4f} to {share.high:.4f})"
