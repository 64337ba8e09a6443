"""Try a record against a page of the law: an answer with its explanation, and nothing stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from vacatur.engine.explanation import ChargeExplanation
from vacatur.errors import VacaturError
from vacatur.law.page import Page
from vacatur.office.law_reading import shown_page
from vacatur.office.law_trying import FIELDS, docket_of_form, try_record
from vacatur.office.telling import ANSWERS, in_words
from vacatur.web.app.fields import day_in
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page

router = APIRouter()


@router.get("/law/try/{page_id:path}", name="law_try")
def law_try(request: Request, page_id: str) -> Response:
    """The form: a few fields, or a docket as JSON."""
    law, tried = shown_page(page_id)
    state = law.jurisdiction.split("-")[1].upper()
    return _page(request, tried, {"state": state}, "", ())


@router.post("/law/try/{page_id:path}", name="law_try_answer")
async def law_try_answer(request: Request, page_id: str) -> Response:
    """The answer. What was typed stands in the page that comes back, and nowhere else."""
    form = await request.form()
    told = {name: str(value) for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_answered, request, page_id, told)


def _answered(request: Request, page_id: str, told: Mapping[str, str]) -> Response:
    law, tried = shown_page(page_id)
    pasted = told.get("docket", "").strip()
    as_of = day_in(told.get("as_of", "")) or office_in(request).today()
    docket = pasted.encode() if pasted else docket_of_form(told, as_of)
    try:
        found = try_record(law, tried, docket)
    except VacaturError as refused:  # what was typed must not be typed again
        return _page(request, tried, told, pasted, (), refused)
    return _page(request, tried, told, pasted, found)


def _page(
    request: Request,
    tried: Page,
    told: Mapping[str, str],
    pasted: str,
    found: Sequence[ChargeExplanation],
    refused: VacaturError | None = None,
) -> Response:
    return page(
        request,
        "law/try.html",
        status=422 if refused else 200,
        refused=refused,
        shown=tried,
        fields=FIELDS,
        told=told,
        pasted=pasted,
        as_of=told.get("as_of") or office_in(request).today().isoformat(),
        found=[(each, in_words(each)) for each in found],
        answers=ANSWERS,
    )
