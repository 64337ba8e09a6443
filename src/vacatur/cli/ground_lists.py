"""`vacatur ground share` and `receive`: lists exchanged with the defence."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.facts import By, Document, today
from vacatur.cli.ground_answering import GroundId
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_ground import (
    returned_data,
    returned_in_words,
    shared_data,
    shared_in_words,
)
from vacatur.cli.words import in_json
from vacatur.errors import UsageError
from vacatur.office.formats import writing
from vacatur.office.ground_lists import share
from vacatur.office.ground_returns import receive


def share_command(
    ground_id: GroundId,
    out: Annotated[Path, typer.Option(help="A folder for the two files.")],
    by: Annotated[str, typer.Option(help="Who shares it; without it, the login name.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the proposed cases for the defence: a CSV, and each case as a docket.

    Example: vacatur ground share unit-2017 --out for-the-defender -w baltimore
    """
    with writing(workspace, "vacatur ground share") as place:
        done = share(place, ground_id, out, by=by or getpass.getuser(), as_of=today())
    print(in_json(shared_data(done)) if as_json else shared_in_words(done))


def receive_command(
    ground_id: GroundId,
    file: Annotated[
        Path, typer.Argument(help="The CSV with `said` filled, or dockets.", show_default=False)
    ],
    by: By = "",
    document: Document = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take in what the defence says of each case: consent or objection.

    An answer that went out in the list and comes back blank is taken back. A row of another
    version of the ground is refused.

    Example: vacatur ground receive unit-2017 answers.csv --by "Office of the Public Defender"
    """
    if not by.strip():
        raise UsageError("it is not said who answers", repair="Name them: --by 'B. Defender'.")
    with writing(workspace, "vacatur ground receive") as place:
        done = receive(place, ground_id, file, by=by, document=document, on=today())
    print(in_json(returned_data(done)) if as_json else returned_in_words(done))
    if done.refused:
        raise typer.Exit(1)
