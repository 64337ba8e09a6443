"""The first page: what waits for whoever looks at it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.routing import NoMatchFound

from vacatur.office.waiting_for import Waiting, waits_for
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import POLICIES
from vacatur.web.app.viewer import Viewer, viewer_of

router = APIRouter()


@router.get("/", name="home")
def home(request: Request) -> Response:
    """What waits, by role."""
    office, viewer = office_in(request), viewer_of(request)
    found = waits_for(
        office.accounts, viewer.name, viewer.roles, today=office.today(), now=office.now()
    )
    cards = [(each, _path(request, viewer, each)) for each in found]
    return page(request, "home.html", cards=cards, today=office.today())


def _path(request: Request, viewer: Viewer, waiting: Waiting) -> str:
    """Where it is done; empty: on no screen that they may use."""
    policy = POLICIES.get(waiting.screen)
    if policy is None or isinstance(policy.roles, str) or not viewer.is_a(*policy.roles):
        return ""
    try:
        return str(request.app.url_path_for(waiting.screen))
    except NoMatchFound:
        return ""
