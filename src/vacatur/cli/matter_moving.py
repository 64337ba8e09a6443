"""Doing a command to matters from the command line, and telling what became of each."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from vacatur.cli.facts import today
from vacatur.cli.matter_numbers import HELP, asked_numbers
from vacatur.cli.options import a_day
from vacatur.cli.printing_matters import done_in_words
from vacatur.cli.words import in_json
from vacatur.documents.manifest import packet_sha256
from vacatur.errors import MoveRefused, UsageError, nearest
from vacatur.matters import commands as c
from vacatur.matters.codec import as_data
from vacatur.matters.matter import Matter
from vacatur.matters.reading import matter_of
from vacatur.matters.store import Doing
from vacatur.office.casework import Done, open_casework, perform, practice_day
from vacatur.office.formats import open_workspace
from vacatur.office.workspace import Workspace
from vacatur.record.terms import Term

_Term = TypeVar("_Term", bound=Term)

Which = Annotated[list[str], typer.Argument(help=HELP, metavar="MATTERS", show_default=False)]
By = Annotated[str, typer.Option(help="Who does it; a member of the staff.", show_default=False)]
On = Annotated[str, typer.Option(help="The day, YYYY-MM-DD; today by default.")]
Purpose = Annotated[str, typer.Option(help="For what purpose; it is kept.")]


def move(
    workspace: Path,
    which: list[str],
    command: Callable[[Matter, date], c.Command],
    *,
    by: str,
    as_json: bool,
    on: str = "",
) -> None:
    """Do a command to matters, and print what became of each.

    Parameters
    ----------
    command
        Makes the command of a matter and the day on which it happened.
    on
        That day; empty = today.
    """
    place = open_workspace(workspace)
    today = today_in(place)
    day = a_day(on, "--on") if on else today
    with open_casework(place) as casework:
        numbers = asked_numbers(casework, which)
        commands: dict[int, c.Command] = {}
        refused: dict[int, str] = {}
        with casework.reading() as connection:
            for number in numbers:
                try:
                    commands[number] = command(matter_of(connection, number), day)
                except MoveRefused as problem:
                    refused[number] = str(problem)
        doing = Doing(actor=by, purpose="casework", at=datetime.now(UTC))
        done = perform(place, casework, commands, doing, today=today)
    report(Done(done=done.done, refused=refused | dict(done.refused)), "done", as_json=as_json)


def today_in(workspace: Workspace) -> date:
    """The day on which matters are moved: today, or the day of a workspace for practice."""
    practice = practice_day(workspace)
    if practice is not None:
        print(f"Practice: matters are moved as on {practice}.", file=sys.stderr)
    return practice or today()


def report(done: Done, what: str, *, as_json: bool, noun: str = "matter") -> None:
    """Print what was done and what was refused; a refusal ends with exit code 1."""
    print(in_json(as_data(done)) if as_json else done_in_words(done, what, noun))
    if done.refused:
        raise typer.Exit(MoveRefused.exit_code)


def one_of(text: str, terms: type[_Term]) -> _Term:
    """A word of a closed vocabulary."""
    if text not in {str(each) for each in terms}:
        raise UsageError(
            f"[{text}] is not known here", repair=nearest(text, [str(each) for each in terms])
        )
    return terms(text)


def packet_of(files: list[Path]) -> tuple[tuple[str, ...], str]:
    """The names of the papers, and the hash of all of them in the order of their names."""
    if not files:
        raise MoveRefused("there is no paper", repair="Put its papers into the folder.")
    for path in files:
        if not path.is_file():
            raise UsageError(f"there is no file [{path}]")
    listed = sorted((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files)
    return tuple(name for name, _ in listed), packet_sha256(listed)


def papers_of(
    which: list[str], files: list[Path], folder: Path | None
) -> Callable[[int], list[Path]]:
    """Where the papers of a matter are: named one by one, or in a folder of its number.

    Raises
    ------
    UsageError
        Both are named, or neither; or the same files are to be the papers of several matters.
    """
    if bool(files) == (folder is not None):
        raise UsageError("name the papers of one matter with --file, or a --folder")
    if folder is None:
        if len(which) != 1 or not which[0].isdecimal():
            raise UsageError(
                "the papers named are of one matter",
                why="Each motion stands in its own case, with its own grounds.",
                repair="Name one matter, or put each one's papers into --folder.",
            )
        return lambda _: files
    return lambda number: sorted(
        each for each in (folder / str(number)).glob("*") if each.is_file()
    )
