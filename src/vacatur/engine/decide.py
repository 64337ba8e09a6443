"""Deciding whole tables: the compiled rulebook over linked records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir

from vacatur.dates import Span
from vacatur.engine.compile.claims import CONDITION
from vacatur.engine.compile.context import Context, contexts, cut
from vacatur.engine.compile.frame import DAY, name_of
from vacatur.engine.compile.masks import begins
from vacatur.engine.compile.outcome import OutcomeColumns
from vacatur.engine.compile.page import PageFrame, ScopeFrame
from vacatur.engine.compile.shared import SharedCharges
from vacatur.engine.compile.stored import StoredConditions
from vacatur.engine.compile.verdicts import OffenseReader
from vacatur.engine.standing import verified_through
from vacatur.law.answers import Outcome, Published
from vacatur.law.nodes import Entity
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.tables import Records

Hold: TypeAlias = Callable[[Any], Any]


def unheld(table: ir.Table) -> ir.Table:
    """Keep a table as the expression it is."""
    return table


Days: TypeAlias = date | Any  # Any: an Ibis table, which has no type of its own


@dataclass(frozen=True)
class PageDecisions:
    """One page over whole tables, unexecuted.

    `table` has one row for each charge that the page reaches:

    - `charge_id`, `case_id`, `person_id`, strings
    - `outcome`, string: MET, NOT_MET, BARRED, NOT_YET, UNKNOWN or NEEDS_FINDING
    - `published`, string: what the page grants; REVIEW for UNKNOWN and NEEDS_FINDING
    - `eligible_on`, date: first day every period has run; null if unknown or not waiting
    - `last_verified`, string: the answer on the last verified day, where `as_of` lies later;
      null otherwise. It cannot be filed.
    - `two_answers`, boolean: an error of the page, to be refused by whoever executes this
    - `was_read`, boolean: false where the page was not in force, so that no condition was read
    - one nullable boolean for each named condition, prefixed `holds__`; null means unknown
    """

    page: Page
    table: ir.Table


def decide(
    rulebook: Rulebook,
    records: Records,
    *,
    as_of: Days,
    hold: Hold = unheld,
    shared: SharedDays | None = None,
    within: Span | None = None,
) -> Mapping[str, PageDecisions]:
    """Decide every charge under every page of a rulebook.

    Parameters
    ----------
    rulebook
        Checked pages.
    records
        The record tables, linked: every charge has a `person_id`.
    as_of
        Day on which the law is read and periods are measured: one for all, or a table
        (`person_id`, `as_of`) with one for each person.
    hold
        Given a page's candidates, returns the same rows; a run stores them, so that each set is
        counted from rows and not from the same joins again.
    shared
        What the pages share, where somebody reads it after this; None: it is made here, if `hold`
        stores.
    within
        Where `as_of` is a table: days within which all of its days lie, so that no other days of a
        page are compiled. None: nobody knows.

    Returns
    -------
    Mapping
        By page id. Unexecuted, but for the offences that the charges cite and what `hold` stores.

    Notes
    -----
    Unknowns follow Kleene's strong connectives (Introduction to Metamathematics, 1952, § 64), as
    SQL's do; `engine.decide_one` is the reference and must agree row for row.
    """
    if shared is None and hold is not unheld:
        shared = SharedDays(rulebook, records, hold)
    offenses = shared.offenses if shared else OffenseReader(rulebook, records["offenses"])
    return {
        page.page_id: PageDecisions(
            page,
            _PageDecider(rulebook, page, records, offenses, as_of, hold, shared, within).table(),
        )
        for page in rulebook.pages
    }


class SharedDays:
    """What the pages of a rulebook share, for each day on which some page is read.

    `hold` stores a table; `more` are columns, by row, to carry beside what the pages read.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        records: Records,
        hold: Hold,
        more: Mapping[str, set[str]] | None = None,
    ) -> None:
        self.offenses = OffenseReader(rulebook, records["offenses"])
        self._rulebook = rulebook
        self._records = records
        self._hold = hold
        self._more = more
        self._by_day: dict[date, SharedCharges] = {}

    def on(self, day: date) -> SharedCharges:
        """The charges as known on a day, with what every page that is read on it asks."""
        if day not in self._by_day:
            self._by_day[day] = self._read_on(day)
        return self._by_day[day]

    def _read_on(self, day: date) -> SharedCharges:
        records, offenses = self._records, self.offenses
        asked = [
            (context, tuple(c.truth for c in context.version.conditions.values()))
            for page in self._rulebook.pages
            for context, _ in _pieces(self._rulebook, page)
            if day in context.span
        ]
        on_the_day = ibis.literal(day, "date")
        shared = SharedCharges(records, offenses, on_the_day, asked, self._hold, self._more)
        shared.conditions = StoredConditions(shared, records, offenses, asked)
        return shared


class _PageDecider:
    """Decides one page, piece by piece of days within which no page that it rests on changes."""

    def __init__(
        self,
        rulebook: Rulebook,
        page: Page,
        records: Records,
        offenses: OffenseReader,
        as_of: Days,
        hold: Hold,
        shared: SharedDays | None,
        within: Span | None,
    ) -> None:
        self._within = within or Span(None, None)
        self._rulebook = rulebook
        self._page = page
        self._records = records
        self._offenses = offenses
        self._as_of = as_of
        self._hold = hold
        self._shared = shared
        self._last_verified = verified_through(rulebook, page)
        self._names = page.condition_names()

    def table(self) -> ir.Table:
        """The decisions of every piece, as one table."""
        parts = [
            part
            for verified in (True, False)
            for context, is_read in _pieces(self._rulebook, self._page)
            if (part := self._piece(context, is_read, verified)) is not None
        ]
        return _united([*parts, *self._offenses_after_the_law()])

    def _out_of_force(self, table: ir.Table, verified: bool) -> ir.Table:
        """Before its first day and after its last a page answers with its `otherwise`."""
        otherwise = self._page.otherwise
        if verified:
            return _rows(table, (), outcome=Outcome.NOT_MET, published=otherwise)
        last = _text(otherwise)
        review = Published.REVIEW
        return _rows(table, (), outcome=Outcome.UNKNOWN, published=review, last_verified=last)

    def _piece(self, context: Context, is_read: bool, verified: bool) -> ir.Table | None:
        """The decisions of one piece; None where no day of decision falls into it."""
        if not self._may_fall_into(context.span, verified):
            return None
        days = _days_within(self._as_of, context.span, self._last_verified, verified=verified)
        if days is None:
            return None
        frame = PageFrame(context, self._records, self._offenses, self._shared_charges())
        columns = self._columns(frame, frame.charges(days))
        if not is_read:
            return self._with_no_condition(self._out_of_force(columns.table, verified))
        outcome = columns.outcome()
        if not verified:
            return _rows(
                columns.table,
                self._names,
                outcome=Outcome.UNKNOWN,
                published=Published.REVIEW,
                last_verified=columns.published(outcome),
                two_answers=columns.two_answers(outcome),
            )
        return _rows(
            columns.table,
            self._names,
            outcome=outcome,
            published=columns.published(outcome),
            eligible_on=columns.eligible_on(outcome),
            two_answers=columns.two_answers(outcome),
        )

    def _may_fall_into(self, span: Span, verified: bool) -> bool:
        """Whether a day of decision may fall into a span, or for a later one the last verified."""
        first, last = self._within.first, self._within.last
        if verified:
            return span.meets(self._within) and (first is None or first <= self._last_verified)
        return last is None or last > self._last_verified

    def _shared_charges(self) -> SharedCharges | None:
        if self._shared is None or not isinstance(self._as_of, date):
            return None
        return self._shared.on(min(self._as_of, self._last_verified))

    def _columns(self, frame: PageFrame, charges: ir.Table) -> OutcomeColumns:
        """Conditions and outcomes of the charges that the page reaches, or may reach."""
        modes = frame.modes()
        candidates = frame.with_neighbours(charges)
        if not frame.is_shared:
            candidates = self._hold(candidates)
        table = frame.with_kept(frame.with_sets(candidates, modes))
        table = frame.with_conditions(table, modes)
        scope = OutcomeColumns(frame, table, modes).scope()
        return OutcomeColumns(frame, table.filter(scope.fill_null(True)), modes)

    def _offenses_after_the_law(self) -> Iterator[ir.Table]:
        """Offences after the last verified day: on the record, but no law was read for them."""
        days = _unverified_days(self._as_of, self._last_verified)
        if not self._may_fall_into(Span(None, None), False):
            return
        if days is None or self._page.version_on(self._last_verified) is None:
            return
        pieces = contexts(self._rulebook, self._page)
        context = next(piece for piece in pieces if self._last_verified in piece.span)
        frame = ScopeFrame(context, self._records, self._offenses)
        charges = frame.charges(days)
        last_day = ibis.literal(self._last_verified, "date")
        began = begins(Entity.CHARGE, lambda column: charges[name_of("charge", column)])
        later = (began > last_day).fill_null(False)
        reached = frame.reached(self._hold(frame.with_neighbours(charges.filter(later))))
        rows = _rows(reached, (), outcome=Outcome.UNKNOWN, published=Published.REVIEW)
        yield self._with_no_condition(rows)

    def _with_no_condition(self, rows: ir.Table) -> ir.Table:
        """Where no version was read, every condition is empty and the row says so."""
        nothing = {CONDITION + name: ibis.null("boolean") for name in self._names}
        return rows.mutate(was_read=ibis.literal(False), **nothing)


def _united(parts: list[ir.Table]) -> ir.Table:
    """All parts as one table; halves of halves, since SQL is written and read recursively."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return _united(parts[:middle]).union(_united(parts[middle:]))


def _pieces(rulebook: Rulebook, page: Page) -> Iterator[tuple[Context, bool]]:
    """Spans of days, each with the version to read; False = the page is not in force."""
    pieces = list(contexts(rulebook, page))
    first, last = pieces[0].span.first, pieces[-1].span.last
    one_day = timedelta(days=1)
    if first is not None:
        before = replace(pieces[0], span=Span(None, first - one_day))
        yield from ((piece, False) for piece in cut(before))
    yield from ((piece, True) for piece in pieces)
    if last is not None:
        after = replace(pieces[-1], span=Span(last + one_day, None))
        yield from ((piece, False) for piece in cut(after))


def _rows(
    table: ir.Table,
    names: tuple[str, ...],
    *,
    outcome: ir.StringValue | Outcome,
    published: ir.StringValue | Published,
    eligible_on: ir.DateValue | None = None,
    last_verified: ir.StringValue | None = None,
    two_answers: ir.BooleanValue | None = None,
) -> ir.Table:
    return table.select(
        charge_id=table[name_of("charge", "charge_id")],
        case_id=table[name_of("charge", "case_id")],
        person_id=table[name_of("charge", "person_id")],
        read_on=table[DAY],
        outcome=_text(outcome),
        published=_text(published),
        eligible_on=ibis.null("date") if eligible_on is None else eligible_on,
        last_verified=ibis.null("string") if last_verified is None else last_verified,
        two_answers=ibis.literal(False) if two_answers is None else two_answers,
        was_read=ibis.literal(True),
        **{CONDITION + name: table[CONDITION + name] for name in names},
    )


def _text(value: ir.StringValue | Outcome | Published) -> ir.StringValue:
    return ibis.literal(value.value, "string") if isinstance(value, Outcome | Published) else value


def _days_within(
    as_of: Days, span: Span, last_verified: date, *, verified: bool
) -> ir.Table | ir.DateValue | None:
    """The days on which to read, for decisions whose reading day falls into `span`.

    The reading day is `as_of`, or the last verified day where `as_of` lies later.
    """
    if isinstance(as_of, date):
        day = min(as_of, last_verified)
        fits = day in span and verified is (as_of <= last_verified)
        return ibis.literal(day, "date") if fits else None
    if not verified and last_verified not in span:
        return None
    last_day = ibis.literal(last_verified, "date")
    chosen = as_of.filter((as_of.as_of <= last_day) if verified else (as_of.as_of > last_day))
    day = chosen.as_of if verified else last_day
    days = chosen.select(chosen.person_id, day=day)
    if span.first:
        days = days.filter(days.day >= ibis.literal(span.first, "date"))
    if span.last:
        days = days.filter(days.day <= ibis.literal(span.last, "date"))
    return days


def _unverified_days(as_of: Days, last_verified: date) -> ir.Table | ir.DateValue | None:
    if isinstance(as_of, date):
        return ibis.literal(as_of, "date") if as_of > last_verified else None
    later = as_of.filter(as_of.as_of > ibis.literal(last_verified, "date"))
    return later.select(later.person_id, day=later.as_of)
