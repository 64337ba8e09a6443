"""One page, throughout one span of days, as a table of conditions and a table of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, reduce

import ibis
import ibis.expr.types as ir

from vacatur.engine.compile.claims import ACTUAL, Claims, Mode, condition_column
from vacatur.engine.compile.context import Context
from vacatur.engine.compile.frame import DAY, known, name_of, recorded
from vacatur.engine.compile.needs import (
    Kept,
    columns_by_row,
    columns_of_nodes,
    nothing_kept,
    sets_of,
    spoken_of_the_charge,
)
from vacatur.engine.compile.sets import Counts, SetCounter, Wants, with_counts
from vacatur.engine.compile.shared import SharedCharges, joined_to_neighbours
from vacatur.engine.compile.verdicts import OffenseReader, predicates
from vacatur.law import nodes as n
from vacatur.law.page import Condition
from vacatur.law.walk import walk
from vacatur.record.tables import Records


class PageFrame:
    """Builds the tables on which a page's claims are read.

    `modes` are the readings that the page needs: as it is, with every period run, with every open
    finding made. A page without periods or findings needs only the first.
    """

    def __init__(
        self,
        context: Context,
        records: Records,
        offenses: OffenseReader,
        shared: SharedCharges | None = None,
    ) -> None:
        self.context = context
        self.records = records
        self.offenses = offenses
        self._shared = shared
        self._counter = SetCounter(records, offenses, self._condition_of, shared)
        self._set_numbers: dict[tuple[str, n.RowSet, Mode], int] = {}

    @property
    def is_shared(self) -> bool:
        """Whether the charges are stored already, with everything that all pages read of them."""
        return self._shared is not None

    # ---- which modes --------------------------------------------------------------------

    def modes(self) -> list[Mode]:
        """Every reading the page needs, the actual one first."""
        claims = [grant.when for grant in self.context.version.grants]
        waits = self._mentions(claims, n.Waited | n.NotWithin | n.HasPassed)
        findings = self._mentions(self._claims(), n.Finding)
        return [
            Mode(waits_have_run=w, findings_are_made=f)
            for f in ((False, True) if findings else (False,))
            for w in ((False, True) if waits else (False,))
        ]

    def _mentions(self, claims: Iterable[n.Node], kinds: type | object) -> bool:
        return any(
            isinstance(node, kinds)  # type: ignore[arg-type]
            for claim in claims
            for _, node in self.context.followed(claim)
        )

    def _claims(self) -> list[n.Node]:
        return [condition.truth for condition in self.context.version.conditions.values()]

    def _needs(self) -> Mapping[str, set[str]]:
        """The columns to carry, by row."""
        return columns_by_row(self.context, self._claims())

    # ---- the frame ----------------------------------------------------------------------

    def charges(self, days: ir.Table | ir.DateValue) -> ir.Table:
        """Charges as they were known on their day, with the verdicts on their offences.

        `days` is one day for all, or a table (`person_id`, `day`). Charges that the scope's own
        words already exclude are gone: candidates first.
        """
        alone = [part for part in self._scope_parts() if self._looks_at_the_charge_alone(part)]
        if self._shared:
            asked = (node for part in alone for _, node in self.context.followed(part))
            table = self._shared_charges(asked)
        else:
            table = self._charges_alone(days)
        for part in alone:
            table = table.filter(self.reader(table, ACTUAL).truth(part).fill_null(True))
        return table

    def _shared_charges(self, more: Iterable[n.Node] = ()) -> ir.Table:
        assert self._shared is not None
        nodes = [*self._nodes_read(), *more]
        return self._shared.charges(columns_of_nodes(nodes), nodes)

    def _nodes_read(self) -> Iterator[n.Node]:
        """What is read of the charges, with the kept conditions of other pages at hand."""
        kept = self._is_kept(Mode(waits_have_run=True, findings_are_made=True))
        for claim in self._claims():
            for where, node in spoken_of_the_charge(self.context, claim, kept):
                yield node
                # A set is looked through before kept conditions are joined.
                if isinstance(node, n.RowSet) and node.where is not None:
                    yield from (each for _, each in spoken_of_the_charge(where, node.where))

    def _charges_alone(self, days: ir.Table | ir.DateValue) -> ir.Table:
        needs = self._needs()
        table = recorded(self.records, n.Entity.CHARGE, "charge", needs["charge"])
        table = with_day(table, days)
        table = known(table, n.Entity.CHARGE, "charge", needs["charge"])
        asked = predicates(self.context, self._claims())
        return self.offenses.attach(table, "charge", asked)

    def _scope_parts(self) -> Iterator[n.Truth]:
        waiting: list[n.Truth] = [self.context.version.scope.when]
        while waiting:
            part = waiting.pop()
            if isinstance(part, n.AllOf):
                waiting += part.parts
            elif isinstance(part, n.Ref) and not part.page:
                waiting.append(self.context.version.conditions[part.name].truth)
            else:
                yield part

    def _looks_at_the_charge_alone(self, claim: n.Truth) -> bool:
        for _, node in self.context.followed(claim):
            if isinstance(node, n.RowSet | n.AgeOn | n.Meets):
                return False
            if isinstance(node, n.Field) and node.row != "charge":
                return False
        return True

    def with_neighbours(self, table: ir.Table) -> ir.Table:
        """Add the case, the person and the findings of each charge, as known on its day."""
        return table if self._shared else joined_to_neighbours(table, self.records, self._needs())

    def with_kept(self, table: ir.Table) -> ir.Table:
        """Add the conditions of other pages that are kept for every charge and named here."""
        if self._shared is None:
            return table
        return self._shared.conditions.joined(table, self.context, self._claims())

    def with_sets(self, table: ir.Table, modes: Iterable[Mode]) -> ir.Table:
        """Add the counts of every set that some claim looks through.

        Each set is counted from the candidates themselves, never from a table that already carries
        another set's counts: that would count the first one again for each one after it.
        """
        counted: dict[str, Counts] = {}
        for mode in modes:
            for context, rows, wants in self._wanted_sets(mode):
                key = self.set_column(context, rows, mode, "of")
                if key not in counted:
                    counted[key] = self._counter.count(
                        table, context, rows, wants, mode, self.set_column
                    )
        for counts in counted.values():
            table = with_counts(table, counts)
        return table

    def _wanted_sets(self, mode: Mode) -> list[tuple[Context, n.RowSet, Wants]]:
        contexts: dict[str, Context] = {}
        wanted: dict[tuple[str, n.RowSet], Wants] = {}
        claims = self._claims_under(mode)
        for context, node in sets_of(self.context, claims, self._is_kept(mode)):
            page_id = context.page.page_id
            contexts[page_id] = context
            rows: n.RowSet = node.rows  # type: ignore[attr-defined]
            if isinstance(node, n.Every):
                rows = rows.denied()
            days = {node.day.column} if isinstance(node, n.Picked) else set()
            counts_cases = isinstance(node, n.Counted) and node.cases
            before = wanted.get((page_id, rows), Wants(False, frozenset()))
            wanted[page_id, rows] = Wants(before.cases or counts_cases, before.days | days)
        return [(contexts[page_id], rows, wants) for (page_id, rows), wants in wanted.items()]

    def _claims_under(self, mode: Mode) -> list[n.Node]:
        """What is read under a mode: that every period has run is asked of the grants alone."""
        if not mode.waits_have_run:
            return self._claims()
        return [grant.when for grant in self.context.version.grants]

    def _is_kept(self, mode: Mode) -> Kept:
        def kept(where: Context, ref: n.Ref) -> bool:
            if self._shared is None or mode.reduced_to(where, ref) != ACTUAL:
                return False
            return self._shared.conditions.keeps(where, ref, self.context.page)

        return kept

    def set_column(self, context: Context, rows: n.RowSet, mode: Mode, what: str) -> str:
        """The column that holds what was counted of a page's set under a mode."""
        key = (context.page.page_id, rows, mode.reduced_to(context, rows))
        number = self._set_numbers.setdefault(key, len(self._set_numbers))
        return f"set{number}__{what}"

    def _condition_of(self, keys: ir.Table, context: Context, ref: n.Ref, mode: Mode) -> ir.Table:
        """A named condition for other charges (`meets`): `charge_id`, `answer`."""
        found = context.resolve(ref)
        if found is None:
            return keys.select("charge_id", answer=ibis.literal(False, "boolean"))
        if self._shared and mode.reduced_to(context, ref) == ACTUAL:
            return self._shared.conditions.answers(context, ref)
        where, claim = found
        inner = _ClaimFrame(where, self.records, self.offenses, claim, self._shared)
        return inner.answers(keys, mode)

    # ---- reading ------------------------------------------------------------------------

    def reader(self, table: ir.Table, mode: Mode) -> Claims:
        """A reader of claims over a table of this frame."""
        holder = self.context.page.page_id
        return Claims(table, self.context, mode, self.set_column, holder=holder)

    def _conditions(self) -> Mapping[str, Condition]:
        return self.context.version.conditions

    def with_conditions(self, table: ir.Table, modes: Iterable[Mode] = (ACTUAL,)) -> ir.Table:
        """Add one nullable boolean for each named condition; null always means unknown.

        A condition that comes out otherwise under some mode has a column for that too.
        """
        for stratum in self._strata():
            read = {}
            for mode in modes:
                truth = self.reader(table, mode).truth
                for name in stratum:
                    if self._comes_out_apart(name, mode):
                        column = condition_column(name, mode)
                        read[column] = truth(self._conditions()[name].truth)
            table = table.mutate(**read)
        return table

    def _comes_out_apart(self, name: str, mode: Mode) -> bool:
        truth = self._conditions()[name].truth
        is_read = mode == ACTUAL or not mode.waits_have_run or name in self._granted
        return is_read and mode.reduced_to(self.context, truth) == mode

    @cached_property
    def _granted(self) -> frozenset[str]:
        """The page's own conditions on which its grants hang."""
        return frozenset(
            node.name
            for grant in self.context.version.grants
            for where, node in spoken_of_the_charge(self.context, grant.when)
            if isinstance(node, n.Ref) and where.page is self.context.page and not node.page
        )

    def _strata(self) -> list[list[str]]:
        """Conditions in layers: each names only conditions of the layers before."""
        heights: dict[str, int] = {}

        def height(name: str) -> int:
            if name not in heights:
                below = [
                    height(node.name)
                    for node in walk(self._conditions()[name].truth)
                    if isinstance(node, n.Ref) and not node.page
                ]
                heights[name] = 1 + max(below, default=0)
            return heights[name]

        strata: list[list[str]] = [[] for _ in self._conditions()]
        for name in self._conditions():
            strata[height(name) - 1].append(name)
        return [stratum for stratum in strata if stratum]


class ScopeFrame(PageFrame):
    """A frame of whom a page reaches, and of nothing else that it says."""

    def _claims(self) -> list[n.Node]:
        return [self.context.version.scope.when]

    def _claims_under(self, mode: Mode) -> list[n.Node]:
        return self._claims()

    def reached(self, charges: ir.Table) -> ir.Table:
        """The charges that the page reaches, or may reach."""
        table = self.with_sets(charges, [ACTUAL])
        return table.filter(
            self.reader(table, ACTUAL).truth(self.context.version.scope.when).fill_null(True)
        )


class _ClaimFrame(PageFrame):
    """A frame for one claim about charges that are given by id."""

    def __init__(
        self,
        context: Context,
        records: Records,
        offenses: OffenseReader,
        claim: n.Truth,
        shared: SharedCharges | None,
    ) -> None:
        super().__init__(context, records, offenses, shared)
        self._claim = claim

    def _claims(self) -> list[n.Node]:
        return [self._claim]

    def _claims_under(self, mode: Mode) -> list[n.Node]:
        return [self._claim]

    def _is_kept(self, mode: Mode) -> Kept:
        return nothing_kept

    def answers(self, keys: ir.Table, mode: Mode) -> ir.Table:
        """The claim for each charge of `keys` (`charge_id`, `day`)."""
        keys = keys.select(asked_id=keys.charge_id, **{DAY: keys.day})
        if self._shared:
            table = self._shared_charges()
            table = table.semi_join(keys, table[name_of("charge", "charge_id")] == keys.asked_id)
        else:
            table = self._asked(keys)
        table = self.with_sets(self.with_neighbours(table), {ACTUAL: 0, mode: 0})
        answer = self.reader(table, mode).truth(self._claim)
        return table.select(charge_id=table[name_of("charge", "charge_id")], answer=answer)

    def _asked(self, keys: ir.Table) -> ir.Table:
        needs = columns_by_row(self.context, self._claims())
        table = recorded(self.records, n.Entity.CHARGE, "charge", needs["charge"])
        table = table.inner_join(keys, table[name_of("charge", "charge_id")] == keys.asked_id)
        table = known(table.drop("asked_id"), n.Entity.CHARGE, "charge", needs["charge"])
        return self.offenses.attach(table, "charge", predicates(self.context, self._claims()))


def with_day(table: ir.Table, days: ir.Table | ir.DateValue) -> ir.Table:
    """Give each charge its day of decision."""
    if not isinstance(days, ir.Table):
        return table.mutate(**{DAY: days})
    days = days.select(**{"day_of": days.person_id, DAY: days.day})
    joined = table.inner_join(days, table[name_of("charge", "person_id")] == days.day_of)
    return joined.drop("day_of")


def all_of(parts: Iterable[ir.BooleanValue]) -> ir.BooleanValue:
    """SQL's AND over some columns; true for none."""
    return reduce(lambda a, b: a & b, parts, ibis.literal(True, "boolean"))


def any_of(parts: Iterable[ir.BooleanValue]) -> ir.BooleanValue:
    """SQL's OR over some columns; false for none."""
    return reduce(lambda a, b: a | b, parts, ibis.literal(False, "boolean"))
