"""An evaluation for another program: the object that the page and the papers are printed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite

from vacatur.evaluation.monthly import Monthly, monthly_of
from vacatur.evaluation.results import Comparisons, DesignResult
from vacatur.office.evaluating import Evaluated
from vacatur.office.evaluation_limits import cannot_say


def as_data(done: Evaluated) -> Mapping[str, object]:
    """The answer for another program."""
    told = done.evaluation
    monthly = monthly_of(told.window)
    return {
        "question": told.plan.question,
        "verdict": str(told.verdict.word),
        "reasons": list(told.verdict.reasons),
        "stamp": done.stamp,
        "plan_sha256": told.plan.sha256,
        "data_sha256": done.data_sha256,
        "outcome": told.plan.outcome,
        "treated": told.plan.treated,
        "policy_date": told.plan.policy_date.isoformat(),
        "events": [asdict(event) for event in told.events],
        "collisions": [event.name for event in told.collisions],
        "dose": asdict(told.dose),
        "description": asdict(told.description),
        "months": _months(monthly),
        "designs": [result_data(each) for each in told.results],
        "placebo_outcomes": {
            name: result_data(each) for name, each in told.placebos.results.items()
        },
        "placebo_outcomes_pass": told.placebos.passes,
        "gaps": None if monthly.is_small else _gaps(told.comparisons),
        "variants": _variants(told.comparisons),
        "cannot_say": list(cannot_say(told)),
        "deviations": list(done.deviations),
    }


def result_data(result: DesignResult) -> Mapping[str, object]:
    """One design's answer; a number that it does not give is null."""
    told = (result.low, result.high)
    # A limit that is not finite is none; JSON has no word for it.
    both = list(told) if all(each is not None and isfinite(each) for each in told) else None
    return {
        "design": result.design,
        "estimate": result.estimate,
        "interval": both,
        "p": result.p,
        "p_floor": result.p_floor,
        "minimum_detectable": result.minimum_detectable,
        "diagnostics": dict(result.diagnostics),
        "warnings": list(result.warnings),
        "sentence": result.sentence,
        "error": result.error,
        "error_of": result.error_of or None,
        "months": asdict(result.months) if result.months else None,
        "weights": dict(result.weights),
        "points": [asdict(each) for each in result.points],
    }


def _months(monthly: Monthly) -> object:
    """Null: some months count so few that they are not shown."""
    return None if monthly.is_small else [asdict(each) for each in monthly.months]


def _gaps(comparisons: Comparisons | None) -> object:
    gaps = comparisons.gaps if comparisons else None
    if gaps is None:
        return None
    return {
        "design": gaps.design,
        "periods": list(gaps.periods),
        "treated": [float(each) for each in gaps.gap],
        "placebos": {name: [float(x) for x in line] for name, line in gaps.placebos.items()},
        "left_out": gaps.left_out,
    }


def _variants(comparisons: Comparisons | None) -> list[object]:
    curve = comparisons.curve if comparisons else None
    told = curve.variants if curve else ()
    return [{"choices": dict(each.choices), "estimate": each.estimate} for each in told]
