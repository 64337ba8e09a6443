"""The exact intervals of a disparity, for an appendix: beside the ones in the text, not instead."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.errors import FigureRefused
from vacatur.evidence.disparity import Disparity, GroupFigure
from vacatur.figures.intervals import Interval, rate, rate_ratio, times


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactFigure:
    """The exact intervals of one group, in the units of the disparity that they belong to."""

    group: str
    rate: Interval  # Garwood
    ratio: Interval | None  # conditional; None: the group is not compared


def exact_intervals(found: Disparity) -> tuple[ExactFigure, ...]:
    """Exact Poisson limits of each rate and conditional exact limits of each ratio.

    Raises
    ------
    FigureRefused
        The denominator is closed: its figures are shares, and no Poisson rates.
    """
    if found.years is None:
        raise FigureRefused(
            f"exact Poisson limits over [{found.denominator.kind}]",
            why="A part of a closed whole is no Poisson count.",
            repair="Wilson's limits stand in the figure itself.",
        )
    return tuple(_exact(each, found, found.years) for each in found.groups)


def _exact(figure: GroupFigure, found: Disparity, years: float) -> ExactFigure:
    exposure = figure.denominator * years
    limits = rate(figure.count, exposure, level=found.level, exact=True)
    ratio = None
    if figure.reference_count is not None and figure.reference_denominator is not None:
        ratio = rate_ratio(
            figure.count,
            exposure,
            figure.reference_count,
            figure.reference_denominator * years,
            level=found.level,
            exact=True,
        )
    return ExactFigure(group=figure.group, rate=times(limits, found.per), ratio=ratio)
