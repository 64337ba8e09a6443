"""`vacatur serve-public`: the letter page, on a machine that has nothing else of the office."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.words import NO_LAWYER


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
