"""Groups of matters, and the order of work, in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from vacatur.cli.words import NO_LAWYER, counted
from vacatur.matters.planning import Turn
from vacatur.matters.states import Harm
from vacatur.office.matter_groups import Group, Reason

_WIDTH = 100
_SHORT = 12  # characters of a hash, to be read and typed


def groups_in_words(groups: Sequence[Group]) -> str:
    """Each group with its reasons."""
    if not groups:
        return "No matter is prepared."
    total = sum(group.matters for group in groups)
    lines = [f"{counted(total, 'prepared matter')} in {counted(len(groups), 'group')}."]
    told: dict[tuple[str, str], tuple[str, Reason]] = {}
    for group in groups:
        lines += ["", *_group(group, told)]
    return "\n".join([*lines, "", NO_LAWYER])


def _group(group: Group, told: dict[tuple[str, str], tuple[str, Reason]]) -> Iterator[str]:
    """One group. Of a rule and answer that an earlier group told, only what differs from it."""
    yield f"pattern {group.pattern[:_SHORT]}  {counted(group.matters, 'matter')}  {group.vehicle}"
    yield f"  such as matter {group.example}: [vacatur matters show {group.example} --by NAME]"
    if group.reasons is None:
        yield from (f"  {answer}" for answer in group.answers)
        yield "  The latest run no longer says why: it is stale, or answers otherwise now."
        return
    for reason in group.reasons:
        pattern, earlier = told.setdefault((reason.rule, reason.answer), (group.pattern, reason))
        if earlier is reason:
            yield f"  {reason.rule}: {reason.answer}"
            yield from _conditions(reason, ())
        else:
            same = "" if reason == earlier else ", but"
            yield f"  {reason.rule}: {reason.answer}, as pattern {pattern[:_SHORT]}{same}"
            yield from _conditions(reason, _said(earlier))


def _said(reason: Reason) -> tuple[tuple[str, str], ...]:
    """Each condition with how it was read."""
    by_word = {"yes": reason.holds, "no": reason.does_not_hold, "unknown": reason.not_known}
    return tuple((word, name) for word, names in by_word.items() for name in names)


def _conditions(reason: Reason, told: Sequence[tuple[str, str]]) -> Iterator[str]:
    new = [said for said in _said(reason) if said not in told]
    for word in ("yes", "no", "unknown"):
        names = [name for read, name in new if read == word]
        if names:
            yield from textwrap.wrap(
                ", ".join(name.replace("_", " ") for name in names),
                _WIDTH,
                initial_indent=f"    {word:<8}",
                subsequent_indent=" " * 12,
                break_on_hyphens=False,
            )


def plan_in_words(turns: Sequence[Turn], shown: Sequence[Turn], late: Sequence[Turn]) -> str:
    """The waves, day by day, and what would run out."""
    if not turns:
        return "Nothing waits to be filed."
    lines = []
    for day, of_day in groupby(shown, key=lambda turn: turn.day):
        lines += [f"{day:%A} {day}", *map(_turn, of_day)]
    lines.append(
        f"{counted(len(turns), 'matter')} on {counted(turns[-1].wave, 'court day')},"
        f" the last on {turns[-1].day}."
    )
    if len(shown) < len(turns):
        lines.append(f"{counted(len(turns) - len(shown), 'matter')} on later days, not shown.")
    if late:
        lines.append(f"{counted(len(late), 'clock')} would run out before the turn comes:")
        lines += [f"  matter {each.number}: {each.next_due}, turn {each.day}" for each in late]
    else:
        lines.append("No clock would run out before its turn.")
    return "\n".join(lines)


def _turn(turn: Turn) -> str:
    harm = "-" if turn.harm_rank == len(Harm) else str(list(Harm)[turn.harm_rank])
    mark = "  RUNS OUT" if turn.runs_out else ""
    return (
        f"  {turn.number:>8}  {turn.state:<10} {harm:<8} {_day(turn.oldest_day):<10}"
        f" {_day(turn.next_due):<10} {turn.vehicle}{mark}"
    )


def _day(day: date | None) -> str:
    return str(day) if day else "-"
