"""`vacatur yield`: what a run comes to, as its answers stand now."""

from __future__ import annotations

from pathlib import Path

from vacatur.cli.options import AsJson, RunName, WorkspaceFolder
from vacatur.cli.printing_yield import yield_in_words
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.office.formats import open_workspace
from vacatur.office.yields import standing_yield, yield_data


def yield_command(
    workspace: WorkspaceFolder = Path(),
    run_name: RunName = "latest",
    as_json: AsJson = False,
) -> None:
    """Show how far each charge is from an answer, with all facts that were attached since the run.

    Example: vacatur yield --workspace baltimore
    """
    found = standing_yield(open_workspace(workspace), run_name)
    if as_json:
        print(in_json(yield_data(found)))
    else:
        print("\n".join([*yield_in_words(found), NO_LAWYER]))
