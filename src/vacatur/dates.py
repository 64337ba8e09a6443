"""The legal calendar: anniversaries, spans of days, ages. No clock is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """Read `YYYY-MM-DD`; anything else is a `ValueError` (no guessing, no two-digit years)."""
    if not ISO_DAY.fullmatch(text):
        raise ValueError(f"[{text}] is not a day written as YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"[{text}] is not a day of the calendar") from None


def anniversary(start: date, years: int) -> date | None:
    """Return the day `years` years after `start`; None for a start on 29 February.

    No source says whether such a period ends on 28 February or 1 March (docs/adr/0008), so the
    calendar does not choose: a wait that starts on 29 February is unknown. None also for a day
    beyond the year 9999, with which some courts write a sentence for life.
    """
    if (start.month, start.day) == (2, 29) or start.year + years > date.max.year:
        return None
    return start.replace(year=start.year + years)


def days_after(start: date, days: int) -> date | None:
    """Return the day `days` days after `start`; None for a day beyond the year 9999."""
    return None if (date.max - start).days < days else start + timedelta(days=days)


def age_on(birth: date, day: date) -> int | None:
    """Completed years of age on `day`; None where a 29 February birthday leaves it open.

    A person born on 29 February is a year older by 1 March of a common year. Whether by
    28 February is disputed, so on that one day the age is unknown.
    """
    born_on_leap_day = (birth.month, birth.day) == (2, 29)
    if born_on_leap_day and (day.month, day.day) == (2, 28) and not _is_leap(day.year):
        return None
    before_birthday = (day.month, day.day) < (birth.month, birth.day)
    return day.year - birth.year - int(before_birthday)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None = no end on that side."""

    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"the span [{self}] ends before it begins")

    def __contains__(self, day: date) -> bool:
        after_first = self.first is None or self.first <= day
        return after_first and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        return f"{self.first or ''}..{self.last or ''}"

    def meets(self, other: Span) -> bool:
        """Whether the two spans share a day."""
        starts_in_time = self.first is None or other.last is None or self.first <= other.last
        ends_late_enough = self.last is None or other.first is None or other.first <= self.last
        return starts_in_time and ends_late_enough


def parse_span(text: str) -> Span:
    """Read `A..B`, `A..` or `..B`, where A and B are days and both are included."""
    first, dots, last = text.strip().partition("..")
    if not dots:
        raise ValueError(f"[{text}] is not a span written as FIRST..LAST")
    return Span(
        parse_day(first.strip()) if first.strip() else None,
        parse_day(last.strip()) if last.strip() else None,
    )
