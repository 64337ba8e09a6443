"""Sentences about disparity for a judge and for a reporter, from the figures and from nothing else.

Each holds the ratio and the difference, and ends by saying what it does not show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vacatur.errors import FigureRefused
from vacatur.evidence.benchmark import Sensitivity, UseSurvey, require_equal_use
from vacatur.evidence.disparity import Disparity, GroupFigure
from vacatur.evidence.figures import Caution, Comparison, Direction
from vacatur.evidence.missing_race import MissingRace, require_claim
from vacatur.evidence.printed import (
    WHY,
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

_NEVER = re.compile(r"\b(?:no|not any|zero)\s+(?:effects?|impact|difference)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The words of one comparison. They hold no number."""

    people: str  # "Black people"
    are: str  # "Black": what so many of every 100 residents are
    were: str  # "were of", "were against": between the count and the people
    done: str  # "arrested"
    members: str  # "residents", "adult residents", "cases referred"
    member: str  # "resident"
    others: str  # "everyone else", "white people"

    def __post_init__(self) -> None:
        for field in ("people", "are", "were", "done", "members", "member", "others"):
            if re.search(r"\d", getattr(self, field)) or not getattr(self, field).strip():
                raise FigureRefused(
                    f"[{getattr(self, field)}] are no words for [{field}]",
                    why="A number that is typed into a sentence has no source.",
                    repair="Leave the numbers to the figures.",
                )


def for_a_judge(found: Disparity, group: str, phrases: Phrases) -> str:
    """Counts with their intervals, rates, the ratio and the difference, and every caution."""
    figure, compared = _compared(found, group)
    share = figure.share
    assert share.value is not None
    parts = [
        f"Of {found.known:,} {found.what} {period(found.source.first, found.source.last)}, "
        f"{figure.count:,} ({percent(share.value)}; {level(share.interval)} "
        f"{percents(share.interval)}) {phrases.were} {phrases.people}.",
        members_sentence(found, figure, phrases),
        turned_sentence(phrases) if _could_turn(figure) else ratio_sentence(compared, phrases),
        rates_sentence(found, figure, compared, phrases),
        *_notes(found, figure),
        WHY,
    ]
    return require_honest(" ".join(part for part in parts if part))


def for_a_reporter(found: Disparity, group: str, phrases: Phrases) -> str:
    """The same figures, rounded, without words of statistics; the period stands in it."""
    figure, compared = _compared(found, group)
    assert figure.share.value is not None
    parts = [
        f"{sentence(in_a_hundred(figure.share.value))} of every 100 {found.what} "
        f"{period(found.source.first, found.source.last)} ({figure.count:,} of {found.known:,}) "
        f"{phrases.were} {phrases.people}.",
        members_sentence(found, figure, phrases),
        *(
            [turned_sentence(phrases)]
            if _could_turn(figure)
            else [ratio_sentence(compared, phrases), gap_sentence(found, compared, phrases)]
        ),
        *_notes(found, figure),
        WHY,
    ]
    return require_honest(" ".join(part for part in parts if part))


def members_sentence(found: Disparity, figure: GroupFigure, phrases: Phrases) -> str:
    """How many of every 100 residents are of the group."""
    part = figure.denominator / sum(found.denominator.by_group.values())
    return f"{sentence(in_a_hundred(part))} of every 100 {phrases.members} are {phrases.are}."


def ratio_sentence(compared: Comparison, phrases: Phrases) -> str:
    """The ratio with its limits; where they hold 1, that we could not tell."""
    ratio, limits = compared.ratio, compared.ratio.interval
    if compared.direction is Direction.NOT_KNOWN:
        return (
            f"We could not tell whether {phrases.people} were {phrases.done} more or less often "
            f"than {phrases.others}: per {phrases.member}, the data fit {spread(limits)} times as "
            "often."
        )
    if limits.high is None or ratio.value is None:
        return (
            f"Per {phrases.member}, {phrases.people} were {phrases.done} {spread(limits)} times as "
            f"often as {phrases.others}; there are too few of the latter for an upper limit."
        )
    return (
        f"Per {phrases.member}, {phrases.people} were {phrases.done} about {number(ratio.value)} "
        f"times as often as {phrases.others} ({spread(limits)})."
    )


def turned_sentence(phrases: Phrases) -> str:
    """What stands for the ratio where the rows without race could turn it about."""
    return (
        f"We could not tell whether {phrases.people} were {phrases.done} more or less often than "
        f"{phrases.others}: if all whose race is not recorded were of one side, the other would be "
        "counted more often."
    )


def rates_sentence(
    found: Disparity, figure: GroupFigure, compared: Comparison, phrases: Phrases
) -> str:
    """Both rates and the difference, each per as many of its own."""
    other = figure.reference_rate
    assert other is not None and other.value is not None and figure.rate.value is not None
    return (
        f"That is {number(figure.rate.value)}{_a_year(found)} for every {found.per:,} of them and "
        f"{number(other.value)} for every {found.per:,} of {phrases.others}, a difference of "
        f"{value_and_spread(compared.difference)}."
    )


def gap_sentence(found: Disparity, compared: Comparison, phrases: Phrases) -> str:
    """The difference alone, rounded; where we could not tell, its limits."""
    gap = compared.difference
    if compared.direction is Direction.NOT_KNOWN:
        low, high = gap.interval.low, gap.interval.high
        assert low is not None and high is not None
        return (
            f"The difference is from {number(low)} to {number(high)}{_a_year(found)} for every "
            f"{found.per:,}."
        )
    assert gap.value is not None
    more = "more" if gap.value >= 0 else "fewer"
    return (
        f"That is {number(abs(gap.value))} {more}{_a_year(found)} for every {found.per:,} of them "
        f"than for as many of {phrases.others}."
    )


def missing_sentence(found: MissingRace, phrases: Phrases) -> str:
    """What the rows without race could change.

    Raises
    ------
    FigureRefused
        They could turn the comparison about.
    """
    require_claim(found)
    lowest, highest = found.lowest.ratio, found.highest.ratio
    low = "any number of" if lowest is None else number(lowest)
    high = "any number of" if highest is None else number(highest)
    imputed = ""
    if found.imputed is not None:
        imputed = (
            f" Taken as missing at random within each district, it is "
            f"{value_and_spread(found.imputed.ratio)}."
        )
    return require_honest(
        f"Race was not recorded for {found.missing:,} of {found.total:,}. Whoever they were, "
        f"{phrases.people} were {phrases.done} from {low} to {high} times as often as "
        f"{phrases.others}, and the difference is from {number(found.lowest.difference)} to "
        f"{number(found.highest.difference)} a year for every {found.per:,}.{imputed}"
    )


def use_sentence(found: Sensitivity, phrases: Phrases) -> str:
    """What other assumptions of use would make of the ratio."""
    rows = "; ".join(
        f"{each.use:g} times: {value_and_spread(each.per_user)}" for each in found.rows
    )
    tipping = (
        "The interval holds 1 whatever use is."
        if found.tipping is None
        else f"Use would have to differ about {number(found.tipping)} times before the interval "
        "reached 1."
    )
    return require_honest(
        f"If use among {phrases.people} were so many times that of {phrases.others}, the ratio for "
        f"each one who uses would be ({rows}). {tipping} Nobody counted use here."
    )


def equal_use_phrase(survey: UseSurvey | None) -> str:
    """The words that stand where "despite equal use" would.

    Raises
    ------
    FigureRefused
        No survey is cited, or it did not find equal use.
    """
    shown = require_equal_use(survey)
    return (
        f"despite use that a survey found about equal ({number(shown.use)} times; "
        f"{number(shown.low)} to {number(shown.high)}; {shown.place}, {shown.year}: {shown.cited})"
    )


def could_not_tell(smallest_change: float | None = None) -> str:
    """A null result: what the data could have shown, and never that there is nothing.

    Parameters
    ----------
    smallest_change
        The smallest change that could have been seen, as a share; None: not computed.
    """
    if smallest_change is None:
        return "We could not tell."
    return (
        "We could not tell. The data could only have shown a change bigger than "
        f"{smallest_change:.0%}."
    )


def require_honest(text: str) -> str:
    """Refuse a text that takes "we could not tell" for "there is none"."""
    if said := _NEVER.search(text):
        raise FigureRefused(
            f"the text says [{said[0]}]",
            why="That nothing was seen does not show that nothing is there.",
            repair="Say [We could not tell], and what the data could have shown.",
        )
    return text


def _compared(found: Disparity, group: str) -> tuple[GroupFigure, Comparison]:
    figure = found.group(group)
    if figure.compared is None:
        raise FigureRefused(
            f"[{group}] is not compared: {figure.not_compared_because}",
            why="A sentence about a disparity has two sides.",
        )
    return figure, figure.compared


def _could_turn(figure: GroupFigure) -> bool:
    return Caution.RACE_COULD_TURN in figure.cautions


def _a_year(found: Disparity) -> str:
    return "" if found.years is None else " a year"


def _notes(found: Disparity, figure: GroupFigure) -> list[str]:
    notes = []
    if found.missing:
        notes.append(f"For {found.missing:,} more, race was not recorded; they are left out.")
    if found.denominator.derived:
        notes.append(f"The denominator is derived: {found.denominator.derived}.")
    if Caution.OTHER_YEAR in found.cautions:
        notes.append(f"The denominator is of {found.denominator.year}.")
    shown = {
        Caution.DERIVED_DENOMINATOR,
        Caution.OTHER_YEAR,
        Caution.RACE_MISSING,
        Caution.RACE_COULD_TURN,
    }
    for caution in (*found.cautions, *figure.cautions):
        if caution not in shown:
            notes.append(f"{sentence(caution.definition)}.")
    return notes
