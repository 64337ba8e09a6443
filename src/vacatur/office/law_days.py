"""What of a law begins and ends between two days, whoever is on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.errors import UsageError
from vacatur.law.frozen import SectionChange, days_of_change, sections_changed
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A day on which a page, or one that it names, reads otherwise."""

    page: Page
    day: date
    sections: tuple[SectionChange, ...]


def amended_between(rulebook: Rulebook, before: date, after: date) -> tuple[Amended, ...]:
    """The changes of every page in (`before`, `after`], by day, then by page.

    Raises
    ------
    UsageError
        The second day is not the later one.
    """
    if after <= before:
        raise UsageError("the second day is not later than the first", repair="Turn them about.")
    found = [
        Amended(page=page, day=day, sections=sections_changed(rulebook, page, day))
        for page in (*rulebook.pages, *rulebook.definitions)
        for day in days_of_change(rulebook, page, after=before, until=after)
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.page.page_id)))
