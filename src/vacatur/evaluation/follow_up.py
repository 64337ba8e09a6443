"""People followed from a day on: how many are rearrested by a horizon, and beside whom.

One group alone has a rate. Two groups have a difference, which is no effect either: who is in
which was somebody's choice.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.dates import parse_day
from vacatur.errors import FigureRefused
from vacatur.evaluation.plan_keys import names_at, require_keys, text_at
from vacatur.evaluation.verdict import Verdict, Word
from vacatur.figures.incidence import Course, Incidence, incidences
from vacatur.yaml_nodes import read_nodes

KIND = "follow_up"
HORIZONS = (180, 365, 730)
FEW = 10  # events of a group below which a figure may tell of somebody
_SEEN, _OTHER = "seen", "otherwise"
KEYS: Mapping[str, str] = {
    "kind": "follow_up",
    "question": "what is asked, in one sentence",
    "data": "CSV or Parquet file, one row for each person; read from the plan's folder",
    "start": "column of the day from which a person is followed",
    "event": "column of the day of the event, such as a rearrest; blank: none was seen",
    "ended_otherwise": "column of the day of what makes the event impossible, such as a death",
    "followed_through": "column of the last day on which a person was looked for",
    "group": "column of the group; left out: one group",
    "asked": "the group that is asked about; needed where there is a [group]",
    "beside": "the group that it stands beside; left out: one group alone",
    "horizons": "days after the start; left out: 180, 365 and 730",
}
_NEEDED = ("question", "data", "start", "event", "followed_through")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPlan:
    """One plan, frozen; `sha256` is of the file's bytes. Columns that are None are not asked."""

    path: Path
    sha256: str
    question: str
    data: Path
    start: str
    event: str
    ended_otherwise: str | None
    followed_through: str
    group: str | None
    asked: str | None
    beside: str | None
    horizons: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One row of the file, as text. Blank: it did not happen, as far as anybody looked."""

    row: int  # of the file, from 1, for messages: nobody is named
    group: str
    start: str
    event: str
    ended_otherwise: str
    followed_through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One horizon: the asked group less the other, in shares of people. None: not to be had."""

    days: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The rates of each group by horizon, and their differences; none where there is one group."""

    plan: FollowUpPlan
    rates: Mapping[str, tuple[Incidence, ...]]
    differences: tuple[Difference, ...]
    verdict: Verdict
    sentences: tuple[str, ...]


def load_follow_up(path: Path) -> FollowUpPlan:
    """Read and freeze a plan. No data are read.

    Raises
    ------
    FigureRefused
        With the line: a key is not known or not there, or a horizon is no number of days.
    """
    root = read_nodes(path, FigureRefused)
    root.require_known(KEYS, "a plan of this kind")
    require_keys(root, _NEEDED, KEYS)
    group, asked, beside = (text_at(root, key) for key in ("group", "asked", "beside"))
    is_whole = (group is None) is (asked is None) and (beside is None or asked is not None)
    if not is_whole or (asked is not None and asked == beside):
        raise root.place.error(
            "groups are told by [group], [asked] and [beside] together",
            repair=f"Write under [asked]: {KEYS['asked']}.",
        )
    told = names_at(root, "horizons")
    if told is not None and not all(each.isdecimal() and int(each) > 0 for each in told):
        raise root.nodes["horizons"].place.error("a horizon is a whole number of days above 0")
    return FollowUpPlan(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        question=text_at(root, "question") or "",
        data=path.parent / (text_at(root, "data") or ""),
        start=text_at(root, "start") or "",
        event=text_at(root, "event") or "",
        ended_otherwise=text_at(root, "ended_otherwise"),
        followed_through=text_at(root, "followed_through") or "",
        group=group,
        asked=asked,
        beside=beside,
        horizons=tuple(sorted(int(each) for each in told)) if told else HORIZONS,
    )


def evaluate_follow_up(plan: FollowUpPlan, rows: Iterable[Followed]) -> FollowUp:
    """Rates by the estimate of Aalen and Johansen, and the differences of two groups.

    Where nothing makes the event impossible, that estimate is one less that of Kaplan and Meier.

    Raises
    ------
    FigureRefused
        A row contradicts itself, or a group has nobody.
    """
    names = [plan.asked or "all", *([plan.beside] if plan.beside else [])]
    courses: dict[str, list[Course]] = {name: [] for name in names}
    for row in rows:
        name = row.group if plan.group else "all"
        if name in courses:
            courses[name].append(course_of(row))
    for name, each in courses.items():
        if not each:
            raise FigureRefused(f"nobody is in the group [{name}]", where=plan.data.name)
    rates = {name: incidences(each, _SEEN, plan.horizons) for name, each in courses.items()}
    differences = (
        tuple(_difference(*pair) for pair in zip(*(rates[n] for n in names), strict=True))
        if plan.beside
        else ()
    )
    return FollowUp(
        plan=plan,
        rates=rates,
        differences=differences,
        verdict=_verdict(differences),
        sentences=(*_sentences(rates), *(_said(plan, each) for each in differences)),
    )


def course_of(row: Followed) -> Course:
    """One person's course: the first of the event and what makes it impossible.

    Raises
    ------
    FigureRefused
        A day is no day, is not there, or comes before the start; or the event was seen after the
        last day on which anybody looked.
    """
    start = _day(row, row.start, "start")
    through = _day(row, row.followed_through, "followed_through")
    seen = _day(row, row.event, "event") if row.event.strip() else None
    other = (
        _day(row, row.ended_otherwise, "ended_otherwise") if row.ended_otherwise.strip() else None
    )
    ends = [(day, kind) for day, kind in ((seen, _SEEN), (other, _OTHER)) if day is not None]
    if through < start or any(not start <= day <= through for day, _ in ends):
        raise FigureRefused(
            f"row [{row.row}] has a day before its start, or after the last one looked at",
            why="What happened out of sight is seen in some and not in others.",
            repair="Give the day on which the search was made as the last one.",
        )
    # On one day the event came first: nobody is arrested after a death.
    day, kind = min(ends, default=(through, None), key=lambda end: end[0])
    return Course(days=(day - start).days, kind=kind, followed=(through - start).days)


def _day(row: Followed, text: str, what: str) -> date:
    try:
        return parse_day(text.strip().removesuffix(" 00:00:00"))
    except ValueError:
        raise FigureRefused(
            f"row [{row.row}] has no day under [{what}]", repair="Write days as YYYY-MM-DD."
        ) from None


def _difference(asked: Incidence, beside: Incidence) -> Difference:
    """The limits of each rate give those of the difference (Newcombe's method 10, or MOVER)."""
    one, other = asked.estimate, beside.estimate
    if one is None or other is None or one.value is None or other.value is None:
        return Difference(days=asked.days, value=None, low=None, high=None)
    value = one.value - other.value
    low = math.hypot(one.value - (one.interval.low or 0), (other.interval.high or 1) - other.value)
    high = math.hypot((one.interval.high or 1) - one.value, other.value - (other.interval.low or 0))
    return Difference(days=asked.days, value=value, low=value - low, high=value + high)


def _verdict(differences: Sequence[Difference]) -> Verdict:
    known = [each for each in differences if each.value is not None]
    if not differences:
        reason = "One group alone has a rate. What it would have been otherwise is not known."
        return Verdict(word=Word.DESCRIBED, reasons=(reason,))
    if not known:
        return Verdict(word=Word.DESCRIBED, reasons=("Nobody was followed so long.",))
    last = known[-1]
    if (last.low or 0.0) <= 0 <= (last.high or 0.0):
        reason = f"We could not tell. After {last.days} days the difference is {_points(last)}."
        return Verdict(word=Word.CANNOT_ATTRIBUTE, reasons=(reason,))
    reason = "Who is in which group was somebody's choice, and the groups may differ in much else."
    return Verdict(word=Word.CONSISTENT_WITH, reasons=(reason,))


def _sentences(rates: Mapping[str, Sequence[Incidence]]) -> Iterable[str]:
    for name, each in rates.items():
        for at in each:
            if at.estimate is None or at.estimate.value is None:
                yield f"[{name}]: nobody was followed for {at.days} days."
                continue
            limits = at.estimate.interval
            neither = at.open + at.not_followed
            few = " Fewer than 10: not for publication." if 0 < at.seen < FEW else ""
            yield (
                f"[{name}], rate after {at.days} days: {at.estimate.value * 100:.1f} % of "
                f"{at.total:,} ({(limits.low or 0) * 100:.1f} to {(limits.high or 1) * 100:.1f} %);"
                f" {at.seen:,} seen, {at.otherwise:,} ended otherwise, {neither:,} neither.{few}"
            )


def _said(plan: FollowUpPlan, each: Difference) -> str:
    if each.value is None:
        return f"Difference after {each.days} days: none can be given."
    return (
        f"Difference of [{plan.asked}] from [{plan.beside}] after {each.days} days: "
        f"{each.value * 100:+.1f} points ({_points(each)}). This is a difference, not an effect."
    )


def _points(each: Difference) -> str:
    return f"{(each.low or 0) * 100:+.1f} to {(each.high or 0) * 100:+.1f} points"
