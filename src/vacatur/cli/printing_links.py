"""What answers about links changed, and their log, for a terminal: ids, and no names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from vacatur.cli.fact_reports import redecided_as_data, redecided_in_words
from vacatur.cli.words import counted, people
from vacatur.identity.said_log import SaidEvent, SaidLine, SaidLog
from vacatur.office.link_answers import Relinking

_SHOWN = 8  # persons


def relinking_in_words(done: Relinking) -> str:
    """Whom the answers merged and split, and which decisions changed."""
    return "\n".join(_relinking(done))


def _relinking(done: Relinking) -> Iterator[str]:
    for line in done.lines:
        yield _line(line, stands=True)
    for person, parts in done.merged[:_SHOWN]:
        yield f"  {person} has the cases of {', '.join(parts)} now."
    for person, parts in done.split[:_SHOWN]:
        yield f"  The cases of {person} are those of {', '.join(parts)} now."
    hidden = max(len(done.merged) - _SHOWN, 0) + max(len(done.split) - _SHOWN, 0)
    if hidden:
        yield f"  {people(hidden)} more were merged or split: --json names them."
    if not done.merged and not done.split:
        yield "  Every case is still the same person's."
    names = done.linked.names
    yield f"  {names.review:,} pairs of {people(names.review_persons)} still wait for a look."
    yield from redecided_in_words(done.redecided)
    for each in done.changed[:_SHOWN]:
        after = each.after or "(not reached)"
        yield f"  {each.charge_id}, {each.implements}: {each.before or '(not reached)'} -> {after}"
    if len(done.changed) > _SHOWN:
        yield f"  {counted(len(done.changed) - _SHOWN, 'answer')} more changed: --json names them."
    for line in done.lines:
        if line.event is SaidEvent.SAID:
            yield f"To take it back: vacatur link undo {line.number} --by NAME"


def relinking_as_data(done: Relinking) -> dict[str, Any]:
    """The same for machines."""
    return {
        "lines": [line.as_data() for line in done.lines],
        "linked": asdict(done.linked),
        "merged": [{"person": person, "was": parts} for person, parts in done.merged],
        "split": [{"person": person, "is": parts} for person, parts in done.split],
        "persons_touched": done.touched,
        "decided_again": redecided_as_data(done.redecided),
        "changed": [asdict(each) for each in done.changed],
    }


def log_in_words(log: SaidLog) -> str:
    """One line for each answer and undoing, and which answers no longer count."""
    standing = {line.number for line in log.standing()}
    lines = [_line(line, stands=line.number in standing) for line in log.lines]
    return "\n".join(lines) or "Nobody has answered about a link yet."


def log_as_data(lines: Sequence[SaidLine]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [line.as_data() for line in lines]


def _line(line: SaidLine, *, stands: bool) -> str:
    reason = f" ({line.reason})" if line.reason else ""
    head = f"{line.number:>4}  {line.on}  by {line.by}:"
    if line.event is SaidEvent.UNDONE:
        return f"{head} takes back {line.undoes}{reason}"
    about = f"{line.case_l} and {line.case_r}" if line.case_l else "cases that have vanished"
    said = "one person" if line.same else "two people"
    return f"{head} {about} are {said}{reason}{'' if stands else '  [taken back]'}"
