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
    """Wall seconds and the peak of resident memory of one process."""

    seconds: float
    peak_bytes: int


def run(arguments: Sequence[str]) -> Cost:
    """Run a Python module or script to its end; a failure stops the measurement."""
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(arguments)} failed with {process.returncode}")
    scale = 1 if sys.platform == "darwin" else 1024
    return Cost(time.monotonic() - start, usage.ru_maxrss * scale)
