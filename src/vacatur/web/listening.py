"""Opening a port: on this machine alone, unless somebody says otherwise."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys

from vacatur.errors import UsageError


def require_loopback(host: str, *, allow_remote: bool, crossing: str) -> None:
    """Refuse an address that others reach, unless it is allowed.

    Parameters
    ----------
    crossing
        What would cross the network as it is.

    Raises
    ------
    UsageError
        The host is not this machine and nobody allowed that.
    """
    if allow_remote or is_loopback(host):
        return
    raise UsageError(
        f"[{host}] is not this machine alone",
        why=f"{crossing} would cross the network as they are: this server speaks no TLS.",
        repair="Let a proxy with TLS stand before [127.0.0.1], or add --allow-remote where "
        "the network itself is sealed.",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def opened(host: str, port: int) -> socket.socket:
    """A port that listens; 0: any that is free.

    Raises
    ------
    UsageError
        It cannot be had.
    """
    try:
        found = socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)
        family, kind, protocol, _, address = found[0]
        # With its protocol named, what it accepts sends at once: asyncio looks for that.
        listening = socket.socket(family, kind, protocol)
        if sys.platform != "win32":  # there it would let two servers have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        raise UsageError(
            f"port [{port}] of [{host}] cannot be had: {error.strerror}",
            why="Another program has it." if in_use else "",
            repair="Name another with --port, or stop what has it." if in_use else "",
        ) from None
    return listening


def address_of(listening: socket.socket) -> str:
    """The address of an open port."""
    host, port, *_ = listening.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
