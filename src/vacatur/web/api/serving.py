"""The server of the API."""

from __future__ import annotations

import sys
from contextlib import closing

from vacatur.web.api.app import make_app
from vacatur.web.api.service import Service
from vacatur.web.serving import Listens, require_loopback, serve

# A record that comes while a batch is in work waits for its turn some four times. Python's own five
# milliseconds for each would make twenty of it (bench/screening.py).
SWITCH_SECONDS = 0.0005
_STOPS_WITHIN = 30  # seconds


def serve_api(service: Service, listens: Listens) -> None:
    """Serve the API until it is told to stop.

    Raises
    ------
    UsageError
        The host is not this machine and nobody allowed that, or the port cannot be had.
    """
    require_loopback(listens, crossing="Keys and people's records")
    sys.setswitchinterval(SWITCH_SECONDS)
    with closing(service.remembered):
        serve(make_app(service), listens, trusts_proxy=False, stops_within=_STOPS_WITHIN)
