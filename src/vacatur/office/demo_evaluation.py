"""The last part of the demonstration: two questions of which the answers are known.

In an invented county a policy made one kind of crime fall and left another alone. The report must
find the first, and say of the second that it could not tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.evaluation.designs import DESIGNS
from vacatur.evaluation.plan import load_plan
from vacatur.office.evaluating import evaluate_plan, freeze_plan
from vacatur.office.evaluation_limits import spoken
from vacatur.office.evaluation_told import headline
from vacatur.office.evaluation_writing import write_reports
from vacatur.office.hand_csv import csv_text
from vacatur.sample.policy_months import PLANTED, POLICY_YEAR, TREATED, county_months

OUTCOMES = ("robberies", "burglaries")
_PLAN = """\
question: Did reported {outcome} change in {county} after it stopped prosecuting possession?
data: months.csv
unit: county
time: month
outcome: {outcome}
treated: {county}
policy_date: {day}
dose: possession_arrests
placebo_outcomes: [frauds]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEvaluation:
    """One question: what was planted, as a share, and what the report says."""

    outcome: str
    planted: float  # 0: nothing; -.3: thirty per cent lower
    verdict: str
    said: str  # the sentence that is read first
    reason: str
    folder: Path


def make_evaluations(out: Path, *, seed: int, on: date) -> tuple[DemoEvaluation, ...]:
    """Write the months and a frozen plan for each question, and follow it to its reports.

    Parameters
    ----------
    out
        A folder that is not there yet.
    """
    out.mkdir()
    rows = [
        {"county": each.county, "month": each.month}
        | {name: str(count) for name, count in each.counts.items()}
        for each in county_months(seed)
    ]
    (out / "months.csv").write_text(csv_text(("county", "month", *PLANTED), rows), "utf-8")
    return tuple(_evaluated(out, outcome, on) for outcome in OUTCOMES)


def _evaluated(out: Path, outcome: str, on: date) -> DemoEvaluation:
    plan = out / f"{outcome}.yaml"
    told = _PLAN.format(outcome=outcome, county=TREATED, day=date(POLICY_YEAR, 1, 1))
    plan.write_text(told, "utf-8")
    freeze_plan(load_plan(plan, DESIGNS))
    done = evaluate_plan(plan)
    report = write_reports(done, out / outcome, on=on)
    main, verdict = headline(done), done.evaluation.verdict
    return DemoEvaluation(
        outcome=outcome,
        planted=PLANTED[outcome] - 1,
        verdict=spoken(verdict.word),
        said=main.sentence if main else "",
        reason=verdict.reasons[0],
        folder=report.folder,
    )
