"""The process of one job: `python -m vacatur.office.jobs.process WORKSPACE NUMBER PARENT`.

It holds the job's lock, says how far it is, and ends when whoever began it is gone. It is told who
that is: the one who began it may be gone before the first line of this runs.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from vacatur.errors import VacaturError
from vacatur.office.formats import open_workspace
from vacatur.office.jobs.job import JobState, Step
from vacatur.office.jobs.kinds import do
from vacatur.office.jobs.store import JobStore
from vacatur.office.locks import locked
from vacatur.office.process_limits import limit_process

_SAYS = 0.3  # seconds between two words about how far it is
_LOOKS = 1.0
# Bytes of address space, seconds of the processor, bytes of one file. DuckDB takes 1.5 GB of
# memory, and its threads reserve more; ten million charges are decided in minutes.
_MEMORY, _PROCESSOR, _FILE = 32 * 1024**3, 12 * 3600, 256 * 1024**3


class _Ended(BaseException):
    """Somebody asked for the end. No error: nothing below may take it for one."""


# What runs below Python may turn `_Ended` into an error of its own; this says what it was.
_asked_to_end = threading.Event()


def run_job(folder: Path, number: int) -> None:
    """Do one job, and say how it ended."""
    workspace = open_workspace(folder)
    store = JobStore(workspace)
    with locked(store.of(number), "a job"):
        job = store.get(number)
        store.say_begun(number)
        last = 0.0

        def progress(what: str, done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _SAYS:
                last = time.monotonic()
                store.say_step(number, Step(what=what, done=done, total=total))

        try:
            result = do(workspace, job, progress=progress, now=datetime.now(UTC))
        except VacaturError as error:
            refused = {"what": error.what, "where": error.where, "why": error.why,
                       "repair": error.repair}  # fmt: skip
            store.say_ended(number, JobState.FAILED, datetime.now(UTC), refused=refused)
        except _Ended:
            _say_asked(store, number)
        except Exception as error:  # noqa: BLE001  # told as a fault, with its place and no value
            if _asked_to_end.is_set():
                _say_asked(store, number)
                return
            _tell(error)
            refused = {
                "what": f"vacatur itself has a fault ({type(error).__name__})",
                "where": f"job {number}",
                "why": "What stood before stands.",
                "repair": "Its place is in the log of whoever runs the app.",
            }
            store.say_ended(number, JobState.FAILED, datetime.now(UTC), refused=refused)
        else:
            store.say_ended(number, JobState.DONE, datetime.now(UTC), result=result)


def _say_asked(store: JobStore, number: int) -> None:
    cancelled = store.get(number).cancel_asked
    how = JobState.CANCELLED if cancelled else JobState.STOPPED
    store.say_ended(number, how, datetime.now(UTC))


def _tell(error: Exception) -> None:
    """Where a fault is. Its message is left out: it may hold somebody's data."""
    frames = traceback.extract_tb(error.__traceback__)
    where = "".join(f"  {x.filename}, line {x.lineno}, in {x.name}\n" for x in frames)
    print(f"vacatur: a fault in a job: {type(error).__name__}\n{where}", end="", file=sys.stderr)


def _end(_signal: int, _frame: FrameType | None) -> None:
    _asked_to_end.set()
    raise _Ended


def _end_with_parent(parent: int) -> None:
    """A worker that was killed leaves nobody who would cancel this, so it ends too."""
    while os.getppid() == parent:
        time.sleep(_LOOKS)
    os._exit(1)


def main() -> None:
    """Entry point of the process."""
    # What no job needs: so one that takes all there is dies, and the machine does not.
    limit_process(memory=_MEMORY, processor=_PROCESSOR, file=_FILE, is_address_space=True)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began this says when it ends
    threading.Thread(target=_end_with_parent, args=(int(sys.argv[3]),), daemon=True).start()
    with suppress(_Ended):
        run_job(Path(sys.argv[1]), int(sys.argv[2]))


if __name__ == "__main__":
    main()
