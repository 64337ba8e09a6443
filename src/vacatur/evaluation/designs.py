"""The designs by name, and which of them the data allow. A new design is one more line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import FigureRefused
from vacatur.evaluation.calendar import COLLISION_MONTHS, Event, within
from vacatur.evaluation.differences import difference_in_differences, event_study, require_donors
from vacatur.evaluation.interrupted import interrupted_series
from vacatur.evaluation.results import DesignResult
from vacatur.evaluation.series import months_between
from vacatur.evaluation.two_dates import two_dates
from vacatur.evaluation.window import Window

# Always all of them, with what they found of themselves: `results.Comparisons`.
SYNTHETIC = "synthetic"
DESIGNS: Mapping[str, str] = {
    "interrupted": "interrupted time series of the treated unit alone",
    "differences": "difference in differences against the donors",
    "event_study": "the gap to the donors by half-years",
    "two_dates": "the policy's step beside the step of each other event",
    SYNTHETIC: "synthetic control in four ways, their placebos and variants",
}

COMPARISONS = frozenset({"differences", "event_study", SYNTHETIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A window, the events of its calendar, and the day of the policy."""

    window: Window
    events: tuple[Event, ...]
    policy_date: date


def run_designs(setting: Setting, names: Sequence[str] | None) -> tuple[DesignResult, ...]:
    """Every design that was asked for but "synthetic"; None: all, and one not used says why.

    Raises
    ------
    FigureRefused
        A design that the plan names cannot be used on these data; or there are donors, and too few.
    """
    asked = names if names is not None else tuple(DESIGNS)
    # A few donors are a mistake; none at all is a choice, and said of each comparison.
    if setting.window.donors and set(asked) & COMPARISONS:
        require_donors(setting.window)
    results: list[DesignResult] = []
    for name in asked:
        if name == SYNTHETIC:
            continue
        try:
            results += _RUN[name](setting)
        except FigureRefused as refusal:
            if names is not None:
                raise
            results.append(not_used(name, refusal))
    return tuple(results)


def not_used(name: str, refusal: FigureRefused) -> DesignResult:
    """The answer of a design that refused: no number, and the reason."""
    return DesignResult(
        design=name,
        estimate=None,
        low=None,
        high=None,
        p=None,
        p_floor=None,
        minimum_detectable=None,
        warnings=(refusal.what,),
        sentence=f"Not used: {refusal.what}. {refusal.why}".strip(),
    )


def _one(run: Callable[[Window], DesignResult]) -> Callable[[Setting], list[DesignResult]]:
    return lambda setting: [run(setting.window)]


def _each_event(setting: Setting) -> list[DesignResult]:
    """One result for each event inside the series that touched the unit; often none."""
    months = setting.window.panel.months
    inside = [
        event
        for event in within(setting.events, months[1], months[-1])
        if event.unit in (None, setting.window.treated)
        and months_between(event.on, months[-1]) >= COLLISION_MONTHS
    ]
    results, refusals = [], []
    for event in inside:
        try:
            results.append(two_dates(setting.window, event.on, event.name))
        except FigureRefused as refusal:
            refusals.append(refusal)
    # One event that cannot be told from the policy leaves the others, and has its own place.
    if refusals and not results:
        raise refusals[0]
    return [*results, *(not_used("two_dates", refusal) for refusal in refusals)]


_RUN: Mapping[str, Callable[[Setting], list[DesignResult]]] = {
    "interrupted": _one(interrupted_series),
    "differences": _one(difference_in_differences),
    "event_study": _one(event_study),
    "two_dates": _each_event,
}
