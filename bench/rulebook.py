"""`python -m bench.rulebook`: a whole rulebook, rule by rule, against a plain scan of the charges.

One county of about a million charges is made and copied to the sizes asked for, so that size is
the only difference. Deciding runs in one process; its reasons are written, as in a run.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from bench.__main__ import prepare
from bench.multiply import multiply
from vacatur.law.rulebook import load_rulebook
from vacatur.office.runs import decide_pages
from vacatur.office.stored import stored_in
from vacatur.office.workspace import Workspace

DAY = date(2026, 2, 15)
PEOPLE = 460_000


class Clock:
    """The seconds between one report of progress and the next."""

    def __init__(self) -> None:
        self.laps: list[tuple[str, float]] = []
        self._label = ""
        self._since = time.monotonic()

    def __call__(self, label: str, _done: int, _total: int) -> None:
        """Take a report; the time since the last one belongs to what that one began."""
        now = time.monotonic()
        if self._label:
            self.laps.append((self._label, now - self._since))
        self._label, self._since = label, now


def main() -> None:
    """Parse, prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.rulebook", description=__doc__)
    parser.add_argument("--law", default="us-md")
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    options = parser.parse_args()
    one = prepare(options.folder / str(PEOPLE), PEOPLE)
    for copies in options.copies:
        many = multiply(one, copies, options.folder / f"copies-{copies}") if copies > 1 else one
        _measure(many, options.law)


def _measure(folder: Path, law: str) -> None:
    workspace = Workspace(folder)
    clock = Clock()
    with (
        _scratch(folder) as scratch,
        workspace.connection() as connection,
        stored_in(connection, scratch) as hold,
    ):
        records = workspace.records(connection)
        charges = int(records["charges"].count().execute())
        scan = _scan(folder / "records" / "charges.parquet")
        began = time.monotonic()
        decide_pages(connection, load_rulebook(law), records, DAY, scratch, hold, clock)
        seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak *= 1 if sys.platform == "darwin" else 1024
    print(f"{charges:,} charges, {law} on {DAY}")
    for label, lap in clock.laps:
        print(f"  {lap:8.2f} s  {lap / seconds:5.0%}  {label}")
    print(f"  {seconds:8.2f} s  all, {seconds / charges * 1e6:.2f} microseconds a charge")
    print(f"  {scan:8.2f} s  a plain scan of the charges; ratio {seconds / scan:.0f}")
    print(f"  peak {peak / 1e9:.2f} GB of this process so far", flush=True)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(dir=folder))
    (path / "conditions").mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path)


def _scan(path: Path) -> float:
    """Seconds to read every cell of the charges once."""
    began = time.monotonic()
    with duckdb.connect() as connection:
        connection.execute(f"select bit_xor(hash(charges)) from read_parquet('{path}') charges")
        connection.fetchall()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
