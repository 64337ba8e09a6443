"""What the rows of sets leave open for each charge, as text that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

import ibis
import ibis.expr.types as ir

from vacatur.engine.compile.claim_parts import Part, parts_of, with_shared_flags
from vacatur.engine.compile.claims import ACTUAL, Claims, Mode
from vacatur.engine.compile.frame import known, name_of, recorded
from vacatur.engine.compile.needs import columns_by_row, entity_of
from vacatur.engine.compile.page import PageFrame
from vacatur.engine.compile.sets import belongs, linked
from vacatur.engine.compile.told import told_by
from vacatur.engine.compile.verdicts import predicates
from vacatur.law import nodes as n
from vacatur.law.walk import walk


@dataclass(frozen=True)
class _Set:
    part: Part
    rows: n.RowSet

    @property
    def is_plain(self) -> bool:
        """Whether its open rows can be told by their own claims.

        Not so where rows are counted by case or the first of them is picked, where one is asked
        what a page says of it, and where a row may satisfy the claim once a period has run.
        """
        inside = [node for _, node in self.part.context.followed(self.part.node)]
        hard = n.Meets | n.Picked | n.Waited | n.NotWithin | n.HasPassed | n.Finding
        by_case = any(isinstance(node, n.Counted) and node.cases for node in inside)
        return not by_case and not any(isinstance(node, hard) for node in inside)


class Members:
    """The sets of a page's parts, seen from each charge of a table.

    A row that is known to belong and to satisfy a set's condition, or known not to, asks nothing.
    The others are told apart by how the claims in the condition came out for them and what is
    missing; of equal ones it matters whether there is one or more.
    """

    def __init__(
        self, frame: PageFrame, table: ir.Table, parts: Iterable[Part], modes: list[Mode]
    ) -> None:
        self._frame = frame
        self._table = table
        self._modes = modes
        sets = {
            (part.context.page.page_id, rows): _Set(part, rows)
            for part in parts
            if not isinstance(part.node, n.Flagged)
            for rows in part.sets
        }
        self._hard = [each for each in sets.values() if not each.is_plain]
        self._plain: dict[tuple[str, str], list[_Set]] = {}
        for each in sets.values():
            if each.is_plain:
                key = (str(each.rows.source), each.rows.variable)
                self._plain.setdefault(key, []).append(each)

    def joined(self) -> ir.Table:
        """The table with one text for each kind of set; null where no row is open."""
        table = self._table
        for number, sets in enumerate(self._plain.values()):
            texts = self._texts(sets, f"members_{number}")
            table = table.left_join(texts, table[name_of("charge", "charge_id")] == texts.member_of)
            table = table.drop("member_of")
        return table

    def looks(self, table: ir.Table) -> Iterator[ir.Value]:
        """The columns in which two charges must be equal as to their sets."""
        texts = [table[f"members_{number}"] for number in range(len(self._plain))]
        yield from texts
        yield from (count for each in self._plain_counts() for count in self._counts(table, each))
        hard_is_open = [self._is_open(table, each, m) for each in self._hard for m in self._modes]
        several = [a.notnull() & b.notnull() for i, a in enumerate(texts) for b in texts[:i]]
        alone = [*hard_is_open, *several]
        if alone:
            # What cannot be compared is looked into by itself.
            charge_id = table[name_of("charge", "charge_id")]
            is_alone = reduce(lambda a, b: a | b, alone)
            yield ibis.ifelse(is_alone, charge_id, ibis.null("string"))

    def _plain_counts(self) -> list[_Set]:
        counted = [each for sets in self._plain.values() for each in sets]
        return [e for e in counted if any(isinstance(x, n.Counted) for x in walk(e.part.node))]

    def _counts(self, table: ir.Table, each: _Set) -> Iterator[ir.Value]:
        for what in ("sure_rows", "possible_rows"):
            yield table[self._column(each, ACTUAL, what)]

    def _is_open(self, table: ir.Table, each: _Set, mode: Mode) -> ir.BooleanValue:
        sure, possible = (
            table[self._column(each, mode, what)] for what in ("sure_rows", "possible_rows")
        )
        return possible > sure

    def _column(self, each: _Set, mode: Mode, what: str) -> str:
        return self._frame.set_column(each.part.context, each.rows, mode, what)

    # ---- open rows ----------------------------------------------------------------------

    def _texts(self, sets: list[_Set], name: str) -> ir.Table:
        """For each charge with open rows, all of them as one text."""
        pairs = self._pairs(sets)
        variable = sets[0].rows.variable
        charge_id = pairs[name_of("charge", "charge_id")]
        codes = [self._code(pairs, each) for each in sets]
        if entity_of(sets[0].rows) is n.Entity.CHARGE:
            codes.append(_letter(charge_id == pairs[name_of(variable, "charge_id")]))
        is_open = reduce(lambda a, b: a | b, [self._holds(pairs, e).isnull() for e in sets])
        rows = pairs.select(
            member_of=charge_id, is_open=is_open, code=reduce(lambda a, b: a + b, codes)
        )
        rows = rows.filter(rows.is_open)
        equal = rows.group_by("member_of", "code").agg(rows=rows.count())
        text = equal.code + ibis.ifelse(equal.rows > 1, "*", "")
        equal = equal.select("member_of", text=text)
        return equal.group_by("member_of").agg(
            **{name: equal.text.group_concat(" ", order_by=[equal.text])}
        )

    def _pairs(self, sets: list[_Set]) -> ir.Table:
        rows, frame = sets[0].rows, self._frame
        entity, variable = entity_of(rows), rows.variable
        columns = {"unreadable"} if entity is n.Entity.CHARGE else set()
        asked: list[n.Node] = []
        for each in sets:
            claims = [c for c in (each.rows, each.rows.where) if c is not None]
            columns |= columns_by_row(each.part.context, claims).get(variable, set())
            asked += predicates(each.part.context, claims)
        others = recorded(frame.records, entity, variable, columns)
        pairs = self._table.inner_join(others, linked(self._table, others, rows))
        pairs = known(pairs, entity, variable, columns)
        if entity is n.Entity.CHARGE:
            pairs = frame.offenses.attach(pairs, variable, asked)
        return pairs

    def _claims(self, pairs: ir.Table, each: _Set) -> Claims:
        return Claims(pairs, each.part.context, ACTUAL, self._frame.set_column)

    def _holds(self, pairs: ir.Table, each: _Set) -> ir.BooleanValue:
        holds = belongs(pairs, each.rows)
        where = each.rows.where
        return holds if where is None else holds & self._claims(pairs, each).truth(where)

    def _code(self, pairs: ir.Table, each: _Set) -> ir.StringValue:
        """How one set's condition stays open for a row; [.] where it does not."""
        letters = [_letter(belongs(pairs, each.rows))]
        told: dict[object, ir.Value] = {}
        where = each.rows.where
        inside = [] if where is None else parts_of(each.part.context, where)
        for part in with_shared_flags(inside):
            claims = Claims(pairs, part.context, ACTUAL, self._frame.set_column)
            letters.append(_letter(claims.truth(part.node)))
            told |= told_by(claims, part)
        letters += [value.cast("string").fill_null("?") for value in told.values()]
        code = reduce(lambda a, b: a + b, letters)
        return ibis.ifelse(self._holds(pairs, each).isnull(), code, ".")


def _letter(truth: ir.BooleanValue) -> ir.StringValue:
    return ibis.ifelse(truth.isnull(), "?", ibis.ifelse(truth, "+", "-"))
