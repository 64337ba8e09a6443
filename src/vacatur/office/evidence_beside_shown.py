"""What another way of counting would have said, and what vanished, as far as a reader is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vacatur.office.evidence_beside import Beside
from vacatur.office.evidence_figures import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBeside:
    """A count by a wrong code or by words. Null: hidden.

    `total` is of known race in public, and of all rows under seal, where `also_right` and the rows
    without race ("") are told too.
    """

    asked: str
    by: str
    total: int | None
    also_right: int | None
    by_group: Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVanished:
    """What became of an earlier snapshot's count. Null: hidden; in public it is of known race.

    Under seal `after` and `added` are told too.
    """

    file: str
    before: int | None
    gone: int | None
    recoded: int | None
    after: int | None
    added: int | None


def all_beside(found: Evidence) -> tuple[ShownBeside, ...]:
    """Everything, for a court."""
    return tuple(
        ShownBeside(
            asked=each.asked,
            by=each.by,
            total=each.total,
            also_right=each.also_right,
            by_group=dict(each.by_group),
        )
        for each in found.beside
    )


def all_vanished(found: Evidence) -> ShownVanished | None:
    """Everything, for a court; null: no earlier snapshot was given."""
    gone = found.vanished
    if gone is None:
        return None
    return ShownVanished(
        file=gone.file,
        before=gone.before,
        gone=gone.gone,
        recoded=gone.recoded,
        after=gone.after,
        added=gone.added,
    )


def small_parts(each: Beside, groups: Mapping[str, int], least_shown: int) -> bool:
    """Whether the wrong figure and the right one differ or overlap by a few in some group.

    A reader may know that one of them holds the other: then their difference is a count. Where
    either is itself too small to be shown, nothing can be subtracted.

    Parameters
    ----------
    groups
        The right counts; of those the wrong ones are held against.
    """
    for group, right in groups.items():
        wrong = each.by_group.get(group, 0)
        both = each.also_right_by_group.get(group, 0)
        if min(right, wrong) < least_shown:
            continue
        if any(0 < part < least_shown for part in (both, wrong - both, right - both)):
            return True
    return False
