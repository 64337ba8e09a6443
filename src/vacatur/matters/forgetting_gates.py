"""The gates of forgetting: what may go into the vault, and when a key may be destroyed."""

from __future__ import annotations

from datetime import date

from vacatur.errors import MoveRefused
from vacatur.law.vehicle import Holder
from vacatur.matters import commands as c
from vacatur.matters.allowed import ALLOWED
from vacatur.matters.matter import Matter
from vacatur.matters.states import Order


def require_expunged(matter: Matter) -> None:
    """Refuse what the relief does not expunge from the office's own records."""
    if matter.vaulted_on is not None:
        raise MoveRefused(f"it is in the vault since {matter.vaulted_on}", where=_where(matter))
    if matter.files_paper and matter.order is not Order.GRANTED:
        raise MoveRefused("no order grants the relief", where=_where(matter))
    if not _is_expunged(matter):
        raise MoveRefused(
            f"the page of [{matter.vehicle}] does not say that the records of police and"
            " prosecutors are expunged",
            where=_where(matter),
            why="A record that no order reaches is the office's to keep, and may be needed.",
            repair="If the order says so, the page must say it first.",
        )


def possible_moves(matter: Matter) -> tuple[str, ...]:
    """Names of the commands that may be done to a matter next."""
    left = set(ALLOWED[matter.state])
    if matter.obliterated_on is not None:
        left = set()
    elif matter.vaulted_on is not None:
        left.discard(c.Vault)
    else:
        left -= {c.Unseal, c.Obliterate} | (set() if _is_expunged(matter) else {c.Vault})
    return tuple(sorted(each.__name__ for each in left))


def require_whole(matter: Matter, left_out: int, whole_case: str) -> None:
    """Refuse to put a case away of which the order may leave charges as they are."""
    if left_out and not whole_case.strip():
        raise MoveRefused(
            f"{left_out} charges of the case are not in this matter",
            where=_where(matter),
            why="The vault takes the whole case, and the order may not.",
            repair="If the order reaches them, say where it does: [--whole-case TEXT].",
        )


def require_days(on: date, obliterate_on: date, ordered_on: date | None) -> None:
    """Refuse days that do not follow each other."""
    if ordered_on is not None and on < ordered_on:
        raise MoveRefused(f"[{on}] lies before the order ({ordered_on})", repair="Check both days.")
    if obliterate_on < on:
        raise MoveRefused(
            f"it would be obliterated on [{obliterate_on}], before it is in the vault",
            repair="Check both days.",
        )


def require_in_vault(matter: Matter) -> None:
    """Refuse what is not in the vault, or is there no more."""
    if matter.vaulted_on is None:
        raise MoveRefused(
            "it is not in the vault",
            where=_where(matter),
            repair=f"[vacatur matters vault {matter.number}].",
        )
    if matter.obliterated_on is not None:
        raise MoveRefused(
            f"its key was destroyed on {matter.obliterated_on}",
            where=_where(matter),
            why="What was known of the case cannot be read by anybody.",
        )


def require_day_come(matter: Matter, today: date) -> None:
    """Refuse to destroy a key before its day."""
    if matter.obliterate_on is not None and today < matter.obliterate_on:
        raise MoveRefused(
            f"it may be obliterated from {matter.obliterate_on} on, and this is {today}",
            where=_where(matter),
            why="Until then a court can order that it be opened.",
        )


def _is_expunged(matter: Matter) -> bool:
    return any(each.holder is Holder.POLICE_RECORD and each.is_expunged for each in matter.records)


def _where(matter: Matter) -> str:
    return f"matter {matter.number}"
