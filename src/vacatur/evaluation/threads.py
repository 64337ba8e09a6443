"""One thread for linear algebra: on matrices this small, threads wait for each other."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold the linear algebra to one thread, where threadpoolctl is there to say so.

    Where it is not, OPENBLAS_NUM_THREADS=1 in the environment does the same, for a whole process.
    """
    try:
        limits = importlib.import_module("threadpoolctl").threadpool_limits
    except ModuleNotFoundError:
        yield
        return
    with limits(limits=1, user_api="blas"):
        yield
