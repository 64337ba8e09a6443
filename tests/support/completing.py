"""A process that waits for a file to appear, then completes a diversion: DATABASE KEYS GO DAY."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from tests.support.matters import LEE, store
from vacatur.errors import MoveRefused
from vacatur.matters.store import Doing
from vacatur.office.diverting import move
from vacatur.screening.diversion.commands import Complete


def main(url: str, folder: str, go: str, day: str) -> None:
    """Complete diversion 1; print [done] or [refused]."""
    with store(url, Path(folder)) as casework:
        print("ready", flush=True)
        while not Path(go).exists():
            time.sleep(0.002)
        doing = Doing(actor=LEE.name, purpose="a test", at=datetime(2025, 1, 1, tzinfo=UTC))
        on = date.fromisoformat(day)
        try:
            move(casework, 1, Complete(on=on), doing, today=on)
        except MoveRefused:
            print("refused", flush=True)
        else:
            print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
