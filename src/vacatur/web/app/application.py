"""The app: the screens, and what every request passes."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from vacatur.web.app import (
    account,
    administration,
    approvals,
    audit,
    building,
    bulk,
    bulk_telling,
    clinic,
    clinic_kept,
    compliance,
    filing,
    home,
    jobs,
    law,
    law_days,
    law_proposing,
    law_trying,
    linkage,
    matter,
    matter_grounds,
    matter_papers,
    packets,
    reports,
    runs,
    runs_starting,
    sign_in,
    sign_in_outside,
    vault,
    worklist,
)
from vacatur.web.app.compressing import Compressed
from vacatur.web.app.forms import checked
from vacatur.web.app.guard import Guard
from vacatur.web.app.office import Office
from vacatur.web.app.pages import STATIC
from vacatur.web.app.refusals import answer_refusals

# A screen is a router here and rows in `policy`. Routers have no prefix and hold no other router.
SCREENS: tuple[APIRouter, ...] = (
    sign_in.router,
    sign_in_outside.router,
    account.router,
    administration.router,
    audit.router,
    law.router,
    law_days.router,
    law_proposing.router,
    law_trying.router,
    linkage.router,
    reports.router,
    home.router,
    worklist.router,
    bulk.router,
    bulk_telling.router,
    vault.router,
    matter.router,
    matter_grounds.router,
    matter_papers.router,
    approvals.router,
    building.router,
    filing.router,
    packets.router,
    compliance.router,
    runs.router,
    runs_starting.router,
    jobs.router,
    clinic.router,
    clinic_kept.router,
)


def routes_of_app() -> list[BaseRoute]:
    """Every route of the app; the first that an address matches is the one that answers."""
    static = Mount("/static", StaticFiles(directory=STATIC), name="static")
    return [static, *(route for router in SCREENS for route in router.routes)]


def make_office_app(office: Office) -> FastAPI:
    """Build the app that answers from an office."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.office = office
    routes = routes_of_app()
    app.router.routes.append(routes[0])
    for router in SCREENS:
        app.include_router(router, dependencies=[Depends(checked)])
    answer_refusals(app)
    app.add_middleware(Guard, office=office, routes=routes)
    app.add_middleware(Compressed)
    return app
