"""What whoever comes by may ask for, and takes long: a few at once, a line that waits, no more.

Argon2id takes 64 MiB for each password. In the threads that answer everybody, forty wrong passwords
at once took 2.6 GB, and each page of everybody else waited for them.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 2
_IN_LINE = threading.BoundedSemaphore(60)  # some ten seconds of work
_POOL = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="password")


class Busy(Exception):
    """The line is full; nothing was done."""


async def slowly(work: Callable[[], T]) -> T:
    """Do something in the line for what takes long.

    Raises
    ------
    Busy
        The line is full.
    """
    if not _IN_LINE.acquire(blocking=False):
        raise Busy
    try:
        return await asyncio.get_running_loop().run_in_executor(_POOL, work)
    finally:
        _IN_LINE.release()
