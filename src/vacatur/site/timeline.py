"""When each section of a page speaks, as numbers for a drawing beside the table of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.dates import Span
from vacatur.law.page import Page, Section

WIDTH = 400
_MARGIN = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the drawing: where it begins, and how long it is."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """One section, with the stretch on which it speaks and the one on which that is doubtful."""

    section: Section
    speaks: Bar
    doubtful: Bar | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows in the order of the page; `years` are marks, each with its place."""

    rows: tuple[Row, ...]
    years: tuple[tuple[int, float], ...]


def timeline_of(page: Page) -> Timeline | None:
    """The page's life in a drawing; None where the law has no dated change."""
    speaking = [each for each in page.sections if each.statements or each.amounts]
    spans = [each.in_force for each in speaking] + [s.uncertain for s in speaking if s.uncertain]
    known = [day for span in spans for day in (span.first, span.last) if day]
    if not known:
        return None
    scale = _Scale(min(known), max(*known, page.verified_through))
    rows = tuple(
        Row(
            each,
            scale.bar(each.in_force),
            scale.bar(each.uncertain) if each.uncertain else None,
        )
        for each in speaking
    )
    return Timeline(rows, scale.years())


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days from `first` to `last`, with a margin on both sides for what has no end."""

    first: date
    last: date

    def place(self, day: date) -> float:
        days = max((self.last - self.first).days, 1)
        share = (day - self.first).days / days
        return round(_MARGIN + share * (WIDTH - 2 * _MARGIN), 1)

    def bar(self, span: Span) -> Bar:
        begin = self.place(span.first) if span.first else 0.0
        end = self.place(span.last) if span.last else float(WIDTH)
        return Bar(begin, round(max(end - begin, 1.0), 1))

    def years(self) -> tuple[tuple[int, float], ...]:
        """Marks at each first of January, at most about eight of them."""
        count = self.last.year - self.first.year
        step = max(1, -(-count // 8))
        years = range(self.first.year + 1, self.last.year + 1, step)
        return tuple((year, self.place(date(year, 1, 1))) for year in years)
