"""`vacatur serve`: the HTTP API of an office."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import WorkspaceFolder
from vacatur.cli.words import NO_LAWYER
from vacatur.errors import UsageError
from vacatur.office.formats import open_workspace


def serve_command(
    api: Annotated[bool, typer.Option("--api", help="Serve the HTTP API.")] = False,
    workspace: WorkspaceFolder = Path(),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any that is free.", min=0, max=65535)] = 8008,
    policy: Annotated[
        str,
        typer.Option(help="What screens: a policy of vacatur, or a folder."),
    ] = "us-md-baltimore-city",
    law: Annotated[
        str,
        typer.Option(help="What explains: a law of vacatur, or a folder."),
    ] = "us-md",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Listen beyond this machine, without TLS.")
    ] = False,
) -> None:
    """Serve screening, explanation and law pages over HTTP, to whoever holds a key.

    It listens on this machine alone. Ctrl-C stops it; requests in work are answered first.

    Examples: vacatur api-key create --scope screen --name "intake system" -w baltimore

    vacatur serve --api -w baltimore --policy us-md-baltimore-city --law us-md
    """
    if not api:
        raise UsageError(
            "the office's app is not part of this version",
            repair="Add --api to serve the HTTP API.",
        )
    from vacatur.web.api.service import service_of
    from vacatur.web.api.serving import serve

    service = service_of(open_workspace(workspace), policy=policy, law=law)
    good = sum(1 for each in service.keys.read() if each.standing(service.today()) == "good")

    def ready(address: str) -> None:
        print(f"{address}/v1: {service.policy.name} screens, {service.law.name} explains.")
        print(f"Keys that are good: {good}. The contract: {address}/v1/openapi.json")
        print(f"{NO_LAWYER} Ctrl-C stops it.", flush=True)

    # Ctrl-C is how it ends, and no failure.
    with suppress(KeyboardInterrupt):
        serve(service, host=host, port=port, allow_remote=allow_remote, ready=ready)
    print("vacatur: stopped", file=sys.stderr)
