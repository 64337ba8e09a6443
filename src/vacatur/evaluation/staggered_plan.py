"""A plan about several offices that changed at different times, and the answer to it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from vacatur.errors import FigureRefused
from vacatur.evaluation import wording
from vacatur.evaluation.differences import FEWEST_DONORS, PRE_TREND_P
from vacatur.evaluation.plan_keys import day_at, names_at, require_keys, text_at
from vacatur.evaluation.results import LOGARITHM, ComparedMonths, DesignResult, Point
from vacatur.evaluation.series import Floats, Panel
from vacatur.evaluation.staggered import (
    Effect,
    GroupTimeEffects,
    StaggeredPanel,
    group_time_effects,
)
from vacatur.evaluation.verdict import Verdict, Word
from vacatur.yaml_nodes import Items, Keys, day_of, read_nodes

KIND = "staggered"
QUARTER = 3  # months of one period: a single month is too uneven to be what all is measured from
KEYS: Mapping[str, str] = {
    "kind": "staggered",
    "question": "what is asked, in one sentence",
    "data": "CSV or Parquet file, one row for each unit and month; read from the plan's folder",
    "unit": "column that names the unit, such as a city",
    "time": "column of the month, YYYY-MM or its first day",
    "outcome": "column that counts what the question is about",
    "population": "column of the population; left out: rates are counts",
    "adopted": "the units with the policy, each with [unit] and [date]",
    "never": "the units without it; left out: all other units",
    "complete_from": "first day that the data cover",
    "complete_through": "last day that the data cover",
}
_NEEDED = ("question", "data", "unit", "time", "outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaggeredPlan:
    """One plan, frozen; `sha256` is of the file's bytes."""

    path: Path
    sha256: str
    question: str
    data: Path
    unit: str
    time: str
    outcome: str
    population: str | None
    adopted: Mapping[str, date]
    never: tuple[str, ...] | None  # None: all other units
    complete_from: date | None
    complete_through: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaggeredEvaluation:
    """The mean effect over offices and quarters, by quarters since the policy and by office."""

    plan: StaggeredPlan
    result: DesignResult
    verdict: Verdict
    groups: Mapping[str, tuple[str, ...]]  # first whole quarter, and who changed in it
    compared_with: tuple[str, ...]


def load_staggered(path: Path) -> StaggeredPlan:
    """Read and freeze a plan. No data are read.

    Raises
    ------
    FigureRefused
        With the line: a key is not known or not there, a unit stands twice, or a day is no day.
    """
    root = read_nodes(path, FigureRefused)
    root.require_known(KEYS, "a plan of this kind")
    require_keys(root, _NEEDED, KEYS)
    adopted = _adopted(root)
    never = names_at(root, "never")
    if both := sorted({*adopted} & {*(never or ())}):
        raise root.nodes["never"].place.error(f"[{both[0]}] had the policy and never had it")
    return StaggeredPlan(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        question=text_at(root, "question") or "",
        data=path.parent / (text_at(root, "data") or ""),
        unit=text_at(root, "unit") or "",
        time=text_at(root, "time") or "",
        outcome=text_at(root, "outcome") or "",
        population=text_at(root, "population"),
        adopted=adopted,
        never=never,
        complete_from=day_at(root, "complete_from"),
        complete_through=day_at(root, "complete_through"),
    )


def _adopted(root: Keys) -> dict[str, date]:
    node = root.nodes.get("adopted")
    if not isinstance(node, Items):
        raise root.place.error(
            "the plan has no list [adopted]", repair=f"Write under [adopted]: {KEYS['adopted']}."
        )
    found: dict[str, date] = {}
    for each in node.nodes:
        unit = text_at(each, "unit") if isinstance(each, Keys) else None
        if not isinstance(each, Keys) or unit is None or "date" not in each.nodes:
            raise each.place.error("a unit that adopted has a [unit] and a [date]")
        each.require_known(("unit", "date"), "a unit that adopted")
        if unit in found:
            raise each.place.error(f"[{unit}] stands twice under [adopted]")
        found[unit] = day_of(each.nodes["date"])
    return found


def evaluate_staggered(plan: StaggeredPlan, panel: Panel) -> StaggeredEvaluation:
    """The group-time effects on log rates by quarters, pooled.

    Fewer than five offices that changed, or five that did not, are refused. The interval is a t
    interval with one degree of freedom less than the fewer of both: normal ones of so few are too
    narrow. That is ours, and not the paper's.

    Raises
    ------
    FigureRefused
        The data or the plan cannot bear it.
    """
    others = tuple(each for each in panel.units if each not in plan.adopted)
    never = others if plan.never is None else plan.never
    if len(never) < FEWEST_DONORS:
        raise FigureRefused(
            f"[{len(never)}] unit(s) without the policy",
            where=panel.outcome,
            why="Those that changed are compared with those that did not.",
            repair=f"Give at least [{FEWEST_DONORS}].",
        )
    units = (*plan.adopted, *never)
    quarters, rates = by_quarters(panel.only(units))
    first = [_first(plan.adopted.get(unit), quarters) for unit in units]
    found = group_time_effects(
        StaggeredPanel(
            periods=tuple(range(len(quarters))), outcomes=rates, first_treated=tuple(first)
        )
    )
    df = min(len(plan.adopted), len(never)) - 1
    result = _result(panel.outcome, found, quarters, df, len(never))
    groups = {
        f"{quarters[group]:%Y-%m}": tuple(
            u for u, g in zip(units, first, strict=True) if g == group
        )
        for group in found.panel.groups
    }
    return StaggeredEvaluation(
        plan=plan,
        result=result,
        verdict=_verdict(result),
        groups=groups,
        compared_with=never,
    )


def by_quarters(panel: Panel) -> tuple[tuple[date, ...], Floats]:
    """Whole calendar quarters by their first day, and log rates: (units, quarters)."""
    wanted = Counter(_quarter(month) for month in panel.months)
    whole = tuple(each for each, months in sorted(wanted.items()) if months == QUARTER)
    columns = [[m for m, month in enumerate(panel.months) if _quarter(month) == q] for q in whole]
    counts = np.column_stack([panel.counts[:, each].sum(axis=1) for each in columns])
    people = np.column_stack([panel.population[:, each].mean(axis=1) for each in columns])
    return whole, np.log(np.maximum(counts, 0.5) / people)


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // QUARTER * QUARTER + 1, 1)


def _first(adopted: date | None, quarters: tuple[date, ...]) -> int | None:
    """The first whole quarter on or after a day; None: never, or after the last one."""
    if adopted is None:
        return None
    return next((at for at, each in enumerate(quarters) if each >= adopted), None)


def _result(
    outcome: str, found: GroupTimeEffects, quarters: tuple[date, ...], df: int, never: int
) -> DesignResult:
    simple = found.simple
    half = float(student.ppf(0.975, df))
    value, low, high = _limits(simple, half)
    p = 2 * float(student.sf(abs(simple.estimate) / simple.error, df))
    points = []
    for since, effect in found.by_time.items():
        at, least, most = _limits(effect, half)
        first = since * QUARTER
        points.append(
            Point(first=first, last=first + QUARTER - 1, estimate=at, low=least, high=most)
        )
    offices = sum(each is not None for each in found.panel.first_treated)
    start = found.panel.groups[0]
    against = f"in {never} units without the policy"
    return DesignResult(
        design=KIND,
        estimate=value,
        low=low,
        high=high,
        p=p,
        p_floor=None,
        minimum_detectable=None,
        diagnostics={
            "offices": float(offices),
            "units_without": float(never),
            "df": float(df),
            "dynamic": float(np.expm1(found.dynamic.estimate)),
            "by_office": float(np.expm1(found.group.estimate)),
            "pre_trend_joint_p": _before(found),
            "controls": True,
        },
        sentence=wording.estimate(outcome, f"it would have been by the change {against}", value,
                                  low, high),
        error=simple.error,
        error_of=LOGARITHM,
        months=ComparedMonths(
            before_first=quarters[0],
            before_last=quarters[start - 1],
            first=quarters[start],
            last=quarters[-1],
        ),
        points=tuple(points),
    )  # fmt: skip


def _limits(effect: Effect, times: float) -> tuple[float, float, float]:
    half = times * effect.error
    value = effect.estimate
    return float(np.expm1(value)), float(np.expm1(value - half)), float(np.expm1(value + half))


def _before(found: GroupTimeEffects) -> float:
    """Whether any period before the policy stands out, after Bonferroni."""
    z = [abs(e.estimate) / e.error for since, e in found.by_time.items() if since < 0 and e.error]
    return min(1.0, len(z) * 2 * float(norm.sf(max(z)))) if z else 1.0


def _verdict(result: DesignResult) -> Verdict:
    """At most "consistent with": no placebo outcome and no curve stand behind it."""
    low, high = result.low or 0.0, result.high or 0.0
    if low <= 0 <= high:
        reason = (
            f"We could not tell. What the data allow is {wording.percent(low)} to "
            f"{wording.percent(high)}."
        )
        return Verdict(word=Word.CANNOT_ATTRIBUTE, reasons=(reason,))
    reasons = ["No placebo outcome, dose or specification curve stands behind this design."]
    if float(result.diagnostics["pre_trend_joint_p"]) < PRE_TREND_P:
        reasons.append("Before the policy the offices and the others moved apart.")
    return Verdict(word=Word.CONSISTENT_WITH, reasons=tuple(reasons))
