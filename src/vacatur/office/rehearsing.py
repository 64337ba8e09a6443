"""Whether a command would be let through, told before somebody gives it. Nothing is written."""

from __future__ import annotations

from datetime import date

from vacatur.errors import VacaturError
from vacatur.matters.commands import Command
from vacatur.matters.moves import NEED_STANDING, Scene, event_of
from vacatur.matters.reading import matter_of, member_of
from vacatur.matters.store import Casework
from vacatur.office.casework import standings_of
from vacatur.office.workspace import Workspace


def why_not(
    workspace: Workspace, casework: Casework, number: int, command: Command, *, today: date
) -> VacaturError | None:
    """What would refuse a command to a matter first; None: every gate lets it through."""
    try:
        with casework.reading() as connection:
            matter = matter_of(connection, number)
            member = member_of(connection, command.by)
        asks = type(command) in NEED_STANDING
        standing = standings_of(workspace, casework, [number])[number] if asks else None
        event_of(command, Scene(matter=matter, member=member, today=today, standing=standing))
    except VacaturError as problem:
        return problem
    return None
