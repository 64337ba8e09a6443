"""The days on which a page's answer for a charge can change, read off the page and the record.

An answer changes only when the law changes, when a fact becomes known, or when the page's own clock
strikes: a period has run, a day has come. Every such day is named here; a day too many does no
harm, since it is decided and joined with its neighbour.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from vacatur.dates import anniversary, days_after
from vacatur.engine.known import begins, case_as_known, findings_as_known, person_as_known
from vacatur.law import nodes as n
from vacatur.law.page import Page
from vacatur.law.reads import reads_of
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import walk
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.findings import Findings
from vacatur.record.person import Person
from vacatur.record.record import Record

ONE_DAY = timedelta(days=1)
# A page that looks through one of these sees every charge of the person.
_ALL_CHARGES = {n.SetName.PERSON_CHARGES, n.SetName.CHARGE_INCIDENT}
LIST_OF = {
    n.Entity.REGISTRATION: "registrations",
    n.Entity.WARRANT: "warrants",
    n.Entity.DIVERSION: "diversions",
    n.Entity.RELIEF: "relief",
    n.Entity.OBJECTION: "objections",
    n.Entity.VICTIM: "victims",
}


def turning_days(rulebook: Rulebook, page: Page, record: Record, charge: Charge) -> set[date]:
    """Every day on which the page's answer for a charge can differ from the day before.

    The record is as recorded, with nothing set aside; a search is taken to lie on its own day.
    """
    sight = _sight(rulebook, page, record, charge)
    searched = record.person.history_checked_on
    return {
        *_law_days(sight),
        *_record_days(sight),
        *_clock_days(sight),
        *(() if searched is None else _day_and_next(searched)),
    }


@dataclass(frozen=True)
class _Sight:
    """What one page can see from one charge.

    `charges` are those that it can reach, and `nodes` is everything that it and the pages that it
    names ask. `is_turned` says that a condition can be asked of another charge, which is then
    called `charge` there.
    """

    record: Record
    charge: Charge
    pages: tuple[Page, ...]
    nodes: tuple[n.Node, ...]
    columns: dict[n.Entity, tuple[str, ...]]
    charges: tuple[Charge, ...]
    is_turned: bool

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases of the charges in sight."""
        ids = {each.case_id for each in self.charges}
        return tuple(case for case in self.record.cases if case.case_id in ids)

    def seen(self, entity: n.Entity, row: Any) -> tuple[Any, ...]:
        """The columns of a row that the page reads."""
        return tuple(getattr(row, column) for column in self.columns[entity])


def _sight(rulebook: Rulebook, page: Page, record: Record, charge: Charge) -> _Sight:
    pages = rulebook.reached[page.page_id]
    nodes = tuple(
        node for each in pages for condition in each.conditions() for node in walk(condition.truth)
    )
    sets = {node.source for node in nodes if isinstance(node, n.RowSet)}
    if sets & _ALL_CHARGES:
        charges = tuple(record.charges())
    elif n.SetName.CASE_CHARGES in sets:
        charges = record.case_of(charge).charges
    else:
        charges = (charge,)
    return _Sight(
        record=record,
        charge=charge,
        pages=pages,
        nodes=nodes,
        columns=_columns(page, pages),
        charges=charges,
        is_turned=any(isinstance(node, n.Meets) for node in nodes),
    )


def _columns(page: Page, pages: tuple[Page, ...]) -> dict[n.Entity, tuple[str, ...]]:
    """The columns that a page reads, by kind of row."""
    reads = reads_of(page, pages)
    columns = {
        entity: tuple(read.column for read in reads if read.entity is entity) for entity in n.Entity
    }
    # A code is in use for a span of offence dates, and an incident is guessed from them.
    columns[n.Entity.CHARGE] += ("offense_date",)
    return columns


# ---- the law ----------------------------------------------------------------------------------


def _law_days(sight: _Sight) -> Iterator[date]:
    for page in sight.pages:
        for version in page.versions:
            yield from _edges(version.span.first, version.span.last)


def _edges(first: date | None, last: date | None) -> Iterator[date]:
    if first is not None:
        yield first
    if last is not None and last < date.max:
        yield last + ONE_DAY


# ---- facts that become known ------------------------------------------------------------------


def _record_days(sight: _Sight) -> Iterator[date]:
    """The days on which something that the page reads becomes known.

    A row changes on its own days only, so each is looked at alone.
    """
    for row, seen_on in _rows(sight):
        for day in _days_of(row):
            if day > date.min and seen_on(day) != seen_on(day - ONE_DAY):
                yield day


def _rows(sight: _Sight) -> Iterator[tuple[Any, Callable[[date], Any]]]:
    """Each row in sight, with what the page sees of it on a day."""
    person = sight.record.person
    yield person, partial(_seen_of_person, sight, person)
    for case in sight.cases:
        yield replace(case, charges=()), partial(_seen_of_case, sight, replace(case, charges=()))
    for charge in sight.charges:
        case = replace(sight.record.case_of(charge), charges=(charge,))
        yield charge, partial(_seen_of_charge, sight, case)
        findings = sight.record.findings.get(charge.charge_id)
        if findings is not None:
            yield findings, partial(_seen_of_findings, sight, findings)


def _seen_of_person(sight: _Sight, person: Person, day: date) -> Any:
    return sight.seen(n.Entity.PERSON, person_as_known(person, day))


def _seen_of_case(sight: _Sight, case: Case, day: date) -> Any:
    return sight.seen(n.Entity.CASE, case_as_known(case, day))


def _seen_of_charge(sight: _Sight, case: Case, day: date) -> Any:
    """Nothing before the charge begins."""
    return [sight.seen(n.Entity.CHARGE, each) for each in case_as_known(case, day).charges]


def _seen_of_findings(sight: _Sight, findings: Findings, day: date) -> Any:
    return sight.seen(n.Entity.FINDINGS, findings_as_known(findings, day))


def _days_of(row: Any) -> set[date]:
    """Every date that a row holds, with those of the lists that hang on it."""
    days: set[date] = set()
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, date):
            days.add(value)
        elif isinstance(value, tuple):
            days.update(*(_days_of(each) for each in value if is_dataclass(each)))
    return days


# ---- the clock of the page --------------------------------------------------------------------


def _clock_days(sight: _Sight) -> Iterator[date]:
    """The days on which a period has run, or a day that the page compares with `as_of` comes."""
    for node in sight.nodes:
        match node:
            case n.HasPassed():
                yield from _days_in(node.day, sight)
            case n.Waited():
                for since in _days_in(node.since, sight):
                    run = (
                        anniversary(since, node.years)
                        if node.years
                        else days_after(since, node.days)
                    )
                    yield from () if run is None else (run,)
            case n.NotWithin():
                for after in _days_in(node.after, sight):
                    run = anniversary(after, node.years)
                    yield from () if run is None else _day_and_next(run)
            case n.Before() | n.Equal() | n.LaterOf() if _asks_the_day(node):
                for day in _days_in(node, sight):
                    yield from _day_and_next(day)
            case n.AgeOn() if _asks_the_day(node):
                yield from _birthdays(sight)
            case n.DatedValue() if _asks_the_day(node):
                for page in sight.pages:
                    for row in page.amounts(node.name):
                        yield from _edges(row.in_force.first, row.in_force.last)
        if isinstance(node, n.Waited | n.NotWithin) and _asks_the_day(node):
            yield from _leap_days(sight)


def _asks_the_day(node: n.Node) -> bool:
    return any(isinstance(each, n.AsOf) for each in walk(node))


def _days_in(node: n.Node, sight: _Sight) -> set[date]:
    """Every day that a value can be: those written in the page and those of the rows it names."""
    days: set[date] = set()
    for each in walk(node):
        match each:
            case n.Literal(value=date() as day):
                days.add(day)
            case n.Field():
                held = (getattr(row, each.column) for row in _rows_named(each, sight))
                days.update(day for day in held if isinstance(day, date))
    return days


def _rows_named(field: n.Field, sight: _Sight) -> Iterable[Any]:
    """The rows that a name can stand for, wherever the condition is asked."""
    person, cases = sight.record.person, sight.cases
    findings = (sight.record.findings.get(each.charge_id) for each in sight.charges)
    match field.entity:
        case n.Entity.CHARGE if field.row == "charge" and not sight.is_turned:
            return (sight.charge,)
        case n.Entity.CHARGE:
            return sight.charges
        case n.Entity.CASE:
            return cases
        case n.Entity.PERSON:
            return (person,)
        case n.Entity.FINDINGS:
            return (each for each in findings if each is not None)
        case n.Entity.OBJECTION | n.Entity.VICTIM as listed:
            lists = (getattr(case, LIST_OF[listed]) or () for case in cases)
            return (row for rows in lists for row in rows)
        case listed:
            rows: tuple[Any, ...] = getattr(person, LIST_OF[listed]) or ()
            return rows


def _birthdays(sight: _Sight) -> Iterator[date]:
    """A person born on 29 February may be a year older on 28 February, and surely is on 1 March.

    On that 28 February the age is unknown in every year, even before the birth.
    """
    born = sight.record.person.birth_date
    if born is None:
        return
    if (born.month, born.day) == (2, 29):
        for year in _years(sight):
            march = date(year, 3, 1)
            yield from {date(year, 2, 28), march - ONE_DAY, march}
    else:
        yield from (born.replace(year=year) for year in range(born.year, _last_year(sight) + 1))


def _leap_days(sight: _Sight) -> Iterator[date]:
    """A period that starts on 29 February is unknown, even one that starts on `as_of`."""
    for year in filter(isleap, _years(sight)):
        yield from _day_and_next(date(year, 2, 29))


def _years(sight: _Sight) -> range:
    """Every year in which the charge exists and the page is read."""
    begun = begins(sight.charge)
    return range(begun.year if begun else date.min.year, _last_year(sight) + 1)


def _last_year(sight: _Sight) -> int:
    """The year after the last in which the page is read."""
    return min(max(page.verified_through for page in sight.pages).year + 1, date.max.year)


def _day_and_next(day: date) -> Iterator[date]:
    yield day
    if day < date.max:
        yield day + ONE_DAY
