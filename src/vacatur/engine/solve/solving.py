"""Asking the solver, with a limit on its time, and making what it finds as plain as it can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

import z3

from vacatur.engine.solve.terms import Term
from vacatur.engine.solve.world import World


class Holds(Enum):
    """Whether something can hold in a world."""

    YES = "it can"
    NEVER = "it cannot"
    NOT_DECIDED = "the solver did not decide in its time"


class Question:
    """One question to the solver about one world; claims can be added and taken back.

    Parameters
    ----------
    world
        Its rules are asserted; those that arise later are asserted when the next question is asked.
    seconds
        The most that one question may take.
    """

    def __init__(self, world: World, *, seconds: float) -> None:
        self._world = world
        self._solver = z3.Solver()
        self._solver.set("timeout", max(1, int(seconds * 1000)))
        self._solver.set("random_seed", 1)
        self._asserted = 0

    def can(self, claims: Iterable[Term]) -> Holds:
        """Whether some claims can hold together."""
        found, _ = self._asked(list(claims), ())
        return found

    def model(self, claims: Iterable[Term], wishes: Sequence[Term] = ()) -> tuple[Holds, Any]:
        """A model in which some claims hold, with as many wishes as fit; the first count most."""
        return self._asked(list(claims), wishes)

    def clash(self, claims: Sequence[Term]) -> list[int]:
        """Which of some claims that never hold together exclude each other, by their places."""
        self._add_rules()
        self._solver.push()
        names = [z3.Bool(f"claim {number}") for number in range(len(claims))]
        for name, claim in zip(names, claims, strict=True):
            self._solver.add(z3.Implies(name, claim))
        found = self._solver.check(*names)
        core = {str(each) for each in self._solver.unsat_core()} if found == z3.unsat else set()
        self._solver.pop()
        return [number for number, name in enumerate(names) if str(name) in core]

    def _asked(self, claims: list[Term], wishes: Sequence[Term]) -> tuple[Holds, Any]:
        self._add_rules()
        self._solver.push()
        self._solver.add(claims)
        found = self._solver.check()
        model = self._with(wishes, self._solver.model()) if found == z3.sat else None
        self._solver.pop(self._solver.num_scopes())
        if found == z3.sat:
            return Holds.YES, model
        return (Holds.NEVER if found == z3.unsat else Holds.NOT_DECIDED), None

    def _add_rules(self) -> None:
        self._solver.add(self._world.rules[self._asserted :])
        self._asserted = len(self._world.rules)

    def _with(self, wishes: Sequence[Term], model: Any) -> Any:
        """Add wishes while they fit: all at once, or else one half after the other."""
        if not wishes:
            return model
        self._solver.push()
        self._solver.add(list(wishes))
        if self._solver.check() == z3.sat:
            # The wishes stay asserted until the whole question is taken back.
            return self._solver.model()
        self._solver.pop()
        if len(wishes) == 1:
            return model
        half = len(wishes) // 2
        return self._with(wishes[half:], self._with(wishes[:half], model))
