"""Which kinds of file an open charge needs before it can be decided."""

from __future__ import annotations

from collections.abc import Iterable

from vacatur.facts.kinds import kinds_that_tell


def files_needed(columns: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """The kinds of file that together tell some columns, by name; None where no file tells one.

    Where several kinds tell a column, one that is needed anyway is taken, else the first.
    """
    needed: dict[str, None] = {}
    for entity, column in columns:
        telling = [kind.name for kind in kinds_that_tell(entity, column)]
        if not telling:
            return None
        if not needed.keys() & set(telling):
            needed[telling[0]] = None
    return tuple(sorted(needed))
