"""Claims of a page as terms of the solver. Must say what `vacatur.engine.interpret` says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from math import ceil, floor

import z3

from vacatur.engine.solve import days
from vacatur.engine.solve.amounts import compare, real
from vacatur.engine.solve.days import SymbolicDay, is_before, within
from vacatur.engine.solve.terms import (
    TRUE,
    SymbolicTruth,
    SymbolicValue,
    Term,
    all_of,
    any_of,
    flagged,
    negation,
    where_known,
)
from vacatur.engine.solve.world import Asked, Held, Row, Rows, World
from vacatur.law import nodes as n
from vacatur.law.page import Page, Version
from vacatur.law.rulebook import Rulebook

Wait = n.Waited | n.NotWithin | n.HasPassed


class Translator:
    """Reads claims of one version of a page in one world.

    `waits_have_run` takes every period as run, as an answer of NOT_YET asks.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        page: Page,
        version: Version,
        world: World,
        *,
        waits_have_run: bool = False,
    ) -> None:
        self.world = world
        self._rulebook = rulebook
        self._page = page
        self._version = version
        self._waits_have_run = waits_have_run
        self._read: dict[tuple[str, Row], SymbolicTruth] = {}
        self._others: dict[tuple[str, int], Translator] = {}

    def condition(self, name: str) -> SymbolicTruth:
        """A named condition for the charge under test."""
        return self._named(name, self.world.rows_for(self.world.target))

    def truth(self, node: n.Truth, rows: Rows) -> SymbolicTruth:
        """Where a claim is true and where it is false."""
        match node:
            case n.AllOf():
                return all_of([self.truth(part, rows) for part in node.parts])
            case n.AnyOf():
                return any_of([self.truth(part, rows) for part in node.parts])
            case n.Not():
                return negation(self.truth(node.part, rows))
            case n.Flagged():
                return flagged(self.truth(node.part, rows))
            case n.Ref():
                return self._referred(node, rows)
            case n.Meets():
                return self.truth(node.condition, self.world.rows_of(rows[node.row]))
            case n.ThereIs():
                return self.world.there_is(node.rows, self._asked(rows))
            case n.Every():
                return negation(self.world.there_is(node.rows.denied(), self._asked(rows)))
            case n.Waited() | n.NotWithin() | n.HasPassed():
                return TRUE if self._waits_have_run else self._wait(node, rows)
            case _:
                return self._leaf(node, rows)

    # ---- names ----------------------------------------------------------------------------

    def _named(self, name: str, rows: Rows) -> SymbolicTruth:
        """A condition of this version, read once for each charge that is called `charge`.

        Inside a set `charge` is still the outer charge, and the row of the set has another name.
        """
        key = (name, rows["charge"])
        if key not in self._read:
            self._read[key] = self.truth(self._version.conditions[name].truth, rows)
        return self._read[key]

    def _referred(self, ref: n.Ref, rows: Rows) -> SymbolicTruth:
        if not ref.page:
            return self._named(ref.name, rows)
        other = self._rulebook.by_identifier[ref.page]
        yes, no, some = [], [], []
        for number, version in enumerate(other.versions):
            if not version.span.meets(self._version.span):
                continue
            key = (other.page_id, number)
            if key not in self._others:
                self._others[key] = Translator(
                    self._rulebook,
                    other,
                    version,
                    self.world,
                    waits_have_run=self._waits_have_run,
                )
            held = self._others[key]._named(ref.name, rows)
            in_force = within(self.world.as_of, version.span)
            yes.append(z3.And(in_force, held.yes))
            no.append(z3.And(in_force, held.no))
            some.append(in_force)
        return SymbolicTruth(z3.Or(yes), z3.Or([z3.Not(z3.Or(some)), *no]))

    def _asked(self, rows: Rows) -> Asked:
        first = self._version.span.first
        return Asked(f"{self._page.page_id} {first} {self._waits_have_run}", rows, self.truth)

    # ---- claims without parts ---------------------------------------------------------------

    def _leaf(self, node: n.Truth, rows: Rows) -> SymbolicTruth:
        match node:
            case n.Field():
                held = self.world.value(rows[node.row], node.column)
                return where_known(held.known, held.value)
            case n.Finding():
                return self._leaf(node.recorded_as, rows)
            case n.Equal():
                return self._equal(node, rows)
            case n.SameRow():
                same = rows[node.left] is rows[node.right]
                holds = z3.BoolVal(same != node.negated)
                return SymbolicTruth(holds, z3.Not(holds))
            case n.IsIn():
                held = self.world.value(rows[node.left.row], node.left.column)
                terms = (self.world.words.number(term) for term in sorted(node.terms))
                return where_known(held.known, z3.Or([held.value == term for term in terms]))
            case n.IsOffense():
                return self.world.is_on(rows[node.row], node.code_list)
            case n.Under():
                return self.world.is_under(rows[node.left.row], node.left.column, node.citation)
            case n.SameStatute():
                cited = [(rows[each.row], each.column) for each in (node.left, node.right)]
                return self.world.same_statute(cited[0], cited[1])
            case n.Before():
                left, right = self.day(node.left, rows), self.day(node.right, rows)
                known = z3.And(left.known, right.known)
                return where_known(known, is_before(left, right, inclusive=node.inclusive))
            case n.Limit():
                return self._limit(node, rows)
        raise AssertionError(f"no term for {type(node).__name__}")

    def _equal(self, node: n.Equal, rows: Rows) -> SymbolicTruth:
        left, right = self.value(node.left, rows), self.value(node.right, rows)
        if isinstance(left, SymbolicDay) and isinstance(right, SymbolicDay):
            same = left.code == right.code
        else:
            assert isinstance(left, SymbolicValue)
            assert isinstance(right, SymbolicValue)
            same = left.value == right.value
        return where_known(z3.And(left.known, right.known), z3.Not(same) if node.negated else same)

    def _wait(self, node: Wait, rows: Rows) -> SymbolicTruth:
        as_of = self.world.as_of
        match node:
            case n.HasPassed():
                day = self.day(node.day, rows)
                return where_known(day.known, is_before(day, as_of, inclusive=True))
            case n.NotWithin():
                reached = days.anniversary(self.day(node.after, rows), node.years)
                return SymbolicTruth(
                    z3.And(reached.known, reached.code < as_of.code),
                    z3.And(reached.known, reached.code > as_of.code),
                )
        since = self.day(node.since, rows)
        if node.years:
            run = days.anniversary(since, node.years)
            return where_known(run.known, is_before(run, as_of, inclusive=True))
        last = z3.IntVal(date.max.toordinal() - node.days)
        known = z3.And(since.known, days.ordinal(since) <= last)
        return where_known(known, days.ordinal(as_of) - days.ordinal(since) >= node.days)

    def _limit(self, node: n.Limit, rows: Rows) -> SymbolicTruth:
        if isinstance(node.left, n.Amount):
            assert isinstance(node.right, n.DatedValue)
            charge = rows[node.left.row]
            return compare(
                lambda name: self.world.value(charge, name),
                self.world.words.number,
                self._page.amounts(node.right.name),
                self.day(node.right.on, rows),
                strict=node.strict,
            )
        if isinstance(node.left, n.Counted):
            assert isinstance(node.right, n.Literal)
            assert isinstance(node.right.value, Decimal)
            limit = (ceil if node.strict else floor)(node.right.value)
            return self.world.count(node.left, limit, self._asked(rows), strict=node.strict)
        left, right = self.value(node.left, rows), self.value(node.right, rows)
        assert isinstance(left, SymbolicValue)
        assert isinstance(right, SymbolicValue)
        below = left.value < right.value if node.strict else left.value <= right.value
        return where_known(z3.And(left.known, right.known), below)

    def counts_exactly(self, counted: n.Counted, number: int, rows: Rows) -> Term:
        """That a count is known to be a number."""
        asked = self._asked(rows)
        at_most = self.world.count(counted, number, asked, strict=False)
        fewer = self.world.count(counted, number, asked, strict=True)
        return z3.And(at_most.yes, fewer.no)

    # ---- values -----------------------------------------------------------------------------

    def day(self, node: n.Value, rows: Rows) -> SymbolicDay:
        """A value that is a day."""
        held = self.value(node, rows)
        assert isinstance(held, SymbolicDay)
        return held

    def value(self, node: n.Value, rows: Rows) -> Held:
        """A value; null where it is not known."""
        match node:
            case n.Literal(value=date() as day):
                return days.constant(day)
            case n.Literal(value=Decimal() as number):
                return SymbolicValue(z3.BoolVal(True), real(number))
            case n.Literal():
                return SymbolicValue(z3.BoolVal(True), self._word(str(node.value)))
            case n.Field():
                return self.world.field(rows[node.row], node.column)
            case n.AsOf():
                return self.world.as_of
            case n.LaterOf():
                return days.later_of([self.day(each, rows) for each in node.days])
            case n.AgeOn():
                born = self.world.field(self.world.person, "birth_date")
                assert isinstance(born, SymbolicDay)
                return days.age_on(born, self.day(node.day, rows))
            case n.Picked():
                return self.world.picked(node, self._asked(rows))
        raise AssertionError(f"{type(node).__name__} has no value by itself")

    def _word(self, text: str) -> Term:
        return z3.IntVal(self.world.words.number(text))


def conditions_of(translator: Translator, version: Version) -> Mapping[str, SymbolicTruth]:
    """Every named condition of a version for the charge under test."""
    return {name: translator.condition(name) for name in version.conditions}
