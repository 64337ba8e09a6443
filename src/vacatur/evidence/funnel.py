"""One cohort of arrests, by month, followed through its stages to fixed horizons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import FigureRefused
from vacatur.evidence.cohort import CohortCase, DecidedBy, End, Stage, competes, fault
from vacatur.evidence.figures import require_count
from vacatur.evidence.sources import DeclaredSource
from vacatur.figures.incidence import Course, Incidence, incidences
from vacatur.figures.intervals import LEVEL, Estimate, share
from vacatur.record.terms import Term

# Days after an arrest, not years of the calendar: each case has just as long.
HORIZONS = (30, 365, 730)
# More open cases than this, and a plain percentage is refused.
MOST_OPEN = 0.10
_ENDED_BEFORE = "ended before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """What became of one cohort. Every figure is of all its cases, open ones among them."""

    label: str  # "2019-01", or whatever names the cohort
    source: DeclaredSource
    followed_to: date
    total: int  # cases that are followed
    left_out: Mapping[str, int]  # why a case cannot be followed -> how many
    open: int  # without an end on the last day that is followed
    ended: Mapping[End, int]  # by the last day that is followed; every end, 0 too
    stages: tuple[Incidence, ...]  # for each stage that the source tells, and horizon
    ends: tuple[Incidence, ...]  # for each end and horizon
    decided_by: tuple[Incidence, ...]  # for each of them and horizon: police and prosecutor apart

    def at(self, kind: Stage | End | DecidedBy, days: int) -> Incidence:
        """The figure of one stage, end or deciding body at one horizon.

        Raises
        ------
        FigureRefused
            It was not asked at that horizon.
        """
        figures = {Stage: self.stages, End: self.ends, DecidedBy: self.decided_by}[type(kind)]
        for each in figures:
            if (each.kind, each.days) == (kind.value, days):
                return each
        asked = sorted({each.days for each in figures})
        raise FigureRefused(
            f"nothing was asked at [{days}] days",
            where=self.label,
            why="A horizon is fixed before it is looked at.",
            repair="Known: " + ", ".join(f"[{each}]" for each in asked) + ".",
        )


def funnel(
    cases: Sequence[CohortCase],
    source: DeclaredSource,
    *,
    followed_to: date,
    label: str,
    horizons: Sequence[int] = HORIZONS,
    level: float = LEVEL,
    told: Collection[Stage] = tuple(Stage),
) -> Funnel:
    """What share of a cohort reached each stage, and came to each end, by each horizon.

    Parameters
    ----------
    cases
        One for each arrest of the cohort; a case that contradicts itself is left out and counted.
    followed_to
        The last day on which anything is known. What is dated later is not known yet.
    told
        The stages of which the source holds days. Of another there is no figure, and not 0.

    Raises
    ------
    FigureRefused
        No case can be followed, two have one number, or the days of the source end before.
    """
    if followed_to > source.extracted_on:
        raise FigureRefused(
            f"followed to [{followed_to}], after the extract of [{source.extracted_on}]",
            where=source.name,
            why="A case that was open on the extract would be counted as open for longer.",
            repair="Follow to the day of the extract at most.",
        )
    _require_once(cases, source)
    sound, left_out = _sound(cases, source, followed_to)
    if not sound:
        raise FigureRefused(
            "no case can be followed", where=label, why="A share of nothing says nothing."
        )

    def figures(courses: list[Course], kinds: Iterable[Term]) -> list[Incidence]:
        return [
            each
            for kind in kinds
            for each in incidences(courses, kind.value, horizons, level=level)
        ]

    by_stage: list[Incidence] = []
    for stage in (each for each in Stage if each in told):
        by_stage += figures([_to_stage(each, stage, followed_to) for each in sound], [stage])
    ends = [_to_end(each, False, followed_to) for each in sound]
    decided = [_to_end(each, True, followed_to) for each in sound]
    ended = Counter(each.end for each in sound)
    return Funnel(
        label=label,
        source=source,
        followed_to=followed_to,
        total=len(sound),
        left_out=left_out,
        open=ended[None],
        ended={end: ended[end] for end in End},
        stages=tuple(by_stage),
        ends=tuple(figures(ends, End)),
        decided_by=tuple(figures(decided, DecidedBy)),
    )


def funnels_by_month(
    cases: Sequence[CohortCase],
    source: DeclaredSource,
    *,
    followed_to: date,
    horizons: Sequence[int] = HORIZONS,
    level: float = LEVEL,
    told: Collection[Stage] = tuple(Stage),
) -> tuple[Funnel, ...]:
    """One funnel for each month of arrest, in order; label YYYY-MM."""
    months: dict[str, list[CohortCase]] = {}
    for each in cases:
        months.setdefault(f"{each.arrested_on:%Y-%m}", []).append(each)
    return tuple(
        funnel(
            months[month],
            source,
            followed_to=followed_to,
            label=month,
            horizons=horizons,
            level=level,
            told=told,
        )
        for month in sorted(months)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainShare:
    """A count over both denominators: all cases, and closed cases alone."""

    count: int
    total: int
    open: int
    of_all: Estimate
    of_closed: Estimate


def plain_share(count: int, total: int, *, open_cases: int, level: float = LEVEL) -> PlainShare:
    """A share without Aalen and Johansen, where hardly a case is open.

    Raises
    ------
    FigureRefused
        More than a tenth of the cases are open, or the counts are no parts of each other.
    """
    for number, name in ((count, "count"), (total, "total"), (open_cases, "open cases")):
        require_count(number, where=name)
    if open_cases > MOST_OPEN * total:
        raise FigureRefused(
            f"[{open_cases}] of [{total}] cases are open",
            why="They may end either way: a share of all and a share of closed are both wrong.",
            repair="Follow the cohort with their days, and print its estimate at a fixed horizon.",
        )
    closed = total - open_cases
    return PlainShare(
        count=count,
        total=total,
        open=open_cases,
        of_all=Estimate(value=count / max(total, 1), interval=share(count, total, level=level)),
        of_closed=Estimate(
            value=count / max(closed, 1), interval=share(count, closed, level=level)
        ),
    )


def _require_once(cases: Sequence[CohortCase], source: DeclaredSource) -> None:
    numbers = Counter(each.case_id for each in cases)
    if twice := sorted(number for number, times in numbers.items() if times > 1):
        raise FigureRefused(
            f"[{len(twice)}] cases stand twice, such as [{twice[0]}]",
            where=source.name,
            why="A case that is counted twice weighs twice.",
            repair="Link the rows of one arrest into one case.",
        )


def _sound(
    cases: Sequence[CohortCase], source: DeclaredSource, followed_to: date
) -> tuple[list[CohortCase], dict[str, int]]:
    """The cases that can be followed, as known on the last day; and why the others cannot."""
    left_out: Counter[str] = Counter()
    sound = []
    for each in cases:
        why = fault(each, first=source.first, last=source.last)
        if not why and each.arrested_on > followed_to:
            why = "arrested after the last day that is followed"
        if why:
            left_out[why] += 1
        else:
            sound.append(_as_known(each, followed_to))
    return sound, dict(left_out)


def _as_known(case: CohortCase, followed_to: date) -> CohortCase:
    """The case without what is dated after the last day that is followed."""
    ended = case.ended_on is not None and case.ended_on <= followed_to
    return CohortCase(
        case_id=case.case_id,
        arrested_on=case.arrested_on,
        reached={stage: day for stage, day in case.reached.items() if day <= followed_to},
        end=case.end if ended else None,
        ended_on=case.ended_on if ended else None,
    )


def _to_stage(case: CohortCase, stage: Stage, followed_to: date) -> Course:
    if (day := case.day_of(stage)) is not None:
        return _course(case, day, stage.value, followed_to)
    if case.end is not None and case.ended_on is not None and competes(case.end, stage):
        return _course(case, case.ended_on, _ENDED_BEFORE, followed_to)
    return _course(case, followed_to, None, followed_to)


def _to_end(case: CohortCase, by_whom: bool, followed_to: date) -> Course:
    if case.end is None or case.ended_on is None:
        return _course(case, followed_to, None, followed_to)
    kind = case.end.decided_by.value if by_whom else case.end.value
    return _course(case, case.ended_on, kind, followed_to)


def _course(case: CohortCase, day: date, kind: str | None, followed_to: date) -> Course:
    return Course(
        days=(day - case.arrested_on).days,
        kind=kind,
        followed=(followed_to - case.arrested_on).days,
    )
