"""Releases of one feed on two days: the change of a cell is a count too, and mostly a small one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.joined import is_part
from vacatur.evidence.disclosure.ledger import Release
from vacatur.evidence.disclosure.rounding import known
from vacatur.evidence.disclosure.rule import Rule
from vacatur.evidence.disclosure.tables import Place, Shape


def require_no_small_change(
    shape: Shape,
    values: Mapping[Place, int | None],
    rounded_to: int,
    earlier: Sequence[Release],
    rule: Rule,
) -> None:
    """Hold a table against the releases of other extracts of its feed.

    A file that was packed anew is another extract too. So not only a cell and the same cell are
    held against each other, but also the same cell of more and of fewer codes, months or what else
    was let in: all, and all without one code.

    Two exact counts of one cell tell how many came or went between. Two that were rounded to five
    leave nine numbers open, as the rule itself does; one of each leaves five, which is too few
    where the change may be small.

    Raises
    ------
    DisclosureRefused
        The change of a cell would be known to be small, or nearly so.
    """
    filters = frozenset(shape.only.items())
    new = {shape.cell(place) - filters: value for place, value in values.items()}
    for release in earlier:
        others = frozenset(release.shape.only.items())
        if not (filters == others or is_part(filters, others) or is_part(others, filters)):
            continue
        for place, value in release.values.items():
            count = new.get(release.shape.cell(place) - others)
            if value is None or count is None:
                continue
            was, now = known(value, release.rounded_to, rule), known(count, rounded_to, rule)
            if _tells(was, now, rule):
                raise _refusal(shape, release, place)


def _tells(was: tuple[int, int], now: tuple[int, int], rule: Rule) -> bool:
    """Whether the change is small, or may be, and is known too closely."""
    least, most = now[0] - was[1], now[1] - was[0]
    may_be_small = least < rule.least_shown and most > -rule.least_shown
    return (least, most) != (0, 0) and may_be_small and most - least < rule.told_width


def _refusal(shape: Shape, release: Release, place: Place) -> DisclosureRefused:
    return DisclosureRefused(
        f"the table [{shape.name}] and release [{release.number}] tell how few a cell"
        " has changed by",
        where=f"cell {_named(release.shape, place)}",
        why="What came to a cell between two extracts is a count of people too.",
        repair="Publish the updates of a feed rounded to five from the first on, or"
        " wait until more has changed.",
    )


def _named(shape: Shape, place: Place) -> str:
    labels = shape.labels(place)
    return " / ".join("all" if each is None else f"[{each}]" for each in labels)
