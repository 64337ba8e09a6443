"""What figures are made of: a value with its interval, and a comparison that is never a half."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum

from vacatur.errors import FigureRefused
from vacatur.figures.intervals import Estimate
from vacatur.record.terms import Term

# Fewer events than this are printed as unreliable.
FEWEST_RELIABLE = 20


# Of rows whose race is missing, as a share of all rows.
WARN_MISSING, MOST_MISSING = 0.10, 0.40


class Caution(Term):
    """What is said beside a figure, because a reader would be misled without it."""

    FEW_EVENTS = "few_events", "fewer than 20 events: unreliable"
    FEW_REFERENCE_EVENTS = (
        "few_reference_events",
        "fewer than 20 events in the reference: unreliable",
    )
    SMALL_DENOMINATOR = "small_denominator", "the denominator is smaller than what the rate is per"
    RACE_MISSING = "race_missing", "race is missing in more than 10 % of the rows"
    RACE_COULD_TURN = (
        "race_could_turn",
        "the rows without race could turn the comparison about: if all were of one side, the other "
        "would be counted more often",
    )
    DERIVED_DENOMINATOR = "derived_denominator", "the denominator was derived, and not counted"
    OTHER_YEAR = "other_year", "the denominator is of another year than the counts"
    SIGN_FLIP = "sign_flip", "within strata the comparison points the other way (Simpson's paradox)"
    STRATA_DIFFER = "strata_differ", "the strata differ: no pooled figure is given"
    NOT_TESTED = "not_tested", "whether the strata differ could not be tested: nothing is pooled"
    REFERENCE_AS_KNOWN = (
        "reference_as_known",
        "the interval of an SMR leaves out what is chance in the reference's own rates",
    )
    MANY_CONTRASTS = "many_contrasts", "more than 3 primary contrasts: all are judged by q"


class Direction(Term):
    """Which side of the reference a comparison is known to lie on."""

    MORE = "more", "the whole interval of the ratio lies above 1"
    LESS = "less", "the whole interval of the ratio lies below 1"
    NOT_KNOWN = "not_known", "the interval of the ratio holds 1: we could not tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A ratio and a difference against one reference: neither is given without the other.

    A ratio can rise while the gap falls, and the other way about.
    """

    reference: str  # who it is compared with: "everyone else", or the name of a group
    ratio: Estimate
    difference: Estimate  # in the unit of the rates that are compared

    @property
    def direction(self) -> Direction:
        low, high = self.ratio.interval.low, self.ratio.interval.high
        if low is not None and low > 1:
            return Direction.MORE
        if high is not None and high < 1:
            return Direction.LESS
        return Direction.NOT_KNOWN


def require_count(count: object, *, where: str) -> None:
    """Refuse what is no count: less than none, or no whole number.

    Raises
    ------
    FigureRefused
        With `where`, the group, stratum or district that it was given for.
    """
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise FigureRefused(
            f"[{count}] is no count",
            where=where,
            why="What is counted is a whole number, and never less than none.",
            repair="Give how many rows were counted; 0 where there was none.",
        )


def plain(figure: object) -> object:
    """A figure as JSON says it: objects, lists, text and numbers, with the names of the fields.

    Days are written as YYYY-MM-DD; what is not known is null. It is the one way out, so that a
    page, an exhibit and a program read the same figures.
    """
    if is_dataclass(figure) and not isinstance(figure, type):
        return {each.name: plain(getattr(figure, each.name)) for each in fields(figure)}
    if isinstance(figure, Mapping):
        return {str(plain(name)): plain(value) for name, value in figure.items()}
    if isinstance(figure, Enum):
        return figure.value
    if isinstance(figure, date):
        return figure.isoformat()
    if isinstance(figure, tuple | list):
        return [plain(each) for each in figure]
    return figure
