"""The cases of an office's open matters, one line each, for the sealed exhibit.

An aggregate alone was refused by two courts: nothing in it says what one person suffers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from vacatur.evidence.petitions import PetitionCase, PetitionList, petition_list
from vacatur.matters.queries import Wanted, numbers
from vacatur.matters.states import BEFORE_FILING
from vacatur.matters.store import Doing
from vacatur.office.casework import has_casework, open_casework, standing_run
from vacatur.office.packet_folder import note_readings
from vacatur.office.packet_reading import MatterRead, PacketReader
from vacatur.office.workspace import Workspace
from vacatur.record.particulars import Stated


def cases_of(workspace: Workspace, doing: Doing) -> PetitionList | None:
    """What is known of each case of the matters that are not filed yet; null: there is none.

    Who reads them is written into the chain first, matter by matter.

    Raises
    ------
    UsageError
        Nobody on the staff is called so.
    """
    if not has_casework(workspace):
        return None
    with open_casework(workspace) as casework:
        with casework.reading() as connection:
            wanted = Wanted(states=tuple(str(each) for each in BEFORE_FILING))
            found = sorted(numbers(connection, wanted))
        if not found:
            return None
        note_readings(casework, found, doing)
        reader = PacketReader(workspace, casework)
        as_of = standing_run(workspace).as_of
        read = [each for _, each in reader.read(found) if each is not None]
    companions = _companions(workspace, read)
    by_case: dict[str, list[MatterRead]] = {}
    for each in read:
        by_case.setdefault(each.case.case_id, []).append(each)
    cases = [_case(of, as_of, companions) for of in by_case.values()]
    return petition_list(cases) if cases else None


def _case(
    read: Sequence[MatterRead], as_of: date, companions: Mapping[str, tuple[str, ...]]
) -> PetitionCase:
    """One line for all matters of a case: what is asked of it stands together."""
    case = read[0].case
    return PetitionCase(
        case_id=case.number or case.case_id,
        eligibility=_joined(answer for each in read for answer in _answers(each)),
        companions_checked_on=as_of if case.charges_complete else None,
        companions=companions.get(case.case_id, ()),
        status=_joined(str(each.matter.state).replace("_", " ") for each in read),
        consequence=_joined(said for each in read if (said := _consequence(each))),
    )


def _joined(texts: Iterable[str]) -> str | None:
    return ", ".join(dict.fromkeys(texts)) or None


def _answers(read: MatterRead) -> Iterator[str]:
    for charge in read.charges:
        told = (str(each.decision.published) for each in charge.answers)
        yield from (each.replace("_", " ").lower() for each in told)


def _consequence(read: MatterRead) -> str | None:
    """What somebody stated of this person; else the kinds that a finding holds."""
    stated = read.stated.get(Stated.CONSEQUENCES)
    if stated is not None:
        return stated.text
    kinds = [
        kind.definition
        for charge in read.charges
        if charge.findings is not None
        for kind in charge.findings.consequences or ()
    ]
    return _joined(kinds)


def _companions(workspace: Workspace, read: Sequence[MatterRead]) -> Mapping[str, tuple[str, ...]]:
    """By case: the charges beside those that relief is sought for, as they are recorded."""
    sought = {charge.charge.charge_id for each in read for charge in each.charges}
    found: dict[str, list[str]] = {}
    with workspace.connection() as connection:
        charges = workspace.records(connection)["charges"]
        mine = charges.filter(charges.case_id.isin(sorted({each.case.case_id for each in read})))
        rows = mine.select("charge_id", "case_id", "description", "statute", "disposition")
        for row in rows.order_by("charge_id").to_pyarrow().to_pylist():
            if row["charge_id"] not in sought:
                what = row["description"] or row["statute"] or "a charge without words"
                ended = str(row["disposition"] or "how it ended is not recorded").replace("_", " ")
                found.setdefault(row["case_id"], []).append(f"{what} ({ended})")
    return {case: tuple(each) for case, each in found.items()}
