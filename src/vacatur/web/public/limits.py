"""How many tries one address, and all of them together, have in a while."""

from __future__ import annotations

import ipaddress
from collections import Counter
from dataclasses import dataclass, field

WINDOW_SECONDS = 600
TRIES_OF_ADDRESS = 20  # a household, a library or a clinic may share one
TRIES_OF_ALL = 3_000  # what one disk writes with ease; nobody finds a code of 95 bits by trying
_OF_ONE_LINE = 64  # bits of an IPv6 address that a provider gives to one line


@dataclass(slots=True)
class Limits:
    """Counts tries in windows that follow one another. Addresses are in memory, for one window."""

    tries_of_address: int = TRIES_OF_ADDRESS
    tries_of_all: int = TRIES_OF_ALL
    _window: int = -1
    _tries: Counter[str] = field(default_factory=Counter)
    _all: int = 0

    def lets(self, address: str, *, now: float) -> bool:
        """Count a try; whether it is one of those that are let through.

        Parameters
        ----------
        now
            Seconds since 1970.
        """
        window = int(now // WINDOW_SECONDS)
        if window != self._window:
            self._window, self._all = window, 0
            self._tries.clear()
        line = _line_of(address)
        if self._tries[line] >= self.tries_of_address or self._all >= self.tries_of_all:
            return False  # it counts for nobody: else one address could use up the tries of all
        self._all += 1
        self._tries[line] += 1
        return True


def _line_of(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped  # else all of IPv4 would be one line
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, _OF_ONE_LINE), strict=False))
