"""Leave vanished records out of typed ones, as `snapshot_rows` leaves them out of an extract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from vacatur.ingest.snapshots import Snapshot, find_vanished
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.person import Person
from vacatur.record.record import Record


@dataclass(frozen=True, slots=True)
class _Withheld:
    cases: AbstractSet[str]
    charges: AbstractSet[str]
    gaps: AbstractSet[str]  # cases that have lost a charge

    def charge_or_none(self, charge_id: str | None) -> str | None:
        return None if charge_id in self.charges else charge_id


def withhold_records(records: Sequence[Record], snapshot: Snapshot) -> list[Record]:
    """Take vanished cases and charges out, and every mention of them.

    A record all of whose cases have vanished is left out altogether.

    Raises
    ------
    WorkspaceError
        What `snapshots.find_vanished` refuses.
    """
    withheld = _find(records, snapshot)
    whole = (_without(record, withheld) for record in records)
    return [
        left for before, left in zip(records, whole, strict=True) if left.cases or not before.cases
    ]


def _find(records: Sequence[Record], snapshot: Snapshot) -> _Withheld:
    cases = [case for record in records for case in record.cases]
    charges = [charge for case in cases for charge in case.charges]
    with duckdb.connect() as connection:
        _table(connection, "present_cases", id=(case.case_id for case in cases))
        _table(
            connection,
            "present_charges",
            id=(charge.charge_id for charge in charges),
            case_id=(charge.case_id for charge in charges),
        )
        _table(connection, "present_people", id=(record.record_id for record in records))
        _table(connection, "unread_cases", id=())
        _table(connection, "unread_charges", case_id=())
        find_vanished(connection, snapshot)
        found = connection.execute("select kind, id from withheld").fetchall()
        gaps = connection.execute("select case_id from gaps").fetchall()
    gone_cases = frozenset(each for kind, each in found if kind == "case")
    # A charge of a withheld case may be one that the memory never had.
    with_their_case = {each.charge_id for each in charges if each.case_id in gone_cases}
    return _Withheld(
        gone_cases,
        with_their_case.union(each for kind, each in found if kind == "charge"),
        frozenset(each for (each,) in gaps),
    )


def _table(connection: duckdb.DuckDBPyConnection, name: str, **columns: Iterable[str]) -> None:
    cells = {column: pa.array(list(values), pa.string()) for column, values in columns.items()}
    connection.register(name, pa.table(cells))


def _without(record: Record, withheld: _Withheld) -> Record:
    cases = (case for case in record.cases if case.case_id not in withheld.cases)
    return replace(
        record,
        person=_person(record.person, withheld),
        cases=tuple(_case(case, withheld) for case in cases),
        findings={
            charge: findings
            for charge, findings in record.findings.items()
            if charge not in withheld.charges
        },
    )


def _person(person: Person, withheld: _Withheld) -> Person:
    relief, warrants = person.relief, person.warrants
    return replace(
        person,
        relief=relief
        and tuple(replace(r, charge=withheld.charge_or_none(r.charge)) for r in relief),
        warrants=warrants
        and tuple(replace(w, case=None) if w.case in withheld.cases else w for w in warrants),
    )


def _case(case: Case, withheld: _Withheld) -> Case:
    victims, participants = case.victims, case.participants
    kept = (charge for charge in case.charges if charge.charge_id not in withheld.charges)
    return replace(
        case,
        charges_complete=None if case.case_id in withheld.gaps else case.charges_complete,
        charges=tuple(_charge(charge, withheld) for charge in kept),
        victims=victims
        and tuple(replace(v, charge=withheld.charge_or_none(v.charge)) for v in victims),
        # Who took part in a charge that has vanished would show that it was there.
        participants=participants
        and tuple(each for each in participants if each.charge not in withheld.charges),
    )


def _charge(charge: Charge, withheld: _Withheld) -> Charge:
    return replace(charge, underlying=withheld.charge_or_none(charge.underlying))
