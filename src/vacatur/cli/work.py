"""`vacatur work`: do the jobs that were asked for in the app."""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import WorkspaceFolder
from vacatur.office.formats import open_workspace


def work_command(
    workspace: WorkspaceFolder = Path(),
    beside: Annotated[
        int, typer.Option(hidden=True, help="End with the process of this number, its parent.")
    ] = 0,
) -> None:
    """Do the jobs that were asked for in the app, one after the other, until it is stopped.

    `vacatur serve` begins one by itself. The job that runs when it is stopped counts as not done,
    and can be tried again.

    Example: vacatur work -w baltimore
    """
    from vacatur.office.jobs.worker import work

    place, stop = open_workspace(workspace), threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    if beside:
        threading.Thread(target=_stop_with_parent, args=(beside, stop), daemon=True).start()
    if sys.stderr.isatty():
        print("vacatur: doing jobs. Ctrl-C stops it.", file=sys.stderr)
    work(place, now=lambda: datetime.now(UTC), stop=stop)


def _stop_with_parent(parent: int, stop: threading.Event) -> None:
    """A server that was killed could not stop its worker, so the worker looks for itself."""
    while os.getppid() == parent and not stop.wait(1.0):
        pass
    stop.set()
