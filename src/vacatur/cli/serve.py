"""`vacatur serve`: the office's app in a browser, or its HTTP API."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import WorkspaceFolder
from vacatur.cli.words import NO_LAWYER, counted
from vacatur.office.formats import open_workspace
from vacatur.office.workspace import Workspace


def serve_command(
    api: Annotated[
        bool, typer.Option("--api", help="Serve the HTTP API, and not the app.")
    ] = False,
    workspace: WorkspaceFolder = Path(),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any that is free.", min=0, max=65535)] = 8008,
    policy: Annotated[
        str,
        typer.Option(help="With --api: what screens, a policy of vacatur, or a folder."),
    ] = "us-md-baltimore-city",
    law: Annotated[
        str,
        typer.Option(help="With --api: what explains, a law of vacatur, or a folder."),
    ] = "us-md",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Listen beyond this machine, without TLS.")
    ] = False,
) -> None:
    """Serve the office's app to who has an account; with --api, the HTTP API to who has a key.

    It listens on this machine alone. Ctrl-C stops it; requests in work are answered first.

    Examples: vacatur accounts add "M. Moe" --role administrator -w baltimore

    vacatur serve -w baltimore --port 8008

    vacatur serve --api -w baltimore --policy us-md-baltimore-city --law us-md
    """
    place = open_workspace(workspace)
    # Ctrl-C is how it ends, and no failure.
    with suppress(KeyboardInterrupt):
        if api:
            _serve_api(place, host, port, policy=policy, law=law, allow_remote=allow_remote)
        else:
            _serve_app(place, host, port, allow_remote=allow_remote)
    print("vacatur: stopped", file=sys.stderr)


def _serve_app(place: Workspace, host: str, port: int, *, allow_remote: bool) -> None:
    from vacatur.matters.access.accounts import all_accounts
    from vacatur.web.app.office import open_office
    from vacatur.web.app.serving import serve_office
    from vacatur.web.serving import Listens

    with open_office(place) as office:
        with office.accounts.reading() as connection:
            good = sum(each.standing(office.now()) == "good" for each in all_accounts(connection))

        def ready(address: str) -> None:
            print(f"{address}/: {counted(good, 'account')} can sign in.")
            if not good:
                print("Make the first: vacatur accounts add NAME --role administrator.")
            print(f"{NO_LAWYER} Ctrl-C stops it.", flush=True)

        serve_office(office, Listens(host=host, port=port, allow_remote=allow_remote, ready=ready))


def _serve_api(
    place: Workspace, host: str, port: int, *, policy: str, law: str, allow_remote: bool
) -> None:
    from vacatur.web.api.service import service_of
    from vacatur.web.api.serving import serve_api
    from vacatur.web.serving import Listens

    service = service_of(place, policy=policy, law=law)
    good = sum(1 for each in service.keys.read() if each.standing(service.today()) == "good")

    def ready(address: str) -> None:
        print(f"{address}/v1: {service.policy.name} screens, {service.law.name} explains.")
        print(f"Keys that are good: {good}. The contract: {address}/v1/openapi.json")
        print(f"{NO_LAWYER} Ctrl-C stops it.", flush=True)

    serve_api(service, Listens(host=host, port=port, allow_remote=allow_remote, ready=ready))
