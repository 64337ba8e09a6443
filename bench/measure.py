"""Running a command as a process of its own, and what it cost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds, seconds of all cores together, and the peak of resident memory of a process."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


def run(arguments: Sequence[str]) -> Cost:
    """Run a Python module or script to its end; a failure stops the measurement."""
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(arguments)} failed with {process.returncode}")
    return Cost(
        seconds=time.monotonic() - start,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_bytes=usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    )
