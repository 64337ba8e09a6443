"""What has been through `release`, and so may be printed: for the public, or under seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from datetime import date
from typing import ClassVar, Final

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.disclosure.tables import FrequencyTable, Place, Shape

SEAL: Final = "sealed: court tier, not for publication"
# Whoever makes a `Released` shows this. It is `release` alone.
AUDITED: Final = object()


@dataclass(frozen=True, kw_only=True)
class Released:
    """A table as the public may see it: the one type that a printer for the public takes.

    `values` has a count for each place of the shape, or null where it is hidden. `audited_with` are
    the releases that were looked at in the audit; not `complete`: by the totals they share, and not
    by what follows from tables that close a ring, which would be too many cells.
    """

    shape: Shape
    values: Mapping[Place, int | None]
    rounded_to: int  # 1: not rounded
    number: int  # in the ledger
    by: str
    on: date
    least_shown: int
    audited_with: tuple[int, ...]
    complete: bool
    proof: InitVar[object]

    tier: ClassVar[Tier] = Tier.PUBLIC

    def __post_init__(self, proof: object) -> None:
        if proof is not AUDITED:
            raise DisclosureRefused(
                f"the table [{self.shape.name}] was not released",
                why="Only what was audited and is in the ledger may be printed for the public.",
                repair="Call release with the table.",
            )

    def share(self, place: Place, of: Place) -> float | None:
        """The share of one printed count in another; null if either is hidden or that is nought."""
        part, whole = self.values[place], self.values[of]
        return None if part is None or not whole else part / whole

    def rate(self, place: Place, exposure: float) -> float | None:
        """A printed count over what was exposed, a number above nought; null if it is hidden.

        The exposure is published by others, as residents are; if it is a count of this extract, it
        is a table of its own, and the rate a share.
        """
        count = self.values[place]
        return None if count is None else count / exposure


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """All counts, for a court, under seal. No printer for the public takes it."""

    table: FrequencyTable
    number: int  # in the ledger
    by: str
    on: date
    proof: InitVar[object]

    tier: ClassVar[Tier] = Tier.COURT
    mark: ClassVar[str] = SEAL

    def __post_init__(self, proof: object) -> None:
        if proof is not AUDITED:
            raise DisclosureRefused(
                f"the table [{self.table.shape.name}] was not released",
                why="Who was given all counts stands in the ledger.",
                repair="Call release with the table.",
            )
