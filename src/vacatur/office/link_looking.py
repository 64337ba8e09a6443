"""Pairs at which somebody looked and could not tell: asked of others after those nobody has seen.

It is no answer: linking hears nothing of it, and the pair waits on. The register stands in the
audit chain; what was said is sealed under the key of the pair's first case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vacatur.errors import UsageError
from vacatur.matters.register_index import items_found_by
from vacatur.matters.registers import entries_of
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.case_subjects import name_in_records, subject_of_case
from vacatur.office.link_review import Review, ReviewPair, pairs_to_review
from vacatur.office.workspace import Workspace

REGISTER, UNSURE = "linkage", "CouldNotTell"
_MOST_UNSURE = 500  # pairs that are looked through for others

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Somebody looked and could not tell. `reason` is empty where none was given, or kept."""

    by: str
    at: str  # UTC, as the chain has it
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLook:
    """The pairs to look at now, and who could not tell of them, by pair."""

    review: Review
    unsure: Mapping[Pair, Sequence[Unsure]]


def pair_of(pair: ReviewPair) -> Pair:
    """The ids of a pair's two cases, the smaller one first."""
    one, other = sorted((pair.one.case_id, pair.other.case_id))
    return one, other


def pairs_to_look_at(workspace: Workspace, casework: Casework, *, most: int) -> ToLook:
    """The pairs that wait: those nobody was unsure of first, else by how much hangs on them."""
    with casework.reading() as connection:
        entries = entries_of(connection, casework.keys, REGISTER)
    seen = len({each.item for each in entries})
    review = pairs_to_review(workspace, most=most + min(seen, _MOST_UNSURE))
    unsure = {pair_of(each): _unsure_of(casework, pair_of(each)) for each in review.pairs}
    ordered = sorted(review.pairs, key=lambda each: bool(unsure[pair_of(each)]))[:most]
    return ToLook(
        review=Review(waiting=review.waiting, pairs=tuple(ordered)),
        unsure={pair: found for pair, found in unsure.items() if found},
    )


def note_unsure(
    workspace: Workspace, casework: Casework, pairs: Iterable[tuple[Pair, str]], doing: Doing
) -> None:
    """Write down that somebody looked at pairs and could not tell, each with a reason or none."""
    with casework.working(doing) as work:
        for (one, other), reason in pairs:
            if one == other:
                raise UsageError("a case is named twice", repair="Name two cases.")
            _note(workspace, casework, work, (one, other), reason.strip())


def _note(workspace: Workspace, casework: Casework, work: Work, pair: Pair, reason: str) -> None:
    one, other = sorted(pair)
    key = _key(casework, (one, other))
    known = items_found_by(work.connection, REGISTER, key)
    subject = subject_of_case(casework, work, name_in_records(workspace, one))
    work.register(
        REGISTER,
        known[0] if known else work.next_item(REGISTER),
        UNSURE,
        {},
        private={"reason": reason},
        subject=subject,
        found_by=key,
    )


def _unsure_of(casework: Casework, pair: Pair) -> Sequence[Unsure]:
    with casework.reading() as connection:
        items = items_found_by(connection, REGISTER, _key(casework, pair))
        entries = [
            each for item in items for each in entries_of(connection, casework.keys, REGISTER, item)
        ]
    return tuple(
        Unsure(by=each.actor, at=each.at, reason=(each.private or {}).get("reason", ""))
        for each in entries
    )


def _key(casework: Casework, pair: Pair) -> str:
    """The keyed hash of a pair: a NUL stands in no id."""
    return casework.case_key("\0".join(pair))
