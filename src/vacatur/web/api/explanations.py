"""`/v1/explanations`: what the law says of a record, and everything that the answers rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from vacatur.errors import RecordError, UsageError
from vacatur.ingest.docket import Docket
from vacatur.law.rulebook import Rulebook
from vacatur.office.api_keys import ApiKey, Scope
from vacatur.office.explaining_dockets import explain_one
from vacatur.office.telling import as_data
from vacatur.web.api.answering import Turns, answered, docket_of
from vacatur.web.api.asker import allowed, service_in
from vacatur.web.api.bodies import WHERE
from vacatur.web.api.contract import ONE_RECORD, posting
from vacatur.web.api.limits import CHARGES_EXPLAINED, CHARGES_OF_EXPLAINED, ONE_RECORD_BYTES
from vacatur.web.api.shapes import ExplanationAnswer

router = APIRouter(tags=["explanation"])


@router.post(
    "/v1/explanations",
    summary="Explain one record",
    **posting(Scope.EXPLAIN, ONE_RECORD, ExplanationAnswer),
)
async def explain_record(
    request: Request, key: Annotated[ApiKey, Depends(allowed(Scope.EXPLAIN))]
) -> Response:
    """What `vacatur explain --docket --json` prints: each charge, or the one that is asked about.

    Unknown is null; an answer that is open is never left out.
    """
    served = service_in(request).law

    def work(parsed: Any) -> tuple[Mapping[str, Any], int]:
        docket = docket_of(parsed, served, charges=CHARGES_OF_EXPLAINED)
        _refuse_unknown_rule(docket, served.rulebook)
        _refuse_many(docket)
        return {"explanations": [as_data(x) for x in explain_one(docket, served.rulebook)]}, 1

    return await answered(
        request, key, served, work, limit=ONE_RECORD_BYTES, turns=Turns.EXPLANATION
    )


def _refuse_unknown_rule(docket: Docket, rulebook: Rulebook) -> None:
    """Refuse a rule that the rulebook has not, without its name: anything may stand there."""
    if not docket.rule:
        return
    try:
        rulebook.only([docket.rule])
    except UsageError as error:
        raise RecordError(
            "no page of the rulebook is or implements this rule",
            where=f"{WHERE}: rule",
            repair=error.repair,
        ) from None


def _refuse_many(docket: Docket) -> None:
    """Refuse what would keep others waiting: a charge is asked of every rule on many days."""
    if docket.target is None and sum(1 for _ in docket.record.charges()) > CHARGES_EXPLAINED:
        raise RecordError(
            f"more than {CHARGES_EXPLAINED} charges are to be explained at once",
            where=f"{WHERE}: cases",
            why="Each is asked of every rule on every day on which its answer turns.",
            repair="Name one of them in [target], and ask for each by itself.",
        )
