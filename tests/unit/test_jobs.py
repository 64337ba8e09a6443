"""Jobs: asked for, queued, done in a process of their own, cancelled, killed and tried again."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vacatur.errors import MoveRefused, UsageError
from vacatur.office.formats import init
from vacatur.office.jobs import worker
from vacatur.office.jobs.job import JobKind, JobState
from vacatur.office.jobs.queues import queue_of
from vacatur.office.jobs.service import Jobs
from vacatur.office.jobs.store import JobStore
from vacatur.office.jobs.worker import work
from vacatur.office.locks import locked
from vacatur.office.workspace import Workspace

AT = datetime(2026, 2, 17, 15, 0, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return init(tmp_path / "workspace")


def asked(place: Workspace) -> int:
    told = {"law": "us-md", "as_of": "2026-02-15"}
    return Jobs(place).submit(JobKind.DECIDE, told, "N. Poe", AT).number


def worked_until(place: Workspace, *, ended: int, cancelled: bool = False) -> None:
    """Let a worker work until a job has ended by itself, or was cancelled while it ran."""
    stop = threading.Event()
    working = threading.Thread(target=work, args=(place,), kwargs={"now": lambda: AT, "stop": stop})
    working.start()
    try:
        for _ in range(1200):
            job = Jobs(place).get(ended)
            if not job.is_live:
                return
            if cancelled and job.state is JobState.RUNNING:
                Jobs(place).cancel(ended)
            time.sleep(0.05)
        raise AssertionError("it did not end by itself")
    finally:
        stop.set()
        working.join()


def test_a_job_holds_no_words_about_a_person(place):
    with pytest.raises(UsageError, match="takes no"):
        Jobs(place).submit(JobKind.DECIDE, {"name": "ROE, RICHARD"}, "N. Poe", AT)


def test_a_job_is_done_by_a_process_and_its_refusal_is_told(place):
    number = asked(place)
    assert Jobs(place).get(number).state is JobState.WAITING

    worked_until(place, ended=number)

    job = Jobs(place).get(number)
    assert job.state is JobState.FAILED  # the workspace holds no records
    assert "holds no records" in job.refused["what"]
    assert job.by == "N. Poe"
    again = Jobs(place).retry(number, "S. Doe", AT)
    assert (again.again_of, again.by, again.arguments) == (number, "S. Doe", job.arguments)
    with pytest.raises(MoveRefused):
        Jobs(place).retry(again.number, "S. Doe", AT)  # it waits, and is not at its end


def test_a_job_whose_process_was_killed_is_seen_as_stopped(place):
    number = asked(place)
    folder = JobStore(place).of(number)
    held = (
        "import sys, time; from pathlib import Path; from vacatur.office.locks import locked\n"
        "with locked(Path(sys.argv[1]), 'a job'): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", held, str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        JobStore(place).say_begun(number)
        assert Jobs(place).get(number).state is JobState.RUNNING
        process.kill()
        process.wait()
    assert Jobs(place).get(number).state is JobState.STOPPED
    assert Jobs(place).retry(number, "N. Poe", AT).state is JobState.WAITING


def test_what_is_cancelled_while_it_waits_never_begins(place, monkeypatch):
    def never(*_args, **_told):
        raise AssertionError("it was begun")

    number = asked(place)
    assert Jobs(place).cancel(number).state is JobState.CANCELLED
    monkeypatch.setattr(worker.subprocess, "Popen", never)
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    work(place, now=lambda: AT, stop=stop)
    assert Jobs(place).get(number).state is JobState.CANCELLED


def test_a_job_that_is_cancelled_ends_and_leaves_nothing(place, monkeypatch):
    """Its process would run for a minute; it is ended, and the worker goes on."""
    monkeypatch.setattr(worker, "PROCESS", "tests.support.endless_job")
    number = asked(place)
    worked_until(place, ended=number, cancelled=True)
    assert Jobs(place).get(number).state is JobState.CANCELLED


def test_who_only_looks_at_a_lock_is_not_taken_for_its_holder(place):
    number = asked(place)
    with locked(JobStore(place).of(number), "a job"):
        assert Jobs(place).get(number).state is JobState.RUNNING
        (JobStore(place).of(number) / ".lock").write_text("")  # as another that looks leaves it
        assert Jobs(place).get(number).state is JobState.WAITING


def test_what_waits_and_is_in_no_queue_is_queued_again(place):
    number = asked(place)
    with closing(queue_of(place)) as queue:
        assert queue.take() == number
        assert queue.take() is None
        worker._queue_lost(JobStore(place), queue)
        assert queue.waiting() == {number}


def test_a_second_worker_is_refused(place):
    Jobs(place).has_worker()
    with locked(JobStore(place).folder / "worker", "vacatur work"):
        assert Jobs(place).has_worker()
        with pytest.raises(Exception, match="is writing"):
            work(place, now=lambda: AT, stop=threading.Event())


def test_whoever_begins_after_its_parent_was_killed_ends_at_once(place):
    """It would work on for ever, in a workspace that another server may hold by now."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    number = asked(place)
    beside = [sys.executable, "-m", "vacatur", "work", "--beside", str(gone.pid)]
    ended = subprocess.run([*beside, "--workspace", str(place.folder)], timeout=60, check=False)
    assert ended.returncode == 0
    assert Jobs(place).get(number).is_live
