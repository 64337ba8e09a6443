"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vacatur.dates import parse_day
from vacatur.errors import UsageError

WorkspaceFolder = Annotated[
    Path, typer.Option("--workspace", "-w", help="The workspace; the current folder by default.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LawName = Annotated[
    str,
    typer.Option("--law", help="A law that comes with vacatur (us-md), or a folder of pages."),
]
Day = Annotated[
    str,
    typer.Option(
        "--as-of", help="Day of decision, YYYY-MM-DD: the law and the periods of that day."
    ),
]
RunName = Annotated[str, typer.Option("--run", help="The run; the latest by default.")]

Rules = Annotated[
    list[str] | None,
    typer.Option("--rule", help="Only this rule (page id or MD-...); may be repeated."),
]
SupposeSearched = Annotated[
    bool,
    typer.Option(
        "--suppose-searched",
        help="Decide as if every person had been searched on the day, and nothing new found.",
    ),
]


def a_day(text: str, option: str) -> date:
    """Read a day from an option."""
    try:
        return parse_day(text)
    except ValueError as problem:
        raise UsageError(
            f"{option}: {problem}",
            why="A decision hangs on its day, so it is never guessed.",
            repair=f"Write it like [{option} 2026-02-15].",
        ) from None
