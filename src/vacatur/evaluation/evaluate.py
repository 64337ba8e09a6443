"""An evaluation in its order: calendar, dose, what could be seen, and only then what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vacatur.errors import FigureRefused
from vacatur.evaluation.calendar import (
    Event,
    calendar_of,
    collisions,
    neighbours,
    refuse_changed_donors,
    refuse_unknown_units,
)
from vacatur.evaluation.calendar import within as within_months
from vacatur.evaluation.describe import Description, same_months
from vacatur.evaluation.designs import DESIGNS, SYNTHETIC, Setting, run_designs
from vacatur.evaluation.differences import FEWEST_DONORS, difference_in_differences
from vacatur.evaluation.dose import UNMEASURED, Dose, dose_of
from vacatur.evaluation.falsify import Falsification, falsify
from vacatur.evaluation.interrupted import interrupted_series
from vacatur.evaluation.plan import Plan
from vacatur.evaluation.results import Comparisons, DesignResult
from vacatur.evaluation.series import Panel
from vacatur.evaluation.verdict import Grounds, Verdict, judge
from vacatur.evaluation.window import Window, require_months, require_variation

# Reads one column of counts as a panel.
Reads = Callable[[str], Panel]
# What the designs that compare found; docs/evaluation.md, "Comparison designs".
Compares = Callable[[Window], Comparisons]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The whole answer. `results` is empty where no outcome was analysed."""

    plan: Plan
    verdict: Verdict
    events: tuple[Event, ...]  # within the series
    collisions: tuple[Event, ...]
    dose: Dose
    description: Description
    results: tuple[DesignResult, ...]
    placebos: Falsification
    window: Window  # the outcome, of which charts are drawn
    comparisons: Comparisons | None  # None: they were not asked, or the dose was too small


def evaluate(plan: Plan, reads: Reads, compares: Compares | None = None) -> Evaluation:
    """Follow a plan. The outcome is read after the dose, and no design runs on one too small.

    Raises
    ------
    FigureRefused
        The data or the plan cannot bear it; the message names what is missing.
    """
    events = calendar_of(plan.events)
    dose = dose_of(window_of(plan, reads(plan.dose))) if plan.dose else UNMEASURED
    panel = reads(plan.outcome)
    window = window_of(plan, panel)
    months = window.panel.months
    refuse_unknown_units(plan.events, panel.units)
    refuse_changed_donors(plan.events, window.donors, months[0], months[-1])
    require_months(window)
    require_variation(window)
    colliding = collisions(events, plan.policy_date, plan.treated)
    results: tuple[DesignResult, ...] = ()
    placebos = falsify({})
    comparisons: Comparisons | None = None
    if not dose.is_too_small:
        setting = Setting(window=window, events=events, policy_date=plan.policy_date)
        results = run_designs(setting, plan.designs)
        placebos = falsify(
            {name: _placebo(window_of(plan, reads(name))) for name in plan.placebo_outcomes}
        )
        if compares and SYNTHETIC in (DESIGNS if plan.designs is None else plan.designs):
            comparisons = compares(window)
    verdict = judge(
        Grounds(
            dose=dose,
            collisions=colliding,
            neighbours=neighbours(events, plan.policy_date, plan.treated, months[-1]),
            results=results,
            falsification=placebos,
            comparisons=comparisons,
        )
    )
    return Evaluation(
        plan=plan,
        verdict=verdict,
        events=within_months(events, months[0], months[-1]),
        collisions=colliding,
        dose=dose,
        description=same_months(window),
        results=(*results, *(comparisons.results if comparisons else ())),
        placebos=placebos,
        window=window,
        comparisons=comparisons,
    )


def window_of(plan: Plan, panel: Panel) -> Window:
    """The plan's unit, donors and first month in a panel.

    Raises
    ------
    FigureRefused
        A unit is not in the data, or the policy's day is outside the series.
    """
    panel.row(plan.treated)
    others = tuple(each for each in panel.units if each != plan.treated)
    donors = plan.donors if plan.donors is not None else others
    return Window(
        panel=panel.only((plan.treated, *donors)),
        treated=plan.treated,
        donors=donors,
        start=panel.first_after(plan.policy_date),
    )


def _placebo(window: Window) -> DesignResult:
    if not window.panel.counts[window.panel.row(window.treated)].any():
        raise FigureRefused(
            f"the placebo [{window.panel.outcome}] was never counted",
            repair="Name a column that holds something.",
        )
    if len(window.donors) >= FEWEST_DONORS:
        return difference_in_differences(window)
    return interrupted_series(window)
