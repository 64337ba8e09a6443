"""Programmes of diversion where they are kept, and what their policies answer of a charge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from vacatur.errors import MoveRefused, UsageError, nearest
from vacatur.law.answers import Published
from vacatur.law.programme import Programme
from vacatur.law.rulebook import (
    Rulebook,
    folder_of,
    jurisdiction_of,
    load_rulebook,
    packaged_folders,
    read_programmes,
)
from vacatur.matters.store import Casework, Doing
from vacatur.office.case_subjects import usual
from vacatur.office.screening import booked_in
from vacatur.office.screening_register import ScreeningRegister, read_item
from vacatur.record.record import Record
from vacatur.screening.diversion.offering import Screened
from vacatur.screening.gates import require_known
from vacatur.screening.intent import with_intent
from vacatur.screening.item import ScreenedItem
from vacatur.screening.screened import ScreenedCharge, screen
from vacatur.screening.terms import ChargingDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedTo:
    """A programme with the pages beside it, and the case and the day of an offer of it."""

    programme: Programme
    rulebook: Rulebook
    case: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedCase:
    """What the policies answer of one charge of a case, in an offer's words."""

    screened: Screened
    charge: str


def programmes_of(law: str) -> list[Programme]:
    """The programmes of a folder of pages; of every one that comes with vacatur, if none is named.

    Raises
    ------
    LawError
        A page cannot be read, or names what there is not.
    """
    names = [law] if law else [jurisdiction_of(each) for each in packaged_folders()]
    with_programmes = [name for name in names if read_programmes(folder_of(name))]
    return [
        programme
        for name in with_programmes
        for programme in load_rulebook(name).programmes.values()
    ]


def programme_of(programme_id: str, law: str) -> tuple[Programme, Rulebook]:
    """A programme, with the pages that stand beside it.

    Raises
    ------
    UsageError
        There is none of this id.
    """
    prefix = programme_id.partition("/")[0]
    if not law and prefix not in {jurisdiction_of(each) for each in packaged_folders()}:
        raise _unknown(programme_id, "")
    rulebook = load_rulebook(law or prefix)
    if programme_id not in rulebook.programmes:
        raise _unknown(programme_id, law)
    return rulebook.programmes[programme_id], rulebook


def _unknown(programme_id: str, law: str) -> UsageError:
    known = [each.programme_id for each in programmes_of(law)]
    return UsageError(
        f"there is no programme [{programme_id}]", repair=nearest(programme_id, known)
    )


def screened_docket(offered: OfferedTo, docket: Path) -> ScreenedCase:
    """Ask the policies about the one charge that a docket asks about, on the day of the offer.

    Raises
    ------
    UsageError
        No policy sends charges to the programme, or the file asks about several charges, or about
        one of another case than the offer's.
    """
    policy = _policy_of(offered)
    booked = booked_in(docket, offered.rulebook)
    charges = [(each.record, charge) for each in booked for charge in each.charges]
    if len(charges) != 1:
        raise UsageError(
            f"the file asks about {len(charges)} charges",
            where=docket.name,
            repair="Let it hold one docket with one target.",
        )
    ((record, charge),) = charges
    answer = screen(offered.rulebook, replace(record, as_of=offered.on), charge)
    _require_same_case(offered, answer.case_number)
    return ScreenedCase(
        screened=Screened(answer=_admits(answer, policy), on=record.as_of),
        charge=answer.description,
    )


def screened_item(
    casework: Casework, offered: OfferedTo, number: int, doing: Doing
) -> ScreenedCase:
    """Ask the policies about a charge of the register, on the day of the offer.

    That somebody read it stands in the chain.

    Raises
    ------
    UsageError
        No policy sends charges to the programme, there is no such charge, or it is of another case
        than the offer's.
    MoveRefused
        Its case was forgotten, or an attorney decided that it is not diverted.
    """
    policy = _policy_of(offered)
    item = read_item(casework, number, doing)
    known = require_known(item)
    decided = item.decided
    if decided is not None and decided.decision is not ChargingDecision.DIVERTED:
        raise MoveRefused(
            f"it was decided on {decided.on}: [{decided.decision}]",
            where=f"screened charge {number}",
            why="Who is not to be prosecuted needs no programme, and a charge is no offer.",
        )
    _require_same_case(offered, known.case_number)
    register = ScreeningRegister(casework, offered.rulebook)
    record, charge = register.read(known)
    if item.articulated is not None:
        record = with_intent(record, charge, item.articulated)
    answer = screen(offered.rulebook, replace(record, as_of=offered.on), charge)
    return ScreenedCase(
        screened=Screened(
            answer=_admits(answer, policy),
            on=decided.on if decided else item.on,
            item=number,
            decided_by=decided.by if decided else None,
            decision_holds=_decision_holds(offered, item, record, answer),
        ),
        charge=known.description,
    )


def _admits(answer: ScreenedCharge, policy: str) -> Published:
    """What the policies answer to the programme: its own one first, then all of them together.

    One that sends a charge somewhere else does not send it here, and one alone does not where
    another differs.
    """
    own = next((x.published for x in answer.policies if x.policy == policy), Published.NO_POLICY)
    return answer.published if own is Published.DIVERT else own


def _decision_holds(
    offered: OfferedTo, item: ScreenedItem, record: Record, now: ScreenedCharge
) -> bool:
    """Whether an attorney decided, under the policies that hold on the day of the offer."""
    if item.decided is None or item.rulebook != offered.rulebook.sha256:
        return False
    charge = now.charge_id
    then_on = item.decided.on
    then = screen(offered.rulebook, replace(record, as_of=then_on), charge)
    return then.policies_on(then_on) == now.policies_on(offered.on)


def _require_same_case(offered: OfferedTo, number: str) -> None:
    """Refuse an answer about another case, or about one that nobody can tell."""
    if not number.strip():
        raise UsageError(
            "the charge that is screened does not say of which case it is",
            why="The answer may be of somebody else's charge.",
            repair="Write the case's number into the docket ([cases] [number]); before there is "
            "one, the office's own.",
        )
    if usual(number) != usual(offered.case):
        raise UsageError(
            "the charge that is screened is of another case than [--case]",
            why="The answer would be of somebody else's charge.",
            repair="Check both numbers.",
        )


def _policy_of(offered: OfferedTo) -> str:
    """What the policy that sends charges to the programme implements."""
    pages = [each.page for each in offered.programme.statements if each.page]
    if not pages:
        raise UsageError(
            f"no policy sends charges to [{offered.programme.programme_id}]",
            why="An attorney says why the person is offered it.",
            repair="Leave [--docket] and [--screened] out, and write [--reason].",
        )
    return offered.rulebook.page(pages[0]).implements
