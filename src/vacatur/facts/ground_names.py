"""Who a participant is to a ground: by an agency's number, and never by a name alone."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from vacatur.errors import WorkspaceError
from vacatur.facts.ground import Ground, KnownAs, identifier_key

# Two spellings this close, or closer, may be one name: HALE and HALLE, MORGAN and MORGEN.
_CLOSE = 0.7
_WORD = re.compile(r"[^\W\d_]+")


class Link(StrEnum):
    """How a participant is linked to a person of a ground."""

    BY_NUMBER = "by_number"
    BY_NAME_ONLY = "by_name_only"  # to be checked, and no link
    WITHOUT_AGENCY = "without_agency"  # a number is an agency's own: to be checked


@dataclass(frozen=True, slots=True)
class Printed:
    """A participant as the record prints one; None: not recorded."""

    agency: str | None
    identifier: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """Whom a ground is about a printed participant is, or may be."""

    label: str
    link: Link


def link_all(ground: Ground, printed: Iterable[Printed]) -> dict[Printed, Linked]:
    """Link printed participants to the persons of a ground; the others are left out.

    Raises
    ------
    WorkspaceError
        A number of the ground stands beside the name of somebody else.
    """
    linked: dict[Printed, Linked] = {}
    strangers: list[tuple[str, KnownAs, str]] = []
    for each in sorted(set(printed), key=str):
        for label, number in _numbers(ground):
            if _is_number(each, number):
                if not _may_be_named(each.name, number.names):
                    strangers.append((label, number, each.name or ""))
                linked[each] = Linked(label, Link.BY_NUMBER)
                break
        else:
            may_be = next(_possible(ground, each), None)
            if may_be:
                linked[each] = may_be
    if strangers:
        raise _shared(strangers)
    return linked


def _numbers(ground: Ground) -> Iterator[tuple[str, KnownAs]]:
    """Every number, with all names of its person: a name does not change with the agency."""
    for person in ground.affects:
        names = tuple(dict.fromkeys(name for each in person.known_as for name in each.names))
        for number in person.known_as:
            yield person.label, replace(number, names=names)


def _is_number(printed: Printed, number: KnownAs) -> bool:
    return (
        identifier_key(printed.identifier or "") == identifier_key(number.identifier)
        and identifier_key(printed.agency or "") == identifier_key(number.agency)
    )  # fmt: skip


def _possible(ground: Ground, printed: Printed) -> Iterator[Linked]:
    """Persons whom a participant without a number, or without an agency, may be."""
    number_there = identifier_key(printed.identifier or "")
    agency_there = identifier_key(printed.agency or "")
    for label, number in _numbers(ground):
        same_agency = agency_there in ("", identifier_key(number.agency))
        if number_there:
            same_number = number_there == identifier_key(number.identifier)
            if same_number and not agency_there:
                yield Linked(label, Link.WITHOUT_AGENCY)
        elif same_agency and printed.name and _may_be_named(printed.name, number.names):
            yield Linked(label, Link.BY_NAME_ONLY)


def _may_be_named(printed: str | None, names: Iterable[str]) -> bool:
    """Whether a printed name may be a spelling of one of some names; a blank one may."""
    there = _Name.of(printed or "")
    return not there.words or any(there.may_be(_Name.of(each)) for each in names)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in words. `surname` is known where a comma stands behind it, else empty."""

    words: tuple[str, ...]
    surname: str

    @classmethod
    def of(cls, text: str) -> _Name:
        before, comma, _ = text.partition(",")
        words = tuple(_WORD.findall(text.casefold()))
        return cls(words, "".join(_WORD.findall(before.casefold())) if comma else "")

    def may_be(self, listed: _Name) -> bool:
        """Whether both may be one name: the surnames are close, and no given name speaks against.

        Without a comma any longer word may be the surname.
        """
        return any(
            _is_close(mine, theirs) and self._given_agrees(mine, listed._given(theirs))
            for mine in self._surnames()
            for theirs in listed._surnames()
        )

    def _surnames(self) -> tuple[str, ...]:
        return (self.surname,) if self.surname else tuple(w for w in self.words if len(w) > 1)

    def _given(self, surname: str) -> tuple[str, ...]:
        return tuple(word for word in self.words if word != surname and word not in surname)

    def _given_agrees(self, surname: str, theirs: tuple[str, ...]) -> bool:
        mine = self._given(surname)
        if not mine or not theirs:
            return True
        return any(_is_given(one, other) for one in mine for other in theirs)


def _is_given(one: str, other: str) -> bool:
    """Whether two given names may be one: close, or one is the other's initial."""
    is_initial = 1 in (len(one), len(other))
    return _is_close(one, other) or (is_initial and one[0] == other[0])


def _is_close(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other).ratio() >= _CLOSE


def _shared(strangers: list[tuple[str, KnownAs, str]]) -> WorkspaceError:
    label, number, _ = strangers[0]
    persons = len({label for label, _, _ in strangers})
    others = f", and so do numbers of {persons - 1} others" if persons > 1 else ""
    return WorkspaceError(
        f"[{number.agency} {number.identifier}] of [{label}] stands beside another name as well"
        f"{others}: {len(strangers)} spellings in the records are none of those that the ground"
        " lists",
        why="Two people may share the number, and cases of the wrong one would be reached.",
        repair="Ask the agency whose number it is: list the name under `names` if it is the same"
        " person, or have the rows of the other one corrected.",
    )
