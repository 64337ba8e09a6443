"""What a comparison would be if race were known of all: as counted, at the worst, and imputed.

Nobody's race is guessed: imputation allots counts within a district, and no row and no person.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, t

from vacatur.errors import FigureRefused
from vacatur.evidence.denominators import Denominator, years_between
from vacatur.evidence.disparity import disparity
from vacatur.evidence.figures import WARN_MISSING, Caution, Comparison, require_count
from vacatur.evidence.race_codes import GroupCounts
from vacatur.figures.intervals import LEVEL, Estimate, Interval, Method

IMPUTATIONS = 20
# Jeffreys' prior of a multinomial: half a row of each group.
_PRIOR = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The counts of one district, within which race is taken to be missing at random."""

    name: str
    by_group: Mapping[str, int]
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """The comparison if every missing row were of one side. No interval: it is no estimate."""

    ratio: float | None  # None: the reference would have no event, and the ratio no end
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Imputed:
    """The comparison pooled over imputations."""

    ratio: Estimate
    difference: Estimate
    imputations: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRace:
    """One comparison, three ways."""

    group: str
    missing: int
    total: int
    per: int
    complete: Comparison  # rows of known race alone
    lowest: Extreme  # every missing row is of the reference
    highest: Extreme  # every missing row is of the group
    imputed: Imputed | None  # None: see `not_imputed_because`
    not_imputed_because: str  # "": it was imputed
    cautions: tuple[Caution, ...]


def missing_race(
    counts: GroupCounts,
    districts: Sequence[District],
    denominator: Denominator,
    group: str,
    *,
    seed: int,
    reference: str | None = None,
    imputations: int = IMPUTATIONS,
    per: int = 1000,
    level: float = LEVEL,
) -> MissingRace:
    """Complete case, worst-case bounds, and missing at random within district.

    Each imputation draws the groups' parts of a district from their posterior (Dirichlet, Jeffreys'
    prior), allots the missing rows by them, and compares; Rubin's rules pool the comparisons.

    Source: D. B. Rubin, Multiple Imputation for Nonresponse in Surveys (1987), ch. 3.

    Parameters
    ----------
    seed
        Of the draws, so that anyone can draw the same again.
    reference
        As for `disparity`; None: everyone else.

    Raises
    ------
    FigureRefused
        Race is missing in more than 40 % of the rows; the districts are not the counts; fewer than
        two imputations; the denominator is one whose own race is missing too.
    """
    if denominator.kind.closed_unit is not None:
        raise FigureRefused(
            f"race missing over [{denominator.kind.value}]",
            where=counts.source.name,
            why="Where race is missing in what is counted, it is missing in the whole too.",
            repair="Use residents, or get the race of the whole.",
        )
    if imputations < 2:
        raise FigureRefused(
            f"[{imputations}] imputations", why="One draw does not say how much draws differ."
        )
    _require_sum(counts, districts)
    found = disparity(counts, denominator, reference=reference, per=per, level=level)
    complete = found.group(group).compared
    if complete is None:
        raise FigureRefused(
            f"[{group}] is not compared: {found.group(group).not_compared_because}",
            where=counts.source.name,
            why="There is no comparison that missing race could change.",
        )
    sides = _Sides.of(counts, denominator, group, reference)
    why_not = _why_not(districts, sides, counts)
    imputed = None
    if not why_not:
        draws = _draw(counts, districts, seed=seed, imputations=imputations)
        imputed = _pool(draws, list(counts.by_group), sides, seed=seed, per=per, level=level)
        why_not = "" if imputed else "in an imputation one side has no event"
    many = counts.missing > WARN_MISSING * counts.total
    return MissingRace(
        group=group,
        missing=counts.missing,
        total=counts.total,
        per=per,
        complete=complete,
        lowest=sides.extreme(counts, to_group=0, to_others=counts.missing, per=per),
        highest=sides.extreme(counts, to_group=counts.missing, to_others=0, per=per),
        imputed=imputed,
        not_imputed_because=why_not,
        cautions=(Caution.RACE_MISSING,) if many else (),
    )


def require_claim(found: MissingRace) -> MissingRace:
    """Refuse to say who is counted more often where the missing rows could turn it about.

    Raises
    ------
    FigureRefused
        The bounds are not all on the side of the complete cases.
    """
    signs = {_sign(each) for each in (found.complete.difference.value, *_gaps(found))}
    if len(signs) > 1 or 0 in signs:
        raise FigureRefused(
            f"the [{found.missing}] rows without race could turn the comparison about",
            where=found.group,
            why="If they were all of one side, the other side would be counted more often.",
            repair="Get their race, or say that we could not tell.",
        )
    return found


def _gaps(found: MissingRace) -> tuple[float, float]:
    return found.lowest.difference, found.highest.difference


def _sign(value: float | None) -> int:
    assert value is not None, "a difference of two rates always has a value"
    return (value > 0) - (value < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """Which groups are compared, and over how many person-years."""

    group: str
    others: tuple[str, ...]
    exposure: float
    other_exposure: float

    @classmethod
    def of(
        cls, counts: GroupCounts, denominator: Denominator, group: str, reference: str | None
    ) -> _Sides:
        years = years_between(counts.source.first, counts.source.last)
        others = tuple(
            each
            for each in counts.by_group
            if each != group and (reference is None or each == reference)
        )
        return cls(
            group=group,
            others=others,
            exposure=denominator.by_group[group] * years,
            other_exposure=sum(denominator.by_group[each] for each in others) * years,
        )

    def extreme(self, counts: GroupCounts, *, to_group: int, to_others: int, per: int) -> Extreme:
        one = (counts.by_group[self.group] + to_group) / self.exposure
        others = sum(counts.by_group[each] for each in self.others) + to_others
        other = others / self.other_exposure
        return Extreme(ratio=one / other if others else None, difference=(one - other) * per)


def _require_sum(counts: GroupCounts, districts: Sequence[District]) -> None:
    for each in districts:
        require_count(each.missing, where=each.name)
        for count in each.by_group.values():
            require_count(count, where=each.name)
    groups = set(counts.by_group).union(*(each.by_group for each in districts))
    unlike = [
        group
        for group in sorted(groups)
        if sum(each.by_group.get(group, 0) for each in districts) != counts.by_group.get(group)
    ]
    if unlike or sum(each.missing for each in districts) != counts.missing:
        raise FigureRefused(
            f"the districts do not add up to the counts: [{(*unlike, 'missing')[0]}]",
            where=counts.source.name,
            why="Rows that are in no district would be left out.",
            repair="Make a district of the rows whose district is not known.",
        )


def _why_not(districts: Sequence[District], sides: _Sides, counts: GroupCounts) -> str:
    for each in districts:
        if each.missing and not sum(each.by_group.values()):
            return f"race is known of nobody in district [{each.name}]"
    if not counts.by_group[sides.group] or not any(counts.by_group[each] for each in sides.others):
        return "one side has no event"
    return ""


def _draw(
    counts: GroupCounts, districts: Sequence[District], *, seed: int, imputations: int
) -> np.ndarray:
    """Counts of every imputation (rows) and group (columns), in the order of `counts.by_group`."""
    random = np.random.default_rng(seed)
    groups = list(counts.by_group)
    drawn = np.zeros((imputations, len(groups)), dtype=np.int64)
    drawn += np.array([counts.by_group[group] for group in groups])
    for each in districts:
        if not each.missing:
            continue
        known = np.array([each.by_group.get(group, 0) for group in groups], dtype=float)
        parts = random.dirichlet(known + _PRIOR, size=imputations)
        drawn += random.multinomial(each.missing, parts)
    return drawn


def _pool(
    draws: np.ndarray, groups: list[str], sides: _Sides, *, seed: int, per: int, level: float
) -> Imputed | None:
    one = draws[:, groups.index(sides.group)].astype(float)
    other = draws[:, [groups.index(each) for each in sides.others]].sum(axis=1).astype(float)
    if one.min() == 0 or other.min() == 0:
        return None
    logs = np.log(one / sides.exposure) - np.log(other / sides.other_exposure)
    ratio = pool(logs, 1 / one + 1 / other, level=level)
    gaps = one / sides.exposure - other / sides.other_exposure
    gap = pool(gaps, one / sides.exposure**2 + other / sides.other_exposure**2, level=level)
    return Imputed(
        ratio=_estimate(*(math.exp(each) for each in ratio), level=level),
        difference=_estimate(*(each * per for each in gap), level=level),
        imputations=len(draws),
        seed=seed,
    )


def pool(values: np.ndarray, variances: np.ndarray, *, level: float) -> tuple[float, float, float]:
    """Pool estimates of imputations by Rubin's rules: value, low, high.

    Source: D. B. Rubin (1987), eqs. 3.1.2 to 3.1.8: total variance W + (1 + 1/m) B, and
    (m - 1) (1 + W / ((1 + 1/m) B))^2 degrees of freedom.
    """
    m = len(values)
    value, within = float(values.mean()), float(variances.mean())
    between = (1 + 1 / m) * float(values.var(ddof=1))
    tail = (1 + level) / 2
    if between == 0:
        times = float(norm.ppf(tail))
    else:
        times = float(t.ppf(tail, (m - 1) * (1 + within / between) ** 2))
    half = times * math.sqrt(within + between)
    return value, value - half, value + half


def _estimate(value: float, low: float, high: float, *, level: float) -> Estimate:
    return Estimate(
        value=value, interval=Interval(low=low, high=high, level=level, method=Method.RUBIN)
    )
