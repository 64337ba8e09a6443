"""`vacatur evaluate`: did a policy change anything, as far as these data can say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vacatur.cli.facts import today
from vacatur.cli.options import AsJson
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.errors import UsageError

if TYPE_CHECKING:
    from vacatur.office.evaluating_others import AnyPlan


def evaluate_command(
    plan: Annotated[Path, typer.Argument(help="The plan, YAML.", show_default=False)],
    freeze: Annotated[
        bool,
        typer.Option("--freeze", help="Check and hash the plan, read no data, and stop."),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="DIR",
            help="Write a page, an exhibit and an appendix into a new or an empty folder.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask whether a policy changed anything, by a plan that is written before the data are read.

    A plan is about one unit and its donors; or, by its key "kind", about several offices that
    changed at different times (staggered) or people followed from a day on (follow_up).

    The verdict is one of: described, cannot_attribute, consistent_with, supported.

    Examples: vacatur evaluate plan.yaml --freeze

    vacatur evaluate plan.yaml --json

    vacatur evaluate plan.yaml --report report
    """
    # Imported here: the other commands need no statistics.
    from vacatur.office.evaluating import freeze_plan
    from vacatur.office.evaluating_others import load_any
    from vacatur.office.evidence_writing import require_empty

    if report:
        # Before anything is reckoned.
        require_empty(report)
    loaded = load_any(plan)
    if freeze:
        told = {"plan": plan, "sha256": loaded.sha256, "frozen": freeze_plan(loaded)}
        print(in_json(told) if as_json else f"{told['frozen']}: {loaded.sha256}\n{NO_LAWYER}")
        return
    lines, data = _followed(loaded, report)
    print(in_json({**data, "note": NO_LAWYER}) if as_json else "\n".join(lines))


def _followed(plan: AnyPlan, report: Path | None) -> tuple[list[str], Mapping[str, object]]:
    """A plan followed, in words and as data; and its reports written, where they are asked for."""
    from vacatur.cli.printing_evaluation import answer_in_words, evaluation_in_words
    from vacatur.evaluation.plan import Plan
    from vacatur.office.evaluating import evaluate_plan
    from vacatur.office.evaluating_others import answer_other
    from vacatur.office.evaluation_data import as_data
    from vacatur.office.evaluation_writing import write_reports

    if not isinstance(plan, Plan):
        if report:
            raise UsageError(
                "a report is written of one unit and its donors alone",
                repair="Leave out --report; --json has every figure.",
            )
        answer = answer_other(plan)
        return [*answer_in_words(answer), NO_LAWYER], answer.data
    done = evaluate_plan(plan.path)
    lines = [*evaluation_in_words(done), NO_LAWYER]
    if report:
        written = write_reports(done, report, on=today())
        lines.append(f"Written to {written.folder}: {', '.join(written.files)}")
    return lines, as_data(done)
