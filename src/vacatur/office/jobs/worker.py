"""The worker: takes jobs in their turn, and lets each run in a process of its own.

A job's process may be killed, run out of memory or be cancelled: the worker only watches it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

from vacatur.office.jobs.job import Job, JobState
from vacatur.office.jobs.queues import Queue, queue_of
from vacatur.office.jobs.service import WORKER, worker_folder
from vacatur.office.jobs.store import JobStore
from vacatur.office.locks import locked
from vacatur.office.uploads import forget_other_uploads
from vacatur.office.workspace import Workspace

PROCESS = "vacatur.office.jobs.process"
_LOOKS = 0.5  # seconds between two looks at the queue, or at a job
_SETTLED = timedelta(hours=1)  # an upload has its job by then
_MERCY = 10.0  # seconds for a process that is asked to end


def work(workspace: Workspace, *, now: Callable[[], datetime], stop: threading.Event) -> None:
    """Do jobs until somebody says stop; the one that runs then is stopped, and can be tried again.

    Raises
    ------
    WorkspaceError
        Another worker works here.
    """
    store = JobStore(workspace)
    with (
        locked(worker_folder(store.folder), WORKER),
        closing(queue_of(workspace)) as queue,
    ):
        _queue_lost(store, queue)
        wanted = (job.arguments.get("upload") for job in store.all() if job.state != JobState.DONE)
        asked_for = {str(each) for each in wanted if each}
        forget_other_uploads(workspace, asked_for, now() - _SETTLED)
        while not stop.is_set():
            number = queue.take()
            if number is None:
                stop.wait(_LOOKS)
            else:
                _do(workspace, store, number, now, stop)


def _queue_lost(store: JobStore, queue: Queue) -> None:
    """Queue again what waits and is in no queue: a worker was killed between its two hands."""
    waiting = {job.number for job in store.all() if job.state is JobState.WAITING}
    for number in sorted(waiting - queue.waiting()):
        queue.put(number)


def _do(
    workspace: Workspace,
    store: JobStore,
    number: int,
    now: Callable[[], datetime],
    stop: threading.Event,
) -> None:
    if number not in store.numbers() or store.get(number).state is not JobState.WAITING:
        return  # cancelled while it waited, or begun by somebody before
    told = [str(workspace.folder), str(number), str(os.getpid())]
    command = [sys.executable, "-m", PROCESS, *told]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        _watch(process, lambda: stop.is_set() or store.get(number).cancel_asked)
    job = store.get(number)
    if job.ended_at is None:
        store.say_ended(number, _how(job), now())


def _watch(process: subprocess.Popen[bytes], must_end: Callable[[], bool]) -> None:
    while process.poll() is None:
        if must_end():
            process.terminate()
            try:
                process.wait(_MERCY)
            except subprocess.TimeoutExpired:
                process.kill()
        try:
            process.wait(_LOOKS)
        except subprocess.TimeoutExpired:
            continue


def _how(job: Job) -> JobState:
    """How a job ended whose process could not say it."""
    return JobState.CANCELLED if job.cancel_asked else JobState.STOPPED
