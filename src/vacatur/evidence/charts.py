"""Charts of figures by group and by month, each with its words.

No figure is told by colour alone: shape, dashes and printed numbers say it too. A ratio stands on
a logarithmic axis with a line at 1, so that half as often is as far from it as twice as often.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vacatur.errors import FigureRefused
from vacatur.evidence.disparity import Disparity, GroupFigure
from vacatur.evidence.figures import Direction
from vacatur.evidence.printed import value_and_spread
from vacatur.figures.chart import INK, PAPER, Chart
from vacatur.figures.intervals import Estimate

WIDTH = 430
_ROW = 24
_HEIGHT, _LETTER = 220, 14
_DASHES: Sequence[list[int]] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
_SHAPES = ("circle", "square", "triangle-up", "diamond")
_MOST_MONTHS_MARKED = 36  # months beyond which a point for each would be a smear


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRow:
    """One line of a chart of ratios. `ratio` null: there is none, as where a count is hidden."""

    label: str
    ratio: Estimate | None
    direction: Direction
    why_not: str  # "": there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on a day, named by who asks for the chart. It explains nothing."""

    day: date
    words: str


def ratio_rows(found: Disparity) -> tuple[RatioRow, ...]:
    """A line for each group."""
    return tuple(ratio_row(each.group, each) for each in found.groups)


def ratio_row(label: str, figure: GroupFigure | None, why_not: str = "hidden") -> RatioRow:
    """The line of one figure; null: there is none, and why."""
    compared = None if figure is None else figure.compared
    if figure is not None and compared is None:
        why_not = figure.not_compared_because
    return RatioRow(
        label=label,
        ratio=None if compared is None else compared.ratio,
        direction=Direction.NOT_KNOWN if compared is None else compared.direction,
        why_not="" if compared is not None else why_not,
    )


def ratio_chart(rows: Sequence[RatioRow], *, name: str, title: str, axis: str) -> Chart:
    """Dots and whiskers of rate ratios, with a line at 1.

    An open dot is a ratio whose interval holds 1. An arrow is a limit beyond the axis, or none.

    Raises
    ------
    FigureRefused
        No line has a ratio.
    """
    drawn = [each for each in rows if each.ratio is not None and each.ratio.value]
    if not drawn:
        raise FigureRefused(
            "no ratio can be drawn", where=title, why="Every line of the chart would be empty."
        )
    ends = [1.0]
    for each in drawn:
        assert each.ratio is not None
        limits = each.ratio.interval
        ends += [x for x in (each.ratio.value, limits.low, limits.high) if x and math.isfinite(x)]
    low, high = max(min(ends), 0.01) / 1.3, min(max(ends), 1000) * 1.3
    labels = [each.label for each in rows]
    values = [_ratio_values(each, low, high) for each in rows]
    x = {"type": "quantitative", "scale": {"type": "log", "domain": [low, high], "nice": False}}
    x_axis = {"title": axis, "values": _ticks(low, high), "format": "~g", "grid": True}
    y = {"field": "label", "type": "nominal", "sort": labels, "title": None,
         "axis": {"domain": False, "ticks": False}}  # fmt: skip
    has = {"filter": "isValid(datum.ratio)"}
    has_limits = {"filter": "isValid(datum.low)"}
    spec = {
        "data": {"values": values},
        "width": WIDTH,
        "height": _ROW * max(len(rows), 2),
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [4, 3]},
             "encoding": {"x": {"datum": 1, **x}}},
            {"transform": [has_limits], "mark": {"type": "rule", "strokeWidth": 1.5},
             "encoding": {"x": {"field": "low", **x, "axis": x_axis}, "x2": {"field": "high"},
                          "y": y}},
            {"transform": [has, {"filter": "datum.is_known"}],
             "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
             "encoding": {"x": {"field": "ratio", **x}, "y": y}},
            {"transform": [has, {"filter": "!datum.is_known"}],
             "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1,
                      "fill": PAPER, "stroke": INK, "strokeWidth": 1.5},
             "encoding": {"x": {"field": "ratio", **x}, "y": y}},
            {"transform": [has_limits, {"filter": "datum.beyond_high"}],
             "mark": {"type": "point", "shape": "triangle-right", "filled": True, "opacity": 1},
             "encoding": {"x": {"field": "high", **x}, "y": y}},
            {"transform": [has_limits, {"filter": "datum.beyond_low"}],
             "mark": {"type": "point", "shape": "triangle-left", "filled": True, "opacity": 1},
             "encoding": {"x": {"field": "low", **x}, "y": y}},
            {"mark": {"type": "text", "align": "left", "dx": 8},
             "encoding": {"x": {"value": WIDTH}, "y": y, "text": {"field": "said"}}},
        ],
    }  # fmt: skip
    said = "; ".join(f"{each['label']}: {each['said']}" for each in values)
    return Chart(
        name=name,
        title=title,
        words=f"Dot-and-whisker chart. {title}, on a logarithmic axis with a line at 1. {said}.",
        spec=spec,
    )


def _ratio_values(row: RatioRow, low: float, high: float) -> dict[str, Any]:
    if row.ratio is None:
        return {"label": row.label, "said": row.why_not, "ratio": None}
    limits = row.ratio.interval
    least, most = limits.low or 0.0, math.inf if limits.high is None else limits.high
    value = row.ratio.value
    drawn = value if value and low <= value <= high else None
    return {
        "label": row.label,
        "said": value_and_spread(row.ratio),
        "ratio": drawn,
        "low": max(least, low),
        "high": min(most, high),
        "is_known": row.direction is not Direction.NOT_KNOWN,
        "beyond_low": least < low,
        "beyond_high": most > high,
    }


def _ticks(low: float, high: float) -> list[float]:
    found = [
        digit * 10.0**power
        for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        for digit in (1, 2, 5)
        if low <= digit * 10.0**power <= high
    ]
    return [float(f"{each:g}") for each in found]


def month_chart(
    months: Mapping[str, Mapping[str, int | None]],
    groups: Sequence[str],
    *,
    name: str,
    title: str,
    axis: str,
    events: Sequence[Event] = (),
) -> Chart:
    """Lines of counts by month, each with its own dashes and its name at its end.

    Parameters
    ----------
    months
        By month, YYYY-MM, and group; null: hidden, and the line is broken there.
    events
        Labelled rules. They explain nothing.
    """
    order = [each for each in groups if _is_drawn(months, each)]
    if not order:
        raise FigureRefused(
            "no line can be drawn",
            where=title,
            why="More than half of its months are hidden, or there are none.",
        )
    shown = [each for each in events if _in(each.day, months)]
    values = [
        {"month": f"{month}-01", "group": group, "count": counts.get(group, 0)}
        for month, counts in months.items()
        for group in order
    ]
    x = {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth",
         "scale": {"type": "utc"}}  # fmt: skip
    x_axis = {"title": None, "format": "%b %Y", "labelAngle": 0, "grid": False,
              "tickCount": min(6, len(months)), "labelOverlap": True}  # fmt: skip
    y = {
        "field": "count",
        "type": "quantitative",
        "axis": {"title": axis, "tickMinStep": 1, "titlePadding": 12},
        "scale": {"zero": True, "domainMin": 0, **_headroom(months, shown)},
    }
    by_group = {"field": "group", "type": "nominal", "sort": order, "legend": None}
    dashes = [list(each) for each in _DASHES[: len(order)]]
    dash = {**by_group, "scale": {"domain": order, "range": dashes}}
    shape = {**by_group, "scale": {"domain": order, "range": list(_SHAPES[: len(order)])}}
    lines: list[dict[str, Any]] = [
        {"mark": {"type": "line", "strokeWidth": 1.8},
         "encoding": {"x": {**x, "axis": x_axis}, "y": y, "strokeDash": dash,
                      "detail": {"field": "group"}}},
    ]  # fmt: skip
    if len(months) <= _MOST_MONTHS_MARKED:
        lines.append({"mark": {"type": "point", "filled": True, "size": 28, "opacity": 1},
                      "transform": [{"filter": "isValid(datum.count)"}],
                      "encoding": {"x": x, "y": y, "shape": shape}})  # fmt: skip
    lines.append({"data": {"values": _ends(months, order)},
                  "mark": {"type": "text", "align": "left", "dx": 8},
                  "encoding": {"x": x, "y": {"field": "place", "type": "quantitative"},
                               "text": {"field": "group"}}})  # fmt: skip
    if shown:
        told = [
            {"month": each.day.isoformat(), "words": each.words, "row": at % 3}
            for at, each in enumerate(shown)
        ]
        day = {"field": "month", "type": "temporal", "scale": {"type": "utc"}}
        rule = {"type": "rule", "strokeDash": [4, 3]}
        lines.append({"data": {"values": told}, "mark": rule, "encoding": {"x": day}})
        for at, each in enumerate(told):
            lines.append({"data": {"values": [each]},
                          "mark": {"type": "text", "align": "left", "dx": 4,
                                   "y": 6 + _LETTER * (at % 3), "fontStyle": "italic"},
                          "encoding": {"x": day, "text": {"field": "words"}}})  # fmt: skip
    return Chart(
        name=name,
        title=title,
        words=_month_words(months, groups, title, shown),
        spec={"data": {"values": values}, "width": WIDTH + 40, "height": _HEIGHT, "layer": lines},
    )


def _is_drawn(months: Mapping[str, Mapping[str, int | None]], group: str) -> bool:
    """Whether enough of a line is shown: a few dots beside gaps look like noughts between."""
    known = [counts.get(group, 0) is not None for counts in months.values()]
    return bool(known) and 2 * sum(known) >= len(known)


def _headroom(
    months: Mapping[str, Mapping[str, int | None]], events: Sequence[Event]
) -> dict[str, float]:
    """Room above the lines for the words of events, so that no line runs through them."""
    if not events:
        return {}
    rows = min(len(events), 3)
    return {"domainMax": _most(months) * _HEIGHT / (_HEIGHT - _LETTER * (rows + 1))}


def _most(months: Mapping[str, Mapping[str, int | None]]) -> int:
    return max((n or 0 for counts in months.values() for n in counts.values()), default=1) or 1


def _ends(months: Mapping[str, Mapping[str, int | None]], groups: Sequence[str]) -> list[Any]:
    """Where the name of each line stands: at its end, and apart where names would touch."""
    step = _most(months) * _LETTER / _HEIGHT
    ends = []
    for group in groups:
        known = [counts.get(group, 0) for counts in months.values()]
        ends.append((float(next((n for n in reversed(known) if n is not None), 0)), group))
    ends.sort()
    clusters: list[list[tuple[float, str]]] = []
    for end in ends:
        clusters.append([end])
        while len(clusters) > 1 and _bottom(clusters[-1], step) < _top(clusters[-2], step) + step:
            last = clusters.pop()
            clusters[-1] += last
    month = f"{list(months)[-1]}-01"
    return [
        {"month": month, "group": group, "place": _bottom(cluster, step) + at * step}
        for cluster in clusters
        for at, (_, group) in enumerate(cluster)
    ]


def _bottom(cluster: Sequence[tuple[float, str]], step: float) -> float:
    middle = sum(place for place, _ in cluster) / len(cluster)
    return middle - step * (len(cluster) - 1) / 2


def _top(cluster: Sequence[tuple[float, str]], step: float) -> float:
    return _bottom(cluster, step) + step * (len(cluster) - 1)


def _in(day: date, months: Mapping[str, object]) -> bool:
    return min(months) <= f"{day:%Y-%m}" <= max(months)


def _month_words(
    months: Mapping[str, Mapping[str, int | None]],
    groups: Sequence[str],
    title: str,
    events: Sequence[Event],
) -> str:
    said = [f"Line chart. {title}, from {min(months)} to {max(months)}"]
    for group in groups:
        counts = [counts.get(group, 0) for counts in months.values()]
        known = [each for each in counts if each is not None]
        hidden = f", {len(counts) - len(known)} months hidden" if len(known) < len(counts) else ""
        span = f"from {min(known):,} to {max(known):,} a month" if known else "no month shown"
        said.append(f"{group}: {span}{hidden}")
    said += [f"{each.day.isoformat()}: {each.words}" for each in events]
    return "; ".join(said) + ". The table holds each number."
