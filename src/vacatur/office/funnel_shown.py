"""What a reader is shown of a cohort: all of it under seal, or its ends as they were released.

The public sees ends alone. A stage holds the later ones: whoever subtracts one from another has a
count that no table shows, and no audit was asked of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from vacatur.evidence.cohort import DecidedBy, End, Stage
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.printing import public_note
from vacatur.evidence.disclosure.release import release
from vacatur.evidence.disclosure.released import SEAL, Released
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.disclosure.tables import (
    TOTAL,
    Basis,
    Dimension,
    FrequencyTable,
    Shape,
)
from vacatur.evidence.funnel import HORIZONS, Funnel
from vacatur.figures.incidence import Incidence
from vacatur.figures.intervals import Estimate

OPEN = "open"
_BANDS = ("by 30 days", "by one year", "by two years", "later")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """One stage, end or deciding body at one horizon. Null: hidden, or nobody followed so long."""

    kind: Stage | End | DecidedBy
    days: int
    seen: int | None
    still_open: int | None
    ended_before: int | None
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFunnel:
    """A cohort for one tier. Of `found` nothing else is printed but its source and label."""

    found: Funnel
    tier: Tier
    mark: str
    note: str
    total: int | None
    open: int | None
    figures: tuple[ShownFigure, ...]
    months: tuple[Funnel, ...]  # under seal alone


def funnel_for_a_court(
    found: Funnel, months: tuple[Funnel, ...], ledger: Ledger, *, by: str, on: date
) -> ShownFunnel:
    """Everything, under seal; that it was given out is written into the ledger."""
    sealed = release(_table(found), tier=Tier.COURT, ledger=ledger, by=by, on=on)
    kinds: list[tuple[type[Stage | End | DecidedBy], tuple[Incidence, ...]]] = [
        (Stage, found.stages),
        (End, found.ends),
        (DecidedBy, found.decided_by),
    ]
    return ShownFunnel(
        found=found,
        tier=Tier.COURT,
        mark=sealed.mark,
        note=f"Release {sealed.number}, {on.isoformat()}, by {by}: {SEAL}.",
        total=found.total,
        open=found.open,
        figures=tuple(_whole(terms(x.kind), x) for terms, of in kinds for x in of),
        months=months,
    )


def funnel_for_the_public(found: Funnel, ledger: Ledger, *, by: str, on: date) -> ShownFunnel:
    """The ends of the whole cohort; a share where everybody was followed so long.

    The estimate of a cohort with cases that were not follows from the day of each of them, of
    which no table tells: it is for a court.

    Raises
    ------
    DisclosureRefused
        The table of its ends cannot be released.
    """
    released = release(_table(found), tier=Tier.PUBLIC, ledger=ledger, by=by, on=on, hide_more=True)
    total = released.values[(TOTAL,)]
    return ShownFunnel(
        found=found,
        tier=Tier.PUBLIC,
        mark="",
        note=public_note(released),
        total=total,
        open=released.values[(len(End) * len(_BANDS),)],
        figures=tuple(
            _public(released, at, end, found.at(end, days), total, band)
            for at, end in enumerate(End)
            for band, days in enumerate(HORIZONS)
        ),
        months=(),
    )


def _whole(kind: Stage | End | DecidedBy, figure: Incidence) -> ShownFigure:
    return ShownFigure(
        kind=kind,
        days=figure.days,
        seen=figure.seen,
        still_open=figure.open + figure.not_followed,
        ended_before=figure.otherwise,
        estimate=figure.estimate,
    )


def _public(
    released: Released, at: int, end: End, figure: Incidence, total: int | None, band: int
) -> ShownFigure:
    cells = [released.values[(at * len(_BANDS) + each,)] for each in range(band + 1)]
    seen = None if None in cells else sum(each or 0 for each in cells)
    followed = figure.followed == figure.total
    return ShownFigure(
        kind=end,
        days=figure.days,
        seen=seen,
        still_open=None,
        ended_before=None,
        estimate=figure.estimate if followed and None not in (seen, total) else None,
    )


def _table(found: Funnel) -> FrequencyTable:
    """Each end by when it came; an open case has come to none.

    It is one list, and no grid: who ended early is no group of people of whom an end would tell.
    """
    counts = [*(many for end in End for many in _bands(found, end)), found.open]
    ways = [f"{end}, {band}" for end in End for band in _BANDS]
    source = found.source
    shape = Shape(
        name=f"how {found.label} ended",
        basis=Basis(feed=source.name, snapshot=source.sha256, unit=source.unit.value),
        dimensions=(
            Dimension(
                name="how and when it ended",
                categories=(*ways, OPEN),
                whole=True,
                tells=True,
                total_printed=True,
            ),
        ),
        only={
            "month": days_between(source.first, source.last),
            "cohort": frozenset({found.label}),
            "followed to": frozenset({found.followed_to.isoformat()}),
        },
        structural_zeros=frozenset(),
    )
    return FrequencyTable(
        shape=shape, counts=np.array(counts, dtype=np.int64), sensitive_zeros=False
    )


def days_between(first: date, last: date) -> frozenset[str]:
    """The days of a period: one that is a day longer is held against it by that day."""
    days = (last - first).days + 1
    return frozenset((first + timedelta(days=each)).isoformat() for each in range(days))


def _bands(found: Funnel, end: End) -> list[int]:
    seen = [0, *(found.at(end, days).seen for days in HORIZONS), found.ended[end]]
    return [later - before for before, later in pairwise(seen)]


def by_kind(shown: ShownFunnel) -> Mapping[Stage | End | DecidedBy, tuple[ShownFigure, ...]]:
    """The figures of each stage, end and deciding body, in the order of the horizons."""
    found: dict[Stage | End | DecidedBy, tuple[ShownFigure, ...]] = {}
    for each in shown.figures:
        found[each.kind] = (*found.get(each.kind, ()), each)
    return found
