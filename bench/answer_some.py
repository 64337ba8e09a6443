"""Answering one question after another, in one process.

python -m bench.answer_some WORKSPACE NUMBER OUT answers for NUMBER people, after a few that are not
measured, and writes the milliseconds of each as JSON. It changes the workspace.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import duckdb

from vacatur.office.answering import answer
from vacatur.office.workspace import Workspace

DAY = date(2026, 2, 15)
UNMEASURED = 3


def main(workspace: Workspace, number: int, out: Path) -> None:
    """Answer, and tell: wall and processor milliseconds of each answer."""
    charges = _one_of_each_person(workspace, number + UNMEASURED)
    costs = [_answer(workspace, charge) for charge in charges][UNMEASURED:]
    told = {"wall": [wall for wall, _ in costs], "cpu": [cpu for _, cpu in costs]}
    out.write_text(json.dumps(told), encoding="utf-8")


def _one_of_each_person(workspace: Workspace, number: int) -> list[str]:
    """Charges of people taken at random, the same in each run."""
    found = duckdb.execute(
        f"""select min(charge_id) from '{workspace.records_folder}/charges.parquet'
        group by person_id order by md5(person_id) limit {number}"""
    ).fetchall()
    return [charge for (charge,) in found]


def _answer(workspace: Workspace, charge: str) -> tuple[float, float]:
    wall, cpu = time.monotonic(), time.process_time()
    given = answer(
        workspace,
        charge,
        "charge.sentence_end",
        "2015-01-01",
        by="bench",
        document="bench",
        on=DAY,
    )
    if given.redecided is None or given.redecided.persons != 1:
        raise SystemExit("bench: the answer was not decided again for one person")
    return 1e3 * (time.monotonic() - wall), 1e3 * (time.process_time() - cpu)


if __name__ == "__main__":
    main(Workspace(Path(sys.argv[1])), int(sys.argv[2]), Path(sys.argv[3]))
