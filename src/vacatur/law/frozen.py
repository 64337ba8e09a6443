"""The law of one day, held still: read it on any other day, and only the clock has moved.

`as_of` moves two things at once: which version of a page speaks, and what is known and has run.
Whoever asks what a change of law did must move one without the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vacatur.dates import Span
from vacatur.law.page import Page, Section
from vacatur.law.rulebook import Rulebook

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """A section that begins to speak on a day, or no longer speaks from it on.

    `what` is `begins` or `ends`, or says the same of the days on which the section is uncertain.
    """

    citation: str
    title: str
    what: str


def frozen_on(rulebook: Rulebook, day: date, *, read_until: date) -> Rulebook:
    """The same pages as they read on `day`, whatever the day of decision.

    Parameters
    ----------
    day
        Day whose versions speak. A page that was not in force answers with its `otherwise`.
    read_until
        The last day of decision for which the result may be used. The law of `day` is taken as
        verified until then. A page that is not verified through `day` stays as it is: what nobody
        checked cannot be held still.
    """
    library = {
        page_id: _page_on(page, day, read_until) for page_id, page in rulebook.library.items()
    }
    pages = tuple(library[page.page_id] for page in rulebook.pages)
    return replace(rulebook, pages=pages, library=library)


def _page_on(page: Page, day: date, read_until: date) -> Page:
    if day > page.verified_through:
        return page
    version = page.version_on(day)
    if version is not None:
        version = replace(version, span=Span(None, None))
    else:
        # The engine reads from the first or the last version of whom the page would speak.
        first = page.first_day
        early = first is not None and day < first
        edge = page.versions[0] if early else page.versions[-1]
        version = replace(edge, span=Span(read_until + _ONE_DAY, None))
    return replace(
        page, versions=(version,), verified_through=max(read_until, page.verified_through)
    )


def days_of_change(rulebook: Rulebook, page: Page, *, after: date, until: date) -> tuple[date, ...]:
    """The days in (`after`, `until`] on which a page, or one it names, reads otherwise."""
    days = {
        day
        for each in rulebook.reached[page.page_id]
        for version in each.versions
        for day in _edges(version.span)
    }
    return tuple(sorted(day for day in days if after < day <= until))


def sections_changed(rulebook: Rulebook, page: Page, day: date) -> tuple[SectionChange, ...]:
    """The sections of a page, and of those it names, that begin or end on a day."""
    return tuple(
        SectionChange(citation=section.citation, title=section.title, what=what)
        for each in rulebook.reached[page.page_id]
        for section in each.sections
        if section.statements
        for what in _changes(section, day)
    )


def _changes(section: Section, day: date) -> Iterator[str]:
    if section.in_force.first == day:
        yield "begins"
    if section.in_force.last == day - _ONE_DAY:
        yield "ends"
    if section.uncertain and section.uncertain.first == day:
        yield "begins to be uncertain"
    if section.uncertain and section.uncertain.last == day - _ONE_DAY:
        yield "is no longer uncertain"


def _edges(span: Span) -> Iterator[date]:
    """The first day of a span, and the first day after it."""
    if span.first:
        yield span.first
    if span.last:
        yield span.last + _ONE_DAY
