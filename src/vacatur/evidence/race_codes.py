"""Race as sources write it, read by a dated list. A code that nobody has seen is never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vacatur.errors import FigureRefused, nearest
from vacatur.evidence.figures import require_count
from vacatur.evidence.sources import DeclaredSource


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceCodes:
    """What the codes of one source mean, and in which days."""

    name: str
    first: date
    last: date | None  # None: still in use on the day of every extract
    said_by: str  # the manual that says what the codes mean
    groups: Mapping[str, str | None]  # code -> group; None: race was not recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCounts:
    """How many rows of one source are of each group, and of how many race is not known."""

    source: DeclaredSource
    what: str  # what was counted, in words: "arrests for possessing marijuana"
    by_group: Mapping[str, int]
    missing: int  # rows without race, counted apart

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise FigureRefused(
                "counts that do not say of what",
                where=self.source.name,
                why="A number without its words is read as another one.",
            )
        for group, count in self.by_group.items():
            require_count(count, where=group)
        require_count(self.missing, where="race missing")

    @property
    def known(self) -> int:
        return sum(self.by_group.values())

    @property
    def total(self) -> int:
        return self.known + self.missing


def count_groups(
    rows: Mapping[str, int], codes: RaceCodes, *, source: DeclaredSource, what: str
) -> GroupCounts:
    """Counts by group from counts by code. A blank code is a missing race.

    Every group of the list is counted, with 0 where no row is of it.

    Raises
    ------
    FigureRefused
        The list does not cover the days of the source, or has no such code.
    """
    if source.first < codes.first or (codes.last is not None and source.last > codes.last):
        raise FigureRefused(
            f"the codes are of [{codes.first}] to [{codes.last or 'now'}], and the source is of "
            f"[{source.first}] to [{source.last}]",
            where=codes.name,
            why="A code changes its meaning when a system is replaced.",
            repair="Give the list that was in use in those days.",
        )
    counted = {group: 0 for group in codes.groups.values() if group is not None}
    missing = 0
    for code, count in rows.items():
        require_count(count, where=f"code {code}")
        group = None if not code.strip() else _group(code, codes)
        if group is None:
            missing += count
        else:
            counted[group] += count
    return GroupCounts(source=source, what=what, by_group=counted, missing=missing)


def _group(code: str, codes: RaceCodes) -> str | None:
    if code not in codes.groups:
        raise FigureRefused(
            f"[{code}] is no race code of this list",
            where=codes.name,
            why="A guessed group would count somebody as another one.",
            repair=f"Add what its manual says of it. {nearest(code, codes.groups)}".strip(),
        )
    return codes.groups[code]
