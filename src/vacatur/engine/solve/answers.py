"""What a page publishes for the charge under test, as a term of the solver.

Says what `vacatur.engine.decide_one` says, in its order. UNKNOWN and NEEDS_FINDING are both
published as REVIEW, so they are one here.
"""

from __future__ import annotations

from dataclasses import dataclass

import z3

from vacatur.engine.solve.days import within
from vacatur.engine.solve.terms import SymbolicTruth, Term, any_of, flagged
from vacatur.engine.solve.translate import Translator
from vacatur.engine.solve.world import World
from vacatur.law.answers import POSITIVE, Published
from vacatur.law.nodes import Flagged
from vacatur.law.page import Page, Version
from vacatur.law.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class SymbolicAnswer:
    """One version's answer: the place of the published answer among all, and how it came about."""

    published: Term
    in_scope: Term
    referred: Term
    conflict: Term
    decided_on: Term

    def is_(self, answer: Published) -> Term:
        """Where an answer is published."""
        return self.published == answer.rank


class Reading:
    """One version of a page in one world, with periods as they are and as if they had run."""

    def __init__(self, rulebook: Rulebook, page: Page, version: Version, world: World) -> None:
        self.page = page
        self.version = version
        self.world = world
        self.now = Translator(rulebook, page, version, world)
        self._run = Translator(rulebook, page, version, world, waits_have_run=True)
        self._reached = rulebook.reached[page.page_id]
        last = min(each.verified_through for each in self._reached)
        self.day_rules = [
            within(world.as_of, version.span),
            z3.Not(world.as_of.year > last.year),
            world.as_of.code <= 372 * last.year + 31 * (last.month - 1) + last.day - 1,
        ]

    def answer(self, version: Version | None = None) -> SymbolicAnswer:
        """The answer; `version` leaves out some of the version's own grants, bars or refers."""
        chosen = version or self.version
        scope = self.now.condition(chosen.scope.when.name)
        refers = any_of([self._refers(each.when) for each in chosen.refers])
        granted = [(each.answer, self.now.condition(each.when.name)) for each in chosen.grants]
        ever = any_of([self._run.condition(each.when.name) for each in chosen.grants])
        answer = self._after_bars(chosen, granted)
        otherwise, review = _rank(self.page.otherwise), _rank(Published.REVIEW)
        answer = z3.If(ever.no, otherwise, z3.If(ever.yes, answer, review))
        open_or_referred = z3.Or(refers.yes, refers.unknown, scope.unknown)
        answer = z3.If(scope.no, otherwise, z3.If(open_or_referred, review, answer))
        doubtful = z3.And(self._uncertain(), z3.Not(scope.no))
        reaches_grants = z3.And(scope.yes, refers.no, self._no_bar(chosen))
        two = z3.Or(
            [
                z3.And(mine.yes, other.yes)
                for number, (first, mine) in enumerate(granted)
                for second, other in granted[:number]
                if first is not second
            ]
        )
        return SymbolicAnswer(
            published=z3.If(doubtful, review, answer),
            in_scope=scope.yes,
            referred=refers.yes,
            conflict=z3.And(reaches_grants, two, *(z3.Not(t.unknown) for _, t in granted)),
            decided_on=reaches_grants,
        )

    def _refers(self, when: object) -> SymbolicTruth:
        if isinstance(when, Flagged):
            return flagged(self.now.truth(when.part, self.world.rows_for(self.world.target)))
        return self.now.truth(when, self.world.rows_for(self.world.target))  # type: ignore[arg-type]

    def _after_bars(self, version: Version, granted: list[tuple[Published, SymbolicTruth]]) -> Term:
        """From the worst bar to the grants: an open bar that is worse leaves the answer open."""
        answer = self._granted(granted)
        by_rank = sorted(version.bars, key=lambda bar: bar.answer.rank)
        for bar in by_rank:
            holds = self.now.condition(bar.when.name)
            barred = z3.IntVal(_rank(self._published(bar.answer)))
            answer = z3.If(holds.yes, barred, answer)
        worst = z3.IntVal(-1)
        for bar in by_rank:
            worst = z3.If(self.now.condition(bar.when.name).yes, z3.IntVal(bar.answer.rank), worst)
        is_open = z3.Or(
            [
                z3.And(self.now.condition(bar.when.name).unknown, worst < bar.answer.rank)
                for bar in version.bars
            ]
        )
        return z3.If(is_open, _rank(Published.REVIEW), answer)

    def _granted(self, granted: list[tuple[Published, SymbolicTruth]]) -> Term:
        answer = z3.IntVal(_rank(Published.NOT_YET))
        for published, holds in granted:
            answer = z3.If(holds.yes, z3.IntVal(_rank(self._published(published))), answer)
        is_open = z3.Or([holds.unknown for _, holds in granted])
        return z3.If(is_open, z3.IntVal(_rank(Published.REVIEW)), answer)

    def _published(self, answer: Published) -> Published:
        """A page of low confidence never gives a positive answer unattended."""
        lows = any(
            version.confidence == "low" and version.span.meets(self.version.span)
            for page in self._reached
            for version in page.versions
        )
        return Published.REVIEW if lows and answer in POSITIVE else answer

    def _no_bar(self, version: Version) -> Term:
        return z3.And([self.now.condition(bar.when.name).no for bar in version.bars])

    def _uncertain(self) -> Term:
        return z3.Or(
            [
                within(self.world.as_of, version.span)
                for page in self._reached
                for version in page.versions
                if version.uncertain and version.span.meets(self.version.span)
            ]
        )


def _rank(answer: Published) -> int:
    return answer.rank
