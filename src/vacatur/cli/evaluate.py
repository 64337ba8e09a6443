"""`vacatur evaluate`: did a policy change anything, as far as these data can say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson
from vacatur.cli.words import NO_LAWYER, in_json


def evaluate_command(
    plan: Annotated[Path, typer.Argument(help="The plan, YAML.", show_default=False)],
    freeze: Annotated[
        bool,
        typer.Option("--freeze", help="Check and hash the plan, read no data, and stop."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask whether a policy changed anything, by a plan that is written before the data are read.

    The verdict is one of: described, cannot_attribute, consistent_with, supported.

    Examples: vacatur evaluate plan.yaml --freeze

    vacatur evaluate plan.yaml --json
    """
    # Imported here: the other commands need no statistics.
    from vacatur.cli.printing_evaluation import evaluation_in_words
    from vacatur.office.evaluating import as_data, evaluate_plan, freeze_plan

    if freeze:
        frozen, place = freeze_plan(plan)
        told = {"plan": plan, "sha256": frozen.sha256, "frozen": place}
        print(in_json(told) if as_json else f"{place}: {frozen.sha256}\n{NO_LAWYER}")
        return
    done = evaluate_plan(plan)
    if as_json:
        print(in_json({**as_data(done), "note": NO_LAWYER}))
    else:
        print("\n".join([*evaluation_in_words(done), NO_LAWYER]))
