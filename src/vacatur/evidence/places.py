"""Rates of many places against the limits of chance: a funnel plot, and no league table.

Places are never ranked: among many of the same rate, one is first and one is last.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import poisson

from vacatur.errors import FigureRefused
from vacatur.evidence.figures import require_count

# The inner and the outer limits: by chance, one place in 20 and one in 500 lies outside.
INNER, OUTER = 0.95, 0.998


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """A count of one place over what was exposed there."""

    name: str
    count: int
    exposure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFigure:
    """One place, and between which rates a place of its size lies by chance alone."""

    name: str
    count: int
    exposure: float
    rate: float
    inner: tuple[float, float]
    outer: tuple[float, float]
    outside: bool  # of the outer limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """All places, in the order in which they were given, about the rate of all together."""

    per: int
    rate: float
    places: tuple[PlaceFigure, ...]


def places(counts: Sequence[PlaceCount], *, per: int = 1000) -> Places:
    """The limits of each place about the rate of all together (exact Poisson quantiles).

    Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005), 1185.

    Raises
    ------
    FigureRefused
        Fewer than two places, two of one name, or one that nobody was exposed in.
    """
    names = [each.name for each in counts]
    if len(set(names)) < 2 or len(set(names)) < len(names):
        raise FigureRefused(
            f"[{len(set(names))}] places in [{len(names)}] rows",
            why="A place is held against the others, and once.",
        )
    for each in counts:
        require_count(each.count, where=each.name)
        if not (each.exposure > 0 and math.isfinite(each.exposure)):
            raise FigureRefused(
                f"[{each.exposure}] is no denominator",
                where=each.name,
                why="A rate is over somebody.",
            )
    overall = sum(each.count for each in counts) / math.fsum(each.exposure for each in counts)
    return Places(
        per=per,
        rate=overall * per,
        places=tuple(_figure(each, overall, per) for each in counts),
    )


def _figure(place: PlaceCount, overall: float, per: int) -> PlaceFigure:
    inner, outer = (_limits(overall * place.exposure, level) for level in (INNER, OUTER))
    scale = per / place.exposure
    return PlaceFigure(
        name=place.name,
        count=place.count,
        exposure=place.exposure,
        rate=place.count * scale,
        inner=(inner[0] * scale, inner[1] * scale),
        outer=(outer[0] * scale, outer[1] * scale),
        outside=not outer[0] <= place.count <= outer[1],
    )


def _limits(expected: float, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    return float(poisson.ppf(tail, expected)), float(poisson.ppf(1 - tail, expected))
