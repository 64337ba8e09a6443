"""The plan of a sweep: every open case under the office's policies, and the order of work.

A sweep looks at all that is open on one day. Each open case stands in one group, so that nothing is
dropped: what is to be dismissed and what is not add up to what is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.engine.standing import version_on
from vacatur.engine.truth import Truth
from vacatur.errors import UsageError
from vacatur.law.answers import PageKind, Published
from vacatur.law.page import Page
from vacatur.office.court_records import CaseWarrants, CourtDate, CourtRecords
from vacatur.office.decisions import conditions_of, decisions_of
from vacatur.office.stale import StandingRun
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.record.terms import Disposition, Term
from vacatur.screening.screened import together

_STEPS = 4


class Group(Term):
    """What the policies make of an open case."""

    TO_DISMISS = "to_dismiss", "a policy declines every open charge"
    MIXED = "mixed", "a policy covers some open charges and not the others: an attorney looks"
    REVIEW = "review", "somebody must decide of a charge, or policies differ"
    DIVERTED = "diverted", "a policy sends a charge to diversion, and declines none"
    PROSECUTED = "prosecuted", "no policy stands in the way of the charges"
    NO_POLICY = "no_policy", "no policy speaks of the charges"
    NOT_KNOWN_OPEN = "not_known_open", "no charge is known to be open, and one may be"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCharge:
    """An open charge. `answer` is what follows from every policy that speaks of it.

    `is_covered`: a policy covers it, though perhaps something else sends it to an attorney.
    """

    charge_id: str
    words: str
    answer: Published
    is_covered: bool
    is_known_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCase:
    """An open case. `turn` is its place in the order of work; null: it is not to be dismissed.

    `court_date` null: none is recorded or, where `date_is_known` is false, nobody knows.
    """

    case_id: str
    case_number: str
    court: str
    group: Group
    turn: int | None
    charges: tuple[PlannedCharge, ...]
    warrants: CaseWarrants
    court_date: CourtDate | None
    date_is_known: bool

    @property
    def warrant_open(self) -> Truth:
        """Whether a warrant is open in it; null: not known."""
        return self.warrants.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPlan:
    """Every open case on a day, those to be dismissed first, in the order of work."""

    run: str
    as_of: date
    cases: tuple[PlannedCase, ...]

    def of(self, group: Group) -> tuple[PlannedCase, ...]:
        """The cases of a group."""
        return tuple(each for each in self.cases if each.group is group)

    @property
    def counts(self) -> Mapping[Group, int]:
        """How many cases stand in each group; together they are all."""
        found = Counter(each.group for each in self.cases)
        return {group: found[group] for group in Group}

    @property
    def offenses(self) -> Mapping[str, int]:
        """Charges to be dismissed by their words, the most frequent first."""
        words = (x.words for each in self.of(Group.TO_DISMISS) for x in each.charges)
        return dict(sorted(Counter(words).items(), key=lambda each: (-each[1], each[0])))


def plan_sweep(workspace: Workspace, run: StandingRun, *, progress: Progress) -> SweepPlan:
    """Plan a sweep of everything that was open on the day of a run.

    Raises
    ------
    UsageError
        The run was decided under no screening policy.
    """
    policies = _policies(run)
    progress("reading the open charges", 0, _STEPS)
    with workspace.connection() as connection:
        rows = _open_charges(workspace, connection, run.as_of)
        progress("reading the answers", 1, _STEPS)
        answers = _answers(connection, run, policies)
        covered = _covered(connection, run, policies)
    cases = [
        (list(group), case_id) for case_id, group in groupby(rows, key=lambda row: row["case_id"])
    ]
    progress("reading warrants and dates", 2, _STEPS)
    records, case_ids = CourtRecords(workspace), [case_id for _, case_id in cases]
    warrants = records.warrants(case_ids, as_of=run.as_of)
    dates = records.next_dates(case_ids, as_of=run.as_of) if records.has_schedule else {}
    planned = [
        _planned(group, answers, covered, warrants[case_id], dates) for group, case_id in cases
    ]
    progress("laying out the work", 3, _STEPS)
    ordered = tuple(_in_order(planned))
    progress("laying out the work", _STEPS, _STEPS)
    return SweepPlan(run=run.name, as_of=run.as_of, cases=ordered)


def _policies(run: StandingRun) -> list[Page]:
    pages = [page for page in run.rulebook.pages if page.kind is PageKind.SCREENING_POLICY]
    if not pages:
        raise UsageError(
            f"run [{run.name}] was decided under no screening policy",
            why="A page of law says what may be ended, and not what the office will end.",
            repair="Run [vacatur decide --law us-md-baltimore-city --as-of DAY] first.",
        )
    return pages


def _open_charges(workspace: Workspace, connection: Backend, as_of: date) -> list[dict[str, Any]]:
    """Each charge that is open on a day or may be, by case."""
    tables = workspace.records(connection)
    charges, cases = tables["charges"], tables["cases"]
    day = ibis.literal(as_of)
    pending = (charges.disposition == str(Disposition.PENDING)) | (charges.disposition_date > day)
    alleged_later = (charges.offense_date > day).fill_null(False)
    rows = charges.mutate(known_open=pending.fill_null(False)).filter(~alleged_later)
    rows = rows.filter(rows.known_open | rows.disposition.isnull())
    joined = rows.inner_join(
        cases.select("case_id", "court", case_number=cases.number), "case_id"
    ).select("case_id", "case_number", "court", "charge_id", "description", "statute", "known_open")
    found: list[dict[str, Any]] = joined.order_by("case_id", "charge_id").to_pyarrow().to_pylist()
    return found


def _answers(
    connection: Backend, run: StandingRun, policies: Sequence[Page]
) -> Mapping[str, Published]:
    """What follows for each charge from all policies that reach it."""
    decided = decisions_of(connection, run.folder)
    of_policies = decided.filter(decided.rule.isin([page.page_id for page in policies]))
    rows = of_policies.select("charge_id", "published").order_by("charge_id")
    pairs = groupby(rows.to_pyarrow().to_pylist(), key=lambda row: row["charge_id"])
    return {
        charge_id: together(Published(row["published"]) for row in group)
        for charge_id, group in pairs
    }


def _covered(connection: Backend, run: StandingRun, policies: Sequence[Page]) -> frozenset[str]:
    """Charges of which the condition of a policy's DECLINE is true, whatever else is."""
    found: set[str] = set()
    for page in policies:
        version = version_on(run.rulebook, page, run.as_of)
        names = [
            grant.when.name
            for grant in (version.grants if version else ())
            if grant.answer is Published.DECLINE
        ]
        if names:
            read = conditions_of(connection, run.folder, page.page_id)
            found |= _true_of(read, names)
    return frozenset(found)


def _true_of(read: ir.Table, names: Iterable[str]) -> set[str]:
    meets = ibis.or_(*(read[name].fill_null(False) for name in names))
    return set(read.filter(meets).charge_id.to_pyarrow().to_pylist())


def _planned(
    rows: Sequence[dict[str, Any]],
    answers: Mapping[str, Published],
    covered: frozenset[str],
    warrants: CaseWarrants,
    dates: Mapping[str, CourtDate | None],
) -> PlannedCase:
    first = rows[0]
    charges = tuple(
        PlannedCharge(
            charge_id=row["charge_id"],
            words=row["description"] or row["statute"] or "not recorded",
            answer=answers.get(row["charge_id"], Published.NO_POLICY),
            is_covered=row["charge_id"] in covered,
            is_known_open=row["known_open"],
        )
        for row in rows
    )
    return PlannedCase(
        case_id=first["case_id"],
        case_number=first["case_number"] or first["case_id"],
        court=first["court"] or "",
        group=group_of(charges),
        turn=None,
        charges=charges,
        warrants=warrants,
        court_date=dates.get(first["case_id"]),
        date_is_known=first["case_id"] in dates,
    )


def group_of(charges: Sequence[PlannedCharge]) -> Group:
    """What follows for a case from the answers of its open charges."""
    said = {each.answer for each in charges}
    covered = [each.is_covered for each in charges]
    if not any(each.is_known_open for each in charges):
        return Group.NOT_KNOWN_OPEN
    if said == {Published.DECLINE} and all(each.is_known_open for each in charges):
        return Group.TO_DISMISS
    if any(covered) and not all(covered):
        return Group.MIXED
    if said & {Published.REVIEW, Published.DECLINE} or not all(x.is_known_open for x in charges):
        return Group.REVIEW
    if Published.DIVERT in said:
        return Group.DIVERTED
    return Group.PROSECUTED if Published.PROSECUTE in said else Group.NO_POLICY


def _in_order(cases: Sequence[PlannedCase]) -> Iterator[PlannedCase]:
    """Those to be dismissed by turn; then the others, group by group."""
    groups = list(Group)
    order = sorted(cases, key=lambda each: (groups.index(each.group), *work_order(each)))
    for turn, each in enumerate(order, start=1):
        yield replace(each, turn=turn) if each.group is Group.TO_DISMISS else each


def work_order(case: PlannedCase) -> tuple[date, int, date, str]:
    """Where a case stands in the order of work: the smaller, the earlier.

    By date in court, the earliest first, and whatever has none at the end. On one day the cases
    with an open warrant come first, since the court is asked to recall it before the dismissal;
    then those of which nobody knows. Of warrants the oldest comes first.
    """
    doubts = {True: 0, None: 1, False: 2}
    issued = [each.issued_on for each in case.warrants.warrants if each.issued_on]
    day = case.court_date.day if case.court_date else date.max
    return day, doubts[case.warrant_open], min(issued, default=date.max), case.case_number
