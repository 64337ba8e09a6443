"""What papers are made of: matters, what the records hold of their cases, and what was stated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from vacatur.engine.explain import answer_of
from vacatur.engine.explanation import PageAnswer
from vacatur.facts.ground import Ground, ground_stated
from vacatur.facts.ground_facts import told_by
from vacatur.facts.store import Batch
from vacatur.law.rulebook import Rulebook
from vacatur.matters.matter import Matter, Particulars
from vacatur.matters.queries import with_papers
from vacatur.matters.reading import matter_of, particulars_of
from vacatur.matters.statements import Statement, statements_of_many
from vacatur.matters.store import Casework
from vacatur.office.casework import standing_run
from vacatur.office.court_records import (
    CaseWarrants,
    CourtDate,
    CourtRecords,
    asks_of_warrants,
)
from vacatur.office.explaining import source_columns
from vacatur.office.grounds import ground_version
from vacatur.office.loading import load_records
from vacatur.office.printed import Printed, printed_of
from vacatur.office.workspace import Workspace
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.findings import Findings
from vacatur.record.particulars import Stated
from vacatur.record.record import Record

_AT_ONCE = 500  # matters whose records are held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRead:
    """A charge of a matter with what an attorney found of it, and why the law answers as it does.

    `found` tells who said so, by column of the findings.
    """

    charge: Charge
    implements: str
    findings: Findings | None
    ground: Ground | None
    found: Mapping[str, Batch]
    answers: tuple[PageAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRead:
    """A matter with everything that its papers are made of."""

    matter: Matter
    case: Case
    printed: Printed
    charges: tuple[ChargeRead, ...]
    stated: Mapping[Stated, Statement]
    warrants: CaseWarrants | None = None  # None: nobody asked, since its vehicle does not
    court_date: CourtDate | None = None  # None: none is recorded


class PacketReader:
    """Reads matters for papers, as the latest run stands."""

    def __init__(self, workspace: Workspace, casework: Casework) -> None:
        self._workspace, self._casework = workspace, casework
        self._run = standing_run(workspace)
        self._columns = source_columns(workspace)
        self._grounds: dict[str, Ground | None] = {}

    @property
    def run(self) -> str:
        return self._run.name

    @property
    def _as_of(self) -> date:
        return self._run.as_of

    @property
    def rulebook(self) -> Rulebook:
        return self._run.rulebook

    def subjects(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The opaque name of each matter's case."""
        with self._casework.reading() as connection:
            return {number: matter_of(connection, number).subject for number in numbers}

    def with_papers(self, subjects: Collection[str]) -> Mapping[str, frozenset[int]]:
        """By opaque name of a case: the matters of it whose papers are built, or with the court."""
        with self._casework.reading() as connection:
            return with_papers(connection, set(subjects))

    def read(self, numbers: Sequence[int]) -> Iterator[tuple[Matter, MatterRead | None]]:
        """Each matter, in their order; None: its case is not in the records any more."""
        for start in range(0, len(numbers), _AT_ONCE):
            yield from self._read(numbers[start : start + _AT_ONCE])

    def _read(self, numbers: Sequence[int]) -> Iterator[tuple[Matter, MatterRead | None]]:
        keys = self._casework.keys
        with self._casework.reading() as connection:
            matters = [matter_of(connection, number) for number in numbers]
            named = {number: particulars_of(connection, keys, number) for number in numbers}
            stated = statements_of_many(connection, keys, numbers)
        known = {number: each for number, each in named.items() if each is not None}
        records = self._records(known.values())
        printed = printed_of(self._workspace, {each.case_id for each in known.values()})
        asking = {
            known[each.number].case_id
            for each in matters
            if each.number in known and asks_of_warrants(self.rulebook, each.vehicle, self._as_of)
        }
        court = CourtRecords(self._workspace)
        warrants = court.warrants(asking, as_of=self._as_of)
        dates = court.next_dates(asking, as_of=self._as_of)
        for matter in matters:
            particulars = known.get(matter.number)
            if particulars is None:
                yield matter, None
            else:
                told = stated[matter.number]
                read = self._of(matter, particulars, records, printed, told)
                case_id = particulars.case_id
                yield (
                    matter,
                    read
                    and replace(
                        read, warrants=warrants.get(case_id), court_date=dates.get(case_id)
                    ),
                )

    def _of(
        self,
        matter: Matter,
        particulars: Particulars,
        records: Mapping[str, Record],
        printed: Mapping[str, Printed],
        stated: Mapping[Stated, Statement],
    ) -> MatterRead | None:
        if any(each.charge_id not in records for each in particulars.charges):
            return None
        record = records[particulars.charges[0].charge_id]
        case = record.case_of(record.charge(particulars.charges[0].charge_id))
        return MatterRead(
            matter=matter,
            case=case,
            printed=printed.get(case.case_id) or _NOTHING_PRINTED,
            charges=tuple(
                self._charge(records[each.charge_id], each.charge_id, each.implements)
                for each in particulars.charges
            ),
            stated=stated,
        )

    def _charge(self, record: Record, charge_id: str, implements: str) -> ChargeRead:
        findings = record.findings.get(charge_id)
        named = findings.ground_id if findings else None
        return ChargeRead(
            charge=record.charge(charge_id),
            implements=implements,
            findings=findings,
            ground=self._ground(named) if named else None,
            found=self._found.get(charge_id, {}),
            answers=tuple(self._answers(record, charge_id, implements)),
        )

    def _answers(self, record: Record, charge_id: str, implements: str) -> Iterator[PageAnswer]:
        rulebook = self._run.rulebook
        for page in rulebook.pages:
            if page.implements == implements:
                found = answer_of(rulebook, page, record, charge_id, columns=self._columns)
                if found is not None:
                    yield found

    def _ground(self, named: str) -> Ground | None:
        if named not in self._grounds:
            ground_id, version = ground_stated(named)
            self._grounds[named] = ground_version(self._workspace, ground_id, version)
        return self._grounds[named]

    @cached_property
    def _found(self) -> Mapping[str, Mapping[str, Batch]]:
        return told_by(self._workspace.facts())

    def _records(self, particulars: Any) -> Mapping[str, Record]:
        charges = [each.charge_id for of in particulars for each in of.charges]
        with self._workspace.connection() as connection:
            records = self._workspace.records(connection)
            return load_records(records, charges, as_of=self._run.as_of)


_NOTHING_PRINTED = Printed(name=None, address=None, town=None, zip=None, birth_date=None)
