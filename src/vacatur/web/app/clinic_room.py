"""The clinic's room of one app: in its memory, and nowhere else."""

from __future__ import annotations

import threading

from fastapi import Request

from vacatur.office.clinic.room import ClinicRoom, Visit
from vacatur.web.app.office import office_in
from vacatur.web.app.viewer import viewer_of

_MAKING = threading.Lock()


def room_of(request: Request) -> ClinicRoom:
    """Everybody who is here; one room for one app."""
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "clinic_room"):
            state.clinic_room = ClinicRoom()
    room = state.clinic_room
    assert isinstance(room, ClinicRoom)
    return room


def helped(request: Request, number: int) -> Visit:
    """A visit of whoever asks: nobody else sees what is in it.

    Raises
    ------
    UsageError
        Nobody is here under the number.
    MoveRefused
        They are another helper's.
    """
    name, now = viewer_of(request).name, office_in(request).now()
    return room_of(request).of_helper(number, name, now)
