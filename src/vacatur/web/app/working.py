"""The worker beside the app: a process of its own, begun with the app and ended with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from vacatur.office.workspace import Workspace

_FIRST_AFTER = 1.0  # seconds: a server that cannot have its port begins none
_AGAIN_AFTER = 5.0  # seconds until one that died is begun again
_MERCY = 20.0  # seconds for it to stop its job


@contextmanager
def worker_beside(workspace: Workspace) -> Iterator[None]:
    """Do the jobs of a workspace while the block runs.

    Where another worker works there already, this one ends and tries again now and then, so that
    the jobs are done by somebody.
    """
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(workspace, stop), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(_MERCY + _AGAIN_AFTER)


def _keep(workspace: Workspace, stop: threading.Event) -> None:
    # It is told its parent's number: it may begin only after this process was killed.
    command = [sys.executable, "-m", "vacatur", "work", "--beside", str(os.getpid())]
    command += ["--workspace", str(workspace.folder)]
    stop.wait(_FIRST_AFTER)
    while not stop.is_set():
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ) as process:
            while process.poll() is None and not stop.wait(0.5):
                pass
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(_MERCY)
                except subprocess.TimeoutExpired:
                    process.kill()
        stop.wait(_AGAIN_AFTER)
