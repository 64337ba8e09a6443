"""Looking through a set of rows: joined to the charges that still matter, and counted.

Candidates first: a set is only ever looked through for charges that the page can still reach, so a
join touches their cases and people and nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from vacatur.engine.compile.claims import Claims, Mode, meets_column
from vacatur.engine.compile.context import Context
from vacatur.engine.compile.frame import DAY, known, name_of, recorded
from vacatur.engine.compile.needs import columns_by_row, entity_of, spoken_of_the_charge
from vacatur.engine.compile.shared import SharedCharges
from vacatur.engine.compile.verdicts import OffenseReader, predicates
from vacatur.law import nodes as n
from vacatur.law.walk import children
from vacatur.record.tables import Records

ConditionOfCharges = Callable[[ir.Table, Context, n.Ref, Mode], ir.Table]
SetColumn = Callable[[Context, n.RowSet, Mode, str], str]


@dataclass(frozen=True, slots=True)
class Wants:
    """What is asked of a set beyond the number of its rows."""

    cases: bool
    days: frozenset[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted of a set: the first column of `table` is a key of the charge, named `by`."""

    table: ir.Table
    by: str


class SetCounter:
    """Counts sets for a table of charges.

    `condition_of` gives a named condition for other charges (the word `meets`): from a table of
    their ids and days to a table of id and answer.
    """

    def __init__(
        self,
        records: Records,
        offenses: OffenseReader,
        condition_of: ConditionOfCharges,
        shared: SharedCharges | None,
    ) -> None:
        self._records = records
        self._offenses = offenses
        self._condition_of = condition_of
        self._shared = shared

    def count(
        self,
        table: ir.Table,
        context: Context,
        rows: n.RowSet,
        wants: Wants,
        mode: Mode,
        column: SetColumn,
    ) -> Counts:
        """Count one set for each charge; for each case or person where no charge is looked at.

        Parameters
        ----------
        table
            Charges, one row each, with every column that the set's condition reads of them.
        rows
            The set.
        wants
            What must be known beyond how many rows there are.
        column
            Names the columns of the result.

        Returns
        -------
        Counts
            Charges, cases or persons whose set is empty have no row in it.
        """

        def named(what: str) -> str:
            return column(context, rows, mode, what)

        if self._shared and looks_at_its_own_rows(rows):
            return self._of_owners(self._shared, context, rows, wants, mode, named)
        pairs = self._pairs(table, context, rows, wants, mode, column)
        counts = pairs.group_by(**{named("of"): pairs[name_of("charge", "charge_id")]}).agg(
            **_aggregates(pairs, rows, wants, named)
        )
        return Counts(counts, "charge_id")

    def _of_owners(
        self,
        shared: SharedCharges,
        context: Context,
        rows: n.RowSet,
        wants: Wants,
        mode: Mode,
        named: Callable[[str], str],
    ) -> Counts:
        """Counts by case or person. They are the same for every charge there, and every page."""
        owner = owner_key(rows)

        def count() -> ir.Table:
            others = self._held(shared, context, rows, wants, mode)
            others = others.filter(others.holds.fill_null(True))
            return others.group_by(of=others[name_of(rows.variable, owner)]).agg(
                **_aggregates(others, rows, wants, str)
            )

        where = "" if rows.where is None else rows.where.text
        reduced = mode.reduced_to(context, rows)
        key = (
            context.page.page_id,
            context.span,
            rows.source,
            rows.variable,
            where,
            wants,
            reduced,
        )
        counts = shared.counted(key, count)
        return Counts(counts.select(**{named(c): counts[c] for c in counts.columns}), owner)

    def _held(
        self, shared: SharedCharges, context: Context, rows: n.RowSet, wants: Wants, mode: Mode
    ) -> ir.Table:
        """The rows of all sets together, each with whether it satisfies the condition."""
        if entity_of(rows) is n.Entity.CHARGE:
            others = self._other_charges(shared, context, rows, wants, mode)
        else:
            columns = _columns(context, rows, wants)
            entity, name = entity_of(rows), rows.variable
            others = recorded(self._records, entity, name, columns).mutate(**{DAY: shared.day})
            others = known(others, entity, name, columns)
        if rows.where is None:
            return others.mutate(holds=ibis.literal(True, "boolean"))
        return others.mutate(holds=Claims(others, context, mode, _no_set).truth(rows.where))

    def _other_charges(
        self, shared: SharedCharges, context: Context, rows: n.RowSet, wants: Wants, mode: Mode
    ) -> ir.Table:
        """The charges that may be in some set of the kind: those of which no part is false.

        Only the parts of the condition that read the row itself are asked here.
        """
        name = rows.variable
        nodes = predicates(context, _claims(rows))
        others = shared.others(name, _columns(context, rows, wants), nodes)
        others = self._with_meets(others.mutate(**{DAY: shared.day}), context, rows, mode)
        for part in _conjuncts(rows.where):
            if _is_own(part, name):
                holds = Claims(others, context, mode, _no_set).truth(part)
                others = others.filter(holds.fill_null(True))
        return others

    def _pairs(
        self,
        table: ir.Table,
        context: Context,
        rows: n.RowSet,
        wants: Wants,
        mode: Mode,
        column: SetColumn,
    ) -> ir.Table:
        """Every charge beside every row of its set, with whether that satisfies the condition."""
        if self._shared and entity_of(rows) is n.Entity.CHARGE:
            others = self._other_charges(self._shared, context, rows, wants, mode).drop(DAY)
            pairs = table.inner_join(others, linked(table, others, rows))
        else:
            pairs = self._pairs_anew(table, context, rows, wants, mode)
        if rows.source is n.SetName.CHARGE_INCIDENT:
            pairs = pairs.filter(belongs(pairs, rows).fill_null(True))
        holds = belongs(pairs, rows)
        if rows.where is not None:
            holds = holds & Claims(pairs, context, mode, column).truth(rows.where)
        return pairs.mutate(holds=holds)

    def _pairs_anew(
        self, table: ir.Table, context: Context, rows: n.RowSet, wants: Wants, mode: Mode
    ) -> ir.Table:
        """The pairs from the records themselves, where nothing is shared."""
        entity, name = entity_of(rows), rows.variable
        columns = _columns(context, rows, wants)
        others = recorded(self._records, entity, name, columns)
        pairs = table.inner_join(others, linked(table, others, rows))
        pairs = known(pairs, entity, name, columns)
        if entity is n.Entity.CHARGE:
            pairs = self._offenses.attach(pairs, name, predicates(context, _claims(rows)))
            pairs = self._with_meets(pairs, context, rows, mode)
        return pairs

    def _with_meets(
        self, pairs: ir.Table, context: Context, rows: n.RowSet, mode: Mode
    ) -> ir.Table:
        if rows.where is None:
            return pairs
        asked = {
            meets_column(node, mode): (where, node)
            for where, node in spoken_of_the_charge(context, rows.where)
            if isinstance(node, n.Meets)
        }
        for name, (where, node) in asked.items():
            keys = pairs.select(
                charge_id=pairs[name_of(node.row, "charge_id")], day=pairs[DAY]
            ).distinct()
            answers = self._condition_of(keys, where, node.condition, mode)
            answers = answers.select(**{f"{name}_of": answers.charge_id, name: answers.answer})
            pairs = pairs.left_join(
                answers, pairs[name_of(node.row, "charge_id")] == answers[f"{name}_of"]
            ).drop(f"{name}_of")
        return pairs


def _claims(rows: n.RowSet) -> list[n.Node]:
    return [rows] if rows.where is None else [rows, rows.where]


def _columns(context: Context, rows: n.RowSet, wants: Wants) -> set[str]:
    """The columns of a set's rows that its condition reads, or that are wanted beyond it."""
    return set(columns_by_row(context, _claims(rows)).get(rows.variable, ())) | wants.days


def _conjuncts(where: n.Truth | None) -> Iterator[n.Truth]:
    """The parts of a condition that must all hold."""
    if isinstance(where, n.AllOf):
        for part in where.parts:
            yield from _conjuncts(part)
    elif where is not None:
        yield where


def _no_set(*_: object) -> str:
    raise AssertionError("a set stands inside a set")  # the checks of pages refuse it


def looks_at_its_own_rows(rows: n.RowSet) -> bool:
    """Whether a set's condition reads its rows alone, and not the charge that is decided."""
    by_pairs = rows.source is n.SetName.CHARGE_INCIDENT
    return not by_pairs and (rows.where is None or _is_own(rows.where, rows.variable))


def _is_own(node: n.Node, variable: str) -> bool:
    match node:
        case n.Meets(row=row) | n.IsOffense(row=row) | n.Amount(row=row) | n.Field(row=row):
            return row == variable
        case n.Ref() | n.SameRow() | n.AgeOn() | n.RowSet():
            return False
    return all(_is_own(child, variable) for child in children(node))


def with_counts(table: ir.Table, counted: Counts) -> ir.Table:
    """Join what was counted of a set; a charge whose set is empty has counted none."""
    counts = counted.table
    key, *names = counts.columns
    joined = table.left_join(counts, table[name_of("charge", counted.by)] == counts[key])
    zeros = {name: joined[name].fill_null(0) for name in names if counts[name].type().is_integer()}
    return joined.mutate(**zeros).drop(key)


def owner_key(rows: n.RowSet) -> str:
    """What ties a set's rows to a charge: its case or its person."""
    by_case = rows.source in (
        n.SetName.CASE_CHARGES,
        n.SetName.CASE_OBJECTIONS,
        n.SetName.CASE_VICTIMS,
    )
    return "case_id" if by_case else "person_id"


def linked(table: ir.Table, others: ir.Table, rows: n.RowSet) -> ir.BooleanValue:
    """Which of the other rows are the case's, or the person's, of a charge."""
    key = owner_key(rows)
    return table[name_of("charge", key)] == others[name_of(rows.variable, key)]


def belongs(pairs: ir.Table, rows: n.RowSet) -> ir.BooleanValue:
    """Whether a row is known to belong to the set; see `engine.sets` on incidents."""
    if rows.source is not n.SetName.CHARGE_INCIDENT:
        return ibis.literal(True, "boolean")
    mine, theirs = pairs[name_of("charge", "incident")], pairs[name_of(rows.variable, "incident")]
    same_charge = (
        pairs[name_of("charge", "charge_id")] == pairs[name_of(rows.variable, "charge_id")]
    )
    same_case = pairs[name_of("charge", "case_id")] == pairs[name_of(rows.variable, "case_id")]
    day, other_day = (pairs[name_of(r, "offense_date")] for r in ("charge", rows.variable))
    may_be_one_day = (day == other_day).fill_null(True)
    return ibis.cases(
        (same_charge, True),
        (mine.notnull() & theirs.notnull(), mine == theirs),
        (same_case | may_be_one_day, ibis.null("boolean")),
        else_=False,
    )


def _aggregates(
    pairs: ir.Table, rows: n.RowSet, wants: Wants, named: Callable[[str], str]
) -> dict[str, ir.Value]:
    sure, possible = pairs.holds.fill_null(False), pairs.holds.fill_null(True)
    wanted: dict[str, ir.Value] = {
        named("sure_rows"): sure.sum().cast("int64"),
        named("possible_rows"): possible.sum().cast("int64"),
    }
    if wants.cases:
        case_id = pairs[name_of(rows.variable, "case_id")]
        wanted[named("sure_cases")] = case_id.nunique(where=sure)
        wanted[named("possible_cases")] = case_id.nunique(where=possible)
    for each in sorted(wants.days):
        day = pairs[name_of(rows.variable, each)]
        wanted[named(f"first_{each}")] = day.min(where=sure)
        wanted[named(f"last_{each}")] = day.max(where=sure)
        wanted[named(f"dated_{each}")] = (sure & day.notnull()).sum().cast("int64")
    return wanted
