"""Charts of an evaluation, each with its words; nothing in them is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from vacatur.evaluation.calendar import Event
from vacatur.evaluation.gaps import Gaps
from vacatur.evaluation.monthly import PER, Monthly
from vacatur.evaluation.results import Point
from vacatur.evaluation.specification_curve import SpecificationCurve
from vacatur.evaluation.wording import percent
from vacatur.figures.chart import INK, PAPER, Chart

WIDTH, HEIGHT = 470, 220
_LETTER, _ROWS_OF_WORDS = 14, 5
_GREY = 0.22  # of the ink: a band or a line that stands behind the others
_MONTH = {"field": "month", "type": "temporal", "scale": {"type": "utc"}}
_MONTHS = {"title": None, "format": "%Y", "tickCount": "year", "labelAngle": 0, "grid": False,
           "labelOverlap": True}  # fmt: skip
_ROOM = 14  # a page may set numbers in a wider font than the one that was measured
_SHARE = {"grid": True, "titlePadding": _ROOM,
          "labelExpr": "datum.value == 0 ? '0%' : format(datum.value, '+.0%')"}  # fmt: skip
_NONE: dict[str, Any] = {"mark": {"type": "rule", "strokeWidth": 1.2}}


def series_chart(monthly: Monthly, events: Sequence[Event], policy: Event) -> Chart:
    """The counts of the treated unit by month, what was usual before, and what happened when."""
    values = [
        {"month": f"{each.month:%Y-%m-%d}", "value": each.value, "low": each.low, "high": each.high}
        for each in monthly.months
    ]
    axis = "number a month" if monthly.per is None else f"per {PER:,} residents a month"
    y = {"field": "value", "type": "quantitative",
         "axis": {"title": axis, "titlePadding": _ROOM}, "scale": {"zero": True}}  # fmt: skip
    x = {**_MONTH, "axis": _MONTHS}
    band = [
        {"mark": {"type": "area", "opacity": _GREY, "color": INK},
         "transform": [{"filter": "isValid(datum.low)"}],
         "encoding": {"x": x, "y": {"field": "low", "type": "quantitative"},
                      "y2": {"field": "high"}}},
    ]  # fmt: skip
    line = {"mark": {"type": "line", "strokeWidth": 1.6}, "encoding": {"x": x, "y": y}}
    named = [policy, *events]
    said = "; ".join(f"{each.name}: {each.on.isoformat()}" for each in named)
    known = [each.value for each in monthly.months]
    first, last = (f"{monthly.months[at].month:%Y-%m}" for at in (0, -1))
    return Chart(
        name="series",
        title=f"{monthly.outcome} in {monthly.unit}, by month. Grey: the range of the same months "
        "in the years before the policy",
        words=f"Line chart. {monthly.outcome} in {monthly.unit}, {axis}, from {first} to {last}: "
        f"from {min(known):,.0f} to {max(known):,.0f}. The grey band is the range of the same "
        f"months in the years before the policy. {said}.",
        spec=_spec(values, [*band, line, *_rules(named, first, last)]),
    )


def gap_chart(gaps: Gaps, policy: Event) -> Chart:
    """The gap of the treated unit, thick, before the placebos, thin."""
    lines = {gaps.treated: gaps.gap, **gaps.placebos}
    values = [
        {"unit": unit, "month": f"{period}-01", "gap": float(gap)}
        for unit, line in lines.items()
        for period, gap in zip(gaps.periods, line, strict=True)
    ]
    y = {
        "field": "gap",
        "type": "quantitative",
        "axis": {**_SHARE, "title": "gap to the counterfactual"},
    }
    x = {**_MONTH, "axis": _MONTHS}
    mine = f"datum.unit == {_quoted(gaps.treated)}"
    end = {"month": f"{gaps.periods[-1]}-01", "unit": gaps.treated, "gap": float(gaps.gap[-1])}
    layers = [
        {**_NONE, "encoding": {"y": {"datum": 0, "type": "quantitative"}}},
        {"mark": {"type": "line", "strokeWidth": 0.8, "opacity": _GREY + 0.1},
         "transform": [{"filter": f"!({mine})"}],
         "encoding": {"x": x, "y": y, "detail": {"field": "unit"}}},
        {"mark": {"type": "line", "strokeWidth": 2.4}, "transform": [{"filter": mine}],
         "encoding": {"x": x, "y": y}},
        {"data": {"values": [end]}, "mark": {"type": "text", "align": "left", "dx": 6},
         "encoding": {"x": x, "y": y, "text": {"field": "unit"}}},
        *_rules([policy], gaps.periods[0], gaps.periods[-1]),
    ]  # fmt: skip
    after = gaps.gap[gaps.before :]
    beyond = sum(
        abs(each[gaps.before :].mean()) >= abs(after.mean()) for each in gaps.placebos.values()
    )
    left = (
        f" {gaps.left_out} placebos that do not fit before the policy are not drawn."
        if gaps.left_out
        else ""
    )
    return Chart(
        name="gaps",
        title=f"Gap between {gaps.treated} and its counterfactual, and {len(gaps.placebos)} "
        "placebos",
        words=f"Line chart. The thick line is the gap of {gaps.treated} to its counterfactual, as "
        f"a share of it; {len(gaps.placebos)} thin lines are donors taken as if they had been "
        f"treated. Since the policy the gap of {gaps.treated} is {percent(float(after.mean()))} "
        f"in the mean; of {beyond} placebos it is as far or farther from zero.{left}",
        spec=_spec(values, layers),
    )


def event_study_chart(points: Sequence[Point], outcome: str) -> Chart:
    """The gap to the donors by half-years with intervals, a line at zero, the reference open."""
    reference = Point(first=-(points[0].last - points[0].first + 1), last=-1,
                      estimate=0.0, low=0.0, high=0.0)  # fmt: skip
    drawn = sorted([*points, reference], key=lambda each: each.first)
    values = [
        {"months": f"{each.first} to {each.last}", "estimate": each.estimate, "low": each.low,
         "high": each.high, "is_reference": each is reference}
        for each in drawn
    ]  # fmt: skip
    x = {"field": "months", "type": "nominal", "sort": [each["months"] for each in values],
         "axis": {"title": "months since the policy", "labelAngle": 0, "labelFontSize": 9,
                  "labelExpr": "split(datum.label, ' to ')"}}  # fmt: skip
    y = {"field": "estimate", "type": "quantitative",
         "axis": {**_SHARE, "title": "gap to the donors"}}  # fmt: skip
    dot = {"type": "point", "filled": True, "size": 55, "opacity": 1}
    since = next(each["months"] for each in values if not str(each["months"]).startswith("-"))
    layers = [
        {**_NONE, "encoding": {"y": {"datum": 0, "type": "quantitative"}}},
        {"mark": {"type": "rule", "strokeWidth": 1.5},
         "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
        {"mark": dot, "transform": [{"filter": "!datum.is_reference"}],
         "encoding": {"x": x, "y": y}},
        {"mark": {**dot, "fill": PAPER, "stroke": INK, "strokeWidth": 1.5},
         "transform": [{"filter": "datum.is_reference"}], "encoding": {"x": x, "y": y}},
        {"mark": {"type": "rule", "strokeDash": [4, 3]},
         "encoding": {"x": {"datum": since, "type": "nominal", "bandPosition": 0}}},
    ]  # fmt: skip
    said = "; ".join(
        f"months {each.first} to {each.last}: {percent(each.estimate)} "
        f"({percent(each.low)} to {percent(each.high)})"
        for each in points
    )
    return Chart(
        name="event_study",
        title=f"{outcome}: gap to the donors by half-years, with 95 % intervals",
        words=f"Dot-and-whisker chart with a line at zero. Each dot is the gap to the donors, "
        f"against the last half-year before the policy, which is the open dot. {said}.",
        spec=_spec(values, layers),
    )


def curve_chart(curve: SpecificationCurve) -> Chart:
    """The estimate of every variant in order, with its choices below it."""
    told = [each for each in curve.variants if each.estimate is not None]
    values = [{"rank": at + 1, "estimate": each.estimate} for at, each in enumerate(told)]
    marks, rows = [], _choices(curve)
    for at, each in enumerate(told):
        marks += [{"rank": at + 1, "choice": f"{name}: {said}".replace("_", " ")}
                  for name, said in each.choices.items()]  # fmt: skip
    scale = {"domain": [0, len(told) + 1], "nice": False}
    x = {"field": "rank", "type": "quantitative", "scale": scale,
         "axis": {"labels": False, "ticks": False, "title": None, "grid": False}}  # fmt: skip
    y = {"field": "estimate", "type": "quantitative", "axis": {**_SHARE, "title": "change"}}
    upper = {
        "data": {"values": values}, "width": WIDTH - 60, "height": HEIGHT - 60,
        "layer": [
            {**_NONE, "encoding": {"y": {"datum": 0, "type": "quantitative"}}},
            {"mark": {"type": "point", "filled": True, "size": 40, "opacity": 1},
             "encoding": {"x": x, "y": y}},
        ],
    }  # fmt: skip
    lower = {
        "data": {"values": marks}, "width": WIDTH - 60, "height": 15 * len(rows),
        "mark": {"type": "tick", "orient": "vertical", "thickness": 2, "size": 9},
        "encoding": {"x": x, "y": {"field": "choice", "type": "nominal", "sort": rows,
                                   "axis": {"title": None, "grid": True, "labelLimit": 260}}},
    }  # fmt: skip
    return Chart(
        name="specification_curve",
        title=f"The same question asked in {len(told)} ways, from the lowest estimate to the "
        "highest",
        words=f"Dot chart with a line at zero; below each dot, ticks name its choices. "
        f"{curve.sentence}",
        spec={"vconcat": [upper, lower], "spacing": 8},
    )


def _choices(curve: SpecificationCurve) -> list[str]:
    """Every choice that some variant made, by what is chosen."""
    found: dict[str, dict[str, None]] = {}
    for each in curve.variants:
        for name, said in each.choices.items():
            found.setdefault(name, {})[f"{name}: {said}".replace("_", " ")] = None
    return [said for each in found.values() for said in sorted(each)]


def _rules(events: Sequence[Event], first: str, last: str) -> Iterator[dict[str, Any]]:
    """A dashed rule for each event; its name above the chart, in rows so that none hides another.

    `first` and `last` are the months of the axis: a name is written to the side with more room.
    """
    middle = (int(first[:4]) + int(last[:4])) / 2
    for at, each in enumerate(sorted(events, key=lambda each: each.on)):
        value = {"month": each.on.isoformat(), "words": each.name}
        data = {"values": [value]}
        yield {"data": data, "mark": {"type": "rule", "strokeDash": [4, 3]},
               "encoding": {"x": _MONTH}}  # fmt: skip
        is_late = each.on.year >= middle
        yield {
            "data": data,
            "mark": {"type": "text", "align": "right" if is_late else "left", "baseline": "bottom",
                     "dx": 2 if is_late else -2, "fontStyle": "italic",
                     "y": -4 - _LETTER * (at % _ROWS_OF_WORDS)},
            "encoding": {"x": _MONTH, "text": {"field": "words"}},
        }  # fmt: skip


def _spec(values: Sequence[Any], layers: Sequence[Any]) -> dict[str, Any]:
    return {"data": {"values": list(values)}, "width": WIDTH, "height": HEIGHT,
            "layer": list(layers)}  # fmt: skip


def _quoted(text: str) -> str:
    """A text inside an expression of Vega."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
