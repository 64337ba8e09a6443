"""`vacatur work`: do the jobs that were asked for in the app."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from vacatur.cli.options import WorkspaceFolder
from vacatur.office.formats import open_workspace


def work_command(workspace: WorkspaceFolder = Path()) -> None:
    """Do the jobs that were asked for in the app, one after the other, until it is stopped.

    `vacatur serve` begins one by itself. The job that runs when it is stopped counts as not done,
    and can be tried again.

    Example: vacatur work -w baltimore
    """
    from vacatur.office.jobs.worker import work

    place, stop = open_workspace(workspace), threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    if sys.stderr.isatty():
        print("vacatur: doing jobs. Ctrl-C stops it.", file=sys.stderr)
    work(place, now=lambda: datetime.now(UTC), stop=stop)
