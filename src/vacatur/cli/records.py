"""`vacatur records`: what was taken in, and what vanished."""

from __future__ import annotations

from pathlib import Path

import typer

from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import in_json
from vacatur.office.formats import open_workspace
from vacatur.office.records_log import read_log

app = typer.Typer(help="What was taken in, and what vanished.", no_args_is_help=True)


@app.callback()
def records() -> None:
    """What was taken in, and what vanished."""


@app.command("log")
def log(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """One line for each ingest: what was added, changed, vanished and withheld.

    Example: vacatur records log --workspace baltimore
    """
    found = read_log(open_workspace(workspace))
    if as_json:
        print(in_json([entry.as_data() for entry in found.entries]))
    else:
        print(found.in_words())
