"""What a pair of names weighs, part by part: a row of `name_pairs` in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vacatur.identity.levels import LEVELS
from vacatur.identity.reasons import DOUBTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How alike the two are in one thing that is recorded of both, and what that weighs in bits."""

    comparison: str
    words: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePair:
    """Two cases that names join, or that wait for a person to look.

    `bits` is the sum of the evidence and of `prior`: what two spellings weigh before anything is
    compared.
    """

    cases: tuple[str, str]
    bits: float
    prior: float
    evidence: tuple[Evidence, ...]
    doubts: tuple[str, ...]  # in words; empty for a pair that is joined


def name_pair(row: Mapping[str, Any], cases: tuple[str, str]) -> NamePair:
    """Read a row of `name_pairs`; `cases` are the names of its two cases."""
    evidence = tuple(
        Evidence(comparison=name, words=levels[row[name]], bits=row[f"{name}_weight"])
        for name, levels in LEVELS.items()
        if row[name] is not None
    )
    return NamePair(
        cases=cases,
        bits=row["weight"],
        prior=row["weight"] - sum(each.bits for each in evidence),
        evidence=evidence,
        doubts=tuple(DOUBTS[word] for word in row["doubts"]),
    )
