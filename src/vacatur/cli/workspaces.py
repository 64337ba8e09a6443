"""`vacatur init` and `vacatur doctor`: a workspace begins, and is examined."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson
from vacatur.cli.words import in_json
from vacatur.errors import WorkspaceError
from vacatur.office import doctor
from vacatur.office.check import State
from vacatur.office.formats import init, open_workspace


def init_command(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Make a workspace: its settings, its key, and a .gitignore that keeps all of it out of git.

    Example: vacatur init baltimore
    """
    made = init(folder).folder
    if as_json:
        print(in_json({"workspace": made}))
    else:
        print(f"A workspace in {made}. Next: vacatur ingest EXPORT -w {folder}")


def doctor_command(
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="Also examine this workspace.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Examine this installation, and a workspace: versions, disk, files, hashes, leftovers.

    Example: vacatur doctor --workspace baltimore
    """
    checks = doctor.examine(open_workspace(workspace) if workspace else None)
    print(doctor.as_json(checks) if as_json else doctor.in_words(checks))
    if doctor.worst(checks) is State.FAIL:
        raise typer.Exit(WorkspaceError.exit_code)
