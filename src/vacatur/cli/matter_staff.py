"""`vacatur matters staff`: who works on matters, and as what."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import in_json
from vacatur.errors import UsageError, nearest
from vacatur.matters.codec import as_data
from vacatur.matters.queries import staff
from vacatur.matters.states import Role
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.formats import open_workspace

app = typer.Typer(help="Who works on matters, and as what.", no_args_is_help=True)


@app.callback()
def staff_app() -> None:
    """Who works on matters, and as what. The command line asks nobody for a password."""


@app.command("add")
def add_command(
    name: Annotated[str, typer.Argument(help="The name, as it is to be kept.", show_default=False)],
    role: Annotated[str, typer.Option(help=f"One of: {', '.join(Role)}.", show_default=False)],
    by: Annotated[str, typer.Option(help="Who adds them; the first one adds themselves.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Put somebody on the staff, or give them another role. It is written into the audit chain.

    Example: vacatur matters staff add "A. Roe" --role attorney -w baltimore
    """
    if role not in list(Role):
        raise UsageError(f"there is no role [{role}]", repair=nearest(role, list(Role)))
    doing = Doing(actor=by or name, purpose="staff", at=datetime.now(UTC))
    with open_casework(open_workspace(workspace)) as casework, casework.working(doing) as work:
        if staff(work.connection):
            work.acting()
        member = work.add_member(name, Role(role))
    print(
        in_json(as_data(member)) if as_json else f"{member.name} is on the staff as {member.role}."
    )


@app.command("list")
def list_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """List the staff.

    Example: vacatur matters staff list -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework, casework.reading() as connection:
        members = staff(connection)
    if as_json:
        print(in_json(as_data(members)))
    else:
        print("\n".join(f"{each.role:<11} {each.name}" for each in members) or "Nobody yet.")
