"""The wording of every error: where, what, why it matters, what to do.

An error speaks to a lawyer. It is raised where its author can mend it: at load, not at row nine
million. It never carries a person's data; a row is named by its id.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar


class VacaturError(Exception):
    """Something a person can mend.

    Parameters
    ----------
    what
        One sentence that states the fact. Values stand in brackets, so that blanks show.
    where
        File and line, or file and row; empty when the fault has no place.
    why
        Why it matters; empty when the fact says it.
    repair
        What to do about it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", why: str = "", repair: str = "") -> None:
        self.what = what
        self.where = where
        self.why = why
        self.repair = repair
        super().__init__(str(self))

    def __str__(self) -> str:
        first = f"{self.where}: {self.what}" if self.where else self.what
        rest = [part for part in (self.why, self.repair) if part]
        return "\n".join([first, *(f"  {part}" for part in rest)])


class UsageError(VacaturError):
    """A command was given something it does not know."""

    exit_code = 2


class RecordError(VacaturError):
    """A record contradicts the record model."""


class LawError(VacaturError):
    """A law page, its code lists or its values cannot be read as law."""


class NoVersionInForce(LawError):
    """A page has a gap or an overlap on a day it should answer for."""


class GrantsConflict(LawError):
    """Two different answers were granted to one charge on one day."""


class IngestError(VacaturError):
    """A file cannot be read at all; nothing of it was kept."""


class WorkspaceError(VacaturError):
    """A workspace lacks what a step needs, or holds what it must not."""


class UnlinkedRecords(WorkspaceError):
    """A charge has no person."""


class MoveRefused(VacaturError):
    """The table of moves, or a gate of casework, does not let a matter take a step."""


class ChainBroken(VacaturError):
    """The audit chain is not what was written."""


class PaperRefused(VacaturError):
    """A paper cannot be made as it must be, so none was made."""


class FigureRefused(VacaturError):
    """A figure would say more than its data can bear, so none is given."""


class DisclosureRefused(VacaturError):
    """A table would tell of somebody what is hidden, or cannot be audited, so it does not leave."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name was probably meant, or list what there is; empty: nothing is known."""
    names = sorted(known)
    if not names:
        return ""
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean [{close[0]}]?"
    if len(names) <= 12:
        return "Known: " + ", ".join(f"[{each}]" for each in names) + "."
    return f"{len(names)} names are known here; none is close."
