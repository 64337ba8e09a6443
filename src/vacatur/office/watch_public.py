"""What of a watch may be published: whole months, through disclosure control and its ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.release import release
from vacatur.evidence.disclosure.released import Released
from vacatur.evidence.disclosure.rule import USUAL, Tier
from vacatur.evidence.disclosure.tables import (
    TOTAL,
    Basis,
    Dimension,
    FrequencyTable,
    Shape,
)
from vacatur.ingest.arrest_feed.styles import ANOTHER
from vacatur.office.evidence_reading import ARRESTS
from vacatur.office.evidence_writing import RELEASES
from vacatur.office.funnel_shown import days_between
from vacatur.office.watch_filings import FilingWatch
from vacatur.office.watching import ArrestWatch
from vacatur.office.workspace import Workspace
from vacatur.screening.watch_artefacts import next_month
from vacatur.screening.watched import Dimension as CountedBy
from vacatur.screening.watched import RowStanding

_UNCOUNTED = (RowStanding.NOT_KNOWN, RowStanding.NOT_CLASSIFIED, RowStanding.NO_CODE)
_SHOWN = (RowStanding.COVERED, RowStanding.BEFORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFigure:
    """One whole month, rounded to five. `cells` and `total` null: hidden."""

    standing: RowStanding
    month: date
    piece: int
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWatch:
    """The figures of a watch without what could be worked out of them.

    Nothing is summed over months. `left_out` are months that are not whole; two watches that begin
    on different days of one would otherwise tell the days between. `uncounted` is of how many rows
    in a hundred it is not known whether a policy covers them, to the nearest five: a count would
    tell the rows of a day to whoever asks twice. `refused` says which table is not shown, and why.
    """

    labels: tuple[str, ...]
    figures: tuple[PublicFigure, ...]
    left_out: tuple[date, ...]
    uncounted: Mapping[RowStanding, int]
    refused: tuple[str, ...]


def public_view(watch: ArrestWatch, workspace: Workspace, *, by: str, on: date) -> PublicWatch:
    """Release what may be published of a watch.

    Parameters
    ----------
    by, on
        Who answers for it, and the day.

    Raises
    ------
    DisclosureRefused
        Nobody answers for it.
    """
    figures: list[PublicFigure] = []
    refused: list[str] = []
    for standing in _SHOWN:
        mine = [each for each in watch.figures if each.standing is standing and each.whole]
        if not mine:
            continue
        shape = Shape(
            name=f"arrest rows, {standing}",
            basis=Basis(feed=ARRESTS, snapshot=watch.feed.sha256, unit="charge"),
            dimensions=_dimensions(watch.by, watch.labels, [each.month for each in mine]),
            only={"offense": _spans(watch, standing)},
            structural_zeros=frozenset(),
        )
        released = _released(shape, [each.counts for each in mine], workspace, by, on, refused)
        if released is None:
            continue
        rows = _rows(released, len(mine))
        figures += [
            PublicFigure(
                standing=standing, month=each.month, piece=each.piece, cells=cells, total=total
            )
            for each, (cells, total) in zip(mine, rows, strict=True)
        ]
    rows_in_all = max(sum(watch.standing.values()), 1)
    return PublicWatch(
        labels=watch.labels,
        figures=tuple(figures),
        left_out=tuple(sorted({each.month for each in watch.figures if not each.whole})),
        uncounted={each: _nearest_five(watch.standing[each] / rows_in_all) for each in _UNCOUNTED},
        refused=tuple(refused),
    )


def _spans(watch: ArrestWatch, standing: RowStanding) -> frozenset[str]:
    """The codes with their days: policies that cover one from another day on count other rows."""
    mine = [each for each in watch.codes if each.standing is standing]
    spans = [f"{x.code} {x.first or ''}..{x.last or ''}, {standing}" for x in mine]
    return frozenset(spans) or frozenset({f"no code, {standing}"})


def _nearest_five(share: float) -> int:
    """A share in whole fives of a hundred."""
    return 5 * round(20 * share)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFilings:
    """The declined filings of whole months, as they may be published. Null: hidden."""

    labels: tuple[str, ...]
    months: tuple[tuple[date, tuple[tuple[int | None, ...], int | None]], ...]
    refused: tuple[str, ...]


def public_filings(watch: FilingWatch, workspace: Workspace, *, by: str, on: date) -> PublicFilings:
    """Release what may be published of a watch of filings: no charge, no rare label.

    Raises
    ------
    DisclosureRefused
        Nobody answers for it.
    """
    months = [each for each in watch.months if each.whole]
    if not months:
        return PublicFilings(labels=watch.labels, months=(), refused=())
    kept = len(watch.labels) if watch.by is CountedBy.MONTH else 1
    labels, counts, rare = pooled(watch.labels, [each.counts for each in months], kept=kept)
    shape = Shape(
        name="charges filed although a policy declined them",
        basis=Basis(feed="records", snapshot=workspace.records_sha256(), unit="charge"),
        dimensions=_dimensions(watch.by, labels, [each.month for each in months], rare),
        only={"declined on the day of filing": frozenset({watch.run})},
        structural_zeros=frozenset(),
    )
    refused: list[str] = []
    released = _released(shape, counts, workspace, by, on, refused)
    rows = [] if released is None else _rows(released, len(months))
    return PublicFilings(
        labels=labels,
        months=tuple(zip([each.month for each in months], rows, strict=False)),
        refused=tuple(refused),
    )


def pooled(
    labels: Sequence[str], rows: Sequence[Sequence[int]], *, kept: int
) -> tuple[tuple[str, ...], list[list[int]], frozenset[str]]:
    """Put the labels that are rare in a whole table into one, so that an odd one is not printed.

    Parameters
    ----------
    labels, rows
        A table: one count in each row for each label.
    kept
        The first so many labels stay, however rare.

    Returns
    -------
    tuple
        The labels, the rows, and the labels that were pooled; none: all stay.
    """
    sums = [sum(row[place] for row in rows) for place in range(len(labels))]
    rare = [at for at in range(kept, len(labels)) if sums[at] < USUAL.least_shown]
    stay = [at for at in range(kept, len(labels)) if at not in rare]
    if not rare:
        return tuple(labels), [list(row) for row in rows], frozenset()
    return (
        (*labels[:kept], ANOTHER, *(labels[at] for at in stay)),
        [[*row[:kept], sum(row[at] for at in rare), *(row[at] for at in stay)] for row in rows],
        frozenset(labels[at] for at in rare),
    )


def _dimensions(
    by: CountedBy,
    labels: Sequence[str],
    months: Sequence[date],
    rare: frozenset[str] = frozenset(),
) -> tuple[Dimension, ...]:
    days = {
        f"{each:%Y-%m}": days_between(each, next_month(each) - timedelta(days=1)) for each in months
    }
    month = Dimension(
        name="month",
        categories=tuple(days),
        whole=False,
        tells=False,
        total_printed=False,
        made_of=days,
    )
    if by is CountedBy.MONTH:
        return (month,)
    label = Dimension(
        name=by.value,
        categories=tuple(labels),
        whole=True,
        tells=True,
        total_printed=True,
        made_of={ANOTHER: rare} if rare else {},
    )
    return month, label


def _released(
    shape: Shape,
    counts: Sequence[Sequence[int]],
    workspace: Workspace,
    by: str,
    on: date,
    refused: list[str],
) -> Released | None:
    """Rounded from the first release on: a feed that is watched is published again and again."""
    cells = [list(row) for row in counts] if len(shape.dimensions) > 1 else [x for (x,) in counts]
    table = FrequencyTable(
        shape=shape, counts=np.array(cells, dtype=np.int64), sensitive_zeros=False
    )
    try:
        return release(
            table,
            tier=Tier.PUBLIC,
            ledger=Ledger(workspace.folder / RELEASES),
            by=by,
            on=on,
            round_counts=True,
            hide_more=True,
        )
    except DisclosureRefused as refusal:
        if not by.strip():
            raise
        refused.append(f"{shape.name}: {refusal.what}")
        return None


def _rows(released: Released, months: int) -> list[tuple[tuple[int | None, ...], int | None]]:
    """By month: the counts, and their total."""
    values = released.values
    if len(released.shape.dimensions) == 1:
        return [((values[(at,)],), values[(at,)]) for at in range(months)]
    labels = range(len(released.shape.dimensions[1].categories))
    return [
        (tuple(values[(at, place)] for place in labels), values[(at, TOTAL)])
        for at in range(months)
    ]
