"""What a process costs together with the processes that it starts: Spark's Java is one of those."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.measure import Cost

_EVERY = 0.25  # seconds
_PROC = Path("/proc")  # Linux
_TICKS = os.sysconf("SC_CLK_TCK")


def run_tree(arguments: Sequence[str]) -> Cost:
    """Run a Python module or script to its end; a failure stops the measurement.

    What the last quarter of a second of a child costs is not seen.
    """
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    peak, cpu = 0, {}
    while process.poll() is None:
        held = 0
        for pid, used in _tree(process.pid):
            cpu[pid] = used
            held += _resident(pid)
        peak = max(peak, held)
        time.sleep(_EVERY)
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(arguments)} failed with {process.returncode}")
    return Cost(seconds=time.monotonic() - start, cpu_seconds=sum(cpu.values()), peak_bytes=peak)


def _tree(root: int) -> Iterator[tuple[int, float]]:
    """Each process below `root`, and itself, with the CPU seconds that it has used."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit() and (found := _stat(folder)):
            parents[int(folder.name)], used[int(folder.name)] = found
    for pid, seconds in used.items():
        if _is_below(pid, root, parents):
            yield pid, seconds


def _is_below(pid: int, root: int, parents: Mapping[int, int]) -> bool:
    while pid != root and pid in parents:
        pid = parents[pid]
    return pid == root


def _stat(folder: Path) -> tuple[int, float] | None:
    """The parent and the CPU seconds; None: it has ended."""
    try:
        # The name of the program, in brackets, may hold anything.
        cells = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return int(cells[1]), (int(cells[11]) + int(cells[12])) / _TICKS


def _resident(pid: int) -> int:
    """Bytes; of what processes share each counts its part. 0: it has ended."""
    try:
        rollup = (_PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    found = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(found[0]) * 1024 if found else 0
