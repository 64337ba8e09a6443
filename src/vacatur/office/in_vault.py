"""What is in the vault, and what may go into it: numbers and days, and nobody's name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.matters import vault
from vacatur.matters.forgetting_gates import possible_moves
from vacatur.matters.matter import Matter
from vacatur.matters.queries import matters_of, newest
from vacatur.matters.states import State
from vacatur.matters.store import Casework

_AT_ONCE = 900  # matters of one query
_LOOKED_AT = 1_000  # relieved and closed matters of one page, of those that may go in


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

    Of the relieved matters one page is looked at, the latest first; the next one is of those
    `before` a number. Null: there are no others.
    """

    inside: tuple[VaultLine, ...]
    ready: tuple[VaultLine, ...]
    before: int | None


def vault_list(
    casework: Casework, *, before: int | None = None, asked: Collection[int] = ()
) -> VaultList:
    """What the vault holds, and what may be put into it.

    Parameters
    ----------
    before
        Where the page of relieved matters begins; null: with the latest.
    asked
        Numbers that are looked at, too, wherever they stand.
    """
    ends = (State.RELIEVED.value, State.CLOSED.value)
    with casework.reading() as connection:
        held = vault.matters_inside(connection)
        found = [
            number
            for state in ends
            for number in newest(connection, state, before=before, limit=_LOOKED_AT + 1)
        ]
        ended = sorted(found, reverse=True)
        every = [*dict.fromkeys([*held, *ended[:_LOOKED_AT], *asked])]
        known: dict[int, Matter] = {}
        for start in range(0, len(every), _AT_ONCE):
            known |= matters_of(connection, every[start : start + _AT_ONCE])
    inside = _lines([known[each] for each in held if known[each].vaulted_on is not None])
    ready = [each for each in known.values() if "Vault" in possible_moves(each)]
    within = {*held}
    return VaultList(
        inside=tuple(sorted(inside, key=lambda x: (x.obliterate_on or date.max, x.number))),
        ready=tuple(_lines([each for each in ready if each.number not in within])),
        before=ended[_LOOKED_AT - 1] if len(ended) > _LOOKED_AT else None,
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
