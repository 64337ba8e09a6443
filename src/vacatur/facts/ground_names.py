"""Who a participant is to a ground: by an agency's number, and never by a name alone."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from vacatur.errors import WorkspaceError
from vacatur.facts.ground import Ground, KnownAs, identifier_key, loose_key

# Two spellings of a given name this close, or closer, may be one: MORGAN and MORGEN.
_CLOSE = 0.75
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORD = re.compile(r"[^\W\d_]+")


class Link(StrEnum):
    """How a participant is linked to a person of a ground."""

    BY_NUMBER = "by_number"
    BY_NAME_ONLY = "by_name_only"  # to be checked, and no link
    # A number is an agency's own, and agencies are written in many ways: to be checked.
    WITHOUT_AGENCY = "without_agency"
    OTHER_AGENCY = "other_agency"
    OTHER_SPELLING = "other_spelling"  # 417 where the ground has 4-17
    OTHER_NAME = "other_name"  # the number is there, beside the name of somebody else


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
    """Link printed participants to the persons of a ground; the others are left out."""
    linked = ((each, _linked(ground, each)) for each in set(printed))
    return {each: found for each, found in linked if found is not None}


def _linked(ground: Ground, printed: Printed) -> Linked | None:
    for label, number in _numbers(ground):
        if _is_number(printed, number):
            is_named = _may_be_named(printed.name, number.names)
            return Linked(label, Link.BY_NUMBER if is_named else Link.OTHER_NAME)
    return next(_possible(ground, printed), None)


def require_no_strangers(ground: Ground, printed: Iterable[Printed]) -> None:
    """Refuse a ground of which a number stands beside the name of somebody else.

    Raises
    ------
    WorkspaceError
        Without a name of the records: it may be the other one's.
    """
    strangers = [
        (label, number)
        for each in sorted(set(printed), key=str)
        for label, number in _numbers(ground)
        if _is_number(each, number) and not _may_be_named(each.name, number.names)
    ]
    if strangers:
        raise _shared(strangers)


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
            if loose_key(number_there) != loose_key(number.identifier):
                continue
            if number_there != identifier_key(number.identifier):
                if same_agency and _may_be_named(printed.name, number.names):
                    yield Linked(label, Link.OTHER_SPELLING)
            elif not agency_there:
                yield Linked(label, Link.WITHOUT_AGENCY)
            elif printed.name and _may_be_named(printed.name, number.names):
                yield Linked(label, Link.OTHER_AGENCY)
        elif same_agency and printed.name and _may_be_named(printed.name, number.names):
            yield Linked(label, Link.BY_NAME_ONLY)


def _may_be_named(printed: str | None, names: Iterable[str]) -> bool:
    """Whether a printed name may be a spelling of one of a person's names; a blank one may.

    The surname must be one that is listed. Of given names one letter may differ; an initial stands
    for a name. Where a given name is listed whole, an initial beside it widens nothing.
    """
    there = _Name.of(printed or "")
    if not there.words:
        return True
    listed = [_Name.of(each) for each in names]
    given: set[str] = set()
    bare = False
    for theirs in listed:
        for surname in there.surnames() & theirs.surnames():
            given |= set(theirs.given(surname))
            bare = bare or not there.given(surname) or not theirs.given(surname)
    if bare:
        return True
    whole = {each for each in given if len(each) > 1}
    mine_given = {each for surname in there.surnames() for each in there.given(surname)}
    return any(_is_given(one, other) for one in mine_given for other in whole or given)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in words. `surname` is known where a comma stands behind it, else empty."""

    words: tuple[str, ...]
    surname: str

    @classmethod
    def of(cls, text: str) -> _Name:
        before, comma, _ = text.partition(",")
        return cls(_words(text), "".join(_words(before)) if comma else "")

    def surnames(self) -> set[str]:
        """The surname; without a comma any longer word may be it."""
        return {self.surname} if self.surname else {word for word in self.words if len(word) > 1}

    def given(self, surname: str) -> tuple[str, ...]:
        """The words that are not the surname."""
        if not self.surname:
            return tuple(word for word in self.words if word != surname)
        left = self.surname
        given = []
        for word in self.words:  # the surname's words come first
            if left.startswith(word):
                left = left[len(word) :]
            else:
                given.append(word)
        return tuple(given)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(text.casefold()) if word not in _SUFFIXES)


def _is_given(one: str, other: str) -> bool:
    """Whether two given names may be one: nearly the same, or one is the other's initial."""
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    return difflib.SequenceMatcher(None, one, other).ratio() >= _CLOSE


def _shared(strangers: Sequence[tuple[str, KnownAs]]) -> WorkspaceError:
    label, number = strangers[0]
    persons = len({label for label, _ in strangers})
    others = f", and so do numbers of {persons - 1} others" if persons > 1 else ""
    return WorkspaceError(
        f"[{number.agency} {number.identifier}] of [{label}] stands beside another name as well"
        f"{others}: {len(strangers)} spellings in the records are none of those that the ground"
        " lists",
        why="Two people may share the number, and cases of the wrong one would be reached.",
        repair="Ask the agency whose number it is: list the name under `names` if it is the same"
        " person, or have the rows of the other one corrected.",
    )
