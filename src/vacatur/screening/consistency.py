"""Whether like cases are treated alike: the same facts, and what attorneys decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vacatur.law.answers import Published
from vacatur.screening.item import ScreenedItem
from vacatur.screening.terms import ChargingDecision

NOT_RECORDED, FORGOTTEN = "not recorded", "forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlikeDecisions:
    """Charges that the policies see alike and attorneys decided otherwise.

    Alike: every condition of every policy that reaches them is the same. That is not every fact of
    a case, so each of them is a question and no finding.
    """

    pattern: str
    published: Published
    decisions: dict[ChargingDecision, tuple[int, ...]]  # numbers of the charges
    undecided: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideCount:
    """Decisions of one attorney about accused of one race, and how many depart from the policies.

    `race` is the source's word, `not recorded`, or `forgotten`. Unit: one decided charge.
    """

    attorney: str
    race: str
    decided: int
    overrides: int


def unlike_decisions(items: Iterable[ScreenedItem]) -> list[UnlikeDecisions]:
    """The groups of like charges with more than one kind of decision, the largest first."""
    groups: dict[str, list[ScreenedItem]] = {}
    for item in items:
        groups.setdefault(item.pattern, []).append(item)
    found = [_group(each) for each in groups.values()]
    unlike = [each for each in found if len(each.decisions) > 1]
    return sorted(unlike, key=lambda each: (-_size(each), each.pattern))


def override_counts(items: Iterable[ScreenedItem]) -> list[OverrideCount]:
    """Overrides by attorney and by race of the accused, with what they are a share of."""
    decided: Counter[tuple[str, str]] = Counter()
    overrides: Counter[tuple[str, str]] = Counter()
    for item in items:
        if item.decided is not None:
            key = (item.decided.by, _race(item))
            decided[key] += 1
            overrides[key] += item.decided.is_override
    return [
        OverrideCount(
            attorney=attorney,
            race=race,
            decided=decided[attorney, race],
            overrides=overrides[attorney, race],
        )
        for attorney, race in sorted(decided)
    ]


def _group(items: list[ScreenedItem]) -> UnlikeDecisions:
    decisions: dict[ChargingDecision, tuple[int, ...]] = {}
    for kind in ChargingDecision:
        numbers = tuple(
            each.number for each in items if each.decided and each.decided.decision is kind
        )
        if numbers:
            decisions[kind] = numbers
    return UnlikeDecisions(
        pattern=items[0].pattern,
        published=items[0].published,
        decisions=decisions,
        undecided=tuple(each.number for each in items if each.decided is None),
    )


def _size(group: UnlikeDecisions) -> int:
    return sum(len(numbers) for numbers in group.decisions.values())


def _race(item: ScreenedItem) -> str:
    if item.known is None:
        return FORGOTTEN
    return item.known.race or NOT_RECORDED
