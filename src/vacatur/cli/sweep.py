"""`vacatur sweep`: every open case under the office's policies, from the plan to its matters."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By, today_in
from vacatur.cli.new_file import write_new
from vacatur.cli.options import AsJson, RunName, WorkspaceFolder
from vacatur.cli.printing_matters import opening_in_words
from vacatur.cli.printing_sweep import plan_in_words
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import in_json
from vacatur.errors import UsageError
from vacatur.matters.codec import as_data
from vacatur.matters.reading import member_of
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework, standing_run
from vacatur.office.formats import open_workspace
from vacatur.office.stale import StandingRun, refuse_changed, standing
from vacatur.office.sweep_opening import open_sweep
from vacatur.office.sweep_plan import plan_sweep
from vacatur.office.sweep_sheet import plan_csv, plan_data

app = typer.Typer(no_args_is_help=True)
Law = Annotated[
    str, typer.Option("--law", help="The law that the run must have been decided under.")
]


@app.callback()
def sweep() -> None:
    """Look at all open cases and warrants under a policy of the office.

    1. plan: what is to be dismissed, in the order of work, and what is not

    2. open: a matter for each case to be dismissed; then as for any matter

    3. vacatur packet build: motions to recall warrants, notices, letters, the list by court day
    """


@app.command("plan")
def plan_command(
    law: Law = "",
    run_name: RunName = "latest",
    out: Annotated[Path | None, typer.Option(help="Write every open case into this CSV.")] = None,
    limit: Annotated[int, typer.Option(help="So many cases of the order of work.", min=0)] = 25,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Plan a sweep: every open case in one group, and those to be dismissed by date in court.

    A case is to be dismissed where a policy declines each of its open charges. Where a warrant is
    open, the court is asked to recall it before the dismissal; where nobody knows, somebody looks.

    Example: vacatur sweep plan --law us-md-baltimore-city --out plan.csv -w baltimore
    """
    place = open_workspace(workspace)
    refuse_changed(place, run_name)
    run = standing(place, run_name)
    _require_law(run, law)
    with progress_bar() as progress:
        plan = plan_sweep(place, run, progress=progress)
    if out is not None:
        write_new(out, plan_csv(plan), why="A plan that somebody works by would be lost.")
    print(in_json(plan_data(plan)) if as_json else plan_in_words(plan, limit=limit))


@app.command("open")
def open_command(
    by: By,
    law: Law = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Open a matter for each case to be dismissed, in the order of work, from the latest run.

    Mixed cases are left to an attorney. Whoever opens twice gets no second matter.

    Example: vacatur sweep open --by "P. Lee" -w baltimore
    """
    place = open_workspace(workspace)
    run = standing_run(place)
    _require_law(run, law)
    with open_casework(place) as casework, progress_bar() as progress:
        with casework.reading() as connection:
            member = member_of(connection, by)
        done = open_sweep(
            place,
            casework,
            run,
            Doing(actor=member.name, purpose="opening a sweep", at=datetime.now(UTC)),
            on=today_in(place),
            progress=progress,
        )
    print(in_json(as_data(done)) if as_json else opening_in_words(done))


def _require_law(run: StandingRun, law: str) -> None:
    if law and run.rulebook.name != law:
        raise UsageError(
            f"run [{run.name}] was decided under [{run.rulebook.name}], not [{law}]",
            repair=f"Run [vacatur decide --law {law} --as-of DAY], or name another --run.",
        )
