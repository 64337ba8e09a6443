"""One's own account: password, second factors, sessions, keys of the keyboard."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from vacatur.web.app.guard import must_finish
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()


@router.get("/account", name="account")
def account(request: Request) -> Response:
    """What its holder sees of it."""
    must = must_finish(viewer_of(request), office_in(request))
    return page(request, "account/account.html", must=must)
