"""What an arrest feed does by itself, tested before any figure is read from it.

A feed that lost half of its rows in a month shows fewer arrests of every kind, and so of the kinds
that a policy covers. Each test measures something, holds it against a threshold with its reason,
and says what it forbids. Thresholds that no source gives are this project's engineering choice, and
say so.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from vacatur.record.terms import Term


class Artefact(Term):
    """One thing that a feed does."""

    RELEASED_NOT_SHOWN = "released without charge", "who is let go uncharged may have no row"
    MONTHS_MISSING = "months missing", "between the first and the last month some have no row"
    MONTH_INCOMPLETE = "month incomplete", "days in a row without any row, where some were due"
    LEVEL_CHANGE = "level change", "offenses that no policy covers jump together, and all at once"
    TOO_FEW = "too few to test", "months with too few rows to tell a jump from chance"
    MISSING_JUMP = "missing jump", "a column is empty much more, or less, from one month on"
    OFTEN_MISSING = "often missing", "a column is empty in a large share of all rows"
    COPIES = "copies", "one row stands in the file twice"
    ALIKE = "alike without a number", "rows without an arrest number are alike in every column"
    GONE_LATER = "gone from the later snapshot", "arrests of the earlier file are not in the later"
    ADDED_LATER = "added in the later snapshot", "arrests of old months came with the later file"


OURS = "this project's engineering choice"
CUT_FACTOR = 1.5
LEAST_ROWS = 100
LEAST_IN_GROUP = 50
GROUPS_MOVING = 0.8
DUE_ROWS = 7
MISSING_POINTS = 0.10
MISSING_Z = 4.0
WARN_MISSING, REFUSE_MISSING = 0.10, 0.40
GONE_SHARE = 0.01
_WINDOW = 3  # months


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One artefact as measured.

    `cut` is the first day after it, across which nothing may be compared; `months` are those that
    are not whole; `column` is the one of which it forbids figures. Null or empty: none.
    """

    artefact: Artefact
    measured: str
    threshold: str
    reason: str
    forbids: str
    cut: date | None = None
    months: tuple[date, ...] = ()
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMonth:
    """One month of a feed that has rows, in counts.

    `groups` counts its rows by code list, or by code where no list has it; `missing` those that
    lack a column; `idle` are runs of days without any row, each as its first and last day.
    """

    month: date
    rows: int
    groups: Mapping[str, int]
    missing: Mapping[str, int]
    idle: tuple[tuple[date, date], ...]

    @property
    def days(self) -> int:
        return days_in(self.month)


def days_in(month: date) -> int:
    """How many days a month has."""
    return calendar.monthrange(month.year, month.month)[1]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return month + timedelta(days=days_in(month))


def always() -> Found:
    """What no test can find, and every output says."""
    return Found(
        artefact=Artefact.RELEASED_NOT_SHOWN,
        measured="cannot be seen in a feed",
        threshold="none",
        reason="a row that was never printed leaves no trace",
        forbids="no figure here is of all arrests; a fall may be a rise of releases",
    )


def found_in(months: Sequence[FeedMonth], covered: Collection[str]) -> tuple[Found, ...]:
    """Test the months of a feed, in order.

    Parameters
    ----------
    months
        Those that have rows, the earliest first.
    covered
        Code lists that a policy covers, on whatever day: what they do may be the policy's doing,
        so that the level is judged on all the others.
    """
    incomplete = tuple(_incomplete(months))
    partial = {month for each in incomplete for month in each.months}
    return (
        *_gaps(months),
        *incomplete,
        *_levels([each for each in months if each.month not in partial], covered),
        *_jumps(months),
        *_often(months),
    )


def _gaps(months: Sequence[FeedMonth]) -> Iterator[Found]:
    for before, after in pairwise(months):
        if next_month(before.month) != after.month:
            lost = list(_between(next_month(before.month), after.month))
            yield Found(
                artefact=Artefact.MONTHS_MISSING,
                measured=f"{len(lost)} months, {lost[0]:%Y-%m} to {lost[-1]:%Y-%m}",
                threshold="one month",
                reason="a month without a row was not sent; it is no month without arrests",
                forbids=f"no figure of these months, no comparison across {after.month}",
                cut=after.month,
            )


def _between(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first = next_month(first)


def _incomplete(months: Sequence[FeedMonth]) -> Iterator[Found]:
    for each in months:
        idle = sum((last - first).days + 1 for first, last in each.idle)
        a_day = each.rows / max(each.days - idle, 1)
        for first, last in each.idle:
            due = a_day * ((last - first).days + 1)
            if due >= DUE_ROWS:
                yield Found(
                    artefact=Artefact.MONTH_INCOMPLETE,
                    measured=f"no row from {first} to {last}, where {due:.0f} were due",
                    threshold=f"{DUE_ROWS} rows due",
                    reason="under a Poisson law of the month's own rate, none of 7 comes once in "
                    f"1,100; {OURS}",
                    forbids=f"{each.month:%Y-%m} is not compared with a whole month",
                    months=(each.month,),
                )


def _levels(months: Sequence[FeedMonth], covered: Collection[str]) -> Iterator[Found]:
    rest = {each.month: _rest(each, covered) for each in months}
    few = [month for month, rows in rest.items() if rows < LEAST_ROWS]
    if few:
        yield Found(
            artefact=Artefact.TOO_FEW,
            measured=f"{len(few)} of {len(rest)} whole months, {few[0]:%Y-%m} the first",
            threshold=f"{LEAST_ROWS} rows of offenses that no policy covers",
            reason=f"with fewer, chance alone moves a month by half now and then; {OURS}",
            forbids="that no level change was found there proves nothing",
        )
    cut: date | None = None
    for place, each in enumerate(months[1:], start=1):
        if cut is not None and each.month <= next_month(cut):
            continue  # the second half of a step that is told already
        steps = _steps(months, place, rest)
        if steps is None or not steps.begins_here:
            continue
        moving, groups = _moving(months, place, covered, fell=steps.told < 1)
        if groups and moving / groups >= GROUPS_MOVING:
            cut = each.month
            yield _level_change(each.month, steps.told, moving, groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """Rows a day after a step, over those before, and the standard error of its logarithm."""

    ratio: float
    error: float

    @property
    def is_sharp(self) -> bool:
        """Whether it is beyond the threshold by more than chance."""
        return abs(math.log(self.ratio)) >= math.log(CUT_FACTOR) + self.error

    def is_part_of(self, other: _Step, share: float) -> bool:
        """Whether it goes the same way, and at least that share of a whole step."""
        same_way = (self.ratio < 1) == (other.ratio < 1)
        return same_way and abs(math.log(self.ratio)) >= share * math.log(CUT_FACTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steps:
    """The step into a month, the one out of it, and both together; null: not to be told."""

    into: _Step
    out: _Step | None
    both: _Step | None

    @property
    def begins_here(self) -> bool:
        """Whether a level changes in this month; one that changes amid it shows over two steps."""
        if self.into.is_sharp:
            return True
        if self.out is not None and self.out.is_sharp:
            return self.into.is_part_of(self.out, 1 / 2)
        return (
            self.both is not None and self.both.is_sharp and self.into.is_part_of(self.both, 1 / 4)
        )

    @property
    def told(self) -> float:
        """What it came to."""
        return self.into.ratio if self.both is None or self.into.is_sharp else self.both.ratio


def _steps(months: Sequence[FeedMonth], place: int, rest: Mapping[date, int]) -> _Steps | None:
    before, each = months[place - 1], months[place]
    into = _step(before, each, rest) if next_month(before.month) == each.month else None
    if into is None:
        return None
    after = months[place + 1] if place + 1 < len(months) else None
    if after is None or next_month(each.month) != after.month:
        return _Steps(into=into, out=None, both=None)
    return _Steps(into=into, out=_step(each, after, rest), both=_step(before, after, rest))


def _step(before: FeedMonth, after: FeedMonth, rest: Mapping[date, int]) -> _Step | None:
    """Null: the rows are too few to tell. An empty month counts as one with half a row."""
    earlier, later = (max(rest[each.month], 0.5) for each in (before, after))
    if max(earlier, later) < LEAST_ROWS:
        return None
    return _Step(
        ratio=(later / after.days) / (earlier / before.days),
        error=math.sqrt(1 / earlier + 1 / later),
    )


def _rest(month: FeedMonth, covered: Collection[str]) -> int:
    return sum(rows for group, rows in month.groups.items() if group not in covered)


def _moving(
    months: Sequence[FeedMonth], place: int, covered: Collection[str], *, fell: bool
) -> tuple[int, int]:
    """Of the groups with enough rows, how many go the same way, and how many there are."""
    earlier = _window(months[max(0, place - _WINDOW) : place], months[place - 1].month)
    later = _window(months[place : place + _WINDOW], months[place].month)
    moving = groups = 0
    names = {group for each in (*earlier, *later) for group in each.groups} - set(covered)
    for name in names:
        rows_before = sum(each.groups.get(name, 0) for each in earlier)
        rows_after = sum(each.groups.get(name, 0) for each in later)
        if max(rows_before, rows_after) < LEAST_IN_GROUP:
            continue
        groups += 1
        before = rows_before / sum(each.days for each in earlier)
        after = rows_after / sum(each.days for each in later)
        step = math.sqrt(CUT_FACTOR)
        moving += after * step <= before if fell else before * step <= after
    return moving, groups


def _window(months: Sequence[FeedMonth], touching: date) -> list[FeedMonth]:
    """Those of some months that follow each other without a gap up to, or from, one of them."""
    kept = [each for each in months if each.month == touching]
    for each in reversed(months):
        if next_month(each.month) == kept[0].month:
            kept.insert(0, each)
    for each in months:
        if each.month == next_month(kept[-1].month):
            kept.append(each)
    return kept


def _level_change(month: date, ratio: float, moving: int, groups: int) -> Found:
    return Found(
        artefact=Artefact.LEVEL_CHANGE,
        measured=f"{month:%Y-%m}: offenses that no policy covers went to {ratio:.0%} of what they "
        f"were, {moving} of {groups} groups with them",
        threshold=f"to less than {1 / CUT_FACTOR:.0%} or more than {CUT_FACTOR:.0%}, and a "
        f"standard error beyond, with {GROUPS_MOVING:.0%} of the groups",
        reason="what no policy covers cannot fall by the policy; the largest step without a break "
        f"in the public files of 2013 to 2018 is to 81 %; {OURS}",
        forbids=f"no comparison, and no sum, across {month}",
        cut=month,
    )


def _jumps(months: Sequence[FeedMonth]) -> Iterator[Found]:
    for before, after in pairwise(months):
        if next_month(before.month) != after.month:
            continue
        for column in before.missing:
            first, then = (each.missing[column] / each.rows for each in (before, after))
            whole = (before.missing[column] + after.missing[column]) / (before.rows + after.rows)
            spread = math.sqrt(whole * (1 - whole) * (1 / before.rows + 1 / after.rows))
            if abs(then - first) >= MISSING_POINTS and abs(then - first) >= MISSING_Z * spread:
                yield Found(
                    artefact=Artefact.MISSING_JUMP,
                    measured=f"{after.month:%Y-%m}: {column} empty in {first:.0%}, then {then:.0%}",
                    threshold=f"{MISSING_POINTS * 100:.0f} points, and {MISSING_Z:.0f} standard "
                    "errors",
                    reason=f"the way of recording changed, and not the arrests; {OURS}",
                    forbids=f"no comparison by {column} across {after.month}",
                    cut=after.month,
                    column=column,
                )


def _often(months: Sequence[FeedMonth]) -> Iterator[Found]:
    rows = sum(each.rows for each in months)
    for column in months[0].missing if months else ():
        share = sum(each.missing[column] for each in months) / rows
        if share > WARN_MISSING:
            refused = share > REFUSE_MISSING
            yield Found(
                artefact=Artefact.OFTEN_MISSING,
                measured=f"{column} empty in {share:.1%} of {rows:,} rows",
                threshold=f"warned of over {WARN_MISSING:.0%}, refused over {REFUSE_MISSING:.0%}",
                reason="the shares at which a claim by race is warned of and refused in the "
                "project's evidence rules",
                forbids=f"no share and no comparison by {column}"
                if refused
                else f"a share by {column} is told with what is missing",
                column=column,
            )
