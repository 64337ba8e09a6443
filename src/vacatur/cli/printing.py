"""Reports for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vacatur.cli.printing_yield import yield_in_words
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.office.comparing import Change
from vacatur.office.runs import PageCount, RunReport


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
    yield from yield_in_words(report.came_to)
    yield ""
    yield f"  {NO_LAWYER}" if report.unreviewed else ""
    yield f"  Written to {report.folder}"
    yield "  How its cases were linked, as a page: vacatur link report --out FOLDER"


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
    lines = [change_in_words(change) for change in changes]
    return "\n".join([*lines, NO_LAWYER])


def change_in_words(change: Change) -> str:
    """One line: the rule, what it answered, what it answers now, and of how many charges."""
    answers = f"{change.before:<22} -> {change.after:<22}"
    return f"  {change.implements:<15} {answers} {change.charges:>11,}"
