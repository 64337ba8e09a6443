"""The pages by answer, and the law by date: what changed when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from vacatur.dates import Span
from vacatur.law import nodes as n
from vacatur.law import sentences
from vacatur.law.answers import Published
from vacatur.law.page import Bar, Condition, Grant, Otherwise, Page, Refer, Section
from vacatur.law.phrases import spoken
from vacatur.law.programme import ProgrammeSection
from vacatur.law.vehicle import VehicleSection
from vacatur.law.walk import walk
from vacatur.site.laws import Law, Library
from vacatur.site.pieces import Piece, link_to

_T = TypeVar("_T")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer, with the pages that give it and how."""

    answer: Published
    givers: tuple[tuple[str, tuple[Page, ...]], ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """What changes on a day: words, section and page of each change."""

    day: date
    changes: tuple[tuple[str, Piece, Piece], ...]


def by_answer(library: Library) -> tuple[AnswerView, ...]:
    """Every answer of the published vocabulary that some page gives, best remedy first."""
    views = (AnswerView(answer, tuple(_givers(answer, library))) for answer in Published)
    return tuple(view for view in views if view.givers)


def _givers(answer: Published, library: Library) -> Iterator[tuple[str, tuple[Page, ...]]]:
    ways = {
        "Granted by": Grant,
        "Given by a bar of": Bar,
        "Where nothing is granted, by": Otherwise,
    }
    for how, kind in ways.items():
        pages = tuple(page for page in library.pages.values() if answer in _given(page, kind))
        if pages:
            yield how, pages
    if answer is Published.REVIEW:
        yield (
            "Sent to a person by",
            tuple(page for page in library.pages.values() if _statements(page, Refer)),
        )


def _given(page: Page, kind: type[Grant | Bar | Otherwise]) -> set[Published]:
    return {each.answer for each in _statements(page, kind)}


def _statements(page: Page, kind: type[_T]) -> list[_T]:
    return [s for section in page.sections for s in section.statements if isinstance(s, kind)]


def by_day(law: Law, library: Library) -> tuple[DayView, ...]:
    """Every day on which a section of a law begins, ends or becomes doubtful, oldest first."""
    found: dict[date, list[tuple[str, Piece, Piece]]] = {}
    for page in law.everything:
        for section in page.sections:
            to = library.address_of_line(page, section.line)
            where = Piece(sentences.heading(section), to)
            for day, what in dict.fromkeys(_changes(section)):
                found.setdefault(day, []).append((what, where, link_to(page)))
    return tuple(DayView(day, tuple(found[day])) for day in sorted(found))


def _changes(section: Section | VehicleSection | ProgrammeSection) -> Iterator[tuple[date, str]]:
    yield from _edges(section.in_force, "begins", "has ended")
    if isinstance(section, VehicleSection | ProgrammeSection):
        return
    if section.uncertain:
        yield from _edges(section.uncertain, "becomes doubtful", "is no longer doubtful")
    for each in section.amounts:
        amount = f"{spoken(each.name)} of {sentences.number_with_unit(each)}"
        yield from _edges(each.in_force, f"{amount}: begins", f"{amount}: has ended")
    for condition in (each for each in section.statements if isinstance(each, Condition)):
        for day in _days_named(condition):
            yield day, f"named in the condition [{spoken(condition.name)}]"


def _edges(span: Span, begins: str, ends: str) -> Iterator[tuple[date, str]]:
    """The first day, and the day after the last."""
    if span.first:
        yield span.first, begins
    if span.last:
        yield span.last + _ONE_DAY, ends


def _days_named(condition: Condition) -> list[date]:
    """Days written in a condition: of the offence, of charging, of issue."""
    literals = (node for node in walk(condition.truth) if isinstance(node, n.Literal))
    return sorted({node.value for node in literals if isinstance(node.value, date)})
