"""`make bench-packets`: 15,000 papers by two processes, and an exhibit of 5,000 rows.

Goals: 5,000 motions of two pages with their orders and notices in three minutes, in memory that
does not grow; the exhibit in ten seconds. Beside them, in the same run, papers of one kind from
a compiler that is opened anew for each, as a program that calls `typst compile` would. Processor
seconds stand beside the wall's, since machines are shared.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from tests.support.packets import DAY, jobs, marks, values
from vacatur.documents.composing import frame, table_block
from vacatur.documents.making import PaperJob, make_list
from vacatur.documents.particulars import Table
from vacatur.documents.pressroom import open_pressroom, set_in_pressroom
from vacatur.documents.template_rules import checked_templates
from vacatur.documents.typesetting import FONTS, STANDARDS, press

PAPERS = ("motion", "proposed-order", "notice-to-defendant")
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Took:
    """Wall seconds, and processor seconds of this process and those that it has ended."""

    seconds: float
    cpu_seconds: float


class Watch:
    """Measures from when it is made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), _cpu()

    def took(self) -> Took:
        return Took(time.perf_counter() - self._wall, _cpu() - self._cpu)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.packets", description=__doc__)
    parser.add_argument("--matters", type=int, default=5_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rows", type=int, default=5_000, help="rows of the exhibit")
    parser.add_argument("--alone", type=int, default=40, help="papers by a compiler each")
    parser.add_argument("--folder", type=Path, default=Path("build/bench/packets"))
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    each_alone = _alone(options.alone)
    _matters(options.folder / "few", max(1, options.matters // 10), options.processes)
    each = _matters(options.folder / "all", options.matters, options.processes)
    print(f"  {each_alone / each:.1f} times as much CPU for a paper whose compiler is opened anew")
    _exhibit(options.folder / "exhibit", options.rows)


def _matters(folder: Path, count: int, processes: int) -> float:
    """Set the papers of some matters; CPU seconds of each paper."""
    watch = Watch()
    with ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=open_pressroom,
        initargs=(None, None, False),
    ) as pool:
        papers = pages = 0
        for batch in _batches(count):
            futures = [
                pool.submit(set_in_pressroom, folder / str(number), folder, _jobs(number), (), DAY)
                for number in batch
            ]
            made = [paper for future in futures for paper in future.result().papers]
            papers, pages = papers + len(made), pages + sum(each.pages for each in made)
    took = watch.took()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{papers:,} papers, {pages:,} pages, {processes} processes: {took.seconds:.1f} s, "
        f"{took.cpu_seconds:.1f} CPU s, {1000 * took.cpu_seconds / papers:.1f} CPU ms each; "
        f"a process held {memory:.0f} MB at most"
    )
    return took.cpu_seconds / papers


def _batches(count: int) -> Iterator[range]:
    for start in range(1, count + 1, _AT_ONCE):
        yield range(start, min(start + _AT_ONCE, count + 1))


def _jobs(number: int) -> tuple[PaperJob, ...]:
    long = "It was told at length what was learned, when, from whom, and on which paper. " * 8
    known = values(
        defendant_name=f"DOE, JANE {number}",
        case_number=f"7B{number:08}",
        new_information=long,
        earlier_review=long,
    )
    return jobs(PAPERS, known, prefix=f"SAO-{number}-")


def _alone(count: int) -> float:
    """The same motions, each from a compiler of its own; CPU seconds of each."""
    with TemporaryDirectory() as folder:
        for name, text in checked_templates().items():
            (Path(folder) / name).write_text(text, "utf-8")
        watch = Watch()
        for number in range(1, count + 1):
            job = _jobs(number)[0]
            typst.compile(
                str(Path(folder) / f"{job.template}.typ"),
                root=folder,
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"data": json.dumps(dict(job.data))},
                pdf_standards=STANDARDS,
                timestamp=datetime(2026, 2, 15, tzinfo=UTC),
            )
        took = watch.took()
    print(f"{count} motions, a compiler each: {1000 * took.cpu_seconds / count:.1f} CPU ms each")
    return took.cpu_seconds / count


def _exhibit(folder: Path, rows: int) -> None:
    title = "Exhibit: Cases in Which the State Moves to Vacate"
    row = ("DOE, JANE", "001", "CDS: POSSESSION-MARIHUANA", "CR.5.601(a)(1)", "2012-09-30",
        "GUILTY", "2013-01-15")  # fmt: skip
    table = Table(
        columns=("Case", "Defendant", "No.", "Charge", "Statute", "Offense", "Ended", "Entered"),
        widths=(1.4, 2.2, 0.5, 2.4, 1.1, 1.1, 1.3, 1.1),
        rows=tuple((f"7B{number:08}", *row) for number in range(rows)),
    )
    data = {
        **frame(title, "en", marks("SAO-L1-")),
        "heading": title,
        "opening": "Each case below has a motion of its own.",
        "table": table_block(table),
        "signature": [],
    }
    job = PaperJob(paper="omnibus-exhibit", title=title, template="exhibit", data=data)
    watch = Watch()
    with press() as setter:
        made = make_list(setter, folder, job, on=DAY)
    took = watch.took()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"exhibit of {rows:,} rows: {sum(each.pages for each in made)} pages in {len(made)} files, "
        f"{took.seconds:.1f} s, {took.cpu_seconds:.1f} CPU s, {memory:.0f} MB"
    )


def _cpu() -> float:
    return time.process_time() + sum(
        getattr(resource.getrusage(resource.RUSAGE_CHILDREN), name)
        for name in ("ru_utime", "ru_stime")
    )


if __name__ == "__main__":
    main()
