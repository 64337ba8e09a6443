"""Texts that print as they are typed: nothing is invisible, and nothing turns them round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vacatur.documents.particulars import Listing, Table, Value, Values
from vacatur.errors import PaperRefused

# Control characters but for line breaks, what directs the order of letters, what is not a letter.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\uffff\U000e0000-\U0010ffff]"
)
_CASE_NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?")


def refuse_unprintable(values: Values) -> None:
    """Refuse particulars that a reader would not see as they were typed.

    Raises
    ------
    PaperRefused
        One holds a character that is not seen or that changes the order of the others, the name
        is one letter, or the case number is none that a court writes.
    """
    for name, value in values.items():
        for text in _texts(value):
            if found := unseen_in(text):
                raise PaperRefused(
                    f"the particular [{name}] holds U+{ord(found):04X}, which nobody sees",
                    why="The paper would read otherwise than what is recorded.",
                    repair=_state(name),
                )
    if "defendant-name" in values and len(_letters(values["defendant-name"])) < 2:
        raise PaperRefused(
            "the particular [defendant-name] is no name: it has one letter or none",
            why="A court files a paper under the name.",
            repair=_state("defendant-name"),
        )
    number = values.get("case-number", "0")
    if not isinstance(number, str) or not _CASE_NUMBER.fullmatch(number):
        raise PaperRefused(
            "the case number is none that a court writes: letters, digits and hyphens",
            why="A paper with a wrong case number is rejected (Rule 20-203).",
            repair="Mend it in the export, and ingest again.",
        )


def unseen_in(text: str) -> str | None:
    """The first character of a text that a reader would not see; None: there is none."""
    found = _UNSEEN.search(text)
    return found.group() if found else None


def _texts(value: Value) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Listing():
            yield from value.items
        case Table():
            for row in value.rows:
                yield from row


def _letters(value: Value) -> list[str]:
    return [each for each in value if each.isalpha()] if isinstance(value, str) else []


def _state(name: str) -> str:
    return f"State it as the court writes it: [vacatur matters state NUMBER {name} TEXT]."
