"""`vacatur report`: one run on one page, for whoever has a minute."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, RunName, WorkspaceFolder
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.errors import UsageError
from vacatur.office.formats import open_workspace
from vacatur.office.outputs import refuse_unwritable


def report_command(
    out: Annotated[Path, typer.Option(help="The PDF to write.", show_default=False)],
    run_name: RunName = "latest",
    since: Annotated[
        str,
        typer.Option(help="The run to compare with; by default the one before, of the same rules."),
    ] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write one run on one page: what was read, what it came to, what is open, what changed.

    The page is for the office. It counts charges and persons, and names nobody.

    Example: vacatur report --out run.pdf --workspace baltimore
    """
    from vacatur.office.run_summary import summary_of_run
    from vacatur.office.run_summary_paper import write_summary

    refuse_unwritable(out)
    if out.suffix.lower() != ".pdf":
        raise UsageError(f"[{out.name}] is no name of a PDF", repair="End it with [.pdf].")
    place = open_workspace(workspace)
    with progress_bar() as progress:
        summary = summary_of_run(place, run_name, since=since, progress=progress)
    write_summary(place, summary, out)
    if as_json:
        print(in_json({"report": out, **asdict(summary)}))
    else:
        print(f"Run {summary.run} on one page: {out}\n{NO_LAWYER}")
