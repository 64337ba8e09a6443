"""Programmes of diversion where they are kept, and what their policies answer of a charge."""

from __future__ import annotations

from dataclasses import dataclass
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
from vacatur.office.screening import screen_dockets
from vacatur.office.screening_register import read_item
from vacatur.screening.diversion.offering import Screened
from vacatur.screening.gates import require_known
from vacatur.screening.terms import ChargingDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedCase:
    """What a policy answers of one charge, and in which case; `case` blank: it has no number."""

    screened: Screened
    case: str
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


def screened_docket(programme: Programme, rulebook: Rulebook, docket: Path) -> ScreenedCase:
    """Ask the policy of a programme about the one charge that a docket asks about.

    Raises
    ------
    UsageError
        No policy sends charges to the programme, or the file asks about several charges.
    """
    records = list(screen_dockets(docket, rulebook.only([_policy_of(programme)])))
    charges = [charge for record in records for charge in record.charges]
    if len(charges) != 1:
        raise UsageError(
            f"the file asks about {len(charges)} charges",
            where=docket.name,
            repair="Let it hold one docket with one target.",
        )
    (charge,) = charges
    return ScreenedCase(
        screened=Screened(answer=charge.published, on=records[0].as_of),
        case=charge.case_number,
        charge=charge.description,
    )


def screened_item(
    casework: Casework, programme: Programme, rulebook: Rulebook, number: int, doing: Doing
) -> ScreenedCase:
    """What stands in the register of screened charges; that somebody read it stands in the chain.

    Raises
    ------
    UsageError
        There is no such charge, or the policy of the programme was not among those it was asked.
    MoveRefused
        Its case was forgotten, or an attorney decided that it is not diverted.
    """
    policy = rulebook.page(_policy_of(programme)).implements
    item = read_item(casework, number, doing)
    known = require_known(item)
    decided = item.decided
    if decided is not None and decided.decision is not ChargingDecision.DIVERTED:
        raise MoveRefused(
            f"it was decided on {decided.on}: [{decided.decision}]",
            where=f"screened charge {number}",
            why="Who is not to be prosecuted needs no programme, and a charge is no offer.",
        )
    if policy not in item.answers:
        raise UsageError(
            f"[{policy}] was not asked of it",
            where=f"screened charge {number}",
            repair="Register it under the policies of the programme.",
        )
    return ScreenedCase(
        screened=Screened(
            answer=Published(item.answers[policy]),
            on=decided.on if decided else item.on,
            item=number,
            decided_by=decided.by if decided else None,
        ),
        case=known.case_number,
        charge=known.description,
    )


def _policy_of(programme: Programme) -> str:
    pages = [each.page for each in programme.statements if each.page]
    if not pages:
        raise UsageError(
            f"no policy sends charges to [{programme.programme_id}]",
            why="An attorney says why the person is offered it.",
            repair="Leave [--docket] and [--screened] out, and write [--reason].",
        )
    return pages[0]
