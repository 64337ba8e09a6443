"""The worklist: groups by their reasons first, then matters. Nothing on it names a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.matters.access.saved_filters import remove_filter, save_filter, saved_filters
from vacatur.matters.queries import Wanted, counted, names_of_staff
from vacatur.matters.states import ENDED, Harm, State
from vacatur.matters.store import Casework
from vacatur.matters.worklists import Order, known_count, page_of, vehicles_of
from vacatur.office.matter_groups import groups_in
from vacatur.web.app.asked import COLUMNS, ME, SIZES, Asked, asked_in, code_of
from vacatur.web.app.bulk import BULK
from vacatur.web.app.office import Office, office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import ATTORNEYS
from vacatur.web.app.viewer import Viewer, viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_GROUPS_BESIDE = 5
_GROUPS = 25


@router.get("/worklist", name="worklist")
def worklist(request: Request) -> Response:
    """A page of matters, the states beside it, and the largest groups of the state."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        asked = _asked(request, casework, viewer)
        with casework.reading() as connection:
            people = names_of_staff(connection)
            wanted = asked.wanted(viewer.name, people)
            found = page_of(connection, wanted, asked.order, after=asked.after, size=asked.size)
            total = known_count(connection, wanted)
            vehicles = vehicles_of(connection)
            tallies = _tallies(casework, asked)
            filters = saved_filters(connection, viewer.name)
        groups = _groups_beside(office, casework, asked)
    return page(
        request,
        "worklist/worklist.html",
        asked=asked,
        lines=found.lines,
        following=asked.query(after=found.after) if found.after else "",
        total=total,
        tallies=tallies,
        groups=groups,
        vehicles=vehicles,
        people=[(code_of(each), each) for each in people if each != viewer.name],
        filters=filters,
        bulk=BULK,
        states=list(State),
        orders=list(Order),
        sizes=SIZES,
        columns=COLUMNS,
        harms=list(Harm),
        today=office.today(),
    )


@router.get("/worklist/groups", name="worklist_groups")
def groups(request: Request, state: str = State.PREPARED.value, start: int = 0) -> Response:
    """The matters of a state by the reasons for which they were decided."""
    office = office_in(request)
    shown = State(state) if state in {each.value for each in State} else State.PREPARED
    start = max(start, 0)
    with office.casework() as casework:
        found = groups_in(
            office.workspace, casework, shown, limit=_GROUPS + 1, offset=min(start, 1 << 31)
        )
    return page(
        request,
        "worklist/groups.html",
        groups=found[:_GROUPS],
        state=shown,
        states=[each for each in State if each not in ENDED],
        start=start,
        following=start + _GROUPS if len(found) > _GROUPS else 0,
        asked=asked_in(request.query_params.__class__({"state": shown.value})),
    )


@router.post("/worklist/filters", name="worklist_filter_save")
def filter_save(request: Request, name: Text = "", asked: Text = "") -> Response:
    """Keep a filter under a name of one's own."""
    office, viewer = office_in(request), viewer_of(request)
    query = asked_in(request.query_params.__class__(asked)).query()
    save_filter(office.accounts, name, query, viewer.doing("worklist", office.now()))
    return RedirectResponse(f"/worklist?{query}", 303)


@router.post("/worklist/filters/remove", name="worklist_filter_remove")
def filter_remove(request: Request, name: Text = "") -> Response:
    """Keep a filter no longer."""
    office, viewer = office_in(request), viewer_of(request)
    remove_filter(office.accounts, name, viewer.doing("worklist", office.now()))
    return RedirectResponse("/worklist", 303)


def _asked(request: Request, casework: Casework, viewer: Viewer) -> Asked:
    """What the address asks; where it asks nothing, what somebody of these roles does first."""
    if request.query_params:
        return asked_in(request.query_params)
    own = Wanted(states=(State.ASSIGNED.value,), assigned_to=viewer.name)
    with casework.reading() as connection:
        there = {each.state for each in counted(connection, Wanted())}
        mine = bool(counted(connection, own))
    if mine and not viewer.is_a(*ATTORNEYS):
        return _of(request, State.ASSIGNED, ME)
    # Nobody begins on an empty list while there is another.
    usual = [State.PREPARED, State.OPEN] if viewer.is_a(*ATTORNEYS) else [State.OPEN]
    return _of(request, next((x for x in [*usual, *State] if x.value in there), State.OPEN))


def _of(request: Request, state: State, assigned: str = "") -> Asked:
    return asked_in(request.query_params.__class__({"state": state.value, "assigned": assigned}))


def _tallies(casework: Casework, asked: Asked) -> list[tuple[State, int]]:
    """How many matters of the vehicle stand in each state."""
    with casework.reading() as connection:
        found = counted(connection, Wanted(vehicle=asked.vehicle))
    return [(state, sum(x.matters for x in found if x.state == state.value)) for state in State]


def _groups_beside(office: Office, casework: Casework, asked: Asked) -> list[object]:
    """The largest groups of the one state that is asked for, on the first page of all of it."""
    narrowed = asked.pattern or asked.assigned or asked.due or asked.vehicle or asked.after
    if len(asked.states) != 1 or narrowed:
        return []
    state = State(asked.states[0])
    return list(
        groups_in(office.workspace, casework, state, limit=_GROUPS_BESIDE, with_reasons=False)
    )
