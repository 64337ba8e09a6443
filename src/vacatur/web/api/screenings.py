"""`/v1/screenings`: what the office's policies say of one record, or of a day's bookings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from vacatur.errors import RecordError, VacaturError
from vacatur.office.api_keys import ApiKey, Scope
from vacatur.office.screening import Booked, booked_of, same_cases, screen_one
from vacatur.web.api.answering import Turns, answered, docket_of
from vacatur.web.api.asker import allowed, service_in
from vacatur.web.api.bodies import WHERE
from vacatur.web.api.contract import BATCH, ONE_BOOKING, posting
from vacatur.web.api.limits import BATCH_BYTES, BATCH_RECORDS, ONE_RECORD_BYTES
from vacatur.web.api.problems import Kind, RequestRefused, fault_of, problem_of
from vacatur.web.api.service import Served
from vacatur.web.api.shapes import BatchAnswer, ScreeningAnswer

router = APIRouter(tags=["screening"])

_ID_CHARACTERS = 200


@router.post(
    "/v1/screenings",
    summary="Screen one record",
    **posting(Scope.SCREEN, ONE_BOOKING, ScreeningAnswer),
)
async def screen_record(
    request: Request, key: Annotated[ApiKey, Depends(allowed(Scope.SCREEN))]
) -> Response:
    """What `vacatur screen --json` prints for the docket, on the day that it states.

    The charge that the docket asks about is screened, or each one that is pending or may be.
    """
    served = service_in(request).policy

    def work(parsed: Any) -> tuple[Mapping[str, Any], int]:
        booked = booked_of(docket_of(parsed, served))
        return {"record": asdict(screen_one(booked, served.rulebook, ()))}, 1

    return await answered(request, key, served, work, limit=ONE_RECORD_BYTES)


@router.post(
    "/v1/screenings/batch",
    summary="Screen a day's bookings",
    **posting(Scope.SCREEN, BATCH, BatchAnswer),
)
async def screen_batch(
    request: Request, key: Annotated[ApiKey, Depends(allowed(Scope.SCREEN))]
) -> Response:
    """Each record is answered or refused by itself, and all of them are counted.

    Two records of one id are both refused: which of them is meant cannot be told.
    """
    served = service_in(request).policy

    def work(parsed: Any) -> tuple[Mapping[str, Any], int]:
        results = list(_each(_listed(parsed), served))
        screened = sum(1 for each in results if each["screened"] is not None)
        counts = {
            "records": len(results),
            "screened": screened,
            "refused": len(results) - screened,
        }
        return {"counts": counts, "results": results}, len(results)

    return await answered(request, key, served, work, limit=BATCH_BYTES, turns=Turns.BATCH)


def _listed(parsed: Any) -> list[Any]:
    if not isinstance(parsed, list):
        raise RequestRefused(
            Kind.RECORD,
            "a list of dockets is expected",
            where=WHERE,
            repair="Send one docket alone to [/v1/screenings].",
        )
    if len(parsed) > BATCH_RECORDS:
        raise RequestRefused(
            Kind.TOO_LARGE,
            f"the list holds more than {BATCH_RECORDS:,} records",
            where=WHERE,
            repair="Send it in parts, or run [vacatur screen] on a file.",
        )
    return parsed


def _each(dockets: list[Any], served: Served) -> Iterator[dict[str, Any]]:
    """Each record screened or refused; those that can be read are seen beside each other."""
    ids = [_id_of(each) for each in dockets]
    read = list(_read(dockets, ids, served))
    booked = [each for each in read if isinstance(each, Booked)]
    beside = iter(list(same_cases(booked)))
    for position, (each, name) in enumerate(zip(read, ids, strict=True)):
        result = {"position": position, "id": name, "screened": None, "refused": None}
        if isinstance(each, Booked):
            told = _screened(each, served, next(beside))
        else:
            told = {"refused": problem_of(each)}
        yield {**result, **told}


def _read(
    dockets: list[Any], ids: list[str | None], served: Served
) -> Iterator[Booked | VacaturError]:
    times = Counter(each for each in ids if each is not None)
    for position, (parsed, name) in enumerate(zip(dockets, ids, strict=True)):
        source = f"{WHERE}[{position}]"
        if name is not None and times[name] > 1:
            yield _twice(source, times[name])
            continue
        try:
            yield booked_of(docket_of(parsed, served, source=source))
        except VacaturError as error:
            yield error


def _screened(booked: Booked, served: Served, same_case: tuple[str, ...]) -> dict[str, Any]:
    try:
        return {"screened": asdict(screen_one(booked, served.rulebook, same_case))}
    except Exception as fault:  # noqa: BLE001  # told as a fault: the rest of the day goes on
        return {"refused": problem_of(fault_of(fault))}


def _id_of(parsed: Any) -> str | None:
    """The id by which the asker knows a record; None where it is none."""
    name = parsed.get("id") if isinstance(parsed, Mapping) else None
    return name if isinstance(name, str) and 0 < len(name) <= _ID_CHARACTERS else None


def _twice(source: str, times: int) -> RecordError:
    return RecordError(
        f"{times} records of the list have this id",
        where=f"{source}: id",
        why="Rows are named by it, so two people would become one, or one booking two.",
        repair="Send each booking once, and each under an id of its own.",
    )
