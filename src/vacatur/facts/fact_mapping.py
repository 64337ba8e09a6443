"""How an agency writes a file of facts: its own names, words, days and delimiter.

Nothing here reads a file; office/fact_mapping_file.py makes one of what an office says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vacatur.facts.kinds import FactKind

DAYS = "%Y-%m-%d"
UNKNOWN = "unknown"  # a word that tells nothing
SAYS_NOTHING = ("", UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactMapping:
    """What a file calls our columns and words. As it is made, it calls them as we do."""

    path: Path | None = None  # the file that says so; None: nothing was said
    kind: str = ""  # name of the kind of file; empty: not said
    columns: Mapping[str, str] = field(default_factory=dict)  # ours -> theirs
    unused: frozenset[str] = frozenset()  # theirs, of which nothing is taken
    # Our column -> their word in small letters -> ours. Of a column that stands here no other word
    # is read: ours may mean another thing to them.
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    days: str = DAYS
    pivot: int | None = None  # last year that a year of two digits can mean
    delimiter: str = ","
    encoding: str = "utf-8"

    def theirs(self, kind: FactKind) -> dict[str, str]:
        """Our name of each column of a kind -> the file's."""
        return {name: self.columns.get(name, name) for name in kind.columns()}

    def silent_words(self, column: str) -> tuple[str, ...]:
        """Cells of a column that tell nothing, in small letters."""
        words = self.words.get(column, {})
        return (*SAYS_NOTHING, *(word for word, ours in words.items() if ours == UNKNOWN))


AS_OURS = FactMapping()
