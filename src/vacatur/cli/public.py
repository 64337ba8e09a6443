"""`vacatur public`: the store of letters that people read with a mailed code."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By, today_in
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import NO_LAWYER, counted, in_json
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.formats import writing

app = typer.Typer(
    help="The public store: letters that open with their codes.", no_args_is_help=True
)


@app.callback()
def public() -> None:
    """Write the store of the letter page, on which people read their letters.

    vacatur.toml says where that page is and how long codes are good, in its part `public`.
    """


@app.command("build")
def build_command(
    folder: Annotated[
        Path, typer.Argument(help="A new folder, or an earlier store.", show_default=False)
    ],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the public store anew: each letter that has a good code, sealed under that code.

    What was forgotten since is not in it. Put it on the public machine, and start the page again.

    Example: vacatur public build public-store --by "P. Lee" -w baltimore
    """
    from vacatur.office.public_building import build_public_store

    with writing(workspace, "vacatur public build") as place:
        today = today_in(place)
        with open_casework(place) as casework:
            doing = Doing(actor=by, purpose="letter page", at=datetime.now(UTC))
            built = build_public_store(place, casework, folder, doing, on=today)
    if as_json:
        print(in_json(asdict(built)))
        return
    print(f"{folder}: {counted(built.letters, 'letter')} that {_open(built.letters)} with a code.")
    print(f"Left out: {built.expired:,} whose code has expired, {built.forgotten:,} forgotten.")
    print(f"Serve it: vacatur serve-public {folder}. {NO_LAWYER}")


def _open(letters: int) -> str:
    return "opens" if letters == 1 else "open"
