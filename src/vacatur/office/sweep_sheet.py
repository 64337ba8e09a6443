"""The plan of a sweep as rows and as data. No name of a person is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vacatur.engine.truth import Truth
from vacatur.law.answers import Published
from vacatur.office.hand_csv import csv_text
from vacatur.office.spreadsheet import NO_LAWYER
from vacatur.office.sweep_plan import Group, PlannedCase, SweepPlan

COLUMNS = (
    "turn", "case_number", "group", "court_day", "time", "location", "room", "warrant_open",
    "warrants", "why_not_known", "declined", "others", "charges",
)  # fmt: skip
_SAID: Mapping[Truth, str] = {True: "yes", False: "no", None: "not known"}


def plan_csv(plan: SweepPlan) -> str:
    """One row for each open case, in the order of work."""
    return csv_text(COLUMNS, (_row(each) for each in plan.cases))


def plan_data(plan: SweepPlan) -> dict[str, Any]:
    """The same for a program, with the counts."""
    return {
        "run": plan.run,
        "as_of": plan.as_of.isoformat(),
        "open_cases": len(plan.cases),
        "groups": {str(group): count for group, count in plan.counts.items()},
        "to_dismiss": to_dismiss_counts(plan),
        "offenses": dict(plan.offenses),
        "cases": [_row(each) for each in plan.cases],
        "notice": NO_LAWYER,
    }


def to_dismiss_counts(plan: SweepPlan) -> dict[str, int]:
    """Of the cases to be dismissed: warrants, and dates in court."""
    cases = plan.of(Group.TO_DISMISS)
    return {
        "cases": len(cases),
        "charges": sum(len(each.charges) for each in cases),
        "warrant_open": sum(each.warrant_open is True for each in cases),
        "warrant_not_known": sum(each.warrant_open is None for each in cases),
        "no_warrant": sum(each.warrant_open is False for each in cases),
        "court_date": sum(each.court_date is not None for each in cases),
        "no_court_date": sum(each.court_date is None and each.date_is_known for each in cases),
        "court_date_not_known": sum(not each.date_is_known for each in cases),
    }


def _row(case: PlannedCase) -> dict[str, str]:
    date = case.court_date
    none = "none recorded" if case.date_is_known else "not known"
    declined = [x for x in case.charges if x.answer is Published.DECLINE]
    others = [x for x in case.charges if x.answer is not Published.DECLINE]
    return {
        "turn": str(case.turn or ""),
        "case_number": case.case_number,
        "group": str(case.group),
        "court_day": date.day.isoformat() if date else none,
        "time": date.time if date else "",
        "location": date.location if date else "",
        "room": date.room if date else "",
        "warrant_open": _SAID[case.warrant_open],
        "warrants": "; ".join(_warrants(case)),
        "why_not_known": case.warrants.why,
        "declined": "; ".join(each.charge_id for each in declined),
        "others": "; ".join(
            f"{each.charge_id}: {each.answer}{' (covered)' if each.is_covered else ''}"
            for each in others
        ),
        "charges": "; ".join(each.words for each in case.charges),
    }


def _warrants(case: PlannedCase) -> Iterator[str]:
    for each in case.warrants.warrants:
        issued = each.issued_on.isoformat() if each.issued_on else "on a day not recorded"
        yield f"{each.kind or 'kind not recorded'}, issued {issued}, {each.recorded or 'no status'}"
