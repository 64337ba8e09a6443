"""`vacatur coverage`: what the records' source declares, what is there, and what is open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import in_json
from vacatur.ingest.coverage_file import template
from vacatur.office.coverage import coverage_of
from vacatur.office.formats import open_workspace


def coverage_command(
    workspace: WorkspaceFolder = Path(),
    as_template: Annotated[
        bool, typer.Option("--template", help="Print a coverage.yaml to fill in, and nothing else.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what the source declares that its silence means, what the records hold, and the gaps.

    Examples: vacatur coverage --workspace baltimore

    vacatur coverage --template > export/coverage.yaml
    """
    if as_template:
        print(in_json({"template": template()}) if as_json else template(), end="")
        return
    report = coverage_of(open_workspace(workspace))
    print(in_json(report.as_data()) if as_json else report.in_words())
