"""The first page: what waits for whoever looks at it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from vacatur.web.app.pages import page

router = APIRouter()


@router.get("/", name="home")
def home(request: Request) -> Response:
    """What waits, by role."""
    return page(request, "home.html")
