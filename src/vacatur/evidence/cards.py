"""The claim card of each figure: what stands on it is printed from the figure."""

from __future__ import annotations

from vacatur.errors import FigureRefused
from vacatur.evidence.benchmark import Sensitivity
from vacatur.evidence.claims import ClaimCard
from vacatur.evidence.cohort import DecidedBy, End, Stage
from vacatur.evidence.disparity import Disparity, GroupFigure
from vacatur.evidence.figures import Caution
from vacatur.evidence.funnel import Funnel
from vacatur.evidence.missing_race import MissingRace
from vacatur.evidence.printed import (
    cited,
    in_a_hundred,
    level,
    number,
    percent,
    percents,
    period,
    sentence,
    spread,
    value_and_spread,
)
from vacatur.evidence.resources import ResourceFigure
from vacatur.evidence.sources import DeclaredSource
from vacatur.evidence.strata import Stratified
from vacatur.evidence.tables import StratifiedTables
from vacatur.evidence.unlinked import BoundedShare
from vacatur.evidence.wording_of_cases import ranges
from vacatur.figures.intervals import Estimate

NOT_WHY = "It does not show why: not what anyone intended, and not what a policy did."


def cards_of_disparity(found: Disparity, group: str) -> dict[str, ClaimCard]:
    """The cards of one group, by name.

    `share` and `rate`; where it is compared also `reference_rate`, `ratio` and `difference`.
    """
    figure = found.group(group)
    shared = figure.share
    assert shared.value is not None
    cards = {
        "share": _card(
            found,
            figure,
            said=f"{percent(shared.value)} ({in_a_hundred(shared.value)} of every 100; "
            f"{figure.count:,} of {found.known:,})",
            interval=f"{level(shared.interval)} {percents(shared.interval)}",
        ),
        "rate": _card(found, figure, said=_value(figure.rate), interval=_limits(figure.rate)),
    }
    if figure.compared is not None and figure.reference_rate is not None:
        cards["reference_rate"] = _card(
            found,
            figure,
            said=_value(figure.reference_rate),
            interval=_limits(figure.reference_rate),
        )
        for name in ("ratio", "difference"):
            estimate = getattr(figure.compared, name)
            said = f"{_value(estimate)}, against {figure.compared.reference}"
            cards[name] = _card(found, figure, said=said, interval=_limits(estimate))
    return cards


def card_of_funnel(found: Funnel, kind: Stage | End | DecidedBy, days: int) -> ClaimCard:
    """The card of one stage, end or deciding body at one horizon.

    Raises
    ------
    FigureRefused
        No case was followed for so long.
    """
    figure = found.at(kind, days)
    if figure.estimate is None or figure.estimate.value is None:
        raise FigureRefused(
            f"[{kind}] by [{days}] days has no estimate",
            where=found.label,
            why="No case was followed for so long.",
        )
    limits = figure.estimate.interval
    left = sum(found.left_out.values())
    return ClaimCard(
        number=f"{in_a_hundred(figure.estimate.value)} in 100 by {days} days: {kind.definition}",
        interval=f"{level(limits)} {percent(limits.low or 0, sign='')} to "
        f"{percent(limits.high or 1, sign='')} ({limits.method.definition})",
        denominator=f"{figure.total:,} cases of {found.label}, followed to {found.followed_to}",
        missing=f"{figure.open:,} still open, {figure.not_followed:,} open when last seen; "
        f"{left:,} could not be followed; {found.open:,} open on the last day",
        source=cited(found.source),
        does_not_show=NOT_WHY,
    )


def card_of_bound(found: BoundedShare) -> ClaimCard:
    """The card of a share of which a bound is known alone."""
    assert found.bound.value is not None
    limits = found.bound.interval
    return ClaimCard(
        number=f"{found.side.definition}: {in_a_hundred(found.bound.value)} in 100 "
        f"({percent(found.bound.value)})",
        interval=f"{level(limits)} {percents(limits)} at the bound",
        denominator=f"{found.count} of {found.total}",
        missing="the status of open cases is not known",
        source=f"Said by {found.said_by}.",
        does_not_show=f"It is no percentage. {NOT_WHY}",
    )


def card_of_missing(found: MissingRace, source: DeclaredSource) -> ClaimCard:
    """The card of what the rows without race could change."""
    lowest, highest = (
        "no limit" if each.ratio is None else number(each.ratio)
        for each in (found.lowest, found.highest)
    )
    imputed = found.not_imputed_because
    if found.imputed is not None:
        imputed = (
            f"{value_and_spread(found.imputed.ratio)}, {found.imputed.imputations} imputations, "
            f"seed {found.imputed.seed}"
        )
    return ClaimCard(
        number=f"{found.group}: {_value(found.complete.ratio)} where race is known",
        interval=f"{_limits(found.complete.ratio)}; {lowest} to {highest} at the worst; missing at "
        f"random within districts: {imputed}; difference {number(found.lowest.difference)} to "
        f"{number(found.highest.difference)} at the worst",
        denominator=f"per {found.per:,} a year, against {found.complete.reference}",
        missing=f"race not recorded for {found.missing:,} of {found.total:,}",
        source=cited(source),
        does_not_show=f"It does not show anybody's race. {NOT_WHY}",
    )


def card_of_use(found: Sensitivity, ratio: ClaimCard) -> ClaimCard:
    """The card of ratios per user, beside the card of the ratio per resident."""
    rows = "; ".join(f"{each.use:g}: {value_and_spread(each.per_user)}" for each in found.rows)
    tipping = "none" if found.tipping is None else number(found.tipping)
    return ClaimCard(
        number=f"ratio for each one who uses, by assumed use: {rows}; tipping point: {tipping}",
        interval=_limits(found.ratio),
        denominator=f"assumed use, which nobody counted; {ratio.denominator}",
        missing=ratio.missing,
        source=ratio.source,
        does_not_show=f"It does not show who uses. {NOT_WHY}",
    )


def card_of_strata(
    found: Stratified | StratifiedTables, *, by: str, source: DeclaredSource
) -> ClaimCard:
    """The card of a figure that is pooled over strata, or of strata that have none."""
    if found.pooled is None:
        said, interval = "no single figure", "that of each stratum, by itself"
        if Caution.STRATA_DIFFER in found.cautions:
            ratios, gaps = ranges(found)
            said = f"no single figure: ratios {ratios}, differences {gaps} for every {found.per:,}"
    else:
        ratio, gap = found.pooled.ratio, found.pooled.difference
        said = f"{_value(ratio)} times, and {_value(gap)} for every {found.per:,}"
        interval = f"{_limits(ratio)}; {_limits(gap)}"
    return ClaimCard(
        number=said,
        interval=interval,
        denominator=f"by {by}, against {found.reference}",
        missing="rows whose stratum is not known are left out",
        source=cited(source),
        does_not_show=f"It holds {by} equal, and nothing else. {NOT_WHY}",
    )


def card_of_resource(found: ResourceFigure) -> ClaimCard:
    """The card of what was spent, or was not."""
    costs = "; ".join(
        f"{cost.mid:g} ({cost.low:g} to {cost.high:g}) for each {cost.per.value}, {cost.said_by}, "
        f"{cost.year}"
        for cost in found.costs
    )
    return ClaimCard(
        number=f"{_value(found.amount)} {found.resource.definition}, {found.kind.definition}",
        interval=_limits(found.amount),
        denominator=f"{value_and_spread(found.number)} {found.what}; declared: {costs}",
        missing="what no source counted is not in it",
        source=" ".join(cited(each) for each in found.sources),
        does_not_show="It does not show that anything was saved, or why there were fewer.",
    )


def _card(found: Disparity, figure: GroupFigure, *, said: str, interval: str) -> ClaimCard:
    denominator = found.denominator
    part = figure.denominator / sum(denominator.by_group.values())
    derived = f"; derived: {denominator.derived}" if denominator.derived else "; counted"
    a_year = "" if found.years is None else " a year"
    rows = found.known + found.missing
    cautions = [each.definition for each in (*found.cautions, *figure.cautions)]
    return ClaimCard(
        number=f"{figure.group}: {said}",
        interval=interval,
        denominator=f"{found.what} {period(found.source.first, found.source.last)} per "
        f"{found.per:,} {denominator.kind.definition}{a_year}; {denominator.place}, "
        f"{denominator.year}, {denominator.said_by}; {number(figure.denominator)} of "
        f"{number(sum(denominator.by_group.values()))} ({in_a_hundred(part)} of every 100)"
        f"{derived}",
        missing=f"race not recorded for {found.missing:,} of {rows:,}",
        source=cited(found.source),
        does_not_show=" ".join([NOT_WHY, *(f"{sentence(each)}." for each in cautions)]),
    )


def _value(estimate: Estimate) -> str:
    return "no single value" if estimate.value is None else number(estimate.value)


def _limits(estimate: Estimate) -> str:
    limits = estimate.interval
    return f"{level(limits)} {spread(limits)} ({limits.method.definition})"
