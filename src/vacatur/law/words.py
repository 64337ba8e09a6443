"""What the printed words of a charge say, read word by word from a closed, cited list.

"NOT MARIHUANA" contains "MARIHUANA", "SYNTHETIC MARIJUANA" is something else, and "POSS/MANUF" is
more than possession. So a description confirms only when we know every one of its words. It can
deny on those we know, but not what a word that we do not know may add: "POSS PARAPHANALIA" does not
deny that paraphernalia are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vacatur.record.terms import Act, Kind, Substance


@dataclass(frozen=True, slots=True)
class Reading:
    """What one witness says of a charge; None where it says nothing."""

    act: Act | None = None
    substance: Substance | None = None
    kind: Kind | None = None

    def agrees_with(self, other: Reading) -> bool | None:
        """False on one contradiction, True when all that `other` says is said and equal, else None.

        A list whose substance is open ("possession with intent", of what is not said) asks for the
        act and the kind only.
        """
        pairs = (
            (self.act, other.act),
            (self.substance, other.substance),
            (self.kind, other.kind),
        )
        if any(mine and theirs and mine is not theirs for mine, theirs in pairs):
            return False
        return True if all(mine is theirs for mine, theirs in pairs if theirs) else None


class Sense(StrEnum):
    """What a word of a charge's description can mean. A neutral word changes nothing."""

    CANNABIS = "cannabis"
    OTHER_DRUG = "other_drug"
    NOT = "not"
    POSSESSION = "possession"
    INTENT = "intent"
    DISTRIBUTION = "distribution"
    PARAPHERNALIA = "paraphernalia"
    ATTEMPT = "attempt"
    CONSPIRACY = "conspiracy"
    OTHER_ACT = "other_act"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Wording:
    """A description as read. `whole` = every word of it is known."""

    reading: Reading
    whole: bool

    def denies(self, other: Reading) -> bool:
        """Whether it is another offence than `other`, whatever its unknown words are."""
        if self.whole:
            return self.reading.agrees_with(other) is False
        act = None if _may_narrow(self.reading.act, other.act) else self.reading.act
        kind = None if self.reading.kind is Kind.COMPLETED else self.reading.kind
        return Reading(act, self.reading.substance, kind).agrees_with(other) is False


def read_words(description: str, words: Mapping[str, frozenset[Sense]]) -> Wording:
    """Read a printed description. "NOT" is weighed before the word that it denies."""
    senses = [_senses(token, words) for token in _tokens(description)]
    said = frozenset().union(*senses)
    whole = bool(senses) and all(senses)
    if Sense.OTHER_ACT in said and not said & {Sense.CANNABIS, Sense.OTHER_DRUG}:
        return Wording(Reading(Act.OTHER, Substance.NOT_APPLICABLE, _kind(said)), whole)
    return Wording(Reading(_act(said), _substance(senses), _kind(said)), whole)


def _tokens(description: str) -> Iterator[str]:
    """Words; those joined by a stroke (`W/INT`, `POSS/DIS`) stay together."""
    for match in re.finditer(r"[A-Z0-9]+(?:/[A-Z0-9]+)*", description.upper()):
        yield match.group()


def _senses(token: str, words: Mapping[str, frozenset[Sense]]) -> frozenset[Sense]:
    """The senses of a token; of its parts where it is not known whole; empty if one is not."""
    if token in words or "/" not in token:
        return words.get(token, frozenset())
    parts = [words.get(part, frozenset()) for part in token.split("/")]
    return frozenset().union(*parts) if all(parts) else frozenset()


# The narrowest act first, with the words that name it: "POSS W/INT TO DIST" names three.
_ACTS = (
    (frozenset({Sense.PARAPHERNALIA, Sense.DISTRIBUTION}), Act.PARAPHERNALIA_SALE),
    (frozenset({Sense.PARAPHERNALIA}), Act.PARAPHERNALIA),
    (frozenset({Sense.INTENT}), Act.POSSESSION_WITH_INTENT),
    (frozenset({Sense.DISTRIBUTION}), Act.DISTRIBUTION),
    (frozenset({Sense.POSSESSION}), Act.POSSESSION),
)
_NARROWEST_FIRST = tuple(act for _, act in _ACTS)


def _act(said: frozenset[Sense]) -> Act | None:
    return next((act for senses, act in _ACTS if senses <= said), None)


def _may_narrow(read: Act | None, to: Act | None) -> bool:
    """Whether one more word could make another act of the one that was read."""
    if read not in _NARROWEST_FIRST or to not in _NARROWEST_FIRST:
        return False
    return _NARROWEST_FIRST.index(to) < _NARROWEST_FIRST.index(read)


def _substance(senses: list[frozenset[Sense]]) -> Substance | None:
    denied = False
    found: set[Substance] = set()
    for sense in senses:
        denied = denied or Sense.NOT in sense
        if Sense.CANNABIS in sense:
            found.add(Substance.OTHER if denied else Substance.CANNABIS)
        if Sense.OTHER_DRUG in sense:
            found.add(Substance.OTHER)
    return found.pop() if len(found) == 1 else None


def _kind(said: frozenset[Sense]) -> Kind:
    if Sense.ATTEMPT in said:
        return Kind.ATTEMPT
    return Kind.CONSPIRACY if Sense.CONSPIRACY in said else Kind.COMPLETED
