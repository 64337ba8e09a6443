"""What is in the vault, and what may go into it: numbers and days, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.matters import vault
from vacatur.matters.forgetting_gates import possible_moves
from vacatur.matters.matter import Matter
from vacatur.matters.queries import Wanted, matters_of, numbers
from vacatur.matters.states import State
from vacatur.matters.store import Casework

_AT_ONCE = 900  # matters of one query
_MOST_LOOKED_AT = 5_000  # relieved and closed matters, of those that may go in


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultLine:
    """A matter whose case is in the vault, or may go there. Both days are null outside of it."""

    number: int
    vehicle: str
    state: State
    vaulted_on: date | None
    obliterate_on: date | None

    def may_be_obliterated(self, today: date) -> bool:
        """Whether its day has come and nothing is left to do in it."""
        day = self.obliterate_on
        return self.state is State.CLOSED and day is not None and day <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultList:
    """The vault: `inside` in the order of the days of obliteration, `ready` what may go in.

    `is_whole` is false where there are more relieved matters than were looked at.
    """

    inside: tuple[VaultLine, ...]
    ready: tuple[VaultLine, ...]
    is_whole: bool


def vault_list(casework: Casework) -> VaultList:
    """What the vault holds, and what may be put into it."""
    wanted = Wanted(states=(State.RELIEVED.value, State.CLOSED.value))
    with casework.reading() as connection:
        held = [
            number
            for subject in vault.subjects(connection)
            for number in vault.of_case(connection, subject)
        ]
        ended = numbers(connection, wanted, limit=_MOST_LOOKED_AT + 1)
        every = [*dict.fromkeys([*held, *ended[:_MOST_LOOKED_AT]])]
        known: dict[int, Matter] = {}
        for start in range(0, len(every), _AT_ONCE):
            known |= matters_of(connection, every[start : start + _AT_ONCE])
    inside = _lines([known[each] for each in held if known[each].vaulted_on is not None])
    ready = [each for each in known.values() if "Vault" in possible_moves(each)]
    within = {*held}
    return VaultList(
        inside=tuple(sorted(inside, key=lambda x: (x.obliterate_on or date.max, x.number))),
        ready=tuple(_lines([each for each in ready if each.number not in within])),
        is_whole=len(ended) <= _MOST_LOOKED_AT,
    )


def _lines(matters: Sequence[Matter]) -> list[VaultLine]:
    return [
        VaultLine(
            number=each.number,
            vehicle=each.vehicle,
            state=each.state,
            vaulted_on=each.vaulted_on,
            obliterate_on=each.obliterate_on,
        )
        for each in sorted(matters, key=lambda each: each.number)
    ]
