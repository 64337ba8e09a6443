"""`vacatur records`: what was taken in, and what vanished."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import in_json
from vacatur.errors import ChainBroken, UsageError
from vacatur.matters.codec import as_data
from vacatur.office.formats import open_workspace
from vacatur.office.raw_files import raw_content, raw_files
from vacatur.office.records_log import read_log

app = typer.Typer(help="What was taken in, and what vanished.", no_args_is_help=True)


@app.callback()
def records() -> None:
    """What was taken in, and what vanished."""


@app.command("log")
def log(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """One line for each ingest: what was added, changed, vanished and withheld.

    Example: vacatur records log --workspace baltimore
    """
    found = read_log(open_workspace(workspace))
    if as_json:
        print(in_json([entry.as_data() for entry in found.entries]))
    else:
        print(found.in_words())


@app.command("raw")
def raw(
    name: Annotated[str, typer.Argument(help="A file, to be written out.")] = "",
    out: Annotated[Path | None, typer.Option(help="The new file; needs a name.")] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """List the files that were put in, or write one of them out. In raw/ they lie sealed.

    A file comes out as it came in, but for rows about forgotten cases, which are blank.

    Example: vacatur records raw 2f1dfd6759b6-charges.csv --out charges.csv -w baltimore
    """
    if bool(name) != (out is not None):
        raise UsageError("a file to be written out needs its name and [--out FILE]")
    place = open_workspace(workspace)
    if out is not None:
        if out.exists():
            raise UsageError(f"[{out}] is there already", repair="Name a new file.")
        try:
            with out.open("xb") as file:
                file.writelines(raw_content(place, name))
        except ChainBroken:
            out.unlink()  # what came before the break is not the file
            raise
        print(in_json({"written": out}) if as_json else f"Written to {out}.")
        return
    found = raw_files(place)
    if as_json:
        print(in_json(as_data(found)))
    else:
        print("\n".join(f"{x.rows_removed:>8,} rows blanked  {x.name}" for x in found) or "None.")
