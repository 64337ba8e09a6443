"""How each app of vacatur is served: one process, one port, on this machine alone by default."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from vacatur.errors import UsageError
from vacatur.web.listening import address_of, is_loopback, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Listens:
    """Where a server listens, and who is told."""

    host: str
    port: int  # 0: any that is free
    allow_remote: bool  # beyond this machine, without TLS
    ready: Callable[[str], None]  # called with the address as soon as the port is open


def require_loopback(listens: Listens, *, crossing: str) -> None:
    """Refuse an address that others reach, unless somebody allowed it.

    Parameters
    ----------
    crossing
        What would cross the network as it is.

    Raises
    ------
    UsageError
        The host is not this machine and nobody allowed that.
    """
    if listens.allow_remote or is_loopback(listens.host):
        return
    raise UsageError(
        f"[{listens.host}] is not this machine alone",
        why=f"{crossing} would cross the network as they are: this server speaks no TLS.",
        repair="Let a proxy with TLS stand before [127.0.0.1], or add --allow-remote where "
        "the network itself is sealed.",
    )


def serve(app: ASGIApp, listens: Listens, *, trusts_proxy: bool, stops_within: int) -> None:
    """Serve an app until it is told to stop; requests in work are answered first.

    Parameters
    ----------
    trusts_proxy
        A proxy on this machine says whence a request came. Where none stands before the app,
        whoever uses the machine could say what they like.
    stops_within
        Seconds for requests that are in work.

    Raises
    ------
    UsageError
        The port cannot be had.
    """
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="critical",  # its errors would show what was sent; ours are told by the app
            access_log=False,
            server_header=False,
            lifespan="off",
            proxy_headers=trusts_proxy,
            forwarded_allow_ips="127.0.0.1,::1",
            timeout_graceful_shutdown=stops_within,
        )
    )
    with closing(opened(listens.host, listens.port)) as listening:
        listens.ready(address_of(listening))
        server.run(sockets=[listening])
