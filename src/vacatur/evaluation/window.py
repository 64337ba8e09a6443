"""What a design looks at: one treated unit, its donors, and where the policy begins."""

from __future__ import annotations

from dataclasses import dataclass

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
    """Refuse rates that are the same in every month: those are no counts of anything.

    Raises
    ------
    FigureRefused
        The treated unit's before the policy, or those of all its donors.
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
