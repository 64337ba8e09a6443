"""Law: the pages as a lawyer reads them, with the results of their worked cases."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from markupsafe import Markup

from vacatur.law.page import Page
from vacatur.office.law_proposals import Standing, proposals
from vacatur.office.law_reading import law_reader, worked_cases_of
from vacatur.site import addresses
from vacatur.site.law_page import PageView
from vacatur.site.reading import style_within
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page

router = APIRouter()


@router.get("/law", name="law")
def law(request: Request) -> Response:
    """The laws, what of them a lawyer has read, and the proposals that wait."""
    with office_in(request).casework() as casework:
        found = proposals(casework)
    reader = law_reader()
    return page(
        request,
        "law/law.html",
        laws=reader.laws,
        cases={law.jurisdiction: sum(map(_cases, law.pages)) for law in reader.laws},
        reviewed={
            law.jurisdiction: sum(bool(each.reviewed_by) for each in law.everything)
            for law in reader.laws
        },
        at=addresses,
        waiting=[each for each in found if each.standing is Standing.WAITING],
        decided=[each for each in found if each.standing is not Standing.WAITING],
    )


@router.get("/law/style.css", name="law_style")
def law_style() -> Response:
    """The style of the site's pages, within this app's frame."""
    return Response(style_within(".law-read"), media_type="text/css")


@router.get("/law/read/{address:path}", name="law_read")
def law_read(request: Request, address: str) -> Response:
    """One page of the site of the law. Its links lead on below the same address."""
    found = law_reader().read(address)
    if found is None:
        raise HTTPException(404)
    shown = found.view.page if isinstance(found.view, PageView) else None
    return page(
        request,
        "law/read.html",
        title=Markup(found.title),  # the site's own templates escaped it
        main=Markup(found.main),
        shown=shown,
        worked=worked_cases_of(shown.page_id) if shown else (),
    )


def _cases(page: Page) -> int:
    return sum(len(section.cases) for section in page.sections)
