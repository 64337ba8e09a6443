"""What a declared coverage leaves open, with what hangs on it, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that the declaration leaves open, or that the records do not bear out."""

    claim: str  # key of the coverage file
    says: str
    set_aside: bool  # the records contradict the claim, and nothing is concluded from it
    cases: int  # that hang on it
    charges: int  # of these cases
    persons: int | None  # of these cases; None: nobody is linked yet


def gap_lines(gaps: Sequence[Gap]) -> Iterator[str]:
    """One line for each gap; one that says so where there is none."""
    if not gaps:
        yield "  no gap"
    for gap in gaps:
        aside = "SET ASIDE: " if gap.set_aside else ""
        yield f"  {gap.claim}: {aside}{gap.says}{_hanging(gap)}"


def _hanging(gap: Gap) -> str:
    if not gap.cases:
        return ""
    counts = [(gap.cases, "case"), (gap.charges, "charge"), (gap.persons, "person")]
    told = (f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts
            if count is not None)  # fmt: skip
    return f" ({', '.join(told)})"
