"""Programmes of diversion where they are kept, and what their policies answer of a charge."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import UsageError, nearest
from vacatur.law.programme import Programme
from vacatur.law.rulebook import (
    Rulebook,
    folder_of,
    jurisdiction_of,
    load_rulebook,
    packaged_folders,
    read_programmes,
)
from vacatur.office.screening import screen_dockets
from vacatur.screening.diversion.offering import Screened


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedDocket:
    """What a policy answers of the one charge that a docket asks about; `case` blank: no number."""

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


def screened_docket(programme: Programme, rulebook: Rulebook, docket: Path) -> ScreenedDocket:
    """Ask the policy of a programme about the one charge that a docket asks about.

    Raises
    ------
    UsageError
        No policy sends charges to the programme, or the file asks about several charges.
    """
    pages = [each.page for each in programme.statements if each.page]
    if not pages:
        raise UsageError(
            f"no policy sends charges to [{programme.programme_id}]",
            why="An attorney says why the person is offered it.",
            repair="Leave [--docket] out, and write [--reason].",
        )
    records = list(screen_dockets(docket, rulebook.only(pages)))
    charges = [charge for record in records for charge in record.charges]
    if len(charges) != 1:
        raise UsageError(
            f"the file asks about {len(charges)} charges",
            where=docket.name,
            repair="Let it hold one docket with one target.",
        )
    (charge,) = charges
    return ScreenedDocket(
        screened=Screened(answer=charge.published, on=records[0].as_of),
        case=charge.case_number,
        charge=charge.description,
    )
