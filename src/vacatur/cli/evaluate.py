"""`vacatur evaluate`: did a policy change anything, as far as these data can say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.facts import today
from vacatur.cli.options import AsJson
from vacatur.cli.words import NO_LAWYER, in_json


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

    The verdict is one of: described, cannot_attribute, consistent_with, supported.

    Examples: vacatur evaluate plan.yaml --freeze

    vacatur evaluate plan.yaml --json

    vacatur evaluate plan.yaml --report report
    """
    # Imported here: the other commands need no statistics.
    from vacatur.cli.printing_evaluation import evaluation_in_words
    from vacatur.office.evaluating import evaluate_plan, freeze_plan
    from vacatur.office.evaluation_data import as_data
    from vacatur.office.evaluation_writing import write_reports
    from vacatur.office.evidence_writing import require_empty

    if freeze:
        frozen, place = freeze_plan(plan)
        told = {"plan": plan, "sha256": frozen.sha256, "frozen": place}
        print(in_json(told) if as_json else f"{place}: {frozen.sha256}\n{NO_LAWYER}")
        return
    if report:
        # Before anything is reckoned.
        require_empty(report)
    done = evaluate_plan(plan)
    if report:
        written = write_reports(done, report, on=today())
    if as_json:
        print(in_json({**as_data(done), "note": NO_LAWYER}))
    else:
        print("\n".join([*evaluation_in_words(done), NO_LAWYER]))
        if report:
            print(f"Written to {written.folder}: {', '.join(written.files)}")
