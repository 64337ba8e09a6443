"""A chart, as SVG and PNG: drawn here without a network, with its words for who does not see it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_OF_THE_PAGE = "currentColor"
PAPER, INK = "#fefefd", "#010102"  # stand for the two colours until they are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart that is drawn: `words` say what it shows to who does not see it."""

    name: str
    title: str
    words: str
    spec: Mapping[str, Any]

    def __post_init__(self) -> None:
        _altair().Chart.from_dict(dict(self.spec))  # refuses what is no chart

    def svg(self, *, font: str, ink: str = "#000000", paper: str = "#ffffff") -> str:
        """As SVG; on a page `ink` may be `currentColor`, and there is room for a wider font."""
        styled = self._styled(font, ink, paper)
        if ink == _OF_THE_PAGE:
            styled["padding"] = {"left": 24, "right": 44, "top": 5, "bottom": 5}
        return _drawn(_vl_convert().vegalite_to_svg(styled))

    def png(self, *, font: str) -> bytes:
        """As a picture, twice as fine as a screen."""
        styled = self._styled(font, "#000000", "#ffffff")
        return bytes(_vl_convert().vegalite_to_png(styled, scale=2.0))

    def _styled(self, font: str, ink: str, paper: str) -> dict[str, Any]:
        line = {"labelColor": ink, "titleColor": ink, "tickColor": ink, "domainColor": ink}
        config = {
            "background": paper,
            "font": font,
            "view": {"stroke": None},
            "axis": {**line, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
                     "gridColor": ink, "gridOpacity": 0.12, "labelLimit": 220},
            "text": {"color": ink, "fontSize": 11},
            "point": {"color": ink},
            "rule": {"color": ink},
            "line": {"color": ink},
            "tick": {"color": ink},
        }  # fmt: skip
        # What is open is filled with the paper, so that its whisker does not run through it.
        told = json.dumps({**self.spec, "config": config}).replace(PAPER, paper)
        told = told.replace(INK, ink)
        styled: dict[str, Any] = json.loads(told)
        return styled


def _drawn(svg: str) -> str:
    """Without names of its own for a screen reader: whoever places it says what it shows."""
    return re.sub(r' (aria-[a-z]+|role)="[^"]*"', "", svg)


@lru_cache(maxsize=1)
def _altair() -> Any:
    """Imported where a chart is described, as what draws it is: both are slow to import."""
    import altair

    return altair


@lru_cache(maxsize=1)
def _vl_convert() -> Any:
    """Imported where a chart is drawn: nothing else needs it."""
    import vl_convert

    return vl_convert
