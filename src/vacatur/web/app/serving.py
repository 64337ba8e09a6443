"""The server of the office's app: one process, one port."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import uvicorn

from vacatur.errors import UsageError
from vacatur.web.app.application import make_office_app
from vacatur.web.app.office import Office
from vacatur.web.app.working import worker_beside
from vacatur.web.listening import address_of, is_loopback, opened

_STOPS_WITHIN = 30  # seconds for requests that are in work


def serve_office(
    office: Office, *, host: str, port: int, allow_remote: bool, ready: Callable[[str], None]
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
            why="Passwords and people's records would cross the network as they are: this server "
            "speaks no TLS.",
            repair="Let a proxy with TLS stand before [127.0.0.1], or add --allow-remote where "
            "the network itself is sealed.",
        )
    server = uvicorn.Server(
        uvicorn.Config(
            make_office_app(office),
            log_level="critical",  # its errors would show what was sent; ours are told by the app
            access_log=False,
            server_header=False,
            lifespan="off",
            # A proxy on this machine says whence a request came.
            proxy_headers=True,
            forwarded_allow_ips="127.0.0.1",
            timeout_graceful_shutdown=_STOPS_WITHIN,
        )
    )
    with closing(opened(host, port)) as listening, worker_beside(office.workspace):
        ready(address_of(listening))
        server.run(sockets=[listening])
