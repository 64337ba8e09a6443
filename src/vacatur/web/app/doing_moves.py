"""Doing one command to one matter from a form; a refusal becomes a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request

from vacatur.errors import MoveRefused
from vacatur.matters import commands as c
from vacatur.matters.reading import matter_of
from vacatur.office.casework import Done, perform
from vacatur.web.app.office import office_in
from vacatur.web.app.viewer import viewer_of


async def _given(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


# What a form holds, by name of its fields.
FormGiven = Annotated[Mapping[str, str], Depends(_given)]


def do_one(request: Request, number: int, command: c.Command) -> None:
    """Do a command to a matter.

    Raises
    ------
    MoveRefused
        A gate does not let it.
    UsageError
        There is no such matter.
    """
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        with casework.reading() as connection:
            matter_of(connection, number)
        doing = viewer.doing("casework", office.now())
        today = office.today()
        refuse(perform(office.workspace, casework, {number: command}, doing, today=today))


def refuse(done: Done) -> None:
    """Say why the one matter was refused.

    Raises
    ------
    MoveRefused
        It was.
    """
    for why in done.refused.values():
        what, *rest = [line.strip() for line in why.splitlines()]
        repair = rest[-1] if len(rest) > 1 else ""
        raise MoveRefused(what, why=" ".join(rest[:-1] if repair else rest), repair=repair)
