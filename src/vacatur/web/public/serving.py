"""The server of the letter page: one process, one port, no log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import uvicorn

from vacatur.errors import UsageError
from vacatur.public_store.reading import PublicStore
from vacatur.public_store.spent import SpentCodes
from vacatur.web.listening import address_of, is_loopback, opened
from vacatur.web.public.application import PublicDesk, make_public_app


def serve_public(
    folder: Path,
    spent: Path,
    *,
    now: Callable[[], datetime],
    host: str,
    port: int,
    allow_remote: bool,
    ready: Callable[[str], None],
) -> None:
    """Serve a public store until it is told to stop.

    Parameters
    ----------
    spent
        The file of used codes; it is made if it is not there.
    port
        0: any that is free.
    ready
        Called with the address as soon as the port is open.

    Raises
    ------
    UsageError
        The host is not this machine and nobody allowed that, or the port cannot be had.
    WorkspaceError
        There is no public store, it is damaged, or the file of used codes cannot be had.
    """
    if not allow_remote and not is_loopback(host):
        raise UsageError(
            f"[{host}] is not this machine alone",
            why="Letters would cross the network as they are: this server speaks no TLS.",
            repair="Let a proxy with TLS stand before [127.0.0.1], or add --allow-remote where "
            "the network itself is sealed.",
        )
    with closing(PublicStore(folder)) as store, closing(SpentCodes(spent)) as used:
        desk = PublicDesk(store=store, spent=used, now=now)
        server = uvicorn.Server(
            uvicorn.Config(
                make_public_app(desk),
                log_level="critical",  # its errors would show what was sent
                access_log=False,
                server_header=False,
                # A proxy on this machine says from where a try comes; nobody else is believed.
                proxy_headers=True,
                forwarded_allow_ips="127.0.0.1,::1",
                lifespan="off",
                timeout_graceful_shutdown=10,
            )
        )
        with opened(host, port) as listening:
            ready(address_of(listening))
            server.run(sockets=[listening])
