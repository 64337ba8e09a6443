"""The moves of a matter as forms: what each asks for, and the command that it becomes.

What may be done next is told by the matter itself (`possible_moves`); the gates are in `matters`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from vacatur.dates import parse_day
from vacatur.errors import UsageError
from vacatur.law.vehicle import Event, Holder
from vacatur.matters import commands as c
from vacatur.matters.states import Answer, Harm, Order, Receipt
from vacatur.record.terms import Term

Given = Mapping[str, str]
_Term = TypeVar("_Term", bound=Term)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a form asks. `options` are value and words; empty: it is typed."""

    name: str
    label: str
    kind: str = "text"  # text, long, day
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move: its command, what it is called, and how a form becomes it."""

    command: str
    label: str
    fields: tuple[Field, ...]
    make: Callable[[str, Given], c.Command]
    by_court: bool = False  # a clerk enters it, too


def _terms(terms: Sequence[Term]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each.value, f"{each.value.replace('_', ' ')}: {each.definition}") for each in terms
    )


def day_of(given: Given, name: str = "on") -> date:
    """The day that a form tells.

    Raises
    ------
    UsageError
        It tells none.
    """
    try:
        return parse_day(given.get(name, ""))
    except ValueError:
        raise UsageError("a day cannot be read", repair="Write it like 2026-02-15.") from None


def _term(given: Given, name: str, terms: type[_Term]) -> _Term:
    if given.get(name) not in {each.value for each in terms}:
        raise UsageError("a word of a list is missing", repair="Choose one of the list.")
    return terms(given[name])


_ON = Field(name="on", label="Day", kind="day")


def _evidence(hint: str) -> Field:
    return Field(name="evidence", label="What proves it", hint=hint)


_HOLDERS = tuple((each.value, each.value.replace("_", " ").lower()) for each in Holder)
_NOTICES = (Event.NOTICE, Event.SERVICE, Event.MAILING)
_EVENTS = tuple((each.value, each.value.lower()) for each in _NOTICES)

MOVES: Mapping[str, Move] = {
    each.command: each
    for each in (
        Move(
            command="Assign",
            label="Assign to somebody",
            fields=(Field(name="to", label="Whom", kind="staff"),),
            make=lambda by, x: c.Assign(by=by, to=x.get("to", "")),
        ),
        Move(
            command="Prepare",
            label="Say that it is prepared",
            fields=(),
            make=lambda by, x: c.Prepare(by=by),
        ),
        Move(
            command="SendBack",
            label="Send back to whoever prepared it",
            fields=(Field(name="reason", label="Why", kind="long"),),
            make=lambda by, x: c.SendBack(by=by, reason=x.get("reason", "")),
        ),
        Move(
            command="WithdrawApproval",
            label="Take the approval back",
            fields=(Field(name="reason", label="Why", kind="long"),),
            make=lambda by, x: c.WithdrawApproval(by=by, reason=x.get("reason", "")),
        ),
        Move(
            command="RecordHarm",
            label="Record what it does to the person now",
            fields=(
                Field(name="harm", label="Harm", options=_terms(list(Harm))),
                Field(name="evidence", label="Who told of it"),
            ),
            make=lambda by, x: c.RecordHarm(
                by=by, harms=(_term(x, "harm", Harm),), evidence=x.get("evidence", "")
            ),
        ),
        Move(
            command="RecordReceipt",
            label="Record what the court said of the paper",
            fields=(
                Field(name="receipt", label="The court says", options=_terms(list(Receipt))),
                _ON,
                Field(name="reference", label="The court's number, or its words"),
            ),
            make=lambda by, x: c.RecordReceipt(
                by=by,
                receipt=_term(x, "receipt", Receipt),
                on=day_of(x),
                reference=x.get("reference", ""),
            ),
            by_court=True,
        ),
        Move(
            command="RecordNotice",
            label="Record that the papers reached whoever may answer",
            fields=(
                Field(name="event", label="By", options=_EVENTS),
                _ON,
                _evidence("Such as the return receipt."),
            ),
            make=lambda by, x: c.RecordNotice(
                by=by,
                event=Event(x["event"]) if x.get("event") in dict(_EVENTS) else Event.NOTICE,
                on=day_of(x),
                evidence=x.get("evidence", ""),
            ),
            by_court=True,
        ),
        Move(
            command="RecordAnswer",
            label="Record what the other side said",
            fields=(
                Field(name="answer", label="It", options=_terms(list(Answer))),
                _ON,
                Field(name="text", label="What was said, and where", kind="long"),
            ),
            make=lambda by, x: c.RecordAnswer(
                by=by, answer=_term(x, "answer", Answer), on=day_of(x), text=x.get("text", "")
            ),
            by_court=True,
        ),
        Move(
            command="SetHearing",
            label="Record the day of a hearing",
            fields=(Field(name="day", label="Day of the hearing", kind="day"),),
            make=lambda by, x: c.SetHearing(by=by, day=day_of(x, "day")),
            by_court=True,
        ),
        Move(
            command="RecordHearing",
            label="Record that the hearing was held",
            fields=(_ON,),
            make=lambda by, x: c.RecordHearing(by=by, on=day_of(x)),
            by_court=True,
        ),
        Move(
            command="RecordOrder",
            label="Record what the court ordered",
            fields=(
                Field(name="order", label="The court", options=_terms(list(Order))),
                _ON,
                Field(
                    name="reasons",
                    label="Where the order is; of a denial, its reasons",
                    kind="long",
                ),
            ),
            make=lambda by, x: c.RecordOrder(
                by=by, order=_term(x, "order", Order), on=day_of(x), reasons=x.get("reasons", "")
            ),
            by_court=True,
        ),
        Move(
            command="FollowLaw",
            label="Begin to follow what the law gives of itself",
            fields=(_ON,),
            make=lambda by, x: c.FollowLaw(by=by, on=day_of(x)),
        ),
        Move(
            command="RecordChange",
            label="Record that a record has changed",
            fields=(
                Field(name="holder", label="Whose record", options=_HOLDERS),
                _ON,
                Field(name="evidence", label="Who looked, and where"),
            ),
            make=lambda by, x: c.RecordChange(
                by=by, holder=_holder(x), on=day_of(x), evidence=x.get("evidence", "")
            ),
            by_court=True,
        ),
        Move(
            command="TellScreeners",
            label="Record that sellers of background checks were told",
            fields=(_ON, Field(name="evidence", label="How the person asked, and who was told")),
            make=lambda by, x: c.TellScreeners(by=by, on=day_of(x), evidence=x.get("evidence", "")),
        ),
        Move(
            command="TellPerson",
            label="Record that the person was told",
            fields=(_ON, Field(name="how", label="How, or why not")),
            make=lambda by, x: c.TellPerson(by=by, on=day_of(x), how=x.get("how", "")),
        ),
        Move(
            command="Close",
            label="Close it",
            fields=(_ON,),
            make=lambda by, x: c.Close(by=by, on=day_of(x)),
        ),
        Move(
            command="SetAside",
            label="Set it aside",
            fields=(_ON, Field(name="reason", label="Why", kind="long")),
            make=lambda by, x: c.SetAside(by=by, on=day_of(x), reason=x.get("reason", "")),
        ),
        Move(
            command="TakeUp",
            label="Take it up again",
            fields=(Field(name="reason", label="Why", kind="long"),),
            make=lambda by, x: c.TakeUp(by=by, reason=x.get("reason", "")),
        ),
    )
}


def _holder(given: Given) -> Holder:
    if given.get("holder") not in dict(_HOLDERS):
        raise UsageError("it is not said whose record", repair="Choose one of the list.")
    return Holder(given["holder"])


def move_named(name: str) -> Move:
    """The move of a command's name.

    Raises
    ------
    UsageError
        The app has no form for it.
    """
    if name not in MOVES:
        raise UsageError("the app has no such move")
    return MOVES[name]
