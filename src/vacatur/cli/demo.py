"""`vacatur demo`: the whole path on an invented county."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.printing_demo import demo_notes
from vacatur.cli.progress import progress_bar
from vacatur.office.demo import run_demo


def demo_command(
    out: Annotated[Path, typer.Option(help="Folder for the demonstration.")] = Path("build/demo"),
    people: Annotated[int, typer.Option(help="Invented people.", min=50)] = 2000,
) -> None:
    """Run the whole path on an invented county, and say what to try next.

    Example: vacatur demo --people 500
    """
    with progress_bar() as progress:
        demo = run_demo(out, people=people, at=datetime.now(UTC), progress=progress)
    print(demo_notes(demo))
