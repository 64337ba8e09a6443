"""One person's record as a tree: the interpreter's input, and a clinic's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from vacatur.errors import RecordError, nearest
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.findings import Findings
from vacatur.record.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One person with every known case, on one day.

    `findings` maps a charge's id to what has been recorded about relief for it; a charge that is
    not in the mapping has no findings recorded.
    """

    record_id: str
    as_of: date
    person: Person
    cases: tuple[Case, ...]
    findings: Mapping[str, Findings]

    def charges(self) -> Iterator[Charge]:
        """Every charge of every case, in the order of the record."""
        return (charge for case in self.cases for charge in case.charges)

    def charge(self, charge_id: str) -> Charge:
        """The charge with this id; `RecordError` names the nearest one otherwise."""
        by_id = {charge.charge_id: charge for charge in self.charges()}
        if charge_id not in by_id:
            raise RecordError(
                f"record [{self.record_id}] has no charge [{charge_id}]",
                repair=nearest(charge_id, by_id),
            )
        return by_id[charge_id]

    def case_of(self, charge: Charge) -> Case:
        """The case a charge belongs to."""
        return next(case for case in self.cases if case.case_id == charge.case_id)
