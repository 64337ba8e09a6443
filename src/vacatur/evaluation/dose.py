"""Whether practice changed at all: where it did not, there is no effect to be sought."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vacatur.evaluation.describe import same_months
from vacatur.evaluation.window import Window
from vacatur.evaluation.wording import percent

LEAST_DOSE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much practice changed under the policy, as a share. `change` None: nobody measured it.

    `donors_change` is the median donor's; None: it has none to be measured.
    """

    change: float | None
    sentence: str
    donors_change: float | None = None

    @property
    def is_too_small(self) -> bool:
        """Whether it was measured and is less than a quarter: then no outcome is looked at."""
        return self.change is not None and abs(self.change) < LEAST_DOSE

    @property
    def is_shared(self) -> bool:
        """Whether donors changed so much too that less than a quarter is the unit's own."""
        if self.change is None or self.donors_change is None or self.donors_change <= -1:
            return False
        return abs((1 + self.change) / (1 + self.donors_change) - 1) < LEAST_DOSE


UNMEASURED = Dose(
    change=None,
    sentence="Whether practice changed was not measured. Name under [dose] the column that counts "
    "what the policy is about, such as arrests or charges filed.",
)


def dose_of(window: Window) -> Dose:
    """The change of practice: months under the policy against the same months before it."""
    told = same_months(window)
    change = told.change
    if change is None:
        return Dose(
            change=None, sentence="Before the policy nothing was counted: no dose is known."
        )
    said = (
        f"[{window.panel.outcome}], which the policy is about, was {percent(change)} in "
        f"{told.first:%Y-%m} to {told.last:%Y-%m} than a year before."
    )
    if abs(change) < LEAST_DOSE:
        said += " That is less than 25 %: practice hardly changed, so no outcome is analysed."
    alike = [same_months(replace(window, treated=donor)).change for donor in window.donors]
    known = [each for each in alike if each is not None]
    dose = Dose(
        change=change, sentence=said, donors_change=float(np.median(known)) if known else None
    )
    if dose.is_shared and not dose.is_too_small:
        said += (
            f" Its donors were {percent(dose.donors_change or 0.0)}: practice changed without the "
            "policy too."
        )
    return replace(dose, sentence=said)
