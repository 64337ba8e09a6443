"""`vacatur questions`: what is not known, and the requests that would find it out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, Rules, RunName, WorkspaceFolder
from vacatur.cli.printing_questions import questions_in_words
from vacatur.cli.words import counted, in_json, people
from vacatur.errors import UsageError
from vacatur.office.formats import open_workspace
from vacatur.office.questions import open_questions
from vacatur.office.requesting import Request, write_request
from vacatur.office.stale import rulebook_of_run


def questions_command(
    workspace: WorkspaceFolder = Path(),
    run_name: RunName = "latest",
    rules: Rules = None,
    request: Annotated[
        str, typer.Option(help="Write a request for this kind of file, such as history.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="With --request: the folder for the letter and template.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is not known: the files that would decide most charges first, then each pattern.

    Examples: vacatur questions --rule MD-EXP-105-12 --workspace baltimore

    vacatur questions --request history --out letters --workspace baltimore
    """
    if bool(request) != (out is not None):
        raise UsageError("--request and --out go together")
    place = open_workspace(workspace)
    rulebook = rulebook_of_run(place, place.run_manifest(run_name))
    rulebook = rulebook.only(rules) if rules else rulebook
    if out is not None:
        written = write_request(place, rulebook, run_name, request, out)
        print(in_json(asdict(written)) if as_json else _written(written))
    else:
        print(questions_in_words(open_questions(place, rulebook, run_name), as_json=as_json))


def _written(request: Request) -> str:
    lines = [
        f"A request for [{request.kind}] that would help to decide "
        f"{counted(request.charges, 'charge')} of {people(request.persons)}:",
        f"  {request.letter}: the letter; state the legal basis in it before it is sent",
        f"  {request.template}: the template, {counted(request.rows, 'row')}",
    ]
    if request.without_key:
        lines.append(f"  {request.without_key:,} have no key in the export and are not asked about")
    return "\n".join(lines)
