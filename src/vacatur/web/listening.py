"""A port to listen on, and whether anybody beyond this machine can reach it."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from collections.abc import Iterable

from vacatur.errors import UsageError


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def opened(host: str, port: int) -> socket.socket:
    """A socket that listens. Port 0: any that is free.

    Raises
    ------
    UsageError
        The port cannot be had.
    """
    try:
        found = socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)
        family, kind, protocol, _, address = found[0]
        # With its protocol named, what it accepts sends at once: asyncio looks for that.
        made = socket.socket(family, kind, protocol)
        if sys.platform != "win32":  # there it would let two servers have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        raise UsageError(
            f"port [{port}] of [{host}] cannot be had: {error.strerror}",
            why="Another program has it." if in_use else "",
            repair="Name another with --port, or stop what has it." if in_use else "",
        ) from None
    return made


def address_of(listening: socket.socket) -> str:
    """The address at which a browser on this machine finds it."""
    host, port, *_ = listening.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_framed_twice(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request says in two ways where it ends, as whoever smuggles a second one does.

    Its connection is closed after the answer, so that nothing after it is heard (RFC 9112, 6.1).
    """
    return {b"content-length", b"transfer-encoding"} <= {name for name, _ in headers}
