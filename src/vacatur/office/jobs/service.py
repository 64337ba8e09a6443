"""The one door to jobs: submit, look, cancel, try again. What they come to is in `Job.result`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from vacatur.errors import MoveRefused
from vacatur.office.jobs.job import Job, JobKind, JobState
from vacatur.office.jobs.queues import queue_of
from vacatur.office.jobs.store import FOLDER, JobStore, is_held
from vacatur.office.workspace import Workspace

WORKER = "vacatur work"
_AGAIN = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.STOPPED})


class Jobs:
    """The jobs of a workspace, for whoever asks for them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = JobStore(workspace)

    def submit(self, kind: JobKind, arguments: Mapping[str, Any], by: str, at: datetime) -> Job:
        """Ask for something to be done, in its turn.

        Parameters
        ----------
        arguments
            Names of files, ids and days; nothing about a person.
        by
            Who asks; it is kept.

        Raises
        ------
        UsageError
            An argument is none of its kind.
        """
        return self._queued(self._store.add(kind, arguments, by, at))

    def get(self, number: int) -> Job:
        """One job as it stands now.

        Raises
        ------
        UsageError
            There is none.
        """
        return self._store.get(number)

    def all(self) -> list[Job]:
        """Every job that is kept, the latest first."""
        return self._store.all()

    def cancel(self, number: int) -> Job:
        """Ask for a job to end. Nothing is left half done: what it made counts only when whole.

        One that has ended stays as it is.
        """
        return self._store.ask_to_cancel(number)

    def retry(self, number: int, by: str, at: datetime) -> Job:
        """Ask for the same again, as a new job.

        Raises
        ------
        MoveRefused
            It was done, or is not at its end.
        """
        job = self._store.get(number)
        if job.state not in _AGAIN:
            raise MoveRefused(
                f"it is [{job.state}]",
                where=f"job {number}",
                why="What was done, or is being done, is not tried again.",
            )
        made = self._store.add(job.kind, job.arguments, by, at, again_of=number)
        return self._queued(made)

    def has_worker(self) -> bool:
        """Whether a worker does what waits."""
        return is_held(worker_folder(self._workspace.folder / FOLDER))

    def _queued(self, job: Job) -> Job:
        with closing(queue_of(self._workspace)) as queue:
            queue.put(job.number)
        return job


def worker_folder(folder: Path) -> Path:
    """Where the worker's own lock lies: jobs that are added lock the folder above."""
    made = folder / "worker"
    made.mkdir(parents=True, exist_ok=True)
    return made
