"""Doing one thing to many matters: the set is frozen and shown, done, and told one by one.

What is done is done to the matters that stood in the list when it was frozen, and to no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import QueryParams

from vacatur.errors import UsageError
from vacatur.matters import commands as c
from vacatur.matters.chain import head_of
from vacatur.matters.queries import names_of_staff, numbers, staff
from vacatur.matters.states import Discharge
from vacatur.office.batching import freeze_batch
from vacatur.office.casework import Done, perform, take_back
from vacatur.office.duties_of_many import duty_kinds
from vacatur.office.particulars_file import OF_ONE_PERSON
from vacatur.office.vaulting import Vaulting
from vacatur.record.particulars import Stated
from vacatur.web.app.asked import asked_in
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
MOST = 5_000  # matters of one action
FREEZE = "freeze"
# What a form of `telling_page` was sent; at first nothing.
TOLD = ("particular", "text", "table", "duty", "how", "on", "evidence")
_NOTHING = dict.fromkeys(TOLD, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """Something that is done to many: its name, what it is called, and what it asks for."""

    name: str
    label: str
    done: str
    asks_whom: bool = False
    asks_why: bool = False
    is_looked_at: bool = False  # what would become of each is shown first (`bulk_telling`)


STATE = Bulk(name="state", label="State a particular", done="stated", is_looked_at=True)
DISCHARGE = Bulk(
    name="discharge", label="Discharge a duty", done="with the duty discharged", is_looked_at=True
)
BULK = (
    Bulk(name="assign", label="Assign to somebody", done="assigned", asks_whom=True),
    Bulk(name="prepare", label="Say that they are prepared", done="prepared"),
    Bulk(name="send_back", label="Send back", done="sent back", asks_why=True),
    STATE,
    DISCHARGE,
    Bulk(name=FREEZE, label="Freeze as a batch, to be approved on a sample", done="frozen"),
)


@router.post("/worklist/bulk", name="bulk_frozen")
def frozen(
    request: Request,
    action: Text = "",
    scope: Text = "chosen",
    asked: Text = "",
    number: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Freeze a set of matters and show it, with what is asked before anything is done to it."""
    office, viewer = office_in(request), viewer_of(request)
    what = action_named(action)
    with office.casework() as casework, casework.reading() as connection:
        people = [each.name for each in staff(connection)]
        chosen = list(dict.fromkeys(number or []))
        if scope == "all":
            names = names_of_staff(connection)
            wanted = asked_in(QueryParams(asked)).wanted(viewer.name, names)
            chosen = numbers(connection, wanted, limit=MOST + 1)
    if not chosen:
        raise UsageError("no matter is chosen", repair="Mark some, or choose all of the list.")
    if len(chosen) > MOST:
        raise UsageError(
            f"more than {MOST:,} matters are meant", repair="Narrow the list, and go on in parts."
        )
    if what.is_looked_at:
        return telling_page(request, what, chosen, asked)
    return page(
        request,
        "worklist/bulk.html",
        what=what,
        count=len(chosen),
        ranges=ranges_of(chosen),
        people=people,
        asked=asked,
    )


@router.post("/worklist/bulk/do", name="bulk_do")
def do(
    request: Request,
    action: Text = "",
    matters: Text = "",
    to: Text = "",
    reason: Text = "",
    asked: Text = "",
) -> Response:
    """Do it to each matter of the frozen set, and tell of each what became of it."""
    office, viewer = office_in(request), viewer_of(request)
    what, chosen = action_named(action), numbers_of(matters)
    if what.is_looked_at:
        raise UsageError("it is looked at before it is done", repair="Choose the matters again.")
    doing = viewer.doing("casework", office.now())
    with office.casework() as casework:
        if what.name == FREEZE:
            batch = freeze_batch(casework, chosen, doing)
            return RedirectResponse(f"/approvals/batches/{batch.number}", 303)
        command = _command(what, viewer.name, to=to, reason=reason)
        commands = dict.fromkeys(chosen, command)
        done = perform(office.workspace, casework, commands, doing, today=office.today())
    return done_page(request, what, done, asked)


@router.post("/worklist/bulk/undo", name="bulk_undo")
def undo(
    request: Request,
    matters: Text = "",
    through: Annotated[int | None, Form(ge=0)] = None,
    reason: Text = "",
    asked: Text = "",
) -> Response:
    """Take back what was done to each matter, as an attorney who says why.

    Where something was recorded after `through`, an entry of the chain, nothing is taken back.
    """
    office, viewer = office_in(request), viewer_of(request)
    if through is None:
        raise UsageError("it is not said what is taken back", repair="Do it on each matter's page.")
    with office.casework() as casework:
        doing = viewer.doing("taking back", office.now())
        done = take_back(casework, numbers_of(matters), doing, reason, through=through)
    what = Bulk(name="undo", label="Take back", done="taken back by one event")
    return done_page(request, what, done, asked, may_undo=False)


def done_page(
    request: Request,
    what: Bulk,
    done: Done,
    asked: str,
    *,
    are_rows: bool = False,
    may_undo: bool = True,
) -> Response:
    """What became of each. `are_rows`: what was refused is told by row of a table."""
    with office_in(request).casework() as casework, casework.reading() as connection:
        through = head_of(connection).seq
    return page(
        request,
        "worklist/done.html",
        what=what,
        done=done,
        reasons=reasons_of(done),
        asked=asked,
        ranges=ranges_of(done.done) if may_undo else "",
        through=through,
        are_rows=are_rows,
    )


def telling_page(
    request: Request, what: Bulk, chosen: Sequence[int], asked: str, **values: Any
) -> Response:
    """What is told of a frozen set, as a form, and above it what would become of each."""
    office = office_in(request)
    with office.casework() as casework:
        kinds = duty_kinds(casework, chosen) if what is DISCHARGE else ()
    given: dict[str, Any] = {"done": None, "given": _NOTHING, "reasons": [], **values}
    return page(
        request,
        "worklist/telling.html",
        what=what,
        count=len(chosen),
        ranges=ranges_of(chosen),
        asked=asked,
        kinds=kinds,
        particulars=list(Stated),
        of_one=OF_ONE_PERSON,
        ends=list(Discharge),
        today=office.today(),
        **given,
    )


def ranges_of(chosen: Sequence[int]) -> str:
    """Numbers as ranges, `3 5-40`: what a form holds."""
    found = []
    for _, run in groupby(enumerate(sorted(chosen)), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        first, last = members[0], members[-1]
        found.append(str(first) if first == last else f"{first}-{last}")
    return " ".join(found)


def numbers_of(ranges: str) -> list[int]:
    """The numbers of ranges, as many as one action takes.

    Raises
    ------
    UsageError
        They are none.
    """
    found: list[int] = []
    for word in ranges.split():
        first, _, last = word.partition("-")
        last = last or first
        if not all(each.isascii() and each.isdigit() and len(each) < 18 for each in (first, last)):
            raise UsageError("the frozen set cannot be read", repair="Choose the matters again.")
        if not 0 <= int(last) - int(first) <= MOST - len(found) - 1:
            raise UsageError("the frozen set is too large", repair="Choose fewer matters.")
        found += range(int(first), int(last) + 1)
    return found


def action_named(name: str) -> Bulk:
    """What is done, by its name."""
    for each in BULK:
        if each.name == name:
            return each
    raise UsageError("it is not said what is to be done", repair="Choose one of the list.")


def _command(what: Bulk, by: str, *, to: str, reason: str) -> c.Command:
    if what.name == "assign":
        return c.Assign(by=by, to=to)
    if what.name == "prepare":
        return c.Prepare(by=by)
    return c.SendBack(by=by, reason=reason)


def reasons_of(done: Done | Vaulting) -> list[tuple[str, list[int]]]:
    """Why some were refused, each reason once, with its matters."""
    found: dict[str, list[int]] = {}
    for number, why in done.refused.items():
        found.setdefault(why.replace(f"matter {number}: ", ""), []).append(number)
    return list(found.items())
