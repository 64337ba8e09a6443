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
from vacatur.matters.former import require_here
from vacatur.matters.leaving import leave_staff, return_to_staff
from vacatur.matters.queries import names_of_staff, staff
from vacatur.matters.states import Role
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.formats import open_workspace

app = typer.Typer(help="Who works on matters, and as what.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name on the staff.", show_default=False)]
By = Annotated[str, typer.Option(help="Who says so; somebody of the staff.", show_default=False)]


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
        if names_of_staff(work.connection):
            work.acting()
            require_here(work.connection, name)
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
        members, former = staff(connection), staff(connection, former=True)
    if as_json:
        here = [{**as_data(each), "has_left": False} for each in members]
        print(in_json([*here, *({**as_data(each), "has_left": True} for each in former)]))
        return
    lines = [f"{each.role:<11} {each.name}" for each in members]
    lines += [f"{each.role:<11} {each.name}  (has left)" for each in former]
    print("\n".join(lines) or "Nobody yet.")


@app.command("leave")
def leave_command(name: Name, by: By, workspace: WorkspaceFolder = Path()) -> None:
    """Say that somebody without an account has left: they act nowhere any more.

    What they did keeps their name; what is assigned to them waits to be assigned again. Whoever has
    an account leaves when it is disabled: vacatur accounts disable.

    Example: vacatur matters staff leave "P. Lee" --by "A. Roe" -w baltimore
    """
    doing = Doing(actor=by, purpose="staff", at=datetime.now(UTC))
    with open_casework(open_workspace(workspace)) as casework, casework.working(doing) as work:
        work.acting()
        member = leave_staff(work, name, doing)
    print(f"{member.name} has left, and acts nowhere any more.")


@app.command("return")
def return_command(name: Name, by: By, workspace: WorkspaceFolder = Path()) -> None:
    """Let somebody who left act again, as what they were.

    Example: vacatur matters staff return "P. Lee" --by "A. Roe" -w baltimore
    """
    doing = Doing(actor=by, purpose="staff", at=datetime.now(UTC))
    with open_casework(open_workspace(workspace)) as casework, casework.working(doing) as work:
        work.acting()
        member = return_to_staff(work, name)
    print(f"{member.name} is on the staff again as {member.role}.")
