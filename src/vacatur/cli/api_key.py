"""`vacatur api-key`: who may ask the HTTP API what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.facts import today
from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.words import in_json
from vacatur.office.api_keys import ApiKey, Scope, create_key, key_data, read_keys, revoke_key
from vacatur.office.formats import open_workspace, writing

app = typer.Typer(help="Keys of the HTTP API.", no_args_is_help=True)


@app.command("create")
def create_command(
    name: Annotated[
        str, typer.Option(help="The system that will hold it; no person.", show_default=False)
    ],
    scope: Annotated[list[str], typer.Option(help=f"One of: {', '.join(Scope)}. May be repeated.")],
    until: Annotated[str, typer.Option(help="Last day on which it is good; none by default.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, once. The workspace keeps its hash alone.

    Example: vacatur api-key create --scope screen --scope law --name "intake system" -w baltimore
    """
    with writing(workspace, "vacatur api-key create") as place:
        key, token = create_key(
            place,
            name,
            scope,
            created=today(),
            until=a_day(until, "--until") if until else None,
        )
    if as_json:
        print(in_json({**key_data(key), "key": token}))
        return
    print(token)
    typer.echo(f"{_line(key)}\nIt is shown this once, and kept nowhere.", err=True)


@app.command("list")
def list_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """List every key that was made, without the keys themselves.

    Example: vacatur api-key list -w baltimore
    """
    keys = read_keys(open_workspace(workspace))
    if as_json:
        print(in_json([{**key_data(each), "standing": each.standing(today())} for each in keys]))
    else:
        print("\n".join(_line(each) for each in keys) or "No key yet.")


@app.command("revoke")
def revoke_command(
    key_id: Annotated[str, typer.Argument(help="Its id, as in the list.", show_default=False)],
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take a key back, for good. A server that runs refuses it from the next request on.

    Example: vacatur api-key revoke 1f2e3d4c -w baltimore
    """
    with writing(workspace, "vacatur api-key revoke") as place:
        key = revoke_key(place, key_id, on=today())
    print(in_json(key_data(key)) if as_json else _line(key))


def _line(key: ApiKey) -> str:
    until = f", until {key.until}" if key.until else ""
    scopes = ", ".join(key.scopes)
    standing = key.standing(today())
    return f"{key.key_id}  {standing:<8} {key.name}: {scopes}; made {key.created}{until}"
