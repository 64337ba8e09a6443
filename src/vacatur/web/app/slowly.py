"""What whoever comes by may ask for, and takes long: a few at once, some in line, no more.

Argon2id takes 64 MiB for each password, and a provider that does not answer ten seconds. In the
threads that answer everybody, forty wrong passwords at once took 2.6 GB, and every page waited.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Busy(Exception):
    """The line is full; nothing was done."""


class Line:
    """Threads of its own for one kind of thing, and room for some that wait."""

    def __init__(self, name: str, *, at_once: int, room: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._room = threading.BoundedSemaphore(room)

    async def do(self, work: Callable[[], T]) -> T:
        """Do something when its turn comes.

        Raises
        ------
        Busy
            There is no room in the line.
        """
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._room.release()


PASSWORDS = Line("password", at_once=2, room=30)  # some ten seconds of work
PROVIDER = Line("provider", at_once=4, room=60)
