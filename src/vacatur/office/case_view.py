"""One matter with the record behind it: what an attorney looks at before anything is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.engine.explanation import ChargeExplanation, RuleExplanation
from vacatur.errors import UsageError, VacaturError
from vacatur.matters.audit import LogLine, log_of
from vacatur.matters.gates import Standing
from vacatur.matters.store import Casework, Doing
from vacatur.office.casework import standings_of
from vacatur.office.decisions import parts_of
from vacatur.office.explaining import explain_record
from vacatur.office.explaining_links import waiting_pairs
from vacatur.office.looked_up_case import LookedUpCase
from vacatur.office.matter_file import MatterFile, matter_file
from vacatur.office.one_record import load_record_of_case
from vacatur.office.printed import Printed
from vacatur.office.type_and_time import TypeAndTime, type_and_time
from vacatur.office.workspace import Workspace
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.record import Record

_EXPLAINED = 4  # charges of a matter that are explained at once; each takes some tenths of a second
_READINGS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRule:
    """A rule's answer for a charge. `is_sought`: the matter rests on it."""

    rule: RuleExplanation
    lines: TypeAndTime
    is_sought: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCharge:
    """A charge of the case. `place` is its number on the page, from 1.

    `sought` are the answers for which the matter was opened. `explanation` is null where the charge
    was not explained on this page.
    """

    place: int
    charge: Charge
    sought: tuple[str, ...]
    explanation: ChargeExplanation | None
    rules: tuple[ShownRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something in the person's record. `day` is null where it is not recorded."""

    day: date | None
    what: str
    case_number: str
    is_this_case: bool

    @property
    def day_told(self) -> str:
        """The day, or that none is recorded; in the order of days."""
        return str(self.day) if self.day else "no day recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalCase:
    """A case of somebody else that may be this person's, and why nobody was joined by it."""

    case_number: str
    beside: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """All that is shown of a matter.

    `printed`, `record` and `case` are null where the records no longer hold the case. `standing` is
    what the latest run says now; null where none stands, or nothing has changed since. `trouble`
    says why something is missing.
    """

    file: MatterFile
    printed: Printed | None
    record: Record | None
    case: Case | None
    charges: tuple[ShownCharge, ...]
    timeline: tuple[Moment, ...]
    rivals: tuple[RivalCase, ...]
    standing: Standing | None
    trouble: tuple[VacaturError, ...]
    readings: tuple[LogLine, ...]

    @property
    def has_changed(self) -> bool:
        """Whether the latest run answers otherwise than the matter says."""
        return (
            self.standing is not None
            and self.standing.decision_hash != self.file.matter.decision_hash
        )


def case_view(
    workspace: Workspace, casework: Casework, number: int, doing: Doing, *, chosen: int = 0
) -> CaseView:
    """Read a matter with its record. That somebody read it is written into the chain first.

    Parameters
    ----------
    chosen
        The place of a charge that is explained whatever the matter is about; 0: none.

    Raises
    ------
    UsageError
        There is no such matter, or nobody on the staff is called so.
    """
    file = matter_file(casework, number, doing)
    with casework.reading() as connection:
        log = log_of(connection, matter=number, last=_READINGS)
    readings = tuple(each for each in reversed(log) if each.kind == "Read")
    trouble: list[VacaturError] = []
    record = _record(workspace, file, trouble)
    found = _looked_up(workspace, record, file, trouble)
    standing = _standing(workspace, casework, file, found, trouble) if found else None
    return CaseView(
        file=file,
        printed=found.printed if found else None,
        record=record,
        case=found.case if found else None,
        charges=tuple(_charges(workspace, found, file, chosen, trouble)) if found else (),
        timeline=tuple(timeline_of(found.record, found.case)) if found else (),
        rivals=_rivals(workspace, record) if record else (),
        standing=standing,
        trouble=tuple({str(each): each for each in trouble}.values()),
        readings=readings,
    )


def case_record(workspace: Workspace, file: MatterFile) -> Record:
    """The record of the person whose case a matter is about, on the day of the latest run.

    Raises
    ------
    UsageError
        The records do not hold the case, or there is no run.
    """
    assert file.particulars is not None
    as_of = date.fromisoformat(workspace.run_manifest("latest")["as_of"])
    return load_record_of_case(workspace, file.particulars.case_id, as_of=as_of)


def charge_in(record: Record, file: MatterFile, place: int) -> str:
    """The id of the charge that stands at a place of a matter's case, from 1.

    Raises
    ------
    UsageError
        The case has no such charge.
    """
    case = _case(record, file)
    if case is not None and 0 < place <= len(case.charges):
        return case.charges[place - 1].charge_id
    raise UsageError("the case has no such charge", repair="Open the matter again.")


def _record(workspace: Workspace, file: MatterFile, trouble: list[VacaturError]) -> Record | None:
    if file.particulars is None or not file.particulars.charges:
        return None
    try:
        return case_record(workspace, file)
    except VacaturError as problem:
        trouble.append(problem)
        return None


def _case(record: Record | None, file: MatterFile) -> Case | None:
    if record is None or file.particulars is None:
        return None
    mine = file.particulars.case_id
    return next((each for each in record.cases if each.case_id == mine), None)


def _looked_up(
    workspace: Workspace, record: Record | None, file: MatterFile, trouble: list[VacaturError]
) -> LookedUpCase | None:
    if record is None or (case := _case(record, file)) is None:
        return None
    try:
        run_folder = workspace.run_folder("latest")
    except VacaturError as problem:
        trouble.append(problem)
        return None
    return LookedUpCase(workspace, run_folder, record, case.case_id)


def _standing(
    workspace: Workspace,
    casework: Casework,
    file: MatterFile,
    found: LookedUpCase,
    trouble: list[VacaturError],
) -> Standing | None:
    """What the latest run says, where it may be something else than when the matter was opened.

    Nothing has changed where the matter is of that run and nobody of it was decided anew.
    """
    try:
        manifest = workspace.run_manifest("latest")
        if manifest["run"] == file.matter.run and not parts_of(workspace.run_folder("latest")):
            return None
        known = {found.case.case_id: found}
        number = file.matter.number
        return standings_of(workspace, casework, [number], known=known)[number]
    except VacaturError as problem:
        trouble.append(problem)
        return None


def _charges(
    workspace: Workspace,
    found: LookedUpCase,
    file: MatterFile,
    chosen: int,
    trouble: list[VacaturError],
) -> Iterator[ShownCharge]:
    assert file.particulars is not None
    case = found.case
    sought: dict[str, list[str]] = {}
    implements: dict[str, set[str]] = {}
    for each in file.particulars.charges:
        sought.setdefault(each.charge_id, []).append(f"{each.published} by {each.implements}")
        implements.setdefault(each.charge_id, set()).add(each.implements)
    asked = [x.charge_id for x in case.charges if x.charge_id in sought][:_EXPLAINED]
    if 0 < chosen <= len(case.charges):
        asked = [case.charges[chosen - 1].charge_id]
    explained = _explained(workspace, found, asked, trouble)
    for place, charge in enumerate(case.charges, start=1):
        explanation = explained.get(charge.charge_id)
        mine = implements.get(charge.charge_id, set())
        yield ShownCharge(
            place=place,
            charge=charge,
            sought=tuple(sought.get(charge.charge_id, ())),
            explanation=explanation,
            rules=tuple(_rules(explanation, mine)) if explanation else (),
        )


def _explained(
    workspace: Workspace, found: LookedUpCase, asked: Sequence[str], trouble: list[VacaturError]
) -> dict[str, ChargeExplanation]:
    if not asked:
        return {}
    try:
        run = found.run_folder.name  # its answers are those that are held against
        explained = explain_record(workspace, found.record, asked, found.decisions, run=run)
    except VacaturError as problem:
        trouble.append(problem)
        return {}
    return {each.charge_id: each for each in explained}


def _rules(explanation: ChargeExplanation, sought: set[str]) -> list[ShownRule]:
    """What the matter rests on comes first."""
    found = [
        ShownRule(
            rule=each,
            lines=type_and_time(each, explanation.as_of),
            is_sought=each.decision.implements in sought,
        )
        for each in explanation.rules
    ]
    return sorted(found, key=lambda each: not each.is_sought)


def _rivals(workspace: Workspace, record: Record) -> tuple[RivalCase, ...]:
    pairs = (each.pair for each in waiting_pairs(workspace, record))
    return tuple(
        RivalCase(case_number=x.cases[1], beside=x.cases[0], why=tuple(x.doubts)) for x in pairs
    )


def timeline_of(record: Record, this: Case) -> list[Moment]:
    """What is recorded of a person, day by day; what has no day comes last."""
    found = [*_of_cases(record, this), *_of_person(record)]
    return sorted(found, key=lambda each: (each.day is None, each.day or date.min))


def _of_cases(record: Record, this: Case) -> Iterator[Moment]:
    for case in record.cases:
        told: list[tuple[date | None, str]] = []
        if case.filed_date:
            told.append((case.filed_date, "case filed"))
        for charge in case.charges:
            what = charge.description or charge.statute or "charge without words"
            told.append((charge.offense_date, f"offence: {what}"))
            if charge.disposition is not None:
                told.append((charge.disposition_date, f"{_spoken(charge.disposition)}: {what}"))
            if charge.sentence_end:
                told.append((charge.sentence_end, f"end of the sentence: {what}"))
        for day, what in told:
            yield Moment(
                day=day, what=what, case_number=case.number or "", is_this_case=case is this
            )


def _of_person(record: Record) -> Iterator[Moment]:
    person = record.person
    told: list[tuple[date | None, str]] = []
    told += [(x.issued_date, f"warrant: {_spoken(x.status)}") for x in person.warrants or ()]
    told += [(x.enrolled_date, f"diversion: {_spoken(x.status)}") for x in person.diversions or ()]
    told += [(x.granted_on, f"relief granted: {_spoken(x.kind)}") for x in person.relief or ()]
    if person.history_checked_on:
        told.append((person.history_checked_on, "searched for convictions and pending cases"))
    for day, what in told:
        yield Moment(day=day, what=what, case_number="", is_this_case=False)


def _spoken(term: object | None) -> str:
    return str(term).replace("_", " ") if term is not None else "not recorded"
