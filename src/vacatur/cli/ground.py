"""`vacatur ground`: one memo, many motions, each with its own evidence."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.facts import today
from vacatur.cli.ground_answering import answer_command, withdraw_command
from vacatur.cli.ground_lists import receive_command, share_command
from vacatur.cli.new_file import write_new
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_ground import (
    cases_data,
    cases_in_words,
    log_in_words,
    reopened_data,
    reopened_in_words,
)
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.errors import UsageError
from vacatur.office.formats import open_workspace, writing
from vacatur.office.ground_answers import adopt
from vacatur.office.ground_applying import apply_ground
from vacatur.office.ground_file import load_ground, template
from vacatur.office.ground_sheets import open_cases, sampled, sheet_text
from vacatur.office.grounds import ground_log

app = typer.Typer(
    help="Apply what an attorney has found to the cases that rest on it.", no_args_is_help=True
)
app.command("answer")(answer_command)
app.command("withdraw")(withdraw_command)
app.command("share")(share_command)
app.command("receive")(receive_command)

Sample = Annotated[
    int, typer.Option(help="With --out: only so many cases, spread over the groups.", min=1)
]


@app.callback()
def ground() -> None:
    """Apply what an attorney has found to the cases that rest on it."""


@app.command("template")
def template_command(
    out: Annotated[Path | None, typer.Option(help="A new file; printed when not given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print a ground's file with its places open.

    Example: vacatur ground template --out grounds/unit.yaml
    """
    if out is not None:
        write_new(out, template(), why="It may be somebody's memorandum.")
    if as_json:
        print(in_json({"template": template(), "out": out}))
    else:
        print(template() if out is None else f"Written to {out}.")


@app.command("apply")
def apply_command(
    named: Annotated[str, typer.Argument(help="A ground's file, or its id.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option(help="Also write the sheet on which an attorney answers.")
    ] = None,
    sample: Sample | None = None,
    seed: Annotated[int, typer.Option(help="With --sample: which sample.")] = 1,
    by: Annotated[str, typer.Option(help="Who looks; without it, the login name.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """List the cases that a ground touches, with what ties each one to it. Nothing is found.

    Each case waits for an attorney, who answers how much of the judgment rests on the person. Who
    looked stands in the log of the grounds.

    Examples: vacatur ground apply grounds/unit.yaml -w baltimore

    vacatur ground apply unit-2017 --out sheet.csv --sample 40 -w baltimore
    """
    if sample is not None and out is None:
        raise UsageError("--sample goes with --out", repair="Add --out SHEET.csv.")
    with writing(workspace, "vacatur ground apply") as place:
        touched = apply_ground(place, named, by=by or getpass.getuser(), on=today())
    waiting = open_cases(touched)
    if out is not None:
        rows = waiting if sample is None else sampled(waiting, sample, seed)
        write_new(out, sheet_text(touched, rows), why="An attorney may have answered in it.")
    print(in_json(cases_data(touched)) if as_json else cases_in_words(touched, out))


@app.command("adopt")
def adopt_command(
    file: Annotated[Path, typer.Argument(help="The ground's file.", show_default=False)],
    by: Annotated[str, typer.Option(help="Who takes it in; without it, the login name.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take in another version of a ground. What rests on the earlier one is open again.

    Example: vacatur ground adopt grounds/unit.yaml -w baltimore
    """
    ground = load_ground(file)
    with writing(workspace, "vacatur ground adopt") as place:
        reopened = adopt(place, ground, by=by or getpass.getuser(), on=today())
    print(in_json(reopened_data(reopened)) if as_json else reopened_in_words(reopened))


@app.command("log")
def log_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """Show every version, withdrawal and list, and who looked.

    Example: vacatur ground log -w baltimore
    """
    log = ground_log(open_workspace(workspace))
    if as_json:
        print(in_json([line.as_data() for line in log.lines]))
    else:
        print(f"{log_in_words(log)}\n{NO_LAWYER}")
