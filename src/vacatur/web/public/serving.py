"""The server of the letter page; it keeps no log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from vacatur.public_store.reading import PublicStore
from vacatur.public_store.spent import SpentCodes
from vacatur.web.public.application import PublicDesk, make_public_app
from vacatur.web.serving import Listens, require_loopback, serve

_STOPS_WITHIN = 10  # seconds


def serve_public(
    folder: Path, spent: Path, listens: Listens, *, now: Callable[[], datetime]
) -> None:
    """Serve a public store until it is told to stop.

    Parameters
    ----------
    spent
        The file of used codes; it is made if it is not there.

    Raises
    ------
    UsageError
        The host is not this machine and nobody allowed that, or the port cannot be had.
    WorkspaceError
        There is no public store, it is damaged, or the file of used codes cannot be had.
    """
    require_loopback(listens, crossing="Letters")
    with closing(PublicStore(folder)) as store, closing(SpentCodes(spent)) as used:
        desk = PublicDesk(store=store, spent=used, now=now)
        # From where a try comes is asked of a proxy on this machine, and of nobody else.
        serve(make_public_app(desk), listens, trusts_proxy=True, stops_within=_STOPS_WITHIN)
