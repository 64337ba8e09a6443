"""The plan of a sweep, in words."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.cli.words import NO_LAWYER, counted
from vacatur.office.sweep_plan import Group, PlannedCase, SweepPlan
from vacatur.office.sweep_sheet import to_dismiss_counts

_TOLD = {
    "warrant_open": "with an open warrant: the court is asked to recall it first",
    "warrant_not_known": "of which nobody knows whether a warrant is open: look",
    "no_warrant": "without an open warrant",
    "court_date": "with a date in court",
    "no_court_date": "without one; they come after the others",
    "court_date_not_known": "of which the export does not say: ask the clerk",
}
_WHERE_THERE = frozenset({"court_date_not_known"})
_WORDS = 40  # characters of an offense that are printed


def plan_in_words(plan: SweepPlan, *, limit: int) -> str:
    """The counts, and the first cases of the order of work."""
    return "\n".join([*_counts(plan), *_to_dismiss(plan), *_first(plan, limit), "", NO_LAWYER])


def _counts(plan: SweepPlan) -> Iterator[str]:
    yield f"{counted(len(plan.cases), 'case')} open on {plan.as_of}, by run {plan.run}"
    yield ""
    for group, count in plan.counts.items():
        yield f"  {count:>9,}  {group:<15} {group.definition}"
    added = " + ".join(f"{count:,}" for count in plan.counts.values())
    yield f"  {len(plan.cases):>9,}  = {added}"


def _to_dismiss(plan: SweepPlan) -> Iterator[str]:
    said = to_dismiss_counts(plan)
    yield ""
    yield f"To be dismissed: {counted(said['cases'], 'case')}, {counted(said['charges'], 'charge')}"
    for name, words in _TOLD.items():
        if said[name] or name not in _WHERE_THERE:
            yield f"  {said[name]:>9,}  {words}"
    for words, count in plan.offenses.items():
        yield f"  {count:>9,}  {words[:_WORDS]}"


def _first(plan: SweepPlan, limit: int) -> Iterator[str]:
    cases = plan.of(Group.TO_DISMISS)
    if not cases or not limit:
        return
    yield ""
    yield "The order of work:"
    yield from (_turn(each) for each in cases[:limit])
    if len(cases) > limit:
        yield f"  ... and {len(cases) - limit:,} more; [--out plan.csv] writes all of them"


def _turn(case: PlannedCase) -> str:
    date = case.court_date
    when = date.day.isoformat() if date else "no date" if case.date_is_known else "not known"
    room = f", room {date.room}" if date and date.room else ""
    warrant = {True: "recall the warrant first", None: "look for a warrant", False: "no warrant"}
    return f"  {case.turn:>5}  {when:<10}  {case.case_number}  {warrant[case.warrant_open]}{room}"
