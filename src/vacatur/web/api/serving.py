"""The server: one process, one port, on this machine unless somebody says otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing

import uvicorn

from vacatur.errors import UsageError
from vacatur.web.api.app import make_app
from vacatur.web.api.service import Service
from vacatur.web.listening import address_of, is_loopback, opened

# A record that comes while a batch is in work waits for its turn some four times. Python's own five
# milliseconds for each would make twenty of it (bench/screening.py).
SWITCH_SECONDS = 0.0005


def serve(
    service: Service, *, host: str, port: int, allow_remote: bool, ready: Callable[[str], None]
) -> None:
    """Serve until it is told to stop; requests in work are answered first.

    Parameters
    ----------
    port
        0: any that is free.
    ready
        Called with the address as soon as the port is open.

    Raises
    ------
    UsageError
        The host is not this machine and nobody allowed that, or the port cannot be had.
    """
    if not allow_remote and not is_loopback(host):
        raise UsageError(
            f"[{host}] is not this machine alone",
            why="Keys and people's records would cross the network as they are: this server "
            "speaks no TLS.",
            repair="Let a proxy with TLS stand before [127.0.0.1], or add --allow-remote where "
            "the network itself is sealed.",
        )
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(service),
            log_level="critical",  # its errors would show what was sent; ours are told by the app
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=30,
        )
    )
    sys.setswitchinterval(SWITCH_SECONDS)
    with closing(service.remembered), opened(host, port) as listening:
        ready(address_of(listening))
        server.run(sockets=[listening])
