"""`vacatur matters state`: what a paper must say and no record holds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By, move, today_in
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_matters import stated_in_words
from vacatur.cli.words import in_json
from vacatur.errors import MoveRefused, UsageError
from vacatur.matters.codec import as_data
from vacatur.matters.commands import StateParticular
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.formats import open_workspace
from vacatur.office.particulars_file import COLUMNS, particular_named, state_rows
from vacatur.record.particulars import Stated


def state_command(
    by: By,
    number: Annotated[
        int | None, typer.Argument(help="A matter.", metavar="MATTER", min=1, show_default=False)
    ] = None,
    particular: Annotated[
        str,
        typer.Argument(
            help=f"One of: {', '.join(Stated)}.", metavar="PARTICULAR", show_default=False
        ),
    ] = "",
    text: Annotated[
        str, typer.Argument(help="What a paper is to say.", metavar="TEXT", show_default=False)
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option(
            help=f"A CSV file that states many: {', '.join(COLUMNS)}.", show_default=False
        ),
    ] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """State a particular of a matter that no record holds, so that its papers can say it.

    It is possible until a matter is prepared. Stating it again replaces it; both stay in the
    history. Of a file, a row that is refused is named, and the others are stated.

    Examples: vacatur matters state 12 earlier-review "No appeal (docket read 2026-02-10)."
    --by "P. Lee" -w baltimore

    vacatur matters state --file particulars.csv --by "P. Lee" -w baltimore
    """
    if file is not None:
        if number is not None:
            raise UsageError("name one MATTER, or a --file of many")
        _state_file(workspace, file, by=by, as_json=as_json)
        return
    if number is None or not particular or not text:
        raise UsageError(
            "name a MATTER, a PARTICULAR and its TEXT, or a --file of many",
            repair='Like [12 earlier-review "No appeal (docket read 2026-02-10)."].',
        )
    named = particular_named(particular)
    move(
        workspace,
        [str(number)],
        lambda *_: StateParticular(by=by, particular=named, text=text),
        by=by,
        as_json=as_json,
    )


def _state_file(workspace: Path, file: Path, *, by: str, as_json: bool) -> None:
    place = open_workspace(workspace)
    doing = Doing(actor=by, purpose="stating particulars", at=datetime.now(UTC))
    with open_casework(place) as casework:
        done = state_rows(casework, file, doing, today=today_in(place))
    print(in_json(as_data(done)) if as_json else stated_in_words(done))
    if done.refused:
        raise typer.Exit(MoveRefused.exit_code)
