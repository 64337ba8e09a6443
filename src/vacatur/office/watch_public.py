"""What of a watch may be published: whole months, small counts hidden, and no sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vacatur.ingest.arrest_feed.styles import ANOTHER
from vacatur.office.watch_filings import FilingWatch
from vacatur.office.watching import ArrestWatch
from vacatur.screening.watch_suppression import PublicRow, pooled, published
from vacatur.screening.watched import Dimension, RowStanding

_UNCOUNTED = (RowStanding.NOT_KNOWN, RowStanding.NOT_CLASSIFIED, RowStanding.NO_CODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFigure:
    """One whole month. `cells` and `total` null: hidden, for they or another are below ten."""

    standing: RowStanding
    month: date
    piece: int
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWatch:
    """The figures of a watch without what could be worked out of them.

    Nothing is summed over months: with a sum, a single hidden month could be subtracted. `left_out`
    are months that are not whole; two watches that begin on different days of one would otherwise
    tell the days between. `uncounted` is of how many rows in a hundred it is not known whether a
    policy covers them, to the nearest five: a count would tell the rows of a day to whoever asks
    twice.
    """

    labels: tuple[str, ...]
    figures: tuple[PublicFigure, ...]
    left_out: tuple[date, ...]
    uncounted: Mapping[RowStanding, int]


def public_view(watch: ArrestWatch) -> PublicWatch:
    """What may be published of a watch."""
    figures = []
    for each in watch.figures:
        if each.whole:
            shown = published(each.counts)
            figures.append(
                PublicFigure(
                    standing=each.standing,
                    month=each.month,
                    piece=each.piece,
                    cells=shown.cells,
                    total=shown.total,
                )
            )
    rows = max(sum(watch.standing.values()), 1)
    return PublicWatch(
        labels=watch.labels,
        figures=tuple(figures),
        left_out=tuple(sorted({each.month for each in watch.figures if not each.whole})),
        uncounted={each: _nearest_five(watch.standing[each] / rows) for each in _UNCOUNTED},
    )


def _nearest_five(share: float) -> int:
    """A share in whole fives of a hundred."""
    return 5 * round(20 * share)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFilings:
    """The declined filings of whole months, as they may be published."""

    labels: tuple[str, ...]
    months: tuple[tuple[date, PublicRow], ...]


def public_filings(watch: FilingWatch) -> PublicFilings:
    """What may be published of a watch of filings: no charge, no small count, no rare label."""
    months = [each for each in watch.months if each.whole]
    kept = len(watch.labels) if watch.by is Dimension.MONTH else 1
    counts = [each.counts for each in months]
    labels, rows = pooled(watch.labels, counts, kept=kept, into=ANOTHER)
    return PublicFilings(
        labels=labels,
        months=tuple((each.month, published(row)) for each, row in zip(months, rows, strict=True)),
    )
