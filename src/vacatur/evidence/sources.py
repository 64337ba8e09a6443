"""Where a figure comes from, and what one row is. Nothing is counted from an undeclared source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vacatur.dates import parse_day
from vacatur.errors import FigureRefused, nearest
from vacatur.record.terms import Term

_SHA256 = re.compile(r"[0-9a-f]{64}")
FIELDS = ("name", "unit", "first", "last", "extracted_on", "said_by", "sha256")
_MEANS = {
    "name": "what the source is called",
    "unit": "what one row is",
    "first": "the first day that it covers",
    "last": "the last day that it covers",
    "extracted_on": "the day on which it was extracted",
    "said_by": "who said it",
    "sha256": "the hash of the file",
}


class Unit(Term):
    """What one row of a source is."""

    PERSON = "person", "one human being, counted once"
    ARREST = "arrest", "one arrest; a person may have several"
    CHARGE = "charge", "one count; an arrest may have several"
    CASE = "case", "one case number of one court"
    EVENT = "event", "something that happened, such as a stop; a person may have any number"


# What sources call them.
_ALSO = {"stop": Unit.EVENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSource:
    """One source, with all that a reader needs to find it again. Nothing here is optional."""

    name: str
    unit: Unit
    first: date
    last: date  # the last day covered, itself included
    extracted_on: date
    said_by: str  # the agency, paper or person whose count it is
    sha256: str  # of the file, in lower-case hexadecimal

    def __post_init__(self) -> None:
        for field in ("name", "said_by"):
            if not str(getattr(self, field)).strip():
                _refuse_missing(self.name.strip() or "a source", [field])
        if not isinstance(self.unit, Unit):
            raise _undeclared(str(self.unit), where=self.name)
        if not _SHA256.fullmatch(self.sha256):
            raise FigureRefused(
                f"[{self.sha256}] is no sha256",
                where=self.name,
                why="The hash says which file was counted; without it nobody can count it again.",
                repair="Give the 64 hexadecimal digits that [sha256sum FILE] prints.",
            )
        if self.first > self.last or self.last > self.extracted_on:
            raise FigureRefused(
                f"[{self.first}] to [{self.last}] is no period before [{self.extracted_on}]",
                where=self.name,
                why="A period ends no earlier than it begins, and no later than its extract.",
                repair="State the first and the last day that the extract covers, and its own day.",
            )


def unit_named(text: str, *, where: str = "") -> Unit:
    """The unit of that name; a stop is an event.

    Raises
    ------
    FigureRefused
        No unit is called so; the nearest one is named.
    """
    known = {unit.value: unit for unit in Unit} | _ALSO
    if text not in known:
        raise _undeclared(text, where=where)
    return known[text]


def declare_source(told: Mapping[str, str]) -> DeclaredSource:
    """A source from what an office wrote down of it; days are written as YYYY-MM-DD.

    Raises
    ------
    FigureRefused
        Something is missing, blank, not known by that name, or no day.
    """
    where = told.get("name", "").strip() or "a source"
    if unknown := sorted(set(told) - set(FIELDS)):
        raise FigureRefused(
            f"a source says nothing of [{unknown[0]}]",
            where=where,
            why="A word that is not read would be lost.",
            repair=nearest(unknown[0], FIELDS),
        )
    if missing := [each for each in FIELDS if not told.get(each, "").strip()]:
        _refuse_missing(where, missing)
    return DeclaredSource(
        name=told["name"],
        unit=unit_named(told["unit"], where=where),
        first=_day(told["first"], where=where),
        last=_day(told["last"], where=where),
        extracted_on=_day(told["extracted_on"], where=where),
        said_by=told["said_by"],
        sha256=told["sha256"],
    )


def refuse_across(units: Mapping[str, Unit]) -> Unit:
    """The unit that all of them count, by the name of what is counted.

    Raises
    ------
    FigureRefused
        They count different things: 3,200 charges are not twice 1,514 arrests.
    """
    if not units:
        raise FigureRefused(
            "nothing is compared", why="A ratio has two sides.", repair="Name what is compared."
        )
    different = set(units.values())
    if len(different) > 1:
        said = ", ".join(f"[{name}] counts [{unit}]" for name, unit in units.items())
        raise FigureRefused(
            f"a ratio across units: {said}",
            why="One arrest may hold several charges, and one person several arrests.",
            repair="Count both sides in one unit, or show them side by side without a ratio.",
        )
    return different.pop()


def _undeclared(text: str, *, where: str) -> FigureRefused:
    return FigureRefused(
        f"[{text}] is no unit",
        where=where,
        why="Arrests, persons and charges differ about twofold.",
        repair=nearest(text, [*(unit.value for unit in Unit), *_ALSO]),
    )


def _refuse_missing(where: str, missing: list[str]) -> None:
    raise FigureRefused(
        "a source does not say " + ", ".join(f"[{each}]" for each in missing),
        where=where,
        why="A number whose source is not declared cannot be checked.",
        repair="State " + "; ".join(_MEANS[each] for each in missing) + ".",
    )


def _day(text: str, *, where: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise FigureRefused(
            str(error), where=where, why="A figure speaks of a period.", repair="Write YYYY-MM-DD."
        ) from None
