"""One run at a time in one workspace."""

import json
import os
import signal
import subprocess
import sys

import pytest

from vacatur.errors import WorkspaceError
from vacatur.office import locks
from vacatur.office.locks import LOCK_FILE, in_use_by, locked

HOLDER = """
import sys, time
from pathlib import Path
from vacatur.office.locks import locked
with locked(Path(sys.argv[1]), "vacatur ingest"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def another_process(tmp_path):
    """A process that holds the workspace until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_loser_is_told_who_holds_it(tmp_path, another_process):
    with pytest.raises(WorkspaceError) as refused, locked(tmp_path, "vacatur decide"):
        pass

    assert f"[vacatur ingest], process {another_process.pid}," in refused.value.what
    assert in_use_by(tmp_path).pid == another_process.pid


def test_a_crash_gives_the_lock_back(tmp_path, another_process):
    os.kill(another_process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    another_process.wait()
    assert json.loads((tmp_path / LOCK_FILE).read_text())["pid"] == another_process.pid

    assert in_use_by(tmp_path) is None
    with locked(tmp_path, "vacatur decide"):
        assert in_use_by(tmp_path).pid == os.getpid()


def test_one_process_does_not_take_it_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "_PAUSE", 0)

    with (
        locked(tmp_path, "vacatur ingest"),
        pytest.raises(WorkspaceError),
        locked(tmp_path, "vacatur link"),
    ):
        pass


def test_it_is_given_back_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path, "vacatur ingest"):
        raise ZeroDivisionError

    with locked(tmp_path, "vacatur ingest"):
        pass


def test_only_pid_and_command_are_written(tmp_path):
    with locked(tmp_path, "vacatur ingest"):
        told = json.loads((tmp_path / LOCK_FILE).read_text())

    assert told == {"pid": os.getpid(), "command": "vacatur ingest"}
    assert (tmp_path / LOCK_FILE).read_text() == ""


def test_a_holder_without_a_name_yet_is_told_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "_PAUSE", 0)
    with locked(tmp_path, "vacatur ingest"):
        (tmp_path / LOCK_FILE).write_text("")

        with pytest.raises(WorkspaceError, match=r"\[another run\] is writing"):
            locked(tmp_path, "vacatur link").__enter__()


def test_nobody_holds_a_workspace_that_was_never_locked(tmp_path):
    assert in_use_by(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_locks_is_named(tmp_path, monkeypatch):
    def refuse(_descriptor):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(locks, "_take", refuse)

    with (
        pytest.raises(WorkspaceError, match="cannot be locked: No locks available"),
        locked(tmp_path, "vacatur ingest"),
    ):
        pass
