"""The vault: expunged cases go in, are opened by order of a court, and are obliterated.

Its lists hold numbers and days. What it holds of a case stands on one page alone, which is kept
nowhere, for an attorney who names the order and proves who they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from vacatur.errors import UsageError
from vacatur.matters.reading import LARGEST
from vacatur.office.formats import writing
from vacatur.office.in_vault import vault_list
from vacatur.office.vaulting import (
    COPIES_LEFT,
    VaultAsked,
    obliterate_matters,
    unseal_matter,
    vault_matters,
    would_obliterate,
    would_vault,
)
from vacatur.web.app.bulk import numbers_of, ranges_of, reasons_of
from vacatur.web.app.doing_moves import FormGiven
from vacatur.web.app.moves import day_of
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.policy import ATTORNEYS
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
_SENT = ("on", "obliterate_on", "source", "whole_case")


@router.get("/vault", name="vault")
def vault(
    request: Request,
    matters: str = "",
    before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Response:
    """What is in the vault, and what may go in; nobody is named."""
    office, asked = office_in(request), frozenset(numbers_of(matters))
    with office.casework() as casework:
        listed = vault_list(casework, before=before, asked=asked)
    return page(
        request,
        "vault/vault.html",
        listed=listed,
        asked=asked,
        today=office.today(),
        is_attorney=viewer_of(request).is_a(*ATTORNEYS),
    )


@router.post("/vault/look", name="vault_look")
def look(
    request: Request, given: FormGiven, number: Annotated[list[int] | None, Form()] = None
) -> Response:
    """Say which cases would go into the vault, and which would not; nothing is done."""
    office, chosen = office_in(request), _chosen(number)
    doing = viewer_of(request).doing("vault", office.now())
    with office.casework() as casework:
        done = would_vault(
            office.workspace, casework, chosen, _asked(given), doing, today=office.today()
        )
    return page(
        request,
        "vault/look.html",
        done=done,
        reasons=reasons_of(done),
        ranges=ranges_of(done.done),
        given={name: given.get(name, "") for name in _SENT},
        is_end=False,
    )


@router.post("/vault/put", name="vault_put")
def put(request: Request, given: FormGiven) -> Response:
    """Put cases into the vault: they leave every table, run, raw file and packet at once."""
    office, chosen = office_in(request), _frozen(given)
    doing = viewer_of(request).doing("vault", office.now())
    asked = _asked(given)
    with (
        writing(office.workspace.folder, "the vault, in the app") as workspace,
        office.casework() as casework,
    ):
        done = vault_matters(workspace, casework, chosen, asked, doing, today=office.today())
    return page(
        request,
        "vault/done.html",
        heading="in the vault",
        done=done,
        reasons=reasons_of(done),
        forgot=done.forgot,
        copies="",
    )


@router.post("/vault/unseal", name="vault_unseal")
def unseal(request: Request, given: FormGiven) -> Response:
    """Show what the vault holds of a case, because a court ordered it. It is logged first."""
    office = office_in(request)
    numbers = numbers_of(given.get("matter", ""))
    if len(numbers) != 1:
        raise UsageError("one matter is opened at a time", repair="Write one number.")
    doing = viewer_of(request).doing("unseal", office.now())
    with (
        writing(office.workspace.folder, "unsealing, in the app"),
        office.casework() as casework,
    ):
        order, today = given.get("order", ""), office.today()
        held = unseal_matter(casework, numbers[0], order, doing, today=today)
    tables = {name: rows for name, rows in held.items() if isinstance(rows, list) and rows}
    empty = [name for name, rows in held.items() if isinstance(rows, list) and not rows]
    single = {name: value for name, value in held.items() if not isinstance(value, list)}
    return page(
        request, "vault/unsealed.html", number=numbers[0], single=single, tables=tables, empty=empty
    )


@router.post("/vault/obliterate/look", name="vault_obliterate_look")
def obliterate_look(
    request: Request, number: Annotated[list[int] | None, Form()] = None
) -> Response:
    """Say which keys would be destroyed, and which may not be; none is."""
    office, chosen = office_in(request), _chosen(number)
    doing = viewer_of(request).doing("obliterate", office.now())
    with office.casework() as casework:
        done = would_obliterate(casework, chosen, doing, today=office.today())
    return page(
        request,
        "vault/look.html",
        done=done,
        reasons=reasons_of(done),
        ranges=ranges_of(done.done),
        given={},
        is_end=True,
    )


@router.post("/vault/obliterate", name="vault_obliterate")
def obliterate(request: Request, given: FormGiven) -> Response:
    """Destroy the keys of cases whose day has come. Nobody can undo it."""
    if given.get("sure") != "yes":
        raise UsageError("it is not said that it cannot be undone", repair="Mark the box first.")
    office, chosen = office_in(request), _frozen(given)
    doing = viewer_of(request).doing("obliterate", office.now())
    with (
        writing(office.workspace.folder, "obliterating, in the app") as workspace,
        office.casework() as casework,
    ):
        done = obliterate_matters(workspace, casework, chosen, doing, today=office.today())
    return page(
        request,
        "vault/done.html",
        heading="obliterated",
        done=done,
        reasons=reasons_of(done),
        forgot=None,
        copies=COPIES_LEFT if done.done else "",
    )


def _asked(given: Mapping[str, str]) -> VaultAsked:
    return VaultAsked(
        on=day_of(given),
        obliterate_on=day_of(given, "obliterate_on"),
        source=given.get("source", ""),
        whole_case=given.get("whole_case", ""),
    )


def _chosen(number: list[int] | None) -> list[int]:
    chosen = list(dict.fromkeys(number or []))
    if not chosen:
        raise UsageError("no matter is chosen", repair="Mark some.")
    return numbers_of(ranges_of(chosen))  # as many as one action takes


def _frozen(given: Mapping[str, str]) -> list[int]:
    chosen = numbers_of(given.get("matters", ""))
    if not chosen:
        raise UsageError("no matter is chosen", repair="Begin again on the page of the vault.")
    return chosen
