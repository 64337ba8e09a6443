"""Three-valued truth and nullable values as terms of the solver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import z3

# A term of the solver; z3 ships no types.
Term: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class SymbolicTruth:
    """A claim: `yes` where it is true, `no` where it is false; neither where it is unknown."""

    yes: Term
    no: Term

    @property
    def unknown(self) -> Term:
        """Where it is unknown."""
        return z3.Not(z3.Or(self.yes, self.no))


TRUE = SymbolicTruth(z3.BoolVal(True), z3.BoolVal(False))
FALSE = SymbolicTruth(z3.BoolVal(False), z3.BoolVal(True))


@dataclass(frozen=True, slots=True)
class SymbolicValue:
    """A column that may be null. `value` means nothing where `known` is false."""

    known: Term
    value: Term


@dataclass(frozen=True, slots=True)
class SymbolicList:
    """A list of words: null, or known and with something in it, or known and empty."""

    known: Term
    filled: Term


def all_of(parts: Iterable[SymbolicTruth]) -> SymbolicTruth:
    """False when one part is false; otherwise unknown when one is; otherwise true."""
    listed = list(parts)
    return SymbolicTruth(z3.And([p.yes for p in listed]), z3.Or([p.no for p in listed]))


def any_of(parts: Iterable[SymbolicTruth]) -> SymbolicTruth:
    """True when one part is true; otherwise unknown when one is; otherwise false."""
    listed = list(parts)
    return SymbolicTruth(z3.Or([p.yes for p in listed]), z3.And([p.no for p in listed]))


def negation(part: SymbolicTruth) -> SymbolicTruth:
    """The opposite; unknown stays unknown."""
    return SymbolicTruth(part.no, part.yes)


def flagged(part: SymbolicTruth) -> SymbolicTruth:
    """True only when known to be true."""
    return SymbolicTruth(part.yes, z3.Not(part.yes))


def where_known(known: Term, holds: Term) -> SymbolicTruth:
    """A claim that is unknown unless `known`."""
    return SymbolicTruth(z3.And(known, holds), z3.And(known, z3.Not(holds)))


def free_truth(name: str) -> tuple[SymbolicTruth, Term]:
    """A claim of which nothing is known, and the rule that it is never both true and false."""
    truth = SymbolicTruth(z3.Bool(f"{name} yes"), z3.Bool(f"{name} no"))
    return truth, z3.Not(z3.And(truth.yes, truth.no))
