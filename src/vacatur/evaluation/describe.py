"""What happened, and nothing of why: the same months a year before, beside past years' changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.evaluation.series import Floats
from vacatur.evaluation.window import Window
from vacatur.evaluation.wording import NOT_EFFECT, percent

YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A change against the same months before, as a share, with both windows.

    `change` None: the months before had none. `past` are the changes that earlier years showed in
    the same months, oldest first; empty where the series is too short.
    """

    change: float | None
    first: date  # first and last month of what is compared
    last: date
    before_first: date
    before_last: date
    past: tuple[float, ...]
    sentence: str


def same_months(window: Window) -> Description:
    """The first year under the policy, or what there is of it, against the same months before."""
    months = window.panel.months
    row = window.panel.row(window.treated)
    rates: Floats = window.panel.counts[row] / window.panel.population[row]
    length = min(window.after, YEAR)
    change = _change(rates, window.start, length)
    starts = range(window.start - YEAR, YEAR - 1, -YEAR)
    past = [_change(rates, at, min(length, window.start - at)) for at in starts]
    known = tuple(each for each in reversed(past) if each is not None)
    at = window.start
    back = max(at - YEAR, 0)
    told = Description(
        change=change,
        first=months[at],
        last=months[at + length - 1],
        before_first=months[back],
        before_last=months[min(back + length, at) - 1],
        past=known,
        sentence="",
    )
    return Description(
        change=told.change,
        first=told.first,
        last=told.last,
        before_first=told.before_first,
        before_last=told.before_last,
        past=told.past,
        sentence=_sentence(window, told),
    )


def _change(rates: Floats, at: int, length: int) -> float | None:
    if at < YEAR:
        return None
    before = float(rates[at - YEAR : at - YEAR + length].sum())
    return float(rates[at : at + length].sum()) / before - 1 if before > 0 else None


def _sentence(window: Window, told: Description) -> str:
    if told.change is None:
        return f"[{window.panel.outcome}] has no same months before to compare with. {NOT_EFFECT}"
    said = (
        f"[{window.panel.outcome}] in {window.treated} was {percent(told.change)} in "
        f"{told.first:%Y-%m} to {told.last:%Y-%m} than in "
        f"{told.before_first:%Y-%m} to {told.before_last:%Y-%m}."
    )
    if told.past:
        said += (
            f" In earlier years the same comparison ran from {percent(min(told.past))} to "
            f"{percent(max(told.past))}."
        )
    return f"{said} {NOT_EFFECT}"
