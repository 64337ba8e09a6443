"""`vacatur accounts`: who may sign in to the office's app."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import in_json
from vacatur.errors import UsageError, nearest
from vacatur.matters.access import accounts as access
from vacatur.matters.access.account import Account
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.store import Doing
from vacatur.office.app_settings import app_settings, require_provider
from vacatur.office.casework import open_casework
from vacatur.office.formats import open_workspace

app = typer.Typer(help="Who may sign in to the office's app.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name of the account.", show_default=False)]
By = Annotated[str, typer.Option(help="Who does it, as the chain is to name them.")]
_MACHINE = "(command line)"


@app.callback()
def accounts_app() -> None:
    """Who may sign in to the office's app. Passwords are asked for, and never are an argument."""


@app.command("add")
def add_command(
    name: Annotated[
        str,
        typer.Argument(help="The name; that of the staff, where they are.", show_default=False),
    ],
    role: Annotated[
        list[str],
        typer.Option(
            help=f"One of: {', '.join(AccountRole)}. May be repeated.", show_default=False
        ),
    ],
    outside: Annotated[
        str,
        typer.Option(help="They sign in elsewhere; their sub there."),
    ] = "",
    by: By = _MACHINE,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Make an account, with a password that its holder changes when they first sign in.

    The password is asked for without showing it; where there is no terminal, it is the first line
    of standard input. Once there are two administrators, another one confirms the roles
    administrator and supervisor in the app.

    Example: vacatur accounts add "M. Moe" --role administrator -w baltimore
    """
    roles = [_role(each) for each in role]
    place = open_workspace(workspace)
    password = None if outside else _asked_twice()
    with open_casework(place) as casework:
        key = None
        if outside:
            issuer = require_provider(app_settings(place)).issuer
            key = access.outside_key_of(place.key(), issuer, outside)
        added = access.add_account(
            casework, name, roles, _doing(by), password=password, outside_key=key, founding=True
        )
    if as_json:
        print(in_json({"name": added.name, "waiting": [*added.waiting]}))
        return
    print(f"{added.name} can sign in.")
    for each in added.waiting:
        print(f"The role [{each}] waits for a second administrator, who confirms it in the app.")


@app.command("list")
def list_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """List the accounts: roles, standing, last use, second factor.

    Example: vacatur accounts list -w baltimore
    """
    now = datetime.now(UTC)
    with open_casework(open_workspace(workspace)) as casework, casework.reading() as connection:
        found = access.all_accounts(connection)
    if as_json:
        print(in_json([_data(each, now) for each in found]))
        return
    for each in found:
        factor = "second factor" if each.has_second_factor else "no second factor"
        told = f"{each.standing(now):<9} {each.used_at:%Y-%m-%d}  {factor:<17}"
        print(f"{each.name:<20} {told} {', '.join(sorted(each.roles)) or 'no role'}")
    if not found:
        print("No account yet.")


@app.command("reset")
def reset_command(name: Name, by: By = _MACHINE, workspace: WorkspaceFolder = Path()) -> None:
    """Give an account another password, and forget its second factors; its sessions end.

    Example: vacatur accounts reset "A. Roe" -w baltimore
    """
    place = open_workspace(workspace)
    password = _asked_twice()
    with open_casework(place) as casework:
        account = access.reset_password(casework, name, password, _doing(by))
    print(f"{account.name} signs in with it once, and then changes it.")


@app.command("release")
def release_command(name: Name, by: By = _MACHINE, workspace: WorkspaceFolder = Path()) -> None:
    """Let an account that is locked, idle or disabled be used again.

    Example: vacatur accounts release "A. Roe" -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework:
        account = access.release(casework, name, _doing(by))
    print(f"{account.name} can sign in again.")


@app.command("disable")
def disable_command(name: Name, by: By = _MACHINE, workspace: WorkspaceFolder = Path()) -> None:
    """Let nobody sign in to an account any more, and end its sessions.

    Example: vacatur accounts disable "A. Roe" -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework:
        account = access.disable(casework, name, _doing(by))
    print(f"{account.name} cannot sign in any more.")


def _role(name: str) -> AccountRole:
    if name not in list(AccountRole):
        raise UsageError(f"there is no role [{name}]", repair=nearest(name, list(AccountRole)))
    return AccountRole(name)


def _doing(by: str) -> Doing:
    return Doing(actor=by, purpose="accounts", at=datetime.now(UTC))


def _asked_twice() -> str:
    """A password, without showing it; from standard input where nobody types."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise UsageError("the two passwords differ", repair="Try again.")
    return password


def _data(account: Account, now: datetime) -> dict[str, object]:
    return {
        "name": account.name,
        "roles": sorted(account.roles),
        "standing": account.standing(now),
        "last_used": account.used_at.isoformat(),
        "second_factor": account.has_second_factor,
        "signs_in_elsewhere": account.signs_in_outside,
    }
