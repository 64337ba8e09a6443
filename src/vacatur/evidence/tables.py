"""A comparison of shares within strata: 2x2 tables, pooled by statsmodels where they agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2

from vacatur.errors import FigureRefused
from vacatur.evidence import shares
from vacatur.evidence.figures import Caution, Comparison
from vacatur.evidence.mantel_haenszel import Homogeneity, HomogeneityTest, RateStratum
from vacatur.evidence.strata import cautions_of, require_strata
from vacatur.figures.intervals import (
    FEWEST_FOR_TWO_BOUNDS,
    LEVEL,
    Estimate,
    Interval,
    Method,
    times,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStratum:
    """So many of so many on each side, in one stratum."""

    name: str
    count: int
    total: int
    reference_count: int
    reference_total: int

    @property
    def cells(self) -> list[list[int]]:
        """One row for each side: with the event, and without."""
        return [
            [self.count, self.total - self.count],
            [self.reference_count, self.reference_total - self.reference_count],
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFigure:
    """One stratum, or all of them together: the ratio and the difference of the shares."""

    name: str
    count: int
    total: int
    reference_count: int
    reference_total: int
    compared: Comparison | None  # None: neither side has an event
    odds_ratio: Estimate | None  # None: a cell is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class StratifiedTables:
    """Crude, by stratum, and pooled where a pooled figure may stand."""

    reference: str
    per: int
    crude: TableFigure
    strata: tuple[TableFigure, ...]
    homogeneity: Homogeneity | None  # None: too few events to test, or one stratum
    pooled: Comparison | None  # Mantel-Haenszel risk ratio and difference; None: see the cautions
    pooled_odds_ratio: Estimate | None  # None: likewise
    cautions: tuple[Caution, ...]


def stratify_tables(
    strata: Sequence[TableStratum], *, reference: str, per: int = 100, level: float = LEVEL
) -> StratifiedTables:
    """Compare shares within strata, and pool them by Mantel and Haenszel where they agree.

    Parameters
    ----------
    reference
        Whom the shares are compared with, in words.
    per
        The unit of differences: 100 for percentage points.

    Raises
    ------
    FigureRefused
        There are no strata, two of one name, a side of nobody, or a count that is more than all.
    """
    require_strata([_as_rates(each) for each in strata])
    for each in strata:
        if each.count > each.total or each.reference_count > each.reference_total:
            raise FigureRefused(
                "more than all were counted", where=each.name, why="A share is at most all."
            )
    whole = TableStratum(
        name="all",
        count=sum(each.count for each in strata),
        total=sum(each.total for each in strata),
        reference_count=sum(each.reference_count for each in strata),
        reference_total=sum(each.reference_total for each in strata),
    )
    crude = _figure(whole, reference, per, level)
    few = min(min(row) for row in whole.cells) < FEWEST_FOR_TWO_BOUNDS
    table = None if few else StratifiedTable([np.array(each.cells) for each in strata])
    tested = None if table is None else _homogeneity(table, len(strata))
    pooled = None if table is None else _pooled(strata, table, reference, per, level)
    cautions = cautions_of(crude.compared, pooled, tested)
    stands = Caution.STRATA_DIFFER not in cautions and Caution.NOT_TESTED not in cautions
    return StratifiedTables(
        reference=reference,
        per=per,
        crude=crude,
        strata=tuple(_figure(each, reference, per, level) for each in strata),
        homogeneity=tested,
        pooled=pooled if stands else None,
        pooled_odds_ratio=_odds_ratio(table, level) if stands and table is not None else None,
        cautions=cautions,
    )


def _as_rates(stratum: TableStratum) -> RateStratum:
    return RateStratum(
        name=stratum.name,
        count=stratum.count,
        exposure=stratum.total,
        reference_count=stratum.reference_count,
        reference_exposure=stratum.reference_total,
    )


def _figure(stratum: TableStratum, reference: str, per: int, level: float) -> TableFigure:
    sides = (stratum.count, stratum.total, stratum.reference_count, stratum.reference_total)
    one = stratum.count / stratum.total
    other = stratum.reference_count / stratum.reference_total
    compared = Comparison(
        reference=reference,
        ratio=Estimate(
            value=one / other if other else None,
            interval=shares.share_ratio(*sides, level=level),
        ),
        difference=Estimate(
            value=(one - other) * per,
            interval=times(shares.share_difference(*sides, level=level), per),
        ),
    )
    full = min(min(row) for row in stratum.cells) > 0
    return TableFigure(
        name=stratum.name,
        count=stratum.count,
        total=stratum.total,
        reference_count=stratum.reference_count,
        reference_total=stratum.reference_total,
        compared=compared if stratum.count + stratum.reference_count else None,
        odds_ratio=_odds_ratio(Table2x2(np.array(stratum.cells)), level) if full else None,
    )


def _odds_ratio(table: StratifiedTable | Table2x2, level: float) -> Estimate:
    """Of one table by the logarithm, of several pooled (Robins, Breslow, Greenland 1986)."""
    if isinstance(table, Table2x2):
        value, limits = table.oddsratio, table.oddsratio_confint(alpha=1 - level)
        method = Method.LOG_NORMAL
    else:
        value, limits = table.oddsratio_pooled, table.oddsratio_pooled_confint(alpha=1 - level)
        method = Method.MANTEL_HAENSZEL
    low, high = (float(each) for each in limits)
    return Estimate(
        value=float(value), interval=Interval(low=low, high=high, level=level, method=method)
    )


def _homogeneity(table: StratifiedTable, count: int) -> Homogeneity | None:
    """Breslow and Day's test; a table with an empty margin cannot be tested, and says so."""
    if count < 2:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        found = table.test_equal_odds(adjust=True)
    statistic, p = float(found.statistic), float(found.pvalue)
    sound = math.isfinite(statistic) and math.isfinite(p)
    return Homogeneity(
        test=HomogeneityTest.BRESLOW_DAY,
        statistic=statistic if sound else None,
        degrees=count - 1,
        p=p if sound else None,
    )


def _pooled(
    strata: Sequence[TableStratum],
    table: StratifiedTable,
    reference: str,
    per: int,
    level: float,
) -> Comparison:
    """The pooled risk ratio and risk difference; each side has an event in some stratum.

    The ratio is statsmodels'; its interval and the difference, which statsmodels has not, are of
    S. Greenland and J. M. Robins, Biometrics 41 (1985), 55.
    """
    z = float(norm.ppf((1 + level) / 2))
    ratio = float(table.riskratio_pooled)
    upper, lower, spread, weighed, gap, variance = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for each in strata:
        a, m, b, n = each.count, each.total, each.reference_count, each.reference_total
        both = m + n
        upper += a * n / both
        lower += b * m / both
        spread += ((a + b) * m * n - a * b * both) / both**2
        weight = m * n / both
        weighed += weight
        gap += weight * (a / m - b / n)
        variance += weight**2 * (a * (m - a) / m**3 + b * (n - b) / n**3)
    half = z * math.sqrt(spread / (upper * lower))
    gap_half = z * math.sqrt(variance) / weighed
    return Comparison(
        reference=reference,
        ratio=Estimate(
            value=ratio,
            interval=_interval(ratio * math.exp(-half), ratio * math.exp(half), level),
        ),
        difference=Estimate(
            value=gap / weighed * per,
            interval=_interval(
                (gap / weighed - gap_half) * per, (gap / weighed + gap_half) * per, level
            ),
        ),
    )


def _interval(low: float, high: float, level: float) -> Interval:
    return Interval(low=low, high=high, level=level, method=Method.MANTEL_HAENSZEL)
