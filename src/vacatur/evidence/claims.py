"""Claim cards: a number leaves with its interval, denominator, missing rows, source and limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from vacatur.errors import FigureRefused, nearest

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# The digits of a hash are no numbers, and would let others pass.
_HASH = re.compile(r"\bsha256 [0-9a-f]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """One number with everything that must stand beside it. Nothing is optional."""

    number: str
    interval: str
    denominator: str
    missing: str
    source: str
    does_not_show: str

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name).strip():
                raise FigureRefused(
                    f"a claim card without [{field.name}]",
                    where=self.number or "a number",
                    why="A number that leaves without it will be quoted without it.",
                    repair="Say it, or say that it is not known.",
                )

    def holds(self) -> frozenset[str]:
        """Every number that stands on the card, without separators."""
        return frozenset(
            found for field in fields(self) for found in numbers_in(getattr(self, field.name))
        )


def require_card(name: str, cards: Mapping[str, ClaimCard]) -> ClaimCard:
    """The card of a figure.

    Raises
    ------
    FigureRefused
        It has none.
    """
    if name not in cards:
        raise FigureRefused(
            f"[{name}] has no claim card",
            why="A number without its interval, denominator and source cannot be checked.",
            repair=f"Make its card. {nearest(name, cards)}".strip(),
        )
    return cards[name]


def require_cards(text: str, cards: Iterable[ClaimCard]) -> str:
    """The text, each number of which stands on a card.

    Raises
    ------
    FigureRefused
        A number of the text stands on none of the cards; it is named.
    """
    held = frozenset[str]().union(*(each.holds() for each in cards))
    if without := [each for each in numbers_in(text) if each not in held]:
        raise FigureRefused(
            "numbers without a claim card: " + ", ".join(f"[{each}]" for each in without),
            why="A number without its interval, denominator and source cannot be checked.",
            repair="Take the sentence from the figures, or give the cards of all of them.",
        )
    return text


def numbers_in(text: str) -> list[str]:
    """The numbers that a text writes in digits, in order, without separators of thousands."""
    return [found.replace(",", "") for found in _NUMBER.findall(_HASH.sub("", text))]
