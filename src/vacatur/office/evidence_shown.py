"""What a reader is shown of the figures: all of it under seal, or what was released to the public.

An exhibit, a page and a file of figures are printed from this object and count nothing themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vacatur.evidence.cards import cards_of_disparity
from vacatur.evidence.claims import ClaimCard
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.printing import public_note
from vacatur.evidence.disclosure.release import release
from vacatur.evidence.disclosure.released import SEAL
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.disparity import EVERYONE_ELSE, Disparity, GroupFigure
from vacatur.evidence.figures import Caution
from vacatur.office.evidence_beside_shown import (
    ShownBeside,
    ShownVanished,
    all_beside,
    all_vanished,
)
from vacatur.office.evidence_figures import DistrictFigure, Evidence
from vacatur.office.evidence_public import PublicEvidence, group_table, months_of

# Why, in full, holds counts: that is for the office.
_NO_RATE = "its rows, their race or its population bear no rate"
HIDDEN_MISSING = "how many rows are without it is hidden: fewer than 10, or hidden beside others"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """One group. `count` null: hidden; `figure` null: something that it follows from is hidden.

    `beside` is set where the group is everyone else, in a table of two: the figure of the other.
    """

    group: str
    count: int | None
    denominator: float
    figure: GroupFigure | None
    beside: GroupFigure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDistrict:
    """The groups of one district. `refused`: why there are no shares and rates; "": there are."""

    district: str
    groups: tuple[ShownGroup, ...]
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Figures for one tier. `known` and `missing` null: hidden.

    Of `found` nothing else is printed but what says where the figures are from.
    """

    found: Evidence
    tier: Tier
    mark: str
    note: str
    known: int | None
    missing: int | None
    groups: tuple[ShownGroup, ...]
    districts: tuple[ShownDistrict, ...]
    months: Mapping[str, Mapping[str, int | None]]
    refused: tuple[str, ...]  # tables that are not shown, and why
    beside: tuple[ShownBeside, ...]
    vanished: ShownVanished | None

    def group(self, name: str) -> ShownGroup:
        return next(each for each in self.groups if each.group == name)

    @property
    def told(self) -> Disparity:
        """The comparison, without what tells of the rows of unknown race where they are hidden."""
        overall = self.found.overall
        if self.missing is not None:
            return overall
        cautions = tuple(x for x in overall.cautions if x is not Caution.RACE_MISSING)
        groups = tuple(self.group(each.group).figure or each for each in overall.groups)
        return replace(overall, missing=0, cautions=cautions, groups=groups)

    def cards(self, group: str) -> Mapping[str, ClaimCard]:
        """The claim cards of a group; none where its figure is hidden."""
        if self.group(group).figure is None:
            return {}
        cards = cards_of_disparity(self.told, group)
        found = self.found
        missing = f"{found.by} not recorded for {found.overall.missing:,} of {found.total:,}"
        if self.missing is None:
            missing = HIDDEN_MISSING
        return {name: replace(card, missing=missing) for name, card in cards.items()}


def for_a_court(found: Evidence, ledger: Ledger, *, by: str, on: date) -> Shown:
    """Everything, under seal; that it was given out is written into the ledger."""
    sealed = release(group_table(found), tier=Tier.COURT, ledger=ledger, by=by, on=on)
    return Shown(
        found=found,
        tier=Tier.COURT,
        mark=sealed.mark,
        note=f"Release {sealed.number}, {on.isoformat()}, by {by}: {SEAL}.",
        known=found.overall.known,
        missing=found.overall.missing,
        groups=tuple(_whole(each) for each in found.overall.groups),
        districts=tuple(
            ShownDistrict(
                district=each.district,
                groups=_of_district(found, each.district, each.found),
                refused=each.refused,
            )
            for each in found.districts
        ),
        months=dict(zip(months_of(found), found.months.values(), strict=False)),
        refused=(),
        beside=all_beside(found),
        vanished=all_vanished(found),
    )


def for_the_public(public: PublicEvidence) -> Shown:
    """What was released, and what follows from it."""
    found = public.found
    counts = public.by_district()
    return Shown(
        found=found,
        tier=Tier.PUBLIC,
        mark="",
        note=public_note(public.groups),
        known=public.known,
        missing=public.not_recorded,
        groups=tuple(
            ShownGroup(
                group=each.group,
                count=public.count(each.group),
                denominator=each.denominator,
                figure=public.figure(each.group),
            )
            for each in found.overall.groups
        ),
        districts=tuple(
            ShownDistrict(
                district=each.district,
                groups=tuple(
                    _public_group(public, each, group, count)
                    for group, count in counts[each.district].items()
                ),
                refused=_NO_RATE if each.refused else "",
            )
            for each in found.districts
            if each.district in counts
        ),
        months=public.by_month(),
        refused=public.refused,
        beside=public.beside,
        vanished=public.vanished,
    )


def _whole(figure: GroupFigure) -> ShownGroup:
    return ShownGroup(
        group=figure.group, count=figure.count, denominator=figure.denominator, figure=figure
    )


def _of_district(
    found: Evidence, district: str, figure: Disparity | None
) -> tuple[ShownGroup, ...]:
    if figure is not None:
        return tuple(_whole(each) for each in figure.groups)
    counts = found.in_districts.get(district, {})
    return tuple(
        ShownGroup(group=group, count=count, denominator=0.0, figure=None)
        for group, count in counts.items()
    )


def _public_group(
    public: PublicEvidence, district: DistrictFigure, group: str, count: int | None
) -> ShownGroup:
    largest = public.found.largest.group
    is_rest = group == EVERYONE_ELSE
    figure = public.of_district(district.district, largest if is_rest else group)
    return ShownGroup(
        group=group,
        count=count,
        denominator=_residents(district.found, group, largest),
        figure=None if is_rest else figure,
        beside=figure if is_rest else None,
    )


def _residents(figure: Disparity | None, group: str, largest: str) -> float:
    if figure is None:
        return 0.0
    if group != EVERYONE_ELSE:
        return figure.group(group).denominator
    return sum(each.denominator for each in figure.groups if each.group != largest)


def headline_group(groups: Sequence[ShownGroup]) -> str | None:
    """The largest group that is compared; null: none is."""
    compared = [each for each in groups if each.figure is not None and each.figure.compared]
    return max(compared, key=lambda each: each.count or 0).group if compared else None
