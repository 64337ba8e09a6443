"""A chart of precision and recall by link weight, as SVG: two lines with their intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from vacatur.identity.score import LEVEL, Share
from vacatur.identity.threshold import WEIGHTS, Point
from vacatur.office.svg import line, text

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 360, 60, 90, 40, 50
_LINES: tuple[tuple[str, str, Callable[[Point], Share | None]], ...] = (
    ("precision", "#1b4f8a", lambda point: point.precision),
    ("recall", "#a33b00", lambda point: point.recall),
)
_TICKS = 5


def chart(curve: Sequence[Point], chosen: float) -> str:
    """Draw the points that the records tell; `chosen` is the weight at which names join."""
    return "\n".join(_elements(curve, chosen)) + "\n"


def _elements(curve: Sequence[Point], chosen: float) -> Iterator[str]:
    told = [found for point in curve for *_, of in _LINES if (found := of(point))]
    lows = [share.low for share in told if share.low is not None]
    # The tenth below the lowest bound; a scale that starts elsewhere than 0 says so at its ticks.
    bottom = math.floor(min(lows, default=0) * 10) / 10
    bottom = min(bottom, 0.9)

    def x(weight: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * weight / WEIGHTS[-1]

    def y(share: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share) / (1 - bottom)

    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        ' font-family="sans-serif" font-size="12">'
    )
    yield "<title>Precision and recall of links, by the weight from which names join</title>"
    yield f"<desc>Bars are {LEVEL:.0%} intervals. The table quality.csv holds the numbers.</desc>"
    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
    for number in range(_TICKS + 1):
        share = bottom + (1 - bottom) * number / _TICKS
        yield line(x(0), y(share), x(WEIGHTS[-1]), y(share), "#dddddd")
        yield text(_LEFT - 8, y(share) + 4, f"{share:.2f}", "end")
    for weight in WEIGHTS:
        yield text(x(weight), _HEIGHT - _BOTTOM + 18, str(weight), "middle")
    yield text(x(WEIGHTS[-1] / 2), _HEIGHT - 10, "weight from which names join, in bits", "middle")
    yield line(x(chosen), y(1), x(chosen), y(bottom), "#888888", dashed=True)
    yield text(x(chosen), _TOP - 8, "as linked", "middle")
    for name, color, of in _LINES:
        yield from _curve(curve, name, color, of, x, y)
    yield "</svg>"


def _curve(
    curve: Sequence[Point],
    name: str,
    color: str,
    of: Callable[[Point], Share | None],
    x: Callable[[float], float],
    y: Callable[[float], float],
) -> Iterator[str]:
    places = []
    for point in curve:
        share = of(point)
        if share and share.value is not None and share.low is not None and share.high is not None:
            places.append((x(point.weight), y(share.value)))
            yield line(x(point.weight), y(share.low), x(point.weight), y(share.high), color)
            yield (
                f'<circle cx="{x(point.weight):.1f}" cy="{y(share.value):.1f}" r="3"'
                f' fill="{color}"/>'
            )
    if places:
        path = " ".join(f"{left:.1f},{top:.1f}" for left, top in places)
        yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        yield text(places[-1][0] + 10, places[-1][1] + 4, name, "start", color)
