"""What a ground touches, and what was answered, for a terminal and for machines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vacatur.cli.fact_reports import redecided_as_data, redecided_in_words
from vacatur.cli.words import NO_LAWYER, counted
from vacatur.facts.affected import Standing
from vacatur.facts.ground import POLICY_ALONE, Ground, GroundStatus
from vacatur.facts.ground_log import GroundEvent, GroundLine, GroundLog
from vacatur.office.ground_answers import Answered, Reopened
from vacatur.office.ground_cases import GroundCase, GroundCases
from vacatur.office.ground_lists import Shared
from vacatur.office.ground_returns import Returned
from vacatur.office.ground_sheets import SheetRead, evidence_lines

_SHOWN = 12  # cases of each kind; --json has all


def cases_data(touched: GroundCases) -> dict[str, Any]:
    """Every touched case with what ties it to the ground, for machines."""
    ground = touched.ground
    return {
        "ground": ground.ground_id,
        "title": ground.title,
        "kind": str(ground.kind),
        "document": ground.document,
        "received_on": ground.received_on,
        "status": str(ground.status),
        "adopted_by": ground.adopted_by or None,
        "version": touched.version,
        "note": POLICY_ALONE if ground.is_law_or_policy else None,
        "proposed": [_case_data(case) for case in touched.proposed],
        "left_out": [_case_data(case) for case in touched.left_out],
        "counts": touched.counts(),
        "cases_with_a_judgment": touched.judged_cases,
    }


def _case_data(case: GroundCase) -> dict[str, Any]:
    found = case.found
    return {
        "case_number": case.number,
        "court": case.court,
        "county": case.county,
        "standing": str(found.standing),
        "why": found.why,
        "can_be_answered": found.can_be_answered,
        "judgments": [
            {
                "charge": charge.charge_id,
                "offense_date": charge.offense_date,
                "disposition": charge.disposition,
                "disposition_date": charge.disposition_date,
                "materiality": charge.materiality,
                "reason": charge.reason,
            }
            for charge in found.charges
        ],
        "evidence": [
            {
                "person": touch.label,
                "role": touch.part.role,
                "linked": str(touch.link),
                "evidence": touch.part.evidence,
                "agency": touch.part.printed.agency,
                "identifier": touch.part.printed.identifier,
                "name": touch.part.printed.name,
                "source": touch.part.source,
            }
            for touch in found.touches
        ],
        "victims": {True: "listed", False: "none", None: None}[case.victims],
        "defence": asdict(case.said) if case.said else None,
    }


def cases_in_words(touched: GroundCases, sheet: Path | None) -> str:
    """What a ground touches, for an attorney."""
    return "\n".join(_lines(touched, sheet))


def _lines(touched: GroundCases, sheet: Path | None) -> Iterator[str]:
    ground = touched.ground
    yield f"{ground.title} [{ground.ground_id}], version {touched.version}: {standing_of(ground)}"
    yield f"{ground.document}, received on {ground.received_on}."
    if ground.is_law_or_policy:
        yield POLICY_ALONE
    yield ""
    yield (
        f"It is put to {counted(len(touched.proposed), 'case')} of the"
        f" {touched.judged_cases:,} with a judgment:"
    )
    for name, counts in touched.counts().items():
        told = ", ".join(f"{word.replace('_', ' ')} {cases:,}" for word, cases in counts.items())
        yield f"  {name.replace('_', ' '):<12} {told}"
    yield ""
    for case in touched.proposed[:_SHOWN]:
        yield f"  {case.number:<14} {_standing_words(case)}"
        yield from (f"{'':>17}{line}" for line in evidence_lines(case))
    if len(touched.proposed) > _SHOWN:
        yield f"  ... and {len(touched.proposed) - _SHOWN:,} more; --json or --out has them all"
    yield from _left_out(touched)
    yield from _next(touched, sheet)
    yield NO_LAWYER


def standing_of(ground: Ground) -> str:
    """Who stands for a ground."""
    if ground.status is GroundStatus.ADOPTED:
        return f"adopted by {ground.adopted_by} on {ground.adopted_on}"
    return ground.status.definition


def _standing_words(case: GroundCase) -> str:
    words = str(case.found.standing).replace("_", " ")
    return f"{words}; the defence: {case.said.said}" if case.said else words


def _left_out(touched: GroundCases) -> Iterator[str]:
    numbers: dict[str, list[str]] = defaultdict(list)
    for case in touched.left_out:
        numbers[case.found.why].append(case.number)
    if numbers:
        yield ""
        yield "Touched, and not proposed:"
    for why, cases in sorted(numbers.items()):
        more = " ..." if len(cases) > _SHOWN else ""
        yield f"  {len(cases):>6,}  {why}: {', '.join(cases[:_SHOWN])}{more}"


def _next(touched: GroundCases, sheet: Path | None) -> Iterator[str]:
    waiting = sum(case.found.standing is Standing.UNANSWERED for case in touched.proposed)
    yield ""
    if sheet is not None:
        yield f"The sheet for an attorney: {sheet}"
    if not touched.ground.is_adopted:
        yield "Nothing may rest on it until a named attorney adopts it."
    elif waiting:
        yield (
            f"{counted(waiting, 'case')} to answer:"
            f" vacatur ground answer {touched.ground.ground_id} --help"
        )


# ---- what was answered --------------------------------------------------------------------------


def answered_data(done: Answered) -> dict[str, Any]:
    """Cases that were answered, for machines."""
    return {
        "ground": done.ground_id,
        "version": done.version,
        "cases": list(done.cases),
        "number": done.given.batch.number,
        "decided_again": redecided_as_data(done.given.redecided),
    }


def answered_in_words(done: Answered) -> str:
    """Cases that were answered, and how answers of rules changed."""
    number = done.given.batch.number
    back = "it" if len(done.cases) == 1 else "all of them"
    return "\n".join(
        [
            f"{counted(len(done.cases), 'case')} answered under [{done.ground_id}], version"
            f" {done.version}; number {number} of the log of the facts.",
            *redecided_in_words(done.given.redecided),
            f"To take {back} back: vacatur facts undo {number} --by NAME",
        ]
    )


def sheet_data(read: SheetRead, answered: Answered | None) -> dict[str, Any]:
    """The balance of a sheet's rows, for machines."""
    return {
        "rows_in": read.rows_in,
        "answered": answered_data(answered) if answered else None,
        "left_open": read.left_open,
        "refused": [{"row": number, "why": why} for number, why in read.refused.items()],
    }


def sheet_in_words(read: SheetRead, answered: Answered | None) -> str:
    """The balance of a sheet's rows, and what they changed."""
    lines = [
        f"{counted(read.rows_in, 'row')} = {len(read.answers):,} answered + {read.left_open:,} left"
        f" open + {len(read.refused):,} refused",
        *(f"  row {number}: {why}" for number, why in read.refused.items()),
    ]
    return "\n".join([*lines, answered_in_words(answered)] if answered else lines)


def reopened_data(done: Reopened) -> dict[str, Any]:
    """What is open again, for machines."""
    return {
        "ground": done.ground_id,
        "version": done.version,
        "reopened": list(done.cases),
        "number": done.given.batch.number if done.given else None,
        "decided_again": redecided_as_data(done.given.redecided) if done.given else None,
    }


def reopened_in_words(done: Reopened) -> str:
    """What is open again."""
    rested = "nothing rested on it"
    if done.cases:
        is_open = "is" if len(done.cases) == 1 else "are"
        rested = f"{counted(len(done.cases), 'case')} rested on it and {is_open} open again"
    lines = [f"[{done.ground_id}], version {done.version}: {rested}."]
    if done.given:
        lines += [f"  {case}" for case in done.cases[:_SHOWN]]
        if len(done.cases) > _SHOWN:
            lines.append(f"  ... and {len(done.cases) - _SHOWN:,} more; --json has them all")
        lines += redecided_in_words(done.given.redecided)
    return "\n".join(lines)


# ---- lists, and the log -------------------------------------------------------------------------


def shared_data(done: Shared) -> dict[str, Any]:
    """A list that was written, for machines."""
    return asdict(done)


def shared_in_words(done: Shared) -> str:
    """A list that was written, and whose victims must be told."""
    return "\n".join(
        [
            f"{counted(done.cases, 'case')} in {done.table} and {done.dockets}",
            f"Victims to be told before a hearing: {', '.join(done.notice) or 'none listed'}",
            f"Nobody has looked for victims in {counted(len(done.victims_not_checked), 'case')}.",
            NO_LAWYER,
        ]
    )


def returned_data(done: Returned) -> dict[str, Any]:
    """A list that came back, for machines."""
    return asdict(done)


_NAMES_NO_VERSION = "A docket names no version: hold the day of the list against the log."


def returned_in_words(done: Returned) -> str:
    """The balance of a list that came back."""
    said = Counter(str(each.said) for each in done.said)
    told = ", ".join(f"{word.replace('_', ' ')} {cases:,}" for word, cases in sorted(said.items()))
    lines = [
        f"[{done.ground_id}], version {done.version}, stands.",
        *([_NAMES_NO_VERSION] if done.are_dockets else []),
        f"{counted(done.rows_in, 'row')} = {len(done.said):,} answered + {done.nothing_said:,} with"
        f" nothing said + {len(done.not_ours):,} not ours + {len(done.refused):,} refused",
        *([f"  {told}"] if told else []),
        *(f"  row {number}: {why}" for number, why in done.refused.items()),
    ]
    if done.not_ours:
        rows = ", ".join(map(str, done.not_ours))
        lines.append(f"Rows of cases that the ground is not put to: {rows}")
    if done.missing:
        lines.append(f"Cases of ours that it does not list: {', '.join(done.missing)}")
    return "\n".join(lines)


def log_in_words(log: GroundLog) -> str:
    """One line for each version, withdrawal, list and look."""
    return "\n".join(map(_log_line, log.lines)) or "No ground was taken in yet."


def _log_line(line: GroundLine) -> str:
    what = f"{line.number:>4}  {line.on}  {line.ground_id}, version {line.version}"
    if line.event is GroundEvent.SAID:
        what += f": {counted(len(line.cases), 'case')} answered by {line.by}"
    else:
        what += f": {line.event.definition}, by {line.by}"
    return f"{what} ({line.document})" if line.document else what
