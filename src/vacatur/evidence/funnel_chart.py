"""Bars of one cohort: how many reached each stage by a horizon, and how many are still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vacatur.errors import FigureRefused
from vacatur.evidence.charts import WIDTH
from vacatur.figures.chart import Chart

_ROW = 30
# Three shades that stay apart in grey, each with its number in the words and the table.
_SHADES = {"reached": "#333333", "not yet": "#b0b0b0", "ended before": "#ffffff"}
_EDGE = "#010102"  # the ink, until it is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stage or end of a cohort by a horizon, in cases that add up to all of them."""

    label: str
    reached: int
    not_yet: int  # open; of relief, without it
    ended_before: int  # otherwise, so that it can no longer be reached


def funnel_chart(bars: Sequence[Bar], *, name: str, title: str, axis: str) -> Chart:
    """Bars from the left: reached dark, not yet grey, ended otherwise white.

    Raises
    ------
    FigureRefused
        There is no bar.
    """
    if not bars:
        raise FigureRefused("no bar can be drawn", where=title, why="The chart would be empty.")
    values = []
    for each in bars:
        parts = dict(zip(_SHADES, (each.reached, each.not_yet, each.ended_before), strict=True))
        start = 0
        for part, cases in parts.items():
            values.append({"label": each.label, "part": part, "x": start, "x2": start + cases})
            start += cases
    order = [each.label for each in bars]
    y = {"field": "label", "type": "nominal", "sort": order, "title": None,
         "axis": {"domain": False, "ticks": False, "labelPadding": 8}}  # fmt: skip
    shade = {
        "field": "part",
        "type": "nominal",
        "sort": list(_SHADES),
        "scale": {"domain": list(_SHADES), "range": list(_SHADES.values())},
        "legend": {"title": None, "orient": "top", "symbolType": "square", "symbolSize": 140,
                   "symbolStrokeColor": _EDGE, "symbolStrokeWidth": 1,
                   "labelColor": _EDGE, "labelFontSize": 11},
    }  # fmt: skip
    said = [{"label": each.label, "said": f"{each.reached:,}"} for each in bars]
    spec = {
        "data": {"values": values},
        "width": WIDTH,
        "height": _ROW * max(len(bars), 2),
        "layer": [
            {"mark": {"type": "bar", "stroke": _EDGE, "strokeWidth": 0.8},
             "encoding": {"x": {"field": "x", "type": "quantitative",
                                "axis": {"title": axis, "tickMinStep": 1}},
                          "x2": {"field": "x2"}, "y": y, "fill": shade}},
            {"data": {"values": said}, "mark": {"type": "text", "align": "left", "dx": 8},
             "encoding": {"x": {"value": WIDTH}, "y": y, "text": {"field": "said"}}},
        ],
    }  # fmt: skip
    words = "; ".join(
        f"{each.label}: {each.reached:,} reached, {each.not_yet:,} not yet, "
        f"{each.ended_before:,} ended before"
        for each in bars
    )
    return Chart(name=name, title=title, words=f"Bars of one cohort. {title}. {words}.", spec=spec)
