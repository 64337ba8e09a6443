"""Conditions that pages ask of other charges, worked out once for every charge and kept.

The unit rule asks of each companion what four other pages say. Written out, that would be those
pages again, inside every page that asks the unit rule. Here each such condition is a column of one
table per page; a page that asks reads the column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import ibis.expr.types as ir

from vacatur.engine.compile.claims import ACTUAL, CONDITION, kept_column
from vacatur.engine.compile.context import Context
from vacatur.engine.compile.frame import name_of
from vacatur.engine.compile.needs import spoken_of_the_charge
from vacatur.engine.compile.page import PageFrame
from vacatur.engine.compile.shared import Asked, SharedCharges
from vacatur.engine.compile.verdicts import OffenseReader
from vacatur.law import nodes as n
from vacatur.law.page import Condition, Page
from vacatur.law.walk import walk
from vacatur.record.tables import Records


class StoredConditions:
    """The conditions asked of other charges on one day, by page.

    Parameters
    ----------
    asked
        The claims of every page of the run, each with its context.
    """

    def __init__(
        self,
        shared: SharedCharges,
        records: Records,
        offenses: OffenseReader,
        asked: Iterable[Asked],
    ) -> None:
        self._shared = shared
        self._records = records
        self._offenses = offenses
        self._tables: dict[tuple[str, int], ir.Table] = {}
        self._contexts: dict[str, Context] = {}
        self._names: dict[str, set[str]] = {}
        self._heights: dict[tuple[str, str], int] = {}
        for context, claims in asked:
            self._need_what_is_met(context, claims)

    def _need_what_is_met(self, context: Context, claims: Iterable[n.Node]) -> None:
        for claim in claims:
            for where, node in context.followed(claim):
                if isinstance(node, n.Meets):
                    self._need(where, node.condition)

    def _need(self, where: Context, ref: n.Ref) -> None:
        """Keep one condition, and every condition of another page that it names."""
        found = where.resolve(ref)
        if found is None:
            return
        context, _ = found
        names = self._names.setdefault(context.page.page_id, set())
        self._contexts[context.page.page_id] = context
        if ref.name in names:
            return
        names.add(ref.name)
        for name in closure(context, [ref.name]):
            truth = context.version.conditions[name].truth
            self._need_what_is_met(context, [truth])
            for node in walk(truth):
                if isinstance(node, n.Ref) and node.page:
                    self._need(context, node)

    def keeps(self, where: Context, ref: n.Ref, reader: Page) -> bool:
        """Whether a condition is kept, and stands on another page than the one that reads it."""
        found = where.resolve(ref)
        if found is None or found[0].page is reader:
            return False
        return ref.name in self._names.get(found[0].page.page_id, ())

    def answers(self, where: Context, ref: n.Ref) -> ir.Table:
        """A kept condition for every charge: `charge_id`, `answer`."""
        found = where.resolve(ref)
        assert found is not None  # of a page that is not in force nothing is asked here
        page_id = found[0].page.page_id
        table = self._table(page_id, self._height(page_id, ref.name))
        return table.select("charge_id", answer=table[CONDITION + ref.name])

    def joined(self, table: ir.Table, context: Context, claims: Iterable[n.Node]) -> ir.Table:
        """A table of charges with the kept conditions of other pages that its claims name."""
        by_table: dict[tuple[str, int], list[str]] = {}
        for page_id, name in sorted(self._named(context, claims)):
            by_table.setdefault((page_id, self._height(page_id, name)), []).append(name)
        for (page_id, height), names in by_table.items():
            kept = self._table(page_id, height)
            columns = {kept_column(page_id, name): kept[CONDITION + name] for name in names}
            kept = kept.select(kept_of=kept.charge_id, **columns)
            on = table[name_of("charge", "charge_id")] == kept.kept_of
            table = table.left_join(kept, on).drop("kept_of")
        return table

    def _named(self, context: Context, claims: Iterable[n.Node]) -> set[tuple[str, str]]:
        """The kept conditions of other pages that some claims name of the charge itself."""

        def kept(where: Context, ref: n.Ref) -> bool:
            return self.keeps(where, ref, context.page)

        return {
            (found[0].page.page_id, node.name)
            for claim in claims
            for where, node in spoken_of_the_charge(context, claim, kept)
            if isinstance(node, n.Ref) and kept(where, node) and (found := where.resolve(node))
        }

    def _height(self, page_id: str, name: str) -> int:
        """How many kept conditions stand below one; pages may name each other, conditions not."""
        key = (page_id, name)
        if key not in self._heights:
            context = self._contexts[page_id]
            below = closure(context, [name])
            claims = [context.version.conditions[each].truth for each in below]
            rests_on = self._named(context, claims) | _met(context, claims)
            self._heights[key] = 1 + max((self._height(*each) for each in rests_on), default=0)
        return self._heights[key]

    def _table(self, page_id: str, height: int) -> ir.Table:
        if (page_id, height) not in self._tables:
            names = [n for n in sorted(self._names[page_id]) if self._height(page_id, n) == height]
            context = self._contexts[page_id]
            frame = _KeptFrame(context, self._records, self._offenses, self._shared, names)
            self._tables[page_id, height] = self._shared.held(frame.kept())
        return self._tables[page_id, height]


class _KeptFrame(PageFrame):
    """A frame of some conditions of a page, for every charge."""

    def __init__(
        self,
        context: Context,
        records: Records,
        offenses: OffenseReader,
        shared: SharedCharges,
        names: list[str],
    ) -> None:
        super().__init__(context, records, offenses, shared)
        self._names = names
        self._below = closure(context, names)

    def _claims(self) -> list[n.Node]:
        return [self.context.version.conditions[name].truth for name in self._below]

    def kept(self) -> ir.Table:
        """`charge_id`, and each condition as a column."""
        table = self._shared_charges()
        table = self.with_conditions(self.with_kept(self.with_sets(table, [ACTUAL])))
        names = {CONDITION + name: table[CONDITION + name] for name in self._names}
        return table.select(charge_id=table[name_of("charge", "charge_id")], **names)

    def _conditions(self) -> Mapping[str, Condition]:
        return {name: self.context.version.conditions[name] for name in self._below}


def _met(context: Context, claims: Iterable[n.Node]) -> set[tuple[str, str]]:
    """The conditions that some claims ask of other charges."""
    return {
        (found[0].page.page_id, node.condition.name)
        for claim in claims
        for where, node in spoken_of_the_charge(context, claim)
        if isinstance(node, n.Meets) and (found := where.resolve(node.condition))
    }


def closure(context: Context, names: Iterable[str]) -> list[str]:
    """Some conditions of a page and all of the same page that they name, in the page's order."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _local(context.version.conditions[name].truth)
    return [name for name in context.version.conditions if name in found]


def _local(truth: n.Truth) -> Iterator[str]:
    """The conditions of the same page that a claim names of the same charge."""
    for node in walk(truth):
        if isinstance(node, n.Ref) and not node.page:
            yield node.name
