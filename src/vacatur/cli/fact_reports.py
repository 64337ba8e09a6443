"""What adding facts did, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from vacatur.cli.words import NO_LAWYER, counted
from vacatur.facts.store import Batch, FactsLog
from vacatur.office.answering import Given
from vacatur.office.attaching import Attached
from vacatur.office.deciding_again import Redecided

_SHOWN = 8  # names of facts


def attached_in_words(done: Attached) -> str:
    """The balance of a file's rows, and what they changed."""
    return "\n".join(_attached(done))


def _attached(done: Attached) -> Iterator[str]:
    batch, effect = done.batch, done.effect
    yield (
        f"{batch.file} ({batch.kind}): {counted(batch.rows_in, 'row')} ="
        f" {batch.attached:,} attached + {batch.repeated:,} repeated"
        f" + {batch.quarantined:,} quarantined"
        + (f" + {batch.withheld:,} withheld" if batch.withheld else "")
    )
    for reason, rows in done.reasons.items():
        yield f"  {rows:>12,}  quarantined: {reason}"
    yield f"They are about {counted(effect.persons, 'person')}; number {batch.number} of the log."
    if effect.found_charges:
        yield f"  {effect.found_charges:>12,}  charges that only a search of a history lists"
    if effect.disputed:
        yield f"  {effect.disputed:>12,}  rows of the record on which two sources disagree"
    for reason, facts in effect.set_aside.items():
        yield f"  {facts:>12,}  facts count for nothing: {reason}"
    yield from redecided_in_words(done.redecided)
    if done.redecided is not None:
        yield "Where things stand now: vacatur yield"


def redecided_in_words(redecided: Redecided | None) -> Iterator[str]:
    """Whose answers were decided again, and how they changed."""
    if redecided is None:
        yield "No run could be added to. Next: vacatur decide --law us-md --as-of YYYY-MM-DD"
        return
    yield (
        f"Decided again in run {redecided.run}: {counted(redecided.persons, 'person')},"
        f" {counted(redecided.charges, 'charge')}."
    )
    for (implements, before, after), charges in redecided.changes.items():
        yield (
            f"  {implements:<15} {before or '(not reached)':<22} -> "
            f"{after or '(not reached)':<22} {charges:>11,}"
        )
    if not redecided.changes:
        yield "  No answer changed."
    yield NO_LAWYER


def given_in_words(given: Given) -> str:
    """What an answer, a correction or a withdrawal changed."""
    return "\n".join(_given(given))


def _given(given: Given) -> Iterator[str]:
    batch = given.batch
    named = _named([f"{batch.number}.{row}" for row in range(1, len(batch.answers) + 1)])
    yield f"Number {batch.number} of the log" + (f": fact {named}." if named else ".")
    for reason in given.effect.set_aside:
        yield f"  A fact about the person counts for nothing: {reason}."
    yield from redecided_in_words(given.redecided)
    yield f"To take it back: vacatur facts undo {batch.number} --by NAME"


def given_as_data(given: Given) -> dict[str, Any]:
    """The same for machines."""
    return {
        "batch": given.batch.as_data(),
        "effect": asdict(given.effect),
        "decided_again": redecided_as_data(given.redecided),
    }


def log_in_words(log: FactsLog) -> str:
    """One line for each batch, and which of them no longer count."""
    standing = {batch.number for batch in log.standing()}
    lines = (_line(batch, stands=batch.number in standing) for batch in log.batches)
    return "\n".join(lines) or "No fact was attached yet."


def _line(batch: Batch, *, stands: bool) -> str:
    what = f"{batch.number:>4}  {batch.on}  {batch.kind}, by {batch.by}"
    if batch.undoes is not None:
        what += f": undoes {batch.undoes}"
    elif batch.withdraws:
        what += f": withdraws {_named(batch.withdraws)}"
    else:
        what += f": {counted(batch.attached, 'fact')}"
    document = f" ({batch.document})" if batch.document else ""
    return f"{what}{document}{'' if stands else '  [undone]'}"


def _named(facts: Sequence[str]) -> str:
    """Names of facts, the first of them where there are many."""
    more = f" and {len(facts) - _SHOWN:,} more" if len(facts) > _SHOWN else ""
    return ", ".join(facts[:_SHOWN]) + more


def as_data(done: Attached) -> dict[str, Any]:
    """The same for machines."""
    return {
        "batch": done.batch.as_data(),
        "quarantined": dict(done.reasons),
        "effect": asdict(done.effect),
        "decided_again": redecided_as_data(done.redecided),
    }


def redecided_as_data(redecided: Redecided | None) -> dict[str, Any] | None:
    """The same for machines; null where there was no run to add to."""
    if redecided is None:
        return None
    return {
        "run": redecided.run,
        "persons": redecided.persons,
        "charges": redecided.charges,
        "changes": [
            {"rule": rule, "before": before or None, "after": after or None, "charges": charges}
            for (rule, before, after), charges in redecided.changes.items()
        ],
    }
