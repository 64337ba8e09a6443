"""The same record under other ids: a docket knows its cases and charges by short ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from vacatur.record.case import Case, Participant, Victim
from vacatur.record.record import Record

_Listed = TypeVar("_Listed", Participant, Victim)


def renamed(record: Record, *, charge: Callable[[str], str], case: Callable[[str], str]) -> Record:
    """A record whose charges and cases bear other ids, wherever they are named.

    Parameters
    ----------
    charge, case
        From an id to the other one. An underlying charge that the record does not hold is left out.
    """
    charges = {each.charge_id: charge(each.charge_id) for each in record.charges()}
    cases = {each.case_id: case(each.case_id) for each in record.cases}
    return replace(
        record,
        cases=tuple(_case(each, cases, charges) for each in record.cases),
        findings={charges[x]: found for x, found in record.findings.items() if x in charges},
    )


def _case(case: Case, cases: Mapping[str, str], charges: Mapping[str, str]) -> Case:
    return replace(
        case,
        case_id=cases[case.case_id],
        charges=tuple(
            replace(
                each,
                charge_id=charges[each.charge_id],
                case_id=cases[each.case_id],
                underlying=charges.get(each.underlying or ""),
            )
            for each in case.charges
        ),
        participants=_members(case.participants, charges),
        victims=_members(case.victims, charges),
    )


def _members(
    members: tuple[_Listed, ...] | None, charges: Mapping[str, str]
) -> tuple[_Listed, ...] | None:
    if members is None:
        return None
    return tuple(
        replace(each, charge=charges.get(each.charge, each.charge) if each.charge else None)
        for each in members
    )
