"""`vacatur sample`: invented data."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.new_file import write_new
from vacatur.cli.options import AsJson
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import in_json
from vacatur.sample.county import write_county
from vacatur.sample.sweep import write_sweep

app = typer.Typer(help="Write invented data to try things on.", no_args_is_help=True)


@app.callback()
def sample() -> None:
    """Write invented data to try things on."""


@app.command("county")
def county(
    out: Annotated[Path, typer.Option(help="A new or empty folder.")],
    people: Annotated[int, typer.Option(help="Invented people.", min=1)] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same county.")] = 1,
    noise: Annotated[
        int,
        typer.Option(help="Faults in the export: 1 = as many as in a real one."),
    ] = 0,
    month_later: Annotated[
        bool, typer.Option("--month-later", help="The next export of the same county.")
    ] = False,
    officers: Annotated[
        int,
        typer.Option(
            help="Invented officers: who took part in each case, and a ground about six of them."
            " Example: --officers 40",
            min=0,
        ),
    ] = 0,
    names: Annotated[
        bool, typer.Option("--names", help="Names and addresses, and no ready-made person key.")
    ] = False,
    names_noise: Annotated[
        int,
        typer.Option(
            help="Of a hundred fields about the person, such as surname, birth date or ZIP, so many"
            " are damaged. Needs --names. Example: --names --names-noise 8"
        ),
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Write an invented county in Case Search shape, with the truth beside it.

    Examples: vacatur sample county --people 500 --seed 7 --noise 1 --out county

    vacatur sample county --people 500 --officers 40 --out county

    vacatur sample county --people 500 --names --names-noise 8 --out county
    """
    with progress_bar() as progress:
        summary = write_county(
            out,
            people=people,
            seed=seed,
            noise=noise,
            month_later=month_later,
            officers=officers,
            names=names,
            names_noise=names_noise,
            progress=progress,
        )
    if as_json:
        print(in_json(asdict(summary)))
        return
    print(
        f"{summary.people:,} invented people, {summary.cases:,} cases, {summary.charges:,} charges "
        f"({summary.cannabis_convictions:,} convictions of cannabis possession) in {out}"
    )
    print(
        f"Answers of agencies in {summary.paths.facts_history.parent}: "
        f"{summary.facts_history:,} rows of history, {summary.facts_supervision:,} of supervision, "
        f"{summary.facts_laboratory:,} of laboratory"
    )
    if officers:
        print(
            f"{officers:,} invented officers: {summary.facts_officers:,} rows in "
            f"{summary.paths.facts_officers}, a ground in {summary.paths.ground} that affects "
            f"{summary.affected:,} cases, listed in {summary.paths.truth_affected}"
        )
    if names:
        print(
            f"{sum(summary.hard.values()):,} people who are hard to link, listed with what is wrong"
            f" in each case in {summary.paths.truth_names}"
        )
    if month_later:
        print(f"{summary.changes:,} changes of rows, listed in {summary.paths.truth_changes}")
    if noise:
        print(f"{summary.damaged:,} damaged rows, listed in {summary.paths.truth_noise}")


@app.command("sweep")
def sweep(
    out: Annotated[Path, typer.Option(help="A new or empty folder.")],
    first: Annotated[
        int, typer.Option(help="Open warrants on listed charges in June 2020.", min=1)
    ] = 12,
    second: Annotated[int, typer.Option(help="Those more that February 2021 has.", min=1)] = 17,
    seed: Annotated[int, typer.Option(help="The same seed gives the same export.")] = 1,
    later: Annotated[
        bool, typer.Option("--later", help="The export of February 2021, after the first sweep.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write an invented export of pending cases, open warrants and dates in court.

    The truth is beside it: which cases the list of Baltimore's policy covers. The two rounds that
    were reported had 586 and 829 warrants; by default there is one for fifty of them.

    Examples: vacatur sample sweep --out june

    vacatur sample sweep --first 586 --second 829 --later --out february
    """
    summary = write_sweep(out, first=first, second=second, seed=seed, later=later)
    if as_json:
        print(in_json(asdict(summary)))
        return
    print(
        f"{summary.cases:,} invented cases and {summary.charges:,} charges as of "
        f"{summary.exported_on}, {summary.warrants:,} warrants ({summary.open_warrants:,} open) "
        f"and {summary.court_dates:,} dates in court in {out}"
    )
    print(
        f"By construction the list covers {summary.covered:,} open cases, "
        f"{summary.covered_with_open_warrant:,} of them with an open warrant"
    )
    print(f"Next: vacatur ingest {out} -w WORKSPACE")


@app.command("docket")
def docket(
    out: Annotated[Path | None, typer.Option(help="A new file; printed when not given.")] = None,
) -> None:
    """Write one invented person's docket, to be typed over for `explain --docket`.

    Example: vacatur sample docket --out client.json
    """
    text = files("vacatur.sample").joinpath("docket.json").read_text(encoding="utf-8")
    if out is None:
        print(text, end="")
        return
    write_new(
        out, text, why="It may be somebody's record, and a template is never written over one."
    )
    print(f"Written to {out}. Explain it with: vacatur explain --docket {out}")
