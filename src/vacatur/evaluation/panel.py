"""A panel: units by periods, one unit treated from one period on.

A panel has no gaps. A missing month is not zero and is not guessed: it is refused by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vacatur.errors import FigureRefused, nearest

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

# Our judgement, as the specification's for controls: fewer make no comparison.
FEWEST_DONORS = 5
# Below this a fit before the policy is no test of anything.
FEWEST_BEFORE = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TreatedPanel:
    """One outcome of several units over the same periods.

    `outcomes` has the shape (units, periods), in any one unit of measure; rates, where units differ
    in size. `treated` is treated in `first_treated` and ever after; no other unit is at any time.

    Raises
    ------
    FigureRefused
        A name is unknown or stands twice, a value is missing, or donors or periods are too few.
    """

    units: tuple[str, ...]
    periods: tuple[str, ...]  # in order of time
    outcomes: Matrix
    treated: str
    first_treated: str

    def __post_init__(self) -> None:
        _require_shape(self)
        _require_known("unit", self.treated, self.units)
        _require_known("period", self.first_treated, self.periods)
        _require_complete(self)
        _require_enough(self)

    @property
    def donors(self) -> tuple[str, ...]:
        return tuple(unit for unit in self.units if unit != self.treated)

    @property
    def before(self) -> int:
        """How many periods lie before the first treated one."""
        return self.periods.index(self.first_treated)

    @property
    def treated_row(self) -> Vector:
        """The treated unit's outcomes, one for each period."""
        row: Vector = self.outcomes[self.units.index(self.treated)]
        return row

    @property
    def donor_rows(self) -> Matrix:
        """The donors' outcomes: (donors, periods)."""
        return np.delete(self.outcomes, self.units.index(self.treated), axis=0)

    def as_if_treated(self, donor: str) -> TreatedPanel:
        """The panel in which a donor was treated; the unit that was is left out, being no donor."""
        return self._keep([unit for unit in self.units if unit != self.treated], treated=donor)

    def without(self, donor: str) -> TreatedPanel:
        """The panel without one donor."""
        return self._keep([unit for unit in self.units if unit != donor], treated=self.treated)

    def as_if_from(self, period: str) -> TreatedPanel:
        """The periods before the policy alone, as if it had begun at one of them."""
        _require_known("period before the policy", period, self.periods[: self.before])
        return TreatedPanel(
            units=self.units,
            periods=self.periods[: self.before],
            outcomes=self.outcomes[:, : self.before],
            treated=self.treated,
            first_treated=period,
        )

    def since(self, period: str) -> TreatedPanel:
        """The panel from one period on."""
        first = self.periods.index(period)
        return TreatedPanel(
            units=self.units,
            periods=self.periods[first:],
            outcomes=self.outcomes[:, first:],
            treated=self.treated,
            first_treated=self.first_treated,
        )

    def _keep(self, units: Sequence[str], *, treated: str) -> TreatedPanel:
        kept = [self.units.index(unit) for unit in units]
        return TreatedPanel(
            units=tuple(units),
            periods=self.periods,
            outcomes=self.outcomes[kept],
            treated=treated,
            first_treated=self.first_treated,
        )


def panel_of_rows(
    rows: Iterable[tuple[str, str, float]], *, treated: str, first_treated: str
) -> TreatedPanel:
    """A panel of rows (unit, period, value); periods are sorted as text, so write them as ISO does.

    Raises
    ------
    FigureRefused
        A unit has no value of a period, or two; or as for `TreatedPanel`.
    """
    listed = [(str(unit), str(period), float(value)) for unit, period, value in rows]
    twice = [key for key, times in Counter(row[:2] for row in listed).items() if times > 1]
    if twice:
        raise FigureRefused(
            f"[{twice[0][0]}] has more than one value of [{twice[0][1]}]; "
            f"such pairs: [{len(twice)}]",
            why="One of them may be a partial count or a correction; the panel cannot tell which.",
            repair="Keep one row for each unit and period.",
        )
    units = tuple(sorted({row[0] for row in listed}))
    periods = tuple(sorted({row[1] for row in listed}))
    outcomes = np.full((len(units), len(periods)), np.nan)
    row_of = {unit: index for index, unit in enumerate(units)}
    column_of = {period: index for index, period in enumerate(periods)}
    for unit, period, value in listed:
        outcomes[row_of[unit], column_of[period]] = value
    return TreatedPanel(
        units=units,
        periods=periods,
        outcomes=outcomes,
        treated=treated,
        first_treated=first_treated,
    )


def _require_shape(panel: TreatedPanel) -> None:
    expected = (len(panel.units), len(panel.periods))
    if panel.outcomes.shape != expected:
        raise FigureRefused(
            f"a panel of [{expected[0]}] units and [{expected[1]}] periods has values of shape "
            f"[{panel.outcomes.shape}]"
        )
    for kind, names in (("unit", panel.units), ("period", panel.periods)):
        again = [name for name, times in Counter(names).items() if times > 1]
        if again:
            raise FigureRefused(f"{kind} [{again[0]}] stands twice in the panel")


def _require_known(kind: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise FigureRefused(f"the panel has no {kind} [{name}]", repair=nearest(name, known))


def _require_complete(panel: TreatedPanel) -> None:
    missing = np.argwhere(~np.isfinite(panel.outcomes))
    if len(missing):
        unit, period = (int(index) for index in missing[0])
        raise FigureRefused(
            f"[{panel.units[unit]}] has no value of [{panel.periods[period]}]; "
            f"values missing: [{len(missing)}]",
            why="A period without a value is not a period without events.",
            repair="Complete it, or leave the unit or the period out of the plan.",
        )


def _require_enough(panel: TreatedPanel) -> None:
    donors = len(panel.units) - 1
    if donors < FEWEST_DONORS:
        raise FigureRefused(
            f"[{donors}] donor(s), and a comparison needs [{FEWEST_DONORS}]",
            why=f"The smallest p that they can give is 1/{donors + 1}, whatever the policy did.",
            repair="Add units that had no such policy; [19] allow p to reach .05.",
        )
    if panel.before < FEWEST_BEFORE:
        raise FigureRefused(
            f"[{panel.before}] period(s) before [{panel.first_treated}], and a comparison needs "
            f"[{FEWEST_BEFORE}]",
            why="Units are made alike on the periods before the policy.",
            repair="Begin the series earlier.",
        )
