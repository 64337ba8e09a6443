"""What people said of pairs of cases, as far as linking could hear it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidReport:
    """Answers that stand, counted. `gone` are about a case that is not there any more."""

    same: int
    apart: int
    gone: int
    overruled: int  # persons whom keys join although somebody said that they are two people
