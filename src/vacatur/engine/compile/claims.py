"""One claim as a nullable boolean column. SQL's AND, OR and NOT are Kleene's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce

import ibis
import ibis.expr.types as ir

from vacatur.engine.compile import amounts
from vacatur.engine.compile.calendar import age, anniversary, days_after
from vacatur.engine.compile.context import Context
from vacatur.engine.compile.frame import DAY, name_of
from vacatur.law import nodes as n


@dataclass(frozen=True, slots=True)
class Mode:
    """What is taken as given: periods have run, findings are made."""

    waits_have_run: bool = False
    findings_are_made: bool = False

    @property
    def tag(self) -> str:
        """A suffix for columns computed under this mode."""
        return ("w" if self.waits_have_run else "") + ("f" if self.findings_are_made else "")

    def reduced_to(self, context: Context, claim: n.Node) -> Mode:
        """The mode without what makes no difference to a claim."""
        inside = [node for _, node in context.followed(claim)]
        waits = any(isinstance(x, n.Waited | n.NotWithin | n.HasPassed) for x in inside)
        findings = any(isinstance(x, n.Finding) for x in inside)
        return Mode(
            waits_have_run=self.waits_have_run and waits,
            findings_are_made=self.findings_are_made and findings,
        )


ACTUAL = Mode()
CONDITION = "holds__"
ASSUMED = "assumed_"
KEPT = "kept__"


class Claims:
    """Compiles claims over one table.

    Parameters
    ----------
    table
        Carries every column that the claims use, as it was known on the day.
    context
        Page and version.
    mode
        What is taken as given.
    column_of_set
        Names the columns into which a set was counted, for a page, a set node and a mode.
    holder
        Id of the page whose conditions stand in `table` already; empty = none do.
    """

    def __init__(
        self,
        table: ir.Table,
        context: Context,
        mode: Mode,
        column_of_set: Callable[[Context, n.RowSet, Mode, str], str],
        *,
        holder: str = "",
    ) -> None:
        self.table = table
        self._context = context
        self._mode = mode
        self._column_of_set = column_of_set
        self._holder = holder
        # Another page may have a condition of the same name, with another meaning.
        is_holder = context.page.page_id == holder
        self._kept = frozenset(c for c in table.columns if c.startswith(KEPT))
        is_ready = (CONDITION, ASSUMED)
        self._ready = frozenset(c for c in table.columns if is_holder and c.startswith(is_ready))

    def truth(self, node: n.Truth) -> ir.BooleanValue:
        """A claim as a column: true, false, or null for unknown."""
        match node:
            case n.AllOf():
                return reduce(lambda a, b: a & b, (self.truth(part) for part in node.parts))
            case n.AnyOf():
                return reduce(lambda a, b: a | b, (self.truth(part) for part in node.parts))
            case n.Not():
                return ~self.truth(node.part)
            case n.Flagged():
                return self.truth(node.part).fill_null(False)
            case n.Ref():
                return self._referred(node)
            case n.Meets():
                return self.table[meets_column(node, self._mode)]
            case n.ThereIs():
                return self._there_is(node.rows)
            case n.Every():
                return ~self._there_is(node.rows.denied())
            case n.Waited() | n.NotWithin() | n.HasPassed():
                return _constant(True) if self._mode.waits_have_run else self._wait(node)
            case n.Finding():
                held = self.value(node.recorded_as)
                return held.fill_null(True) if self._mode.findings_are_made else held
        return self._plain(node)

    def _referred(self, ref: n.Ref) -> ir.BooleanValue:
        mode = self._mode.reduced_to(self._context, ref)
        ready = condition_column(ref.name, mode)
        if not ref.page and ready in self._ready:
            return self.table[ready]
        found = self._context.resolve(ref)
        if found is None:
            return _constant(False)  # a page that is not in force makes no condition true
        context, claim = found
        kept = kept_column(context.page.page_id, ref.name)
        if mode == ACTUAL and kept in self._kept:
            return self.table[kept]
        inner = Claims(self.table, context, self._mode, self._column_of_set, holder=self._holder)
        return inner.truth(claim)

    def _plain(self, node: n.Truth) -> ir.BooleanValue:
        match node:
            case n.Field():
                return self.value(node)
            case n.Equal():
                left, right = self.value(node.left), self.value(node.right)
                return left != right if node.negated else left == right
            case n.SameRow():
                left = self.table[name_of(node.left, "charge_id")]
                right = self.table[name_of(node.right, "charge_id")]
                return left != right if node.negated else left == right
            case n.IsIn():
                return self.value(node.left).isin(sorted(node.terms))
            case n.IsOffense() | n.Under():
                return self.table[verdict_column(node)]
            case n.SameStatute():
                left, right = (
                    self.table[name_of(field.row, statute_key(field.column))]
                    for field in (node.left, node.right)
                )
                return left == right
            case n.Before():
                left, right = self.value(node.left), self.value(node.right)
                return left <= right if node.inclusive else left < right
            case n.Limit():
                return self._limit(node)
        raise AssertionError(f"no compilation for {type(node).__name__}")

    # ---- days ---------------------------------------------------------------------------

    def first_day(self, node: n.Waited | n.NotWithin | n.HasPassed) -> ir.DateValue:
        """First day on which a period has run; null where it cannot be said."""
        match node:
            case n.HasPassed():
                return self.value(node.day)
            case n.Waited(years=0):
                return days_after(self.value(node.since), node.days)
            case n.Waited():
                return anniversary(self.value(node.since), node.years)
            case n.NotWithin():
                reached = anniversary(self.value(node.after), node.years)
                return days_after(reached, 1)

    def _wait(self, node: n.Waited | n.NotWithin | n.HasPassed) -> ir.BooleanValue:
        today, first = self.table[DAY], self.first_day(node)
        has_run = today >= first
        if not isinstance(node, n.NotWithin):
            return has_run
        anniversary_day = (today == (first - ibis.interval(days=1)).cast("date")).fill_null(False)
        return ibis.ifelse(anniversary_day, ibis.null("boolean"), has_run)

    # ---- amounts and numbers ------------------------------------------------------------

    def _limit(self, node: n.Limit) -> ir.BooleanValue:
        if isinstance(node.left, n.Amount):
            assert isinstance(node.right, n.DatedValue)
            row = node.left.row
            return amounts.compare(
                lambda column: self.table[name_of(row, column)],
                self._context.page.amounts(node.right.name),
                self.value(node.right.on),
                strict=node.strict,
            )
        limit = self.value(node.right)
        if isinstance(node.left, n.Counted):
            return self._count_limit(node.left, limit, strict=node.strict)
        number = self.value(node.left)
        return number < limit if node.strict else number <= limit

    def _count_limit(self, counted: n.Counted, limit: ir.Value, *, strict: bool) -> ir.BooleanValue:
        kind = "cases" if counted.cases else "rows"
        low = self._set_column(counted.rows, f"sure_{kind}")
        high = self._set_column(counted.rows, f"possible_{kind}")
        too_many = low >= limit if strict else low > limit
        few_enough = high < limit if strict else high <= limit
        closed = self.is_closed(counted.rows.source)
        return ibis.cases(
            (too_many, False), (few_enough & closed, True), else_=ibis.null("boolean")
        )

    # ---- sets ---------------------------------------------------------------------------

    def _there_is(self, rows: n.RowSet) -> ir.BooleanValue:
        if isinstance(rows.source, n.Field):
            return self.value(rows.source).length() > 0
        sure = self._set_column(rows, "sure_rows") > 0
        open_rows = self._set_column(rows, "possible_rows") > 0
        known_none = ~open_rows & self.is_closed(rows.source)
        return ibis.cases((sure, True), (known_none, False), else_=ibis.null("boolean"))

    def _set_column(self, rows: n.RowSet, what: str) -> ir.IntegerValue:
        return self.table[self._column_of_set(self._context, rows, self._mode, what)]

    def is_closed(self, source: n.SetName | n.Field) -> ir.BooleanValue:
        """Whether the set is known to hold every row there is; never null."""
        table = self.table
        if isinstance(source, n.Field):
            return self.value(source).notnull()
        match source:
            case n.SetName.CASE_CHARGES | n.SetName.CHARGE_INCIDENT:
                return table[name_of("case", "charges_complete")].fill_null(False)
            case n.SetName.PERSON_CHARGES:
                searched = table[name_of("person", "history_checked_on")]
                whole = table[name_of("person", "cut_short")].isnull()
                return (searched == table[DAY]).fill_null(False) & whole
            case _:
                owner, _, name = source.partition(".")
                return table[name_of(owner, f"{name}_checked")].fill_null(False)

    # ---- values -------------------------------------------------------------------------

    def value(self, node: n.Value) -> ir.Value:
        """A value as a column; null where it is not known."""
        match node:
            case n.Literal():
                return _literal(node.value)
            case n.Field():
                return self.table[name_of(node.row, node.column)]
            case n.AsOf():
                return self.table[DAY]
            case n.LaterOf():
                return reduce(_later, (self.value(day) for day in node.days))
            case n.AgeOn():
                return age(self.table[name_of("person", "birth_date")], self.value(node.day))
            case n.Picked():
                return self._picked(node)
        raise AssertionError(f"{type(node).__name__} has no value by itself")

    def _picked(self, node: n.Picked) -> ir.DateValue:
        what = f"{'last' if node.last else 'first'}_{node.day.column}"
        sure = self._set_column(node.rows, "sure_rows")
        settled = (
            (sure == self._set_column(node.rows, "possible_rows"))
            & (sure == self._set_column(node.rows, f"dated_{node.day.column}"))
            & self.is_closed(node.rows.source)
        )
        day = self.table[self._column_of_set(self._context, node.rows, self._mode, what)]
        return ibis.ifelse(settled, day, ibis.null("date"))


def _later(left: ir.Value, right: ir.Value) -> ir.Value:
    # greatest() skips nulls on some engines; the later of a day and an unknown day is unknown.
    either_unknown = left.isnull() | right.isnull()
    return ibis.ifelse(either_unknown, ibis.null("date"), ibis.greatest(left, right))


def _literal(value: date | Decimal | str) -> ir.Value:
    if isinstance(value, date):
        return ibis.literal(value, "date")
    if isinstance(value, Decimal):
        return ibis.literal(value, "decimal(20, 10)")
    return ibis.literal(value)


def _constant(value: bool) -> ir.BooleanValue:
    return ibis.literal(value, "boolean")


def verdict_column(node: n.IsOffense | n.Under) -> str:
    """The column that holds the verdict of a code list or a provision for a row."""
    if isinstance(node, n.IsOffense):
        return name_of(node.row, f"on_{node.code_list}")
    citation = node.citation.casefold()  # an engine may not tell `A` from `a`, nor does a citation
    return name_of(node.left.row, f"{node.left.column}_under_{citation}")


def statute_key(column: str) -> str:
    """The column that holds one spelling for every way of citing a statute."""
    return f"{column}_key"


def condition_column(name: str, mode: Mode) -> str:
    """The column that holds a condition of the page as read under a mode."""
    return CONDITION + name if mode == ACTUAL else f"{ASSUMED}{mode.tag}__{name}"


def kept_column(page_id: str, name: str) -> str:
    """The column that holds a condition of another page, kept for every charge."""
    return f"{KEPT}{page_id}__{name}"


def meets_column(node: n.Meets, mode: Mode) -> str:
    """The column that holds a condition of another charge."""
    return name_of(node.row, f"meets{mode.tag}_{node.condition.page}_{node.condition.name}")
