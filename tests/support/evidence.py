"""Declared sources and denominators for the tests of evidence."""

from datetime import date

from vacatur.evidence.denominators import Denominator, DenominatorKind, derived_population
from vacatur.evidence.disparity import Disparity, disparity
from vacatur.evidence.race_codes import GroupCounts
from vacatur.evidence.sources import DeclaredSource, Unit

ELSE = "everyone who is not Black"


def source(unit=Unit.ARREST, **changes):
    told = {
        "name": "marijuana arrests",
        "unit": unit,
        "first": date(2015, 1, 1),
        "last": date(2017, 12, 31),
        "extracted_on": date(2018, 12, 1),
        "said_by": "Baltimore Fishbowl, December 2018: police data supplied by the FBI",
        "sha256": "a" * 64,
    }
    return DeclaredSource(**told | changes)


def counts(by_group=None, missing=0, unit=Unit.ARREST, **changes):
    return GroupCounts(
        source=source(unit, **changes),
        what="arrests for possessing marijuana",
        by_group=by_group if by_group is not None else {"Black": 1450, ELSE: 64},
        missing=missing,
    )


def residents(by_group=None, **changes):
    told = {
        "kind": DenominatorKind.RESIDENTS,
        "place": "Baltimore",
        "year": 2016,
        "said_by": "an assumption",
        "derived": "615,000 residents, 63 % of them Black",
        "years_apart_because": "",
        "by_group": by_group or derived_population(615_000, {"Black": 0.63}, rest=ELSE),
    }
    return Denominator(**told | changes)


def baltimore(**options) -> Disparity:
    """1,450 of 1,514 arrests in three years, over 615,000 residents of whom 63 % are Black."""
    return disparity(counts(), residents(), **options)
