"""Reports for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vacatur.office.comparing import Change
from vacatur.office.demo import Demo
from vacatur.office.questions import Pattern
from vacatur.office.runs import PageCount, RunReport
from vacatur.office.telling import asked_in_words

NO_LAWYER = "No lawyer has reviewed these pages; an answer is a reason to look, not advice."


def in_json(data: object) -> str:
    """Data for another program; paths and days as text."""
    return json.dumps(data, indent=2, ensure_ascii=False, default=str)


def counted(number: int, noun: str) -> str:
    """`1 charge`, `2 charges`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def run_in_words(report: RunReport) -> str:
    """What a run decided, with its reconciliation."""
    return "\n".join(_run(report))


def _run(report: RunReport) -> Iterator[str]:
    yield f"{report.law} as of {report.as_of}: run {report.name}"
    yield (
        f"  {report.charges:,} charges = {report.reached:,} that some rule reaches"
        f" + {report.out_of_reach:,} out of every rule's reach"
        + (f" ({report.later:,} of them alleged after that day)" if report.later else "")
    )
    yield ""
    for count in report.pages:
        outcome = f"({count.outcome})"
        line = f"  {count.implements:<15} {count.published:<22} {outcome:<16} {count.charges:>11,}"
        yield f"{line}{_on_the_last_verified_day(count)}"
    yield ""
    yield f"  {NO_LAWYER}" if report.unreviewed else ""
    yield f"  Written to {report.folder}"


def _on_the_last_verified_day(count: PageCount) -> str:
    """The older answer, which stands beside REVIEW after the last verified day."""
    if count.last_verified is None:
        return ""
    return f"  on the last verified day {count.last_verified}, not fileable"


def runs_in_words(manifests: Sequence[Mapping[str, Any]], *, as_json: bool) -> str:
    """Every run of a workspace, with what it was made of."""
    if as_json:
        return in_json(list(manifests))
    if not manifests:
        return "No run yet. Make one: vacatur decide --law us-md --as-of YYYY-MM-DD"
    return "\n".join(
        f"  {m['run']:<40} {m['law']} as of {m['as_of']}, {m['counts']['charges']:,} charges"
        for m in manifests
    )


def patterns_in_words(patterns: Sequence[Pattern], *, as_json: bool) -> str:
    """Open questions grouped by pattern."""
    if as_json:
        return in_json([_pattern_data(each) for each in patterns])
    if not patterns:
        return f"Nothing is open.\n{NO_LAWYER}"
    lines = [line for pattern in patterns for line in _pattern(pattern)]
    return "\n".join([*lines, NO_LAWYER])


def _pattern(pattern: Pattern) -> Iterator[str]:
    noun = "charge " if pattern.charges == 1 else "charges"
    yield f"{pattern.charges:>9,} {noun}  {pattern.implements}"
    if pattern.referred:
        spoken = ", ".join(name.replace("_", " ") for name in pattern.referred)
        yield f"           for a person: {spoken}"
    for asked in pattern.asked:
        alone = " (in the example this alone decides)" if asked.decides else ""
        yield f"           wants {asked_in_words(asked)}{alone}"
    if pattern.example:
        yield f"           for example {pattern.example}"
    elif not pattern.asked:
        yield "           no fact of the record would help, or too few charges to look into"


def _pattern_data(pattern: Pattern) -> dict[str, object]:
    return {
        "rule": pattern.rule,
        "implements": pattern.implements,
        "charges": pattern.charges,
        "asked": [
            {
                "entity": asked.entity,
                "column": asked.column,
                "why": str(asked.why),
                "in_words": asked_in_words(asked),
                "decides_in_example": asked.decides,
            }
            for asked in pattern.asked
        ],
        "referred": list(pattern.referred),
        "example": pattern.example or None,
    }


def comparison(changes: Sequence[Change], *, as_json: bool) -> str:
    """What changed between two runs."""
    if as_json:
        rows = [
            {"rule": c.implements, "before": c.before, "after": c.after, "charges": c.charges}
            for c in changes
        ]
        return in_json(rows)
    if not changes:
        return f"No answer changed.\n{NO_LAWYER}"
    lines = [
        f"  {c.implements:<15} {c.before:<22} -> {c.after:<22} {c.charges:>11,}" for c in changes
    ]
    return "\n".join([*lines, NO_LAWYER])


def demo_notes(demo: Demo) -> str:
    """Everything the demonstration did, in the order in which it did it."""
    parts = ["1. AN INVENTED COUNTY, READ IN", demo.intake.in_words()]
    parts.append("2. THE SAME CONVICTIONS UNDER THE LAW OF THREE DAYS")
    parts += [run_in_words(report) for report in demo.runs]
    parts.append("3. WHAT CHANGED FOR CONVICTIONS OF CANNABIS POSSESSION")
    for before, after, changes in zip(demo.runs, demo.runs[1:], demo.changes, strict=False):
        parts.append(f"From {before.as_of} to {after.as_of}:\n{comparison(changes, as_json=False)}")
    parts.append("4. INCOMING CHARGES UNDER THE POLICY OF 2019 (a policy clears no record)")
    parts.append(run_in_words(demo.screening))
    parts.append(f"5. WHAT IS NOT KNOWN ON {demo.runs[-1].as_of}, BY PATTERN")
    parts.append(patterns_in_words(demo.patterns, as_json=False))
    parts.append("6. THREE CHARGES EXPLAINED")
    parts += demo.explanations
    parts.append("7. THE WORKLIST")
    parts.append(f"{demo.worklist.charges:,} charges in {demo.worklist.path}")
    parts.append("\n".join(("NEXT", *(f"  {command}" for command in demo.next_commands))))
    return "\n\n".join(part.rstrip("\n") for part in parts)
