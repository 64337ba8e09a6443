"""How unequal counts are, over who could have been counted: a ratio and a difference, always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vacatur.errors import FigureRefused, nearest
from vacatur.evidence import shares
from vacatur.evidence.denominators import Denominator, years_apart, years_between
from vacatur.evidence.figures import (
    FEWEST_RELIABLE,
    MOST_MISSING,
    WARN_MISSING,
    Caution,
    Comparison,
)
from vacatur.evidence.race_codes import GroupCounts
from vacatur.evidence.sources import DeclaredSource, Unit, refuse_across
from vacatur.figures import intervals
from vacatur.figures.intervals import LEVEL, Estimate, times

EVERYONE_ELSE = "everyone else"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigure:
    """One group: its count, share and rate, and how it compares with the reference."""

    group: str
    count: int
    denominator: float
    share: Estimate  # of the rows of known race
    rate: Estimate  # per `Disparity.per`, and a year where the denominator is a population
    reference_count: int | None  # None: it is not compared
    reference_denominator: float | None  # None: likewise
    reference_rate: Estimate | None  # None: likewise
    compared: Comparison | None  # None: it is the reference, or neither had an event
    not_compared_because: str  # "": it is compared
    cautions: tuple[Caution, ...]

    @property
    def unreliable(self) -> bool:
        """Whether it, or what it is compared with, has fewer than 20 events."""
        few = {Caution.FEW_EVENTS, Caution.FEW_REFERENCE_EVENTS}
        return not few.isdisjoint(self.cautions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disparity:
    """Every group of one count over one denominator. JSON, exhibit and page print this object."""

    source: DeclaredSource
    what: str
    denominator: Denominator
    years: float | None  # of the period; None: the denominator is closed, and no time runs
    per: int
    level: float
    known: int  # rows of known race
    missing: int
    groups: tuple[GroupFigure, ...]
    cautions: tuple[Caution, ...]

    @property
    def missing_share(self) -> float:
        return self.missing / (self.known + self.missing)

    def group(self, name: str) -> GroupFigure:
        """The figures of one group.

        Raises
        ------
        FigureRefused
            There is no such group; the nearest one is named.
        """
        found = {each.group: each for each in self.groups}
        if name not in found:
            raise _unknown_group(name, found)
        return found[name]


def disparity(
    counts: GroupCounts,
    denominator: Denominator,
    *,
    reference: str | None = None,
    per: int = 1000,
    level: float = LEVEL,
) -> Disparity:
    """Share, rate, ratio and difference of every group.

    Over a population, a count is Poisson over person-years (Byar, mid-P, MOVER). Over people
    stopped or cases referred, it is a part of a closed whole (Wilson, MOVER-R, Newcombe).

    Parameters
    ----------
    reference
        The group that the others are compared with; None: each one with everyone else.
    per
        How many residents, people or cases a rate is per.

    Raises
    ------
    FigureRefused
        Race is missing in more than 40 % of the rows; a group has a count and no denominator, or
        the other way about; the units or the years do not fit; more were counted than there are.
    """
    _require_known_race(counts)
    _require_same_groups(counts, denominator)
    _require_units(counts, denominator)
    apart = years_apart(denominator, counts.source)
    closed = denominator.kind.closed_unit is not None
    years = None if closed else years_between(counts.source.first, counts.source.last)
    _require_room(counts, denominator, years)
    if reference is not None and reference not in counts.by_group:
        raise _unknown_group(reference, counts.by_group)
    scale = _Scale(years=years, per=per, level=level)
    return Disparity(
        source=counts.source,
        what=counts.what,
        denominator=denominator,
        years=years,
        per=per,
        level=level,
        known=counts.known,
        missing=counts.missing,
        groups=tuple(
            _figure(group, counts, denominator, reference, scale) for group in counts.by_group
        ),
        cautions=_cautions(counts, denominator, apart),
    )


def over_each(
    counts: GroupCounts,
    denominators: Sequence[Denominator],
    *,
    reference: str | None = None,
    per: int = 1000,
    level: float = LEVEL,
) -> tuple[Disparity, ...]:
    """The same counts over several denominators, side by side.

    Raises
    ------
    FigureRefused
        Fewer than two kinds of denominator: the choice of one of them makes the figure.
    """
    kinds = {each.kind for each in denominators}
    if len(kinds) < 2 or len(kinds) < len(denominators):
        raise FigureRefused(
            f"[{len(kinds)}] kinds of denominator of [{len(denominators)}]",
            where=counts.source.name,
            why="Who could have been counted is a choice, and a reader sees what hangs on it.",
            repair="Give residents and one other, each of them once.",
        )
    return tuple(
        disparity(counts, each, reference=reference, per=per, level=level) for each in denominators
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    years: float | None
    per: int
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One side of a comparison: so many of so many."""

    count: int
    total: float

    def exposure(self, scale: _Scale) -> float:
        return self.total if scale.years is None else self.total * scale.years

    def rate(self, scale: _Scale) -> Estimate:
        exposure = self.exposure(scale)
        if scale.years is None:
            limits = intervals.share(self.count, int(self.total), level=scale.level)
        else:
            limits = intervals.rate(self.count, exposure, level=scale.level)
        return Estimate(value=self.count / exposure * scale.per, interval=times(limits, scale.per))


def _figure(
    group: str,
    counts: GroupCounts,
    denominator: Denominator,
    reference: str | None,
    scale: _Scale,
) -> GroupFigure:
    side = _Side(count=counts.by_group[group], total=denominator.by_group[group])
    others = (
        [each for each in counts.by_group if each != group] if reference is None else [reference]
    )
    other = _Side(
        count=sum(counts.by_group[each] for each in others),
        total=sum(denominator.by_group[each] for each in others),
    )
    why_not = ""
    if group == reference:
        why_not = "it is the reference"
    elif side.count + other.count == 0:
        why_not = "neither it nor the reference has an event"
    limits = intervals.share(side.count, counts.known, level=scale.level)
    found = GroupFigure(
        group=group,
        count=side.count,
        denominator=side.total,
        share=Estimate(value=side.count / counts.known, interval=limits),
        rate=side.rate(scale),
        reference_count=None if why_not else other.count,
        reference_denominator=None if why_not else other.total,
        reference_rate=None if why_not else other.rate(scale),
        compared=None if why_not else _compare(side, other, reference or EVERYONE_ELSE, scale),
        not_compared_because=why_not,
        cautions=_group_cautions(side, None if why_not else other, scale),
    )
    return warned(found, counts.missing)


def warned(figure: GroupFigure, missing: int) -> GroupFigure:
    """A figure that says whether so many rows without race could turn its comparison about."""
    cautions: tuple[Caution, ...] = tuple(
        x for x in figure.cautions if x is not Caution.RACE_COULD_TURN
    )
    if missing and _could_turn(figure, missing):
        cautions = (*cautions, Caution.RACE_COULD_TURN)
    return replace(figure, cautions=cautions)


def _could_turn(figure: GroupFigure, missing: int) -> bool:
    """Whether the sides change if all missing rows are of the one, or of the other."""
    count, other = figure.count, figure.reference_count
    if other is None or figure.reference_denominator is None:
        return False
    scale = figure.denominator / figure.reference_denominator
    gaps = (
        count - (other + missing) * scale,
        count - other * scale,
        count + missing - other * scale,
    )
    return not (min(gaps) > 0 or max(gaps) < 0)


def _compare(side: _Side, other: _Side, name: str, scale: _Scale) -> Comparison:
    sides = (side.count, side.exposure(scale), other.count, other.exposure(scale))
    if scale.years is None:
        closed = (side.count, int(side.total), other.count, int(other.total))
        ratio = shares.share_ratio(*closed, level=scale.level)
        gap = shares.share_difference(*closed, level=scale.level)
    else:
        ratio = intervals.rate_ratio(*sides, level=scale.level)
        gap = intervals.rate_difference(*sides, level=scale.level)
    one, two = sides[0] / sides[1], sides[2] / sides[3]
    return Comparison(
        reference=name,
        ratio=Estimate(value=one / two if other.count else None, interval=ratio),
        difference=Estimate(value=(one - two) * scale.per, interval=times(gap, scale.per)),
    )


def _group_cautions(side: _Side, other: _Side | None, scale: _Scale) -> tuple[Caution, ...]:
    smallest = scale.per if scale.years is not None else FEWEST_RELIABLE
    found = []
    if side.count < FEWEST_RELIABLE:
        found.append(Caution.FEW_EVENTS)
    if other is not None and other.count < FEWEST_RELIABLE:
        found.append(Caution.FEW_REFERENCE_EVENTS)
    if side.total < smallest or (other is not None and other.total < smallest):
        found.append(Caution.SMALL_DENOMINATOR)
    return tuple(found)


def _cautions(counts: GroupCounts, denominator: Denominator, apart: int) -> tuple[Caution, ...]:
    found = []
    if counts.missing > WARN_MISSING * counts.total:
        found.append(Caution.RACE_MISSING)
    if denominator.derived:
        found.append(Caution.DERIVED_DENOMINATOR)
    if apart:
        found.append(Caution.OTHER_YEAR)
    return tuple(found)


def require_enough_race(missing: int, total: int, *, where: str) -> None:
    """Refuse a figure by race where race is missing in more than 40 % of the rows."""
    if missing > MOST_MISSING * total:
        raise FigureRefused(
            f"race is missing in [{missing}] of [{total}] rows",
            where=where,
            why=f"More than {MOST_MISSING:.0%} missing can be hiding any answer.",
            repair="Get race from the arresting agency, or publish no figure by race.",
        )


def _require_known_race(counts: GroupCounts) -> None:
    require_enough_race(counts.missing, counts.total, where=counts.source.name)
    if counts.known == 0:
        raise FigureRefused(
            "nothing was counted",
            where=counts.source.name,
            why="A share of nothing says nothing.",
        )


def _require_same_groups(counts: GroupCounts, denominator: Denominator) -> None:
    for group in counts.by_group:
        if group not in denominator.by_group:
            raise FigureRefused(
                f"[{group}] was counted and has no denominator",
                where=denominator.place,
                why="A count over nobody is no rate.",
                repair=nearest(group, denominator.by_group),
            )
    for group in denominator.by_group:
        if group not in counts.by_group:
            raise FigureRefused(
                f"[{group}] has a denominator and was not counted",
                where=counts.source.name,
                why="That nothing is said of a group does not mean that it had none.",
                repair="State 0 where none was counted.",
            )


def _require_units(counts: GroupCounts, denominator: Denominator) -> None:
    if (unit := denominator.kind.closed_unit) is not None:
        refuse_across({counts.source.name: counts.source.unit, denominator.kind.value: unit})


def _require_room(counts: GroupCounts, denominator: Denominator, years: float | None) -> None:
    """More than the denominator only where one person may be counted any number of times."""
    unit = counts.source.unit
    if unit is Unit.EVENT:
        return
    longer = 1.0 if years is None or unit is Unit.PERSON else max(years, 1.0)
    for group, count in counts.by_group.items():
        if count > denominator.by_group[group] * longer:
            raise FigureRefused(
                f"[{count}] of [{denominator.by_group[group]:.0f}] {denominator.kind.definition}",
                where=group,
                why=f"A count by {unit.value} cannot be more than there are; events can.",
                repair="Look at the denominator, and at the unit that the source declares.",
            )


def _unknown_group(name: str, known: Mapping[str, object]) -> FigureRefused:
    return FigureRefused(
        f"[{name}] is no group of these counts",
        why="A figure of nobody would look like a figure of none.",
        repair=nearest(name, known),
    )
