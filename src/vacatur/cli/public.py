"""`vacatur public` and `vacatur serve-public`: letters that people read with a mailed code."""

from __future__ import annotations

import sys
from contextlib import suppress
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


def serve_public_command(
    store: Annotated[Path, typer.Argument(help="The public store.", show_default=False)],
    spent: Annotated[
        Path | None,
        typer.Option(
            help="The file of used codes; STORE.spent.db beside the store by default.",
            show_default=False,
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any that is free.", min=0, max=65535)] = 8010,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Listen beyond this machine, without TLS.")
    ] = False,
) -> None:
    """Serve the letter page, on which people read their letters with a code.

    It needs the public store and nothing else of the office. Keep the file of used codes: without
    it, a code could be used twice. Ctrl-C stops it.

    Example: vacatur serve-public public-store --port 8010
    """
    from vacatur.web.public.serving import serve_public

    used = spent or store.with_name(f"{store.resolve().name}.spent.db")
    is_new = not used.exists()

    def ready(address: str) -> None:
        print(f"{address}: the letter page. {NO_LAWYER}")
        told = "is new: to it, no code was used yet" if is_new else "knows which codes were used"
        print(f"{used} {told}. Ctrl-C stops it.", flush=True)

    # Ctrl-C is how it ends, and no failure.
    with suppress(KeyboardInterrupt):
        serve_public(
            store,
            used,
            now=lambda: datetime.now().astimezone(),
            host=host,
            port=port,
            allow_remote=allow_remote,
            ready=ready,
        )
    print("vacatur: stopped", file=sys.stderr)


def _open(letters: int) -> str:
    return "opens" if letters == 1 else "open"
