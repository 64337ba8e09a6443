"""The server of the office's app."""

from __future__ import annotations

from vacatur.web.app.application import make_office_app
from vacatur.web.app.office import Office
from vacatur.web.app.warming import warm
from vacatur.web.app.working import worker_beside
from vacatur.web.serving import Listens, require_loopback, serve

_STOPS_WITHIN = 30  # seconds


def serve_office(office: Office, listens: Listens) -> None:
    """Serve an office until it is told to stop.

    Raises
    ------
    UsageError
        The host is not this machine and nobody allowed that, or the port cannot be had.
    """
    require_loopback(listens, crossing="Passwords and people's records")
    warm(office.workspace)
    with worker_beside(office.workspace):
        serve(
            make_office_app(office),
            listens,
            trusts_proxy=bool(office.settings.address),
            stops_within=_STOPS_WITHIN,
        )
