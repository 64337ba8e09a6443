"""Deciding whole tables: the compiled rulebook over linked records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir

from vacatur.dates import Span
from vacatur.engine.compile.claims import CONDITION
from vacatur.engine.compile.context import Context, contexts, cut
from vacatur.engine.compile.frame import DAY, name_of
from vacatur.engine.compile.outcome import OutcomeColumns
from vacatur.engine.compile.page import PageFrame
from vacatur.engine.compile.verdicts import OffenseReader
from vacatur.engine.standing import verified_through
from vacatur.law.answers import Outcome, Published
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.tables import Records

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


def decide(rulebook: Rulebook, records: Records, *, as_of: Days) -> Mapping[str, PageDecisions]:
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

    Returns
    -------
    Mapping
        By page id. Unexecuted, but for the few offences that the charges cite.

    Notes
    -----
    Unknowns follow Kleene's strong connectives (Introduction to Metamathematics, 1952, § 64), as
    SQL's do; `engine.decide_one` is the reference and must agree row for row.
    """
    offenses = OffenseReader(rulebook, records["offenses"])
    return {
        page.page_id: PageDecisions(page, _decide_page(rulebook, page, records, offenses, as_of))
        for page in rulebook.pages
    }


def _decide_page(
    rulebook: Rulebook, page: Page, records: Records, offenses: OffenseReader, as_of: Days
) -> ir.Table:
    names = page.condition_names()
    parts = [
        part
        for verified in (True, False)
        for context, is_read in _pieces(rulebook, page)
        if (part := _piece(context, is_read, verified, records, offenses, as_of, names)) is not None
    ]
    parts += _unreadable(rulebook, page, records, offenses, as_of, names)
    return _united(parts)


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


def _piece(
    context: Context,
    is_read: bool,
    verified: bool,
    records: Records,
    offenses: OffenseReader,
    as_of: Days,
    names: tuple[str, ...],
) -> ir.Table | None:
    """The decisions of one span; None where no day of decision falls into it."""
    last_verified = verified_through(context.rulebook, context.page)
    days = _days_within(as_of, context.span, last_verified, verified=verified)
    if days is None:
        return None
    frame = PageFrame(context, records, offenses)
    modes = frame.modes()
    table = frame.with_neighbours(frame.charges(days))
    table = frame.with_conditions(frame.with_sets(table, modes))
    columns = OutcomeColumns(frame, table, modes)
    table = table.filter(columns.scope().fill_null(True))
    columns = OutcomeColumns(frame, table, modes)
    if not is_read:
        return _rows(table, names, outcome=Outcome.NOT_MET, published=context.page.otherwise)
    outcome = columns.outcome()
    if not verified:
        return _rows(
            table,
            names,
            outcome=Outcome.UNKNOWN,
            published=Published.REVIEW,
            last_verified=columns.published(outcome),
            two_answers=columns.two_answers(outcome),
            was_read=True,
        )
    return _rows(
        table,
        names,
        outcome=outcome,
        published=columns.published(outcome),
        eligible_on=columns.eligible_on(outcome),
        two_answers=columns.two_answers(outcome),
        was_read=True,
    )


def _unreadable(
    rulebook: Rulebook,
    page: Page,
    records: Records,
    offenses: OffenseReader,
    as_of: Days,
    names: tuple[str, ...],
) -> list[ir.Table]:
    """Offences after the last verified day: on the record, but no law was read for them."""
    last_verified = verified_through(rulebook, page)
    days = _unverified_days(as_of, last_verified)
    if days is None or page.version_on(last_verified) is None:
        return []
    context = next(c for c in contexts(rulebook, page) if last_verified in c.span)
    frame = PageFrame(context, records, offenses)
    table = frame.charges(days)
    last_day = ibis.literal(last_verified, "date")
    table = table.filter((table[name_of("charge", "offense_date")] > last_day).fill_null(False))
    table = frame.with_conditions(frame.with_sets(frame.with_neighbours(table), frame.modes()))
    scope = OutcomeColumns(frame, table, frame.modes()).scope()
    table = table.filter(scope.fill_null(True))
    return [_rows(table, names, outcome=Outcome.UNKNOWN, published=Published.REVIEW)]


def _rows(
    table: ir.Table,
    names: tuple[str, ...],
    *,
    outcome: ir.StringValue | Outcome,
    published: ir.StringValue | Published,
    eligible_on: ir.DateValue | None = None,
    last_verified: ir.StringValue | None = None,
    two_answers: ir.BooleanValue | None = None,
    was_read: bool = False,
) -> ir.Table:
    nothing = ibis.null("boolean")
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
        was_read=ibis.literal(was_read),
        **{
            CONDITION + name: table[CONDITION + name]
            if was_read and CONDITION + name in table.columns
            else nothing
            for name in names
        },
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
