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
    """What one witness says of a charge; None where it says nothing.

    `named` = the list whose offence a code or a whole wording names; act, substance and kind alone
    do not tell trespass from disorderly conduct.
    """

    act: Act | None = None
    substance: Substance | None = None
    kind: Kind | None = None
    named: str | None = None

    def agrees_with(self, other: Reading) -> bool | None:
        """False on one contradiction, True when all that `other` says is said and equal, else None.

        A list whose substance is open ("possession with intent", of what is not said) asks for the
        act and the kind only. Whoever names an offence denies every list that does not carry it.
        """
        if self.named and self.named != other.named:
            return False
        pairs = (
            (self.act, other.act),
            (self.substance, other.substance),
            (self.kind, other.kind),
            (self.named, other.named),
        )
        if any(mine and theirs and mine != theirs for mine, theirs in pairs):
            return False
        return True if all(mine == theirs for mine, theirs in pairs if theirs) else None


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


_DRUG_ACTS = frozenset({Sense.POSSESSION, Sense.INTENT, Sense.DISTRIBUTION, Sense.PARAPHERNALIA})


@dataclass(frozen=True, slots=True)
class Wording:
    """A description as read. `whole` = every word of it is known.

    `possible` = every reading that it may have: one where it is whole, and one for each sense that
    an unknown word may turn out to have where it is not.
    """

    reading: Reading
    whole: bool
    possible: frozenset[Reading]

    def denies(self, other: Reading) -> bool:
        """Whether it is another offence than `other`, whatever an unknown word of it means."""
        return all(each.agrees_with(other) is False for each in self.possible)


def read_words(description: str, words: Mapping[str, frozenset[Sense]]) -> Wording:
    """Read a printed description. "NOT" is weighed before the word that it denies."""
    senses = [_senses(token, words) for token in tokens_of(description)]
    whole = bool(senses) and all(senses)
    reading = _read(senses)
    # The word for another crime, and none for an act with drugs: one more word makes it none.
    if whole or (reading.act is Act.OTHER and not _DRUG_ACTS & frozenset().union(*senses)):
        return Wording(reading, whole, frozenset({reading}))
    # At the beginning a NOT denies all that follows, and the place of another word says nothing.
    others = (_read([frozenset({sense}), *senses]) for sense in Sense)
    return Wording(reading, whole, frozenset({reading, *others}))


def _read(senses: list[frozenset[Sense]]) -> Reading:
    said = frozenset().union(*senses)
    if Sense.OTHER_ACT in said and not said & {Sense.CANNABIS, Sense.OTHER_DRUG}:
        return Reading(Act.OTHER, Substance.NOT_APPLICABLE, _kind(said))
    return Reading(_act(said), _substance(senses), _kind(said))


def tokens_of(description: str) -> Iterator[str]:
    """Words; those joined by a stroke (`W/INT`, `POSS/DIS`) stay together."""
    for match in re.finditer(r"[A-Z0-9]+(?:/[A-Z0-9]+)*", description.upper()):
        yield match.group()


def _senses(token: str, words: Mapping[str, frozenset[Sense]]) -> frozenset[Sense]:
    """The senses of a token; of its parts where it is not known whole; empty if one is not."""
    if token in words or "/" not in token:
        return words.get(token, frozenset())
    parts = [words.get(part, frozenset()) for part in token.split("/")]
    return frozenset().union(*parts) if all(parts) else frozenset()


def _act(said: frozenset[Sense]) -> Act | None:
    # The narrowest act named wins: "POSS W/INT TO DIST" names three.
    if {Sense.PARAPHERNALIA, Sense.DISTRIBUTION} <= said:
        return Act.PARAPHERNALIA_SALE
    for sense, act in (
        (Sense.PARAPHERNALIA, Act.PARAPHERNALIA),
        (Sense.INTENT, Act.POSSESSION_WITH_INTENT),
        (Sense.DISTRIBUTION, Act.DISTRIBUTION),
        (Sense.POSSESSION, Act.POSSESSION),
    ):
        if sense in said:
            return act
    return None


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
