"""Attaching one file of facts, as a process of its own.

python -m bench.attach_file WORKSPACE FILE KIND OUT writes what it counted and how long each of its
steps took, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

from vacatur.facts.kinds import kind_named
from vacatur.office.attaching import attach
from vacatur.office.workspace import Workspace

DAY = date(2026, 2, 15)


def main(workspace: Path, path: Path, kind: str, out: Path) -> None:
    """Attach, and tell."""
    steps: dict[str, float] = {}
    begun = time.monotonic()

    def step(what: str, done: int, total: int) -> None:
        steps[what] = time.monotonic() - begun - sum(steps.values())

    made = attach(
        Workspace(workspace),
        path,
        kind_named(kind),
        by="",
        document="",
        on=DAY,
        progress=step,
    )
    if made.redecided is None:
        raise SystemExit("bench: there is no run that could be added to")
    told = {"facts": made.batch.attached, "persons": made.redecided.persons, "steps": steps}
    out.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
