"""`vacatur decide`, and the runs that it made: listed, compared, as a worklist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, Day, LawName, Rules, RunName, WorkspaceFolder, a_day
from vacatur.cli.printing import comparison, run_in_words, runs_in_words
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.office.comparing import compare_runs
from vacatur.office.formats import open_workspace, writing
from vacatur.office.own_laws import law_asked
from vacatur.office.runs import run
from vacatur.office.spreadsheet import write_spreadsheet
from vacatur.office.worklist import write_worklist
from vacatur.office.workspace import Workspace
from vacatur.office.yields import yield_data


def decide_command(
    law: LawName,
    as_of: Day,
    workspace: WorkspaceFolder = Path(),
    rules: Rules = None,
    as_json: AsJson = False,
) -> None:
    """Decide every charge under every page, on one day. The day has no default.

    Writes decisions/RUN with decisions.parquet, one table of conditions for each page, a manifest
    and what the run came to (yield.json), and points decisions/latest at it.

    Example: vacatur decide --law us-md --as-of 2026-02-15 --workspace baltimore
    """
    rulebook = law_asked(Workspace(workspace), law)  # a wrong word is told before a wrong place
    rulebook = rulebook.only(rules) if rules else rulebook
    day = a_day(as_of, "--as-of")
    with writing(workspace, "vacatur decide") as place, progress_bar() as progress:
        report = run(place, rulebook, day, progress=progress)
    if as_json:
        print(in_json({**place.run_manifest(report.name), "yield": yield_data(report.came_to)}))
    else:
        print(run_in_words(report))


def runs_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """List the runs of a workspace. A beginning of a name is enough wherever a run is named.

    Example: vacatur runs --workspace baltimore
    """
    place = open_workspace(workspace)
    manifests = [place.run_manifest(name) for name in place.run_names()]
    print(runs_in_words(manifests, as_json=as_json))


def compare_command(
    before: Annotated[str, typer.Argument(help="The earlier run.")],
    after: Annotated[str, typer.Argument(help="The later run.")] = "latest",
    out: Annotated[
        Path | None, typer.Option(help="Also write every changed charge as CSV.")
    ] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show what changed between two runs.

    Example: vacatur compare us-md_2019-10-01_1f2e3d4c5b latest --workspace baltimore
    """
    changes = compare_runs(open_workspace(workspace), before, after, path=out)
    print(comparison(changes, as_json=as_json))


def worklist_command(
    out: Annotated[
        Path, typer.Option(help="The file to write: .csv, or .xlsx for a spreadsheet.")
    ] = Path("worklist.csv"),
    workspace: WorkspaceFolder = Path(),
    run_name: RunName = "latest",
    as_json: AsJson = False,
) -> None:
    """Write the worklist: one line for each charge that a rule reaches.

    Example: vacatur worklist --out monday.xlsx --workspace baltimore
    """
    place = open_workspace(workspace)
    if out.suffix == ".xlsx":
        charges = write_spreadsheet(place, run_name, out).charges
    else:
        charges = write_worklist(place, run_name, out).charges
    if as_json:
        print(in_json({"worklist": out, "charges": charges}))
    else:
        print(f"{charges:,} charges in {out}\n{NO_LAWYER}")
