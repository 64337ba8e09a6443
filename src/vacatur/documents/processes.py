"""Work on many papers by several processes, or by this one."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from vacatur.errors import VacaturError


class _Here(Executor):
    """Does each piece of work at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except (VacaturError, OSError) as error:  # as from another process: with the result
            future.set_exception(error)
        return future


def executor(
    processes: int,
    begin: Callable[..., object] | None = None,
    given: tuple[Any, ...] = (),
    *,
    scratch: str | None = None,
) -> Executor:
    """Processes that work on papers; one alone is this process, which begins no other.

    Parameters
    ----------
    begin, given
        What each process does first, and with what.
    scratch
        A folder of the caller's for what other processes write for a while: one that is killed
        takes nothing away. None: where the system has it.
    """
    if processes == 1:
        if begin is not None:
            begin(*given)
        return _Here()
    return ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(scratch, begin, given),
    )


def _begin(
    scratch: str | None, begin: Callable[..., object] | None, given: tuple[Any, ...]
) -> None:
    """What a process of its own does first; it leaves an interrupt to the one that began it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if scratch is not None:
        tempfile.tempdir = scratch
    if begin is not None:
        begin(*given)
