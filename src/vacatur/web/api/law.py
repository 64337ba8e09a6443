"""`/v1/law`: the rulebooks that answer, and each of their pages with its provisions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from vacatur.law import sentences
from vacatur.law.page import Condition, Page, Section
from vacatur.law.phrases import claim, spoken
from vacatur.office.api_keys import ApiKey, Scope
from vacatur.web.api.answering import encoded
from vacatur.web.api.asker import allowed, service_in
from vacatur.web.api.contract import getting
from vacatur.web.api.problems import not_found
from vacatur.web.api.service import Served
from vacatur.web.api.shapes import LawAnswer, LawPageAnswer

router = APIRouter(tags=["law"])


@router.get("/v1/law", summary="List the rulebooks", **getting(Scope.LAW, LawAnswer))
async def rulebooks(
    request: Request, key: Annotated[ApiKey, Depends(allowed(Scope.LAW))]
) -> Response:
    """Every rulebook that this server answers from, with its hash and its pages."""
    service = service_in(request)
    head = service.law.head()
    del head["rulebook"]
    listed = [_rulebook(each) for each in service.served.values()]
    return _answer({**head, "rulebooks": listed})


@router.get(
    "/v1/law/{rulebook}/{page:path}",
    summary="Read one page",
    **getting(Scope.LAW, LawPageAnswer, missing=True),
)
async def one_page(
    request: Request,
    rulebook: Annotated[
        str,
        Path(description="Name of a rulebook, as `/v1/law` lists it.", examples=["us-md"]),
    ],
    page: Annotated[
        str,
        Path(description="The page's id below it.", examples=["cp-10-105-a-12"]),
    ],
    key: Annotated[ApiKey, Depends(allowed(Scope.LAW))],
) -> Response:
    """One page: its sections, and the provision of each, verbatim or marked as a paraphrase."""
    served = service_in(request).served.get(rulebook)
    if served is None:
        raise not_found("this server answers from no such rulebook", repair="See /v1/law.")
    found = served.page(page)
    if found is None:
        raise not_found("the rulebook has no such page", repair="See /v1/law.")
    return _answer({**served.head(), "page": _page(served, found)})


def _answer(told: dict[str, Any]) -> Response:
    return Response(encoded(told), media_type="application/json")


def _rulebook(served: Served) -> dict[str, Any]:
    pages = (*served.rulebook.pages, *served.rulebook.definitions)
    return {
        "name": served.name,
        "sha256": served.rulebook.sha256,
        "pages": [_head(served, each) for each in pages],
    }


def _head(served: Served, page: Page) -> dict[str, Any]:
    return {
        "id": page.page_id,
        "address": f"/v1/law/{served.name}/{served.address_of(page)}",
        "title": page.title,
        "kind": page.kind,
        "implements": page.implements,
        "verified_through": page.verified_through,
        "confidence": page.confidence,
        "reviewed_by": page.reviewed_by or None,
        "sha256": page.sha256,
    }


def _page(served: Served, page: Page) -> dict[str, Any]:
    return {**_head(served, page), "sections": [_section(each) for each in page.sections]}


def _section(section: Section) -> dict[str, Any]:
    said = section.statements
    provision = section.provision
    return {
        "citation": section.citation,
        "title": section.title,
        "in_force": {"first": section.in_force.first, "last": section.in_force.last},
        "uncertain": (
            {"first": section.uncertain.first, "last": section.uncertain.last}
            if section.uncertain
            else None
        ),
        "confidence": section.confidence,
        "provision": (
            {"words": provision.words, "verbatim": provision.verbatim, "source": provision.source}
            if provision
            else None
        ),
        "conditions": [
            {"name": spoken(each.name), "means": claim(each.truth)}
            for each in said
            if isinstance(each, Condition)
        ],
        "statements": [sentences.statement(x) for x in said if not isinstance(x, Condition)],
        "amounts": [sentences.amount(each) for each in section.amounts],
    }
