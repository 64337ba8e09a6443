"""From conditions to an outcome, in columns; `engine.decide_one` says the same for one charge."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from vacatur.engine.compile.claims import ACTUAL, Claims, Mode
from vacatur.engine.compile.frame import is_disputed
from vacatur.engine.compile.page import PageFrame, all_of, any_of
from vacatur.engine.disputes import columns_read
from vacatur.engine.waits import joined_waits
from vacatur.law.answers import POSITIVE, Outcome, Published
from vacatur.law.page import Grant


class OutcomeColumns:
    """The outcome of one version over a table that carries its conditions and sets."""

    def __init__(self, frame: PageFrame, table: ir.Table, modes: list[Mode]) -> None:
        self._frame = frame
        self._version = frame.context.version
        self.table = table
        self._modes = modes

    def _read(self, mode: Mode) -> Claims:
        return self._frame.reader(self.table, mode)

    def scope(self) -> ir.BooleanValue:
        """Whether the page speaks of the charge."""
        return self._read(ACTUAL).truth(self._version.scope.when)

    def outcome(self) -> ir.StringValue:
        """One of the six outcomes; never null."""
        if self._version.uncertain:
            return _said(Outcome.UNKNOWN)
        actual = self._outcome(found=False)
        if not any(mode.findings_are_made for mode in self._modes):
            return actual
        would_be = self._outcome(found=True)
        waits_for_a_finding = (actual == Outcome.UNKNOWN.value) & (
            would_be != Outcome.UNKNOWN.value
        )
        return ibis.ifelse(waits_for_a_finding, _said(Outcome.NEEDS_FINDING), actual)

    def _outcome(self, *, found: bool) -> ir.StringValue:
        reader = self._read(Mode(findings_are_made=found))
        scope = reader.truth(self._version.scope.when)
        refers = any_of([*(reader.truth(r.when) for r in self._version.refers), self._disputes()])
        ever = any_of(self._ever(found=found))
        worst, open_is_worse = self._bars(reader)
        now = [reader.truth(grant.when) for grant in self._version.grants]
        some_open = any_of(holds.isnull() for holds in now)
        some_met = any_of(holds.fill_null(False) for holds in now)
        return ibis.cases(
            ((scope == ibis.literal(False)).fill_null(False), _said(Outcome.NOT_MET)),
            (refers.fill_null(False), _said(Outcome.NEEDS_FINDING)),
            (refers.isnull() | scope.isnull(), _said(Outcome.UNKNOWN)),
            (ever.isnull(), _said(Outcome.UNKNOWN)),
            (~ever, _said(Outcome.NOT_MET)),
            (open_is_worse, _said(Outcome.UNKNOWN)),
            (worst >= 0, _said(Outcome.BARRED)),
            (some_open, _said(Outcome.UNKNOWN)),
            (some_met, _said(Outcome.MET)),
            else_=_said(Outcome.NOT_YET),
        )

    def _disputes(self) -> ir.BooleanValue:
        """Null where something that the page reads is disputed, false elsewhere."""
        claims = [condition.truth for condition in self._version.conditions.values()]
        nodes = (node for claim in claims for _, node in self._frame.context.followed(claim))
        found = any_of(
            is_disputed(self.table, row, columns)
            for row, columns in columns_read(nodes).items()
            if columns
        )
        return ibis.ifelse(found, ibis.null("boolean"), ibis.literal(False))

    def _ever(self, *, found: bool) -> Iterator[ir.BooleanValue]:
        has_waits = any(mode.waits_have_run for mode in self._modes)
        mode = Mode(waits_have_run=has_waits, findings_are_made=found)
        reader = self._read(mode)
        return (reader.truth(grant.when) for grant in self._version.grants)

    def _bars(self, reader: Claims) -> tuple[ir.IntegerValue, ir.BooleanValue]:
        """Rank of the worst true bar (-1 = none), and whether an open bar is worse."""
        held = [(bar, reader.truth(bar.when)) for bar in self._version.bars]
        worst = ibis.literal(-1, "int64")
        for bar, holds in sorted(held, key=lambda pair: pair[0].answer.rank):
            worst = ibis.ifelse(holds.fill_null(False), bar.answer.rank, worst)
        open_is_worse = any_of(holds.isnull() & (worst < bar.answer.rank) for bar, holds in held)
        return worst, open_is_worse

    def published(self, outcome: ir.StringValue) -> ir.StringValue:
        """The published answer that belongs to an outcome."""
        reader = self._read(ACTUAL)
        worst, _ = self._bars(reader)
        barred = (
            ibis.cases(
                *((worst == bar.answer.rank, bar.answer.value) for bar in self._version.bars),
                else_=ibis.null("string"),
            )
            if self._version.bars
            else ibis.null("string")
        )
        granted = ibis.cases(
            *(
                (reader.truth(grant.when).fill_null(False), self._granted(grant))
                for grant in self._version.grants
            ),
            else_=ibis.null("string"),
        )
        return ibis.cases(
            (outcome == Outcome.NOT_MET.value, self._frame.context.page.otherwise.value),
            (outcome == Outcome.NOT_YET.value, Published.NOT_YET.value),
            (outcome == Outcome.BARRED.value, barred),
            (outcome == Outcome.MET.value, granted),
            else_=Published.REVIEW.value,
        )

    def _granted(self, grant: Grant) -> str:
        unattended = grant.answer in POSITIVE and self._version.confidence == "low"
        return Published.REVIEW.value if unattended else grant.answer.value

    def two_answers(self, outcome: ir.StringValue) -> ir.BooleanValue:
        """Whether two different answers are granted at once, which no page may do."""
        reader = self._read(ACTUAL)
        given = [
            any_of(
                reader.truth(grant.when).fill_null(False)
                for grant in self._version.grants
                if grant.answer is answer
            ).cast("int64")
            for answer in self._version.answers
        ]
        total = sum(given[1:], start=given[0])
        return (outcome == Outcome.MET.value) & (total > 1)

    def eligible_on(self, outcome: ir.StringValue) -> ir.DateValue:
        """First day on which the answer turns positive; null where it cannot be said."""
        reader = self._read(ACTUAL)
        has_waits = any(mode.waits_have_run for mode in self._modes)
        if not has_waits:
            return ibis.null("date")
        run = self._read(Mode(waits_have_run=True))
        days: list[ir.DateValue] = []
        sayable: ir.BooleanValue = ibis.literal(True, "boolean")
        for grant in self._version.grants:
            comes = run.truth(grant.when).fill_null(False)
            day = self._first_day(reader, grant)
            sayable = sayable & (~comes | day.notnull())
            days.append(ibis.ifelse(comes, day, ibis.null("date")))
        # A missing day does not count: DuckDB, PostgreSQL and Spark leave nulls out of LEAST.
        first = ibis.least(*days) if len(days) > 1 else days[0]
        last = self._version.span.last
        in_force = first <= ibis.literal(last, "date") if last else first.notnull()
        shown = (outcome == Outcome.NOT_YET.value) & sayable & in_force.fill_null(False)
        return ibis.ifelse(shown, first, ibis.null("date"))

    def _first_day(self, reader: Claims, grant: Grant) -> ir.DateValue:
        waits = list(joined_waits(grant.when, self._version))
        if not waits or None in waits:
            return ibis.null("date")
        days = [reader.first_day(wait) for wait in waits if wait is not None]
        all_known = all_of(day.notnull() for day in days)
        latest = days[0]
        for day in days[1:]:
            latest = ibis.greatest(latest, day)
        return ibis.ifelse(all_known, latest, ibis.null("date"))


def _said(outcome: Outcome) -> ir.StringValue:
    return ibis.literal(outcome.value, "string")
