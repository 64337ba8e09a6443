"""A chart of the charges that get another answer, by link weight, as SVG: a line for each way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vacatur.office.link_flips import Flips
from vacatur.office.svg import line, text

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 340, 60, 150, 30, 50
# Where lines lie on each other, the later one is thinner and leaves the earlier one to be seen.
_LINES: tuple[tuple[str, str, int, Callable[[Flips], int]], ...] = (
    ("another answer", "#767676", 9, lambda point: point.charges),
    ("to REVIEW", "#b58900", 5, lambda point: point.to_review),
    ("from REVIEW", "#6c71c4", 5, lambda point: point.from_review),
    ("a positive lost", "#a33b00", 2, lambda point: point.lost),
    ("a positive gained", "#1b4f8a", 2, lambda point: point.gained),
)
_TICKS = 4
_LABEL_GAP = 16


def flip_chart(points: Sequence[Flips], chosen: float) -> str:
    """Draw two weights or more; `chosen` is the one at which names join."""
    return "\n".join(_elements(points, chosen)) + "\n"


def _elements(points: Sequence[Flips], chosen: float) -> Iterator[str]:
    weights = [point.weight for point in points]
    first, last = min(weights), max(weights)
    step = _step(max(point.charges for point in points))
    top = step * _TICKS

    def x(weight: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (weight - first) / (last - first)

    def y(charges: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - charges / top)

    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        ' font-family="sans-serif" font-size="12">'
    )
    yield "<title>Charges with another answer, by the weight from which names join</title>"
    yield "<desc>The table of thresholds holds the numbers.</desc>"
    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
    for charges in range(0, top + 1, step):
        yield line(x(first), y(charges), x(last), y(charges), "#dddddd")
        yield text(_LEFT - 8, y(charges) + 4, f"{charges:,}", "end")
    yield text(_LEFT - 8, _TOP - 12, "charges", "end")
    for weight in weights:
        yield text(x(weight), _HEIGHT - _BOTTOM + 18, f"{weight:g}", "middle")
    middle = x((first + last) / 2)
    yield text(middle, _HEIGHT - 10, "weight from which names join, in bits", "middle")
    if first <= chosen <= last:
        yield line(x(chosen), y(top), x(chosen), y(0), "#888888", dashed=True)
        yield text(x(chosen), _TOP - 8, "as linked", "middle")
    for _, color, width, of in _LINES:
        path = " ".join(f"{x(p.weight):.1f},{y(of(p)):.1f}" for p in points)
        yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width}"/>'
    yield from _labels([y(of(points[-1])) for *_, of in _LINES], x(last))
    yield "</svg>"


def _step(most: int) -> int:
    """The least of 1, 2, 5, 10, 20 ... of which so many reach the most."""
    power = 1
    while 5 * power * _TICKS < most:
        power *= 10
    return next(one * power for one in (1, 2, 5) if one * power * _TICKS >= most)


def _labels(places: Sequence[float], end: float) -> Iterator[str]:
    """The name of each line beside its end, moved down as far as the one above it needs."""
    order = sorted(range(len(_LINES)), key=lambda number: (places[number], number))
    lowest = places[order[0]]
    down = {}
    for number in order:
        down[number] = lowest = max(places[number], lowest)
        lowest += _LABEL_GAP
    # And up again as far as the last one has left the chart.
    too_low = max(0.0, lowest - _LABEL_GAP - (_HEIGHT - _BOTTOM))
    for number, (name, color, *_) in enumerate(_LINES):
        place = down[number] - too_low
        yield line(end + 2, places[number], end + 14, place, color)
        yield text(end + 18, place + 4, name, "start", color)
