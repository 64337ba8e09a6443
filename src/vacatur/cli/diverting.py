"""What the commands of `vacatur divert` share: whose number, which day, and what became of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import today_in
from vacatur.cli.options import a_day
from vacatur.cli.printing_divert import moved_in_words
from vacatur.cli.words import in_json
from vacatur.errors import UsageError, nearest
from vacatur.matters.codec import as_data
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.diverting import move
from vacatur.office.formats import open_workspace
from vacatur.screening.diversion.commands import Command
from vacatur.screening.diversion.enrolment import Enrolment
from vacatur.screening.diversion.states import State

OnDay = Annotated[
    str, typer.Option(help="The day, YYYY-MM-DD; it has no default.", show_default=False)
]
Number = Annotated[
    int, typer.Argument(help="A diversion, by its number.", min=1, show_default=False)
]


def do(
    workspace: Path,
    number: int,
    command: Callable[[date], Command],
    *,
    on: str,
    by: str,
    as_json: bool,
) -> None:
    """Do a command to a diversion on the day that somebody states, and print where it stands."""
    place = open_workspace(workspace)
    today = today_in(place)
    made = command(stated_day(on, today))
    with open_casework(place) as casework:
        found = move(casework, number, made, doing(by), today=today)
    report(found, as_json=as_json)


def report(enrolment: Enrolment, *, as_json: bool) -> None:
    """Print where a diversion stands."""
    print(in_json(as_data(enrolment)) if as_json else moved_in_words(enrolment))


def doing(by: str) -> Doing:
    """Who does it. When it is written down is the machine's word, and decides nothing."""
    return Doing(actor=by, purpose="diversion", at=datetime.now(UTC))


def stated_day(text: str, today: date) -> date:
    """The day that somebody states. One that has not come yet is told of."""
    day = a_day(text, "--on")
    if day > today:
        print(f"Note: {day} has not come yet: this is {today}.", file=sys.stderr)
    return day


def a_state(text: str) -> State:
    """A state of an enrolment."""
    known = [str(each) for each in State]
    if text not in known:
        raise UsageError(f"no diversion is ever [{text}]", repair=nearest(text, known))
    return State(text)
