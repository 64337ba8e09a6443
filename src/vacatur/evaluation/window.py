"""What a design looks at: one treated unit, its donors, and where the policy begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vacatur.errors import FigureRefused
from vacatur.evaluation.results import ComparedMonths
from vacatur.evaluation.series import Floats, Panel

FEWEST_BEFORE, FEWEST_AFTER = 24, 6
FEW_BEFORE, FEW_AFTER = 36, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A panel, its treated unit and donors, and the index of the first month under the policy."""

    panel: Panel
    treated: str
    donors: tuple[str, ...]
    start: int

    @property
    def before(self) -> int:
        """Months before the policy."""
        return self.start

    @property
    def after(self) -> int:
        """Months under the policy."""
        return len(self.panel.months) - self.start

    def treated_rates(self) -> Floats:
        """Logarithm of the treated unit's rate, by month."""
        rates: Floats = self.panel.log_rates()[self.panel.row(self.treated)]
        return rates

    def donor_rates(self) -> Floats:
        """Logarithm of the donors' rates, donors x months."""
        rows = [self.panel.row(each) for each in self.donors]
        rates: Floats = self.panel.log_rates()[rows]
        return rates

    def compared(self, before: int | None = None, after: int | None = None) -> ComparedMonths:
        """The months that are compared: so many on each side of the policy; None: all."""
        months = self.panel.months
        last = self.start + (self.after if after is None else after) - 1
        return ComparedMonths(
            before_first=months[self.start - (self.before if before is None else before)],
            before_last=months[self.start - 1],
            first=months[self.start],
            last=months[last],
        )

    def log_rates_over(self, first: int, end: int) -> Floats:
        """Logarithm of the rate over months first to end - 1 together; the treated unit is first.

        Of sums, and not a mean of logarithms, which a fall bends where months have few events.
        """
        weights = np.zeros(len(self.panel.months))
        weights[first:end] = 1
        return self._log_rates_by(weights)

    def log_rates_before(self) -> Floats:
        """The same of the months before, each as often as its month of the year is after.

        Half a year under the policy is compared with the same half of the years before it: a unit
        whose season is not its donors' would change with the half that is chosen.
        """
        calendar = np.array([month.month for month in self.panel.months])
        weights = np.zeros(len(calendar))
        for month in calendar[self.start :]:
            same = np.flatnonzero(calendar[: self.start] == month)
            weights[same] += 1 / max(1, len(same))
        return self._log_rates_by(weights)

    def _log_rates_by(self, weights: Floats) -> Floats:
        rows = [self.panel.row(each) for each in (self.treated, *self.donors)]
        counts = self.panel.counts[rows] @ weights
        people = self.panel.population[rows] @ weights
        rates: Floats = np.log(np.maximum(counts, 0.5) / people)
        return rates


def require_months(window: Window) -> tuple[str, ...]:
    """Refuse too few months, and warn of few.

    Raises
    ------
    FigureRefused
        Fewer than 24 months before, or 6 after.
    """
    if window.before < FEWEST_BEFORE or window.after < FEWEST_AFTER:
        raise FigureRefused(
            f"[{window.before}] months before the policy and [{window.after}] after are too few",
            where=window.panel.outcome,
            why="A season needs two years to be seen, and a change half a year.",
            repair=f"Give at least {FEWEST_BEFORE} whole months before and {FEWEST_AFTER} after.",
        )
    warnings = []
    if window.before < FEW_BEFORE:
        warnings.append(f"only {window.before} months before the policy; {FEW_BEFORE} are better")
    if window.after < FEW_AFTER:
        warnings.append(f"only {window.after} months under the policy; {FEW_AFTER} are better")
    return tuple(warnings)


def require_variation(window: Window) -> None:
    """Refuse rates that are the same in every month, and units that are copies of each other.

    Raises
    ------
    FigureRefused
        The treated unit's before the policy, or those of all its donors, do not vary; or two units
        have the same counts in every month before it.
    """
    rates = {window.treated: window.treated_rates()[None, : window.before]}
    if window.donors:
        rates["the donors"] = window.donor_rates()
    for name, each in rates.items():
        if (each.std(axis=1) > 1e-9).any():
            continue
        raise FigureRefused(
            f"the rate of [{name}] is the same in every month",
            where=window.panel.outcome,
            why="What is counted varies by chance; what does not was not counted.",
            repair="Look at the column, and at that of the population.",
        )
    _refuse_copies(window)


def _refuse_copies(window: Window) -> None:
    seen: dict[tuple[float, ...], str] = {}
    for unit in (window.treated, *window.donors):
        counts = tuple(window.panel.counts[window.panel.row(unit), : window.before].tolist())
        # Units with hardly an event can be alike by chance.
        if sum(counts) < len(counts):
            continue
        if counts in seen:
            raise FigureRefused(
                f"[{unit}] and [{seen[counts]}] have the same counts in every month before the "
                "policy",
                where=window.panel.outcome,
                why="A unit that stands twice makes chance look smaller than it is.",
                repair="Leave one of them out.",
            )
        seen[counts] = unit
