"""What code lists and citations say of each offence, worked out once for each different offence.

A million charges cite a few hundred offences. Those are read with the same function that the
interpreter uses, and the verdicts are joined back by `offense_id`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, TypeGuard

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from vacatur.engine.compile.claims import statute_key, verdict_column
from vacatur.engine.compile.context import Context
from vacatur.engine.compile.frame import is_disputed, name_of
from vacatur.engine.disputes import OFFENSE
from vacatur.law import nodes as n
from vacatur.law.citation import parse_citation
from vacatur.law.codes import Offense
from vacatur.law.rulebook import Rulebook
from vacatur.record.terms import Act, Kind, Substance

Predicate: TypeAlias = n.IsOffense | n.Under


class OffenseReader:
    """Reads the offences of some records under one rulebook."""

    def __init__(self, rulebook: Rulebook, offenses: ir.Table) -> None:
        self._rulebook = rulebook
        rows = offenses.to_pyarrow().to_pylist()
        self._offenses = {row["offense_id"]: offense_of_row(row) for row in rows}

    def attach(self, table: ir.Table, row: str, nodes: Iterable[n.Node]) -> ir.Table:
        """Add to `table` a verdict column for every code list and citation asked of `row`."""
        wanted = {verdict_column(each): each for each in nodes if _asks(each, row)}
        needs_key = any(isinstance(each, n.SameStatute) for each in nodes)
        if not wanted and not needs_key:
            return table
        key = f"{row}__verdict_of"
        lookup = self._lookup(key, row, wanted, needs_key=needs_key)
        joined = table.left_join(lookup, table[name_of(row, "offense_id")] == lookup[key])
        in_use = {
            name: _while_in_use(joined, row, name)
            for name, each in wanted.items()
            if isinstance(each, n.IsOffense)
        }
        spans = [f"{name}{end}" for name in in_use for end in ("_first", "_last")]
        disputed = is_disputed(joined, row, OFFENSE)
        settled = {
            name: ibis.ifelse(disputed, ibis.null("boolean"), verdict)
            for name, verdict in in_use.items()
        }
        return joined.mutate(**settled).drop(key, *spans)

    def _lookup(
        self, key: str, row: str, wanted: dict[str, Predicate], *, needs_key: bool
    ) -> ir.Table:
        columns: dict[str, pa.Array] = {key: pa.array(list(self._offenses), pa.int64())}
        offenses = list(self._offenses.values())
        for name, node in wanted.items():
            if isinstance(node, n.Under):
                columns[name] = pa.array([_is_under(o, node) for o in offenses], pa.bool_())
                continue
            verdicts = [self._verdict(offense, node.code_list) for offense in offenses]
            columns[name] = pa.array([v.answer for v in verdicts], pa.bool_())
            columns[f"{name}_first"] = pa.array([v.used.first for v in verdicts], pa.date32())
            columns[f"{name}_last"] = pa.array([v.used.last for v in verdicts], pa.date32())
        if needs_key:
            cited = [parse_citation(offense.statute) for offense in offenses]
            keys = [None if each is None else each.key for each in cited]
            columns[name_of(row, statute_key("statute"))] = pa.array(keys, pa.string())
        return ibis.memtable(pa.table(columns))

    def _verdict(self, offense: Offense, code_list: str) -> Any:
        jurisdiction, _, name = code_list.rpartition("/")
        return self._rulebook.codes[jurisdiction].verdict(offense, name)


def predicates(context: Context, claims: Iterable[n.Node]) -> list[n.Node]:
    """Every node whose answer hangs on the offence of a row."""
    return [
        node
        for claim in claims
        for _, node in context.followed(claim)
        if isinstance(node, n.IsOffense | n.Under | n.SameStatute)
    ]


def _asks(node: n.Node, row: str) -> TypeGuard[Predicate]:
    if isinstance(node, n.IsOffense):
        return node.row == row
    return isinstance(node, n.Under) and node.left.row == row


def _is_under(offense: Offense, node: n.Under) -> bool | None:
    cited, wanted = parse_citation(offense.statute), parse_citation(node.citation)
    return None if cited is None or wanted is None else cited.is_under(wanted)


def _while_in_use(table: ir.Table, row: str, name: str) -> ir.BooleanValue:
    """A yes holds only for offences of the days on which the code was in use."""
    day = table[name_of(row, "offense_date")]
    outside = (day < table[f"{name}_first"]).fill_null(False) | (
        day > table[f"{name}_last"]
    ).fill_null(False)
    says_yes = table[name].fill_null(False)
    return ibis.ifelse(outside & says_yes, ibis.null("boolean"), table[name])


def offense_of_row(row: dict[str, Any]) -> Offense:
    """The offence that a row of the table `offenses` describes."""
    return Offense(
        statute=row["statute"],
        local_code=row["local_code"],
        description=row["description"],
        act=Act(row["act"]) if row["act"] else None,
        substance=Substance(row["substance"]) if row["substance"] else None,
        kind=Kind(row["kind"]) if row["kind"] else None,
    )
