"""What all pages of a run read of the records on one day, worked out once.

Without it each page would join the same charges to the same cases and people again, and look
through the same sets. A run has one day, so what was known then is the same for every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

import ibis.expr.types as ir

from vacatur.engine.compile.claims import statute_key, verdict_column
from vacatur.engine.compile.context import Context
from vacatur.engine.compile.frame import DAY, KEYS, known, name_of, recorded
from vacatur.engine.compile.needs import columns_by_row, entity_of
from vacatur.engine.compile.verdicts import OffenseReader
from vacatur.law import nodes as n
from vacatur.law.page import Page
from vacatur.record.tables import Records

Asked = tuple[Context, tuple[n.Node, ...]]
_ROWS = (n.Entity.CHARGE, n.Entity.CASE, n.Entity.PERSON, n.Entity.FINDINGS)
_NEIGHBOURS = {
    n.Entity.CASE: "case_id",
    n.Entity.PERSON: "person_id",
    n.Entity.FINDINGS: "charge_id",
}
_OF_OFFENSES = n.IsOffense | n.Under | n.SameStatute


class KeptConditions(Protocol):
    """Conditions that pages ask of other charges, worked out for every charge; see `stored`."""

    def keeps(self, where: Context, ref: n.Ref, reader: Page) -> bool:
        """Whether a condition is kept, and stands on another page than the one that reads it."""

    def answers(self, where: Context, ref: n.Ref) -> ir.Table:
        """A kept condition for every charge: `charge_id`, `answer`."""

    def joined(self, table: ir.Table, context: Context, claims: Iterable[n.Node]) -> ir.Table:
        """A table of charges with the kept conditions of other pages that its claims name."""


class SharedCharges:
    """Every charge with its case, person and findings as known on one day, and its verdicts.

    Parameters
    ----------
    asked
        The claims of every page, each with its context: what they read is carried, and no more.
    day
        The day on which everything is read.
    hold
        Stores a table that many pages read.
    more
        Columns to carry beyond what the claims read, by row.
    """

    def __init__(
        self,
        records: Records,
        offenses: OffenseReader,
        day: ir.DateValue,
        asked: Iterable[Asked],
        hold: Callable[[Any], Any],
        more: Mapping[str, set[str]] | None = None,
    ) -> None:
        self.day = day
        self.conditions: KeptConditions
        self._hold = hold
        self._counts: dict[object, ir.Table] = {}
        needs, nodes = _needs(asked)
        for row, columns in (more or {}).items():
            needs[row] |= columns
        self.table: ir.Table = self.held(_joined(records, offenses, day, needs, nodes))

    def charges(self, needs: Mapping[str, set[str]], nodes: Iterable[n.Node]) -> ir.Table:
        """Every charge with the columns that one page reads; the fewer, the shorter its SQL."""
        wanted = {DAY}
        for row in _ROWS:
            columns = needs.get(row.value, set()) | set(KEYS.get(row, ()))
            wanted |= {name_of(row.value, each) for each in columns}
        wanted |= {theirs for node in nodes for _, theirs in _verdicts(node, "charge")}
        wanted.add(name_of("person", "cut_short"))
        return self.table.select(*(each for each in self.table.columns if each in wanted))

    def others(self, variable: str, columns: Iterable[str], nodes: Iterable[n.Node]) -> ir.Table:
        """The same charges as rows of a set: their keys, some columns and some verdicts."""
        keys = ("charge_id", "case_id", "person_id", "disputed")
        wanted = {
            name_of(variable, each): self.table[name_of("charge", each)]
            for each in dict.fromkeys([*keys, *sorted(columns)])
        }
        for node in nodes:
            for ours, theirs in _verdicts(node, variable):
                wanted[ours] = self.table[theirs]
        return self.table.select(**wanted)

    def held(self, table: ir.Table) -> ir.Table:
        """A table that many pages read, stored."""
        held: ir.Table = self._hold(table)
        return held

    def counted(self, key: object, count: Callable[[], ir.Table]) -> ir.Table:
        """What was counted of a set for each case or person: by the first page that asks."""
        if key not in self._counts:
            self._counts[key] = self.held(count())
        return self._counts[key]


def _needs(asked: Iterable[Asked]) -> tuple[dict[str, set[str]], list[n.Node]]:
    """The columns of each row, and the offences asked for, whatever the row is called in a set."""
    needs: dict[str, set[str]] = {row: set() for row in ("charge", "case", "person", "findings")}
    nodes: dict[object, n.Node] = {}
    for context, claims in asked:
        followed = [node for claim in claims for _, node in context.followed(claim)]
        sets = [each for each in followed if isinstance(each, n.RowSet)]
        charges = {"charge", *(each.variable for each in sets if _holds_charges(each))}
        for row, columns in columns_by_row(context, claims).items():
            if row in charges:
                needs["charge"] |= columns
            elif row in needs:
                needs[row] |= columns
        for node in followed:
            if isinstance(node, _OF_OFFENSES):
                of_charge = _of_charge(node)
                nodes[_name(of_charge)] = of_charge
    return needs, list(nodes.values())


def _holds_charges(rows: n.RowSet) -> bool:
    return isinstance(rows.source, n.SetName) and entity_of(rows) is n.Entity.CHARGE


def _joined(
    records: Records,
    offenses: OffenseReader,
    day: ir.DateValue,
    needs: dict[str, set[str]],
    nodes: list[n.Node],
) -> ir.Table:
    table = recorded(records, n.Entity.CHARGE, "charge", needs["charge"]).mutate(**{DAY: day})
    table = known(table, n.Entity.CHARGE, "charge", needs["charge"])
    table = offenses.attach(table, "charge", nodes)
    return joined_to_neighbours(table, records, needs)


def joined_to_neighbours(
    table: ir.Table, records: Records, needs: Mapping[str, set[str]]
) -> ir.Table:
    """Add the case, the person and the findings of each charge, as known on its day."""
    for entity, key in _NEIGHBOURS.items():
        row = entity.value
        if row == "findings" and not needs[row]:
            continue
        other = recorded(records, entity, row, needs[row])
        on = table[name_of("charge", key)] == other[name_of(row, key)]
        table = known(table.left_join(other, on), entity, row, needs[row])
    if "history_checked_on" in needs["person"]:
        table = _with_cut_short(table, records)
    return table


def _with_cut_short(table: ir.Table, records: Records) -> ir.Table:
    """Mark persons with a case whose charges are known not to be all there; others are null."""
    cases = records["cases"]
    cut = cases.filter(~cases.charges_complete).select(
        **{name_of("person", "cut_short"): cases.person_id}
    )
    cut = cut.distinct()
    marked = cut[name_of("person", "cut_short")]
    return table.left_join(cut, table[name_of("charge", "person_id")] == marked)


def _of_charge(node: n.IsOffense | n.Under | n.SameStatute) -> n.Node:
    """The same question of the row `charge`."""
    match node:
        case n.IsOffense():
            return replace(node, row="charge")
        case n.Under():
            return replace(node, left=replace(node.left, row="charge"))
    left, right = (replace(each, row="charge") for each in (node.left, node.right))
    return replace(node, left=left, right=right)


def _name(node: n.Node) -> str:
    return verdict_column(node) if isinstance(node, n.IsOffense | n.Under) else "same"


def _verdicts(node: n.Node, variable: str) -> Iterator[tuple[str, str]]:
    """The columns that answer a question of a set's row: their names there, and here."""
    match node:
        case n.IsOffense(row=row) if row == variable:
            yield verdict_column(node), _name(_of_charge(node))
        case n.Under(left=n.Field(row=row)) if row == variable:
            yield verdict_column(node), _name(_of_charge(node))
        case n.SameStatute():
            key = statute_key("statute")
            yield name_of(variable, key), name_of("charge", key)
