"""`vacatur matters groups` and `plan`: many matters by their reasons, and in the order of work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import today_in
from vacatur.cli.new_file import write_new
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_plan import groups_in_words, plan_in_words
from vacatur.cli.words import in_json
from vacatur.matters.codec import as_data
from vacatur.matters.planning import Turn, planned
from vacatur.matters.queries import on_the_way
from vacatur.office.casework import open_casework
from vacatur.office.formats import open_workspace
from vacatur.office.hand_csv import csv_text
from vacatur.office.matter_groups import prepared_groups


def groups_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """Prepared matters in groups that were decided for the same reasons, the largest first.

    Nothing of it names a person.

    Example: vacatur matters groups -w baltimore
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework:
        groups = prepared_groups(place, casework)
    print(in_json(as_data(groups)) if as_json else groups_in_words(groups))


def plan_command(
    per_day: Annotated[
        int,
        typer.Option(help="How many papers the court takes in a day.", min=1, show_default=False),
    ],
    days: Annotated[int, typer.Option(help="Only the first court days; 0: all.", min=0)] = 0,
    out: Annotated[Path | None, typer.Option(help="Write the plan into this CSV file too.")] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Lay what is to be filed on court days: the order of work, at the rate that the court takes.

    The worst harm comes first; then the clock that runs out first; then the oldest judgment. A
    clock that would run out before its matter's turn is marked.

    Example: vacatur matters plan --per-day 50 --days 10 --out plan.csv -w baltimore
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework, casework.reading() as connection:
        turns = planned(on_the_way(connection), per_day=per_day, start=today_in(place))
    shown = [turn for turn in turns if not days or turn.wave <= days]
    if out is not None:
        write_new(out, _csv(shown), why="A plan that somebody works by would be lost.")
    late = [turn for turn in turns if turn.runs_out]
    if as_json:
        said = {"total": len(turns), "last_day": turns[-1].day if turns else None,
                "runs_out": [turn.number for turn in late], "turns": shown}  # fmt: skip
        print(in_json(as_data(said)))
    else:
        print(plan_in_words(turns, shown, late))


def _csv(turns: list[Turn]) -> str:
    rows = [
        {name: "" if value is None else str(value) for name, value in as_data(turn).items()}
        for turn in turns
    ]
    return csv_text(Turn.__slots__, rows)


def add_to(app: typer.Typer) -> None:
    """Give the two commands to the command line."""
    app.command("groups")(groups_command)
    app.command("plan")(plan_command)
