"""The server: one process, one port, on this machine unless somebody says otherwise."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from collections.abc import Callable
from contextlib import closing

import uvicorn

from vacatur.errors import UsageError
from vacatur.web.api.app import make_app
from vacatur.web.api.service import Service

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
    with closing(service.remembered), _opened(host, port) as opened:
        ready(_address(opened))
        server.run(sockets=[opened])


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _opened(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)
        family, kind, protocol, _, address = found[0]
        # With its protocol named, what it accepts sends at once: asyncio looks for that.
        opened = socket.socket(family, kind, protocol)
        if sys.platform != "win32":  # there it would let two servers have one port
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(128)
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        raise UsageError(
            f"port [{port}] of [{host}] cannot be had: {error.strerror}",
            why="Another program has it." if in_use else "",
            repair="Name another with --port, or stop what has it." if in_use else "",
        ) from None
    return opened


def _address(opened: socket.socket) -> str:
    host, port, *_ = opened.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
