"""Building papers of approved matters, once it is said who fills the forms of the court."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from vacatur.errors import UsageError, VacaturError
from vacatur.matters.queries import Wanted, counted, numbers, vehicles_of
from vacatur.matters.states import State
from vacatur.matters.store import Casework
from vacatur.office.jobs.job import JobKind
from vacatur.office.packet_building import build_packet
from vacatur.office.packet_folder import PacketAsked
from vacatur.office.packet_form_choice import FormChoice, form_choice
from vacatur.progress import silent
from vacatur.web.app.bulk import numbers_of, ranges_of
from vacatur.web.app.jobs import submitted
from vacatur.web.app.office import Office, office_in
from vacatur.web.app.packets import code_of_packet, packets_of
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
Ticked = Annotated[list[str] | None, Form()]
MOST_AT_ONCE = 200  # matters whose papers are set while somebody waits; more become a job
_MAY_BE_BUILT = (State.APPROVED.value, State.PACKETED.value)


def asked_on_board(office: Office, casework: Casework) -> tuple[FormChoice | None, dict[str, int]]:
    """What is asked of all that is approved, and how many matters of each vehicle it is about.

    None: the law of the latest run cannot be read. Building says so; the board has other uses.
    """
    with casework.reading() as connection:
        tallies = counted(connection, Wanted(states=(State.APPROVED.value,)))
    many = {each.vehicle: each.matters for each in tallies if each.matters}
    try:
        return form_choice(office.workspace, many, on=office.today()), many
    except VacaturError:
        return None, many


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the form was sent: matters, the name of the packet, and who fills which form."""

    numbers: Sequence[int]
    name: str
    forms: tuple[str, ...]
    by_hand: tuple[str, ...]
    is_again: bool  # the question was asked before

    @property
    def ticked(self) -> list[tuple[str, str]]:
        """The boxes: what is said, and of which form."""
        return [
            *(("by_hand", each) for each in self.by_hand),
            *(("forms", each) for each in self.forms),
        ]


@router.post("/filing/packets", name="packet_build")
def packet_build(
    request: Request,
    name: Text = "",
    matters: Text = "",
    forms: Ticked = None,
    by_hand: Ticked = None,
    again: Text = "",
) -> Response:
    """Build the papers of approved matters, and record them by their hashes.

    Where one asks on a form of the court and nobody said who fills it, that is asked first.
    """
    with office_in(request).casework() as casework:
        asked = _Asked(
            numbers=numbers_of(matters) if matters.strip() else _approved(casework),
            name=name.strip(),
            forms=tuple(forms or ()),
            by_hand=tuple(by_hand or ()),
            is_again=bool(again),
        )
        _refuse_both(asked)
        if not asked.numbers:
            raise UsageError("no matter is approved", repair="Approve some, or name them.")
        return _asked_first(request, casework, asked) or _built(request, casework, asked)


def _asked_first(request: Request, casework: Casework, asked: _Asked) -> Response | None:
    """The question that is open; None: none is, and the papers can be set."""
    office = office_in(request)
    of_vehicle: dict[str, list[int]] = defaultdict(list)
    with casework.reading() as connection:
        for number, vehicle in vehicles_of(connection, asked.numbers, _MAY_BE_BUILT).items():
            of_vehicle[vehicle].append(number)
    lacking = form_choice(office.workspace, of_vehicle, on=office.today()).lacking(
        (*asked.forms, *asked.by_hand)
    )
    if not lacking:
        return None
    waiting = {vehicle: of_vehicle[vehicle] for vehicle in lacking}
    without = sorted({*asked.numbers} - {each for some in waiting.values() for each in some})
    return page(
        request,
        "filing/which_form.html",
        choice=form_choice(office.workspace, lacking, on=office.today()),
        waiting=waiting,
        many={vehicle: len(some) for vehicle, some in waiting.items()},
        asked=asked,
        ranges=ranges_of(asked.numbers),
        without=ranges_of(without),
        without_many=len(without),
    )


def _built(request: Request, casework: Casework, asked: _Asked) -> Response:
    """The papers, or the job that sets those of very many."""
    office = office_in(request)
    name = asked.name or _free_name(office, office.today())
    if len(asked.numbers) > MOST_AT_ONCE:
        told = {"forms": list(asked.forms), "by_hand": list(asked.by_hand)}
        return submitted(
            request, JobKind.PACKET, {"numbers": list(asked.numbers), "name": name, **told}
        )
    built = build_packet(
        office.workspace,
        casework,
        PacketAsked(
            numbers=asked.numbers,
            name=name,
            day=office.today(),
            is_draft=False,
            processes=min(2, os.cpu_count() or 1),
            forms=asked.forms,
            by_hand=asked.by_hand,
        ),
        viewer_of(request).doing("papers", office.now()),
        today=office.today(),
        progress=silent,
    )
    code = code_of_packet(built.folder.name)
    return page(request, "filing/built.html", built=built, code=code)


def _refuse_both(asked: _Asked) -> None:
    if both := sorted({*asked.forms} & {*asked.by_hand}):
        raise UsageError(
            f"two people would fill the form [{both[0]}]: you, and vacatur",
            repair="Tick one of the two.",
        )


def _approved(casework: Casework) -> list[int]:
    with casework.reading() as connection:
        return numbers(connection, Wanted(states=(State.APPROVED.value,)))


def _free_name(office: Office, day: date) -> str:
    """The day, or the day and a number where there is a packet of that name."""
    taken = set(packets_of(office).values())
    names = [str(day), *(f"{day}-{number}" for number in range(2, 100))]
    return next((each for each in names if each not in taken), str(day))
