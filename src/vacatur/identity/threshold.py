"""Precision, recall and what waits for a person, had names joined from another weight on.

It is made of the pairs that linking kept, and so it cannot show everything: pairs below
`REVIEW_WEIGHT` were not kept, links below `LINK_WEIGHT` were never tested for contradictions, and a
pair that was held back because of a weaker one stays so above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from vacatur.identity.judged import Judged
from vacatur.identity.names import LINK_WEIGHT, REVIEW_WEIGHT
from vacatur.identity.score import Share, score

WEIGHTS = range(0, 21, 2)
# No veto and no other doubt holds these: the weight alone says what becomes of them.
_BY_WEIGHT = "vetoes = [] and list_filter(doubts, lambda word: word <> 'little_evidence') = []"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How right the linkage would be at one weight, in bits; None: the records do not tell.

    `review_persons` are those of the whole workspace.
    """

    weight: int
    precision: Share | None
    recall: Share | None
    review_persons: int | None
    cannot_show: str  # empty where the point is what linking would have made


def curve(connection: duckdb.DuckDBPyConnection, judged: Sequence[Judged]) -> list[Point]:
    """The points at `WEIGHTS`; of a linkage without names none.

    Reads `labels` (of the exact keys alone), `linkable` and `name_pairs`.
    """
    pairs = connection.execute(
        f"""select l.label, r.label, weight, {_BY_WEIGHT}
        from name_pairs
        join linkable one on one.case_id = case_l join labels l on l.case_number = one.case_number
        join linkable other on other.case_id = case_r
        join labels r on r.case_number = other.case_number
        where vetoes = []"""
    ).fetchall()
    if not pairs:
        return []
    label_of = dict(
        connection.execute(
            "select case_id, label from linkable join labels using (case_number)"
        ).fetchall()
    )
    labels = [label_of.get(each.case_id) for each in judged]
    return [_point(weight, pairs, judged, labels) for weight in WEIGHTS]


def _point(
    weight: int,
    pairs: Sequence[tuple[int, int, float, bool]],
    judged: Sequence[Judged],
    labels: Sequence[int | None],
) -> Point:
    if weight < REVIEW_WEIGHT:
        return Point(
            weight=weight,
            precision=None,
            recall=None,
            review_persons=None,
            cannot_show=f"pairs below {REVIEW_WEIGHT:g} bits are not kept",
        )
    joined = [(one, other) for one, other, bits, is_free in pairs if is_free and bits >= weight]
    root = _roots(joined)
    found = score(
        [each.truth for each in judged],
        [
            # A case that came with its person was not linked.
            f"told {each.person_id}" if label is None else f"linked {root.get(label, label)}"
            for each, label in zip(judged, labels, strict=True)
        ],
    )
    waiting = {
        end
        for one, other, bits, is_free in pairs
        if not (is_free and bits >= weight)
        for end in _apart(root.get(one, one), root.get(other, other))
    }
    return Point(
        weight=weight,
        precision=found.precision,
        recall=found.recall,
        review_persons=len(waiting),
        cannot_show=_cannot_show(weight),
    )


def _apart(one: int, other: int) -> tuple[int, ...]:
    return () if one == other else (one, other)


def _cannot_show(weight: int) -> str:
    if weight < LINK_WEIGHT:
        return "links that were never tested for contradictions: precision may be higher"
    if weight > LINK_WEIGHT:
        return "pairs that a weaker link held back stay so: recall may be higher"
    return ""


def _roots(pairs: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """Of each label that a pair joins, the smallest that it reaches."""
    parent: dict[int, int] = {}

    def root(label: int) -> int:
        while (above := parent.setdefault(label, label)) != label:
            parent[label] = parent[above]
            label = above
        return label

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {label: root(label) for label in parent}
