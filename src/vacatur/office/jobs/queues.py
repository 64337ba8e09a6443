"""What hands a job to a worker: numbers of jobs, and nothing else, in the order they came.

Where the matters are in a file, so is the queue (Huey on SQLite); where they are on a PostgreSQL
server, it is there (Procrastinate), with the same two moves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from huey import SqliteHuey

from vacatur.errors import WorkspaceError
from vacatur.office.casework import database_url
from vacatur.office.jobs.store import FOLDER
from vacatur.office.workspace import Workspace

_FILE = "queue.db"


class Queue(Protocol):
    """A queue of numbers."""

    def put(self, number: int) -> None:
        """Add a job at the end."""

    def take(self) -> int | None:
        """The next job, which leaves the queue; None: there is none now."""

    def waiting(self) -> set[int]:
        """The jobs that are in it."""

    def close(self) -> None:
        """Let go of where it stands."""


class FileQueue:
    """A queue in a file of the workspace."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._huey = SqliteHuey("vacatur", filename=str(folder / _FILE), results=False)
        self._task = self._huey.task(name="job")(_job)

    def put(self, number: int) -> None:
        """Add a job at the end."""
        self._huey.enqueue(self._task.s(number))

    def take(self) -> int | None:
        """The next job, which leaves the queue; None: there is none now."""
        task = self._huey.dequeue()
        return int(task.args[0]) if task is not None else None

    def waiting(self) -> set[int]:
        """The jobs that are in it."""
        return {int(task.args[0]) for task in self._huey.pending()}

    def close(self) -> None:
        """Let the file go."""
        self._huey.storage.close()


def _job(number: int) -> None:
    """What a task of the queue is: a number. The worker does the rest itself."""


def queue_of(workspace: Workspace) -> Queue:
    """The queue of a workspace: where its matters are.

    Raises
    ------
    WorkspaceError
        The matters are on a server, and what queues there is not installed.
    """
    url = database_url(workspace)
    if url.startswith("sqlite"):
        return FileQueue(workspace.folder / FOLDER)
    try:
        from vacatur.office.jobs.server_queue import ServerQueue
    except ModuleNotFoundError as missing:
        raise WorkspaceError(
            f"[{missing.name}] is not installed, and jobs wait on the server of the matters",
            repair="Install it with [pip install vacatur[postgres]].",
        ) from None
    return ServerQueue(url, workspace)
