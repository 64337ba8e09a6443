"""How many tries one address, and all of them together, have in a while."""

from __future__ import annotations

import ipaddress
from collections import Counter
from dataclasses import dataclass, field

WINDOW_SECONDS = 600
TRIES_OF_ADDRESS = 20  # a household, a library or a clinic may share one
TRIES_OF_ALL = 3_000  # what one disk writes with ease; nobody finds a code of 95 bits by trying
_ADDRESSES = 50_000  # that are counted one by one; beyond, only all together
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
        self._all += 1
        line = _line_of(address)
        if line in self._tries or len(self._tries) < _ADDRESSES:
            self._tries[line] += 1
        return self._all <= self.tries_of_all and self._tries[line] <= self.tries_of_address


def _line_of(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, _OF_ONE_LINE), strict=False))
