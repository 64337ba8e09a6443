"""`vacatur sample`: invented data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.progress import progress_bar
from vacatur.sample.county import write_county

app = typer.Typer(help="Write invented data to try things on.", no_args_is_help=True)


@app.callback()
def sample() -> None:
    """Write invented data to try things on."""


@app.command("county")
def county(
    out: Annotated[Path, typer.Option(help="A new or empty folder.")],
    people: Annotated[int, typer.Option(help="Invented people.", min=1)] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same county.")] = 1,
) -> None:
    """Write an invented county in Case Search shape, with the truth beside it.

    Example: vacatur sample county --people 500 --seed 7 --out county
    """
    with progress_bar() as progress:
        summary = write_county(out, people=people, seed=seed, progress=progress)
    print(
        f"{summary.people:,} invented people, {summary.cases:,} cases, {summary.charges:,} charges "
        f"({summary.cannabis_convictions:,} convictions of cannabis possession) in {out}"
    )
