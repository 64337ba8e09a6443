"""The office's register of screened charges, and how a charge comes into it.

It stands in the audit chain, and what names a person is sealed under the key of the case.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vacatur.errors import UsageError
from vacatur.ingest.docket import docket_from_json
from vacatur.ingest.docket_write import docket_of
from vacatur.law.rulebook import Rulebook
from vacatur.matters.codec import as_data
from vacatur.matters.register_index import items_found_by, subject_of_item
from vacatur.matters.registers import RegisterEntry, entries_of
from vacatur.matters.store import Casework, Doing, Work
from vacatur.matters.vault import is_in_vault
from vacatur.office.case_subjects import CaseName, names_by_number, subject_of_case
from vacatur.office.erasures import forgotten
from vacatur.office.screening import Booked
from vacatur.office.workspace import Workspace
from vacatur.record.record import Record
from vacatur.record.renaming import renamed
from vacatur.record.terms import IntentEvidence
from vacatur.screening.intent import with_intent
from vacatur.screening.item import READ, SCREENED, Known, ScreenedItem, item_of, items_of
from vacatur.screening.screened import screen

REGISTER = "screening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A charge that was not taken in, by its record and the reason."""

    record_id: str
    charge: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What became of charges that came in.

    In = `new` + `again` + `repeated` + `refused` + `withheld`. The first three are numbers of the
    register: `again` stood in it, and were screened on another record, day or law; `repeated` had
    come in just so before. `withheld` counts charges of cases that were forgotten or lie in the
    vault: nothing is kept of them.
    """

    new: tuple[int, ...]
    again: tuple[int, ...]
    repeated: tuple[int, ...]
    refused: tuple[Refused, ...]
    withheld: int


def register_charges(
    workspace: Workspace,
    casework: Casework,
    booked: Sequence[Booked],
    rulebook: Rulebook,
    doing: Doing,
) -> Registered:
    """Screen charges and write them into the register, each once.

    A charge is known by the number of its case, or where there is none by its record, and by its
    own id. What another record, or one of another birth date, says of it is refused: it may be of
    somebody else. Evidence that was recorded of it stays recorded.
    """
    incoming = _Incoming(workspace, casework, rulebook)
    named = [_known(each.record, charge) for each in booked for charge in each.charges]
    names = names_by_number(workspace, {each.case_number for each in named if each.case_number})
    with casework.working(doing) as work:
        work.acting()
        for known in named:
            unnumbered = CaseName(case_id=f"(no number) {known.record_id}", number="")
            incoming.take(work, known, names.get(known.case_number, unnumbered))
    return incoming.registered()


def screened_items(casework: Casework) -> list[ScreenedItem]:
    """Every charge of the register, by number."""
    with casework.reading() as connection:
        return items_of(entries_of(connection, casework.keys, REGISTER))


def read_item(casework: Casework, number: int, doing: Doing) -> ScreenedItem:
    """Read a charge, with what is private of it. That somebody did stands in the chain first.

    Raises
    ------
    UsageError
        There is none of this number.
    """
    with casework.working(doing) as work:
        work.acting()
        entries = register_entries(casework, work, number)
        work.register(REGISTER, number, READ, {})
    return item_of(entries)


def register_entries(casework: Casework, work: Work, number: int) -> list[RegisterEntry]:
    """The entries of a charge.

    Raises
    ------
    UsageError
        There is none of this number.
    """
    found = entries_of(work.connection, casework.keys, REGISTER, number)
    if not found:
        last = work.next_item(REGISTER) - 1
        first = "First: [vacatur screening register FILE]."
        raise UsageError(
            f"there is no screened charge [{number}]",
            repair=f"The last one is {last}." if last else first,
        )
    return found


class ScreeningRegister:
    """The register, and the policies under which its charges are screened."""

    def __init__(self, casework: Casework, rulebook: Rulebook) -> None:
        self._casework, self.rulebook = casework, rulebook

    def entries(self, work: Work, number: int) -> list[RegisterEntry]:
        """The entries of a charge, as `register_entries` reads them."""
        return register_entries(self._casework, work, number)

    def item(self, work: Work, number: int) -> ScreenedItem:
        """A charge as it stands."""
        return item_of(self.entries(work, number))

    def find(self, work: Work, name: CaseName, charge: str) -> ScreenedItem | None:
        """The charge of a case that stands in the register; None: it never came in."""
        key = name.found_by(self._casework)
        for number in items_found_by(work.connection, REGISTER, key):
            item = self.item(work, number)
            if item.known is not None and item.known.charge == charge:
                return item
        return None

    def is_the_same(self, before: ScreenedItem, known: Known) -> bool:
        """Whether it came in just so before, under the same policies."""
        return (before.known, before.rulebook) == (known, self.rulebook.sha256)

    def add(self, work: Work, known: Known, subject: str, found_by: str) -> int:
        """Screen a charge that is new; its number."""
        number = work.next_item(REGISTER)
        self._write(work, number, known, None, subject=subject, found_by=found_by)
        return number

    def screen_again(
        self,
        work: Work,
        number: int,
        known: Known,
        articulated: Iterable[IntentEvidence] | None,
    ) -> None:
        """Screen a charge of the register again, with what attorneys recorded of it.

        Parameters
        ----------
        articulated
            Evidence of intent; None: nobody has looked, and what its docket says stands.
        """
        subject = self.subject(work, number)
        self._write(work, number, known, articulated, subject=subject, found_by=None)

    def read(self, known: Known) -> tuple[Record, str]:
        """The record of a charge as it came in, and the id of the charge."""
        raw = known.docket.encode()
        docket = docket_from_json(raw, source="the register", codes=self.rulebook.codes)
        assert docket.target is not None  # `_known` names one
        return docket.record, docket.target

    def note(
        self, work: Work, number: int, known: Known, kind: str, public: Any, private: Any
    ) -> None:
        """Write what somebody recorded of a charge."""
        work.register(
            REGISTER,
            number,
            kind,
            as_data(public),
            private=private,
            subject=self.subject(work, number),
        )

    def _write(
        self,
        work: Work,
        number: int,
        known: Known,
        articulated: Iterable[IntentEvidence] | None,
        *,
        subject: str,
        found_by: str | None,
    ) -> None:
        record, charge_id = self.read(known)
        if articulated is not None:
            record = with_intent(record, charge_id, tuple(sorted(articulated)))
        answer = screen(self.rulebook, record, charge_id)
        public = {
            "on": record.as_of,
            "published": answer.published,
            "answers": {each.policy: each.published for each in answer.policies},
            "pattern": answer.pattern,
            "rests_on_intent": answer.rests_on_intent,
            "asks_for_intent": answer.asks_for_intent,
            "rulebook": self.rulebook.sha256,
        }
        work.register(
            REGISTER,
            number,
            SCREENED,
            as_data(public),
            private=as_data(known),
            subject=subject,
            found_by=found_by,
        )

    def subject(self, work: Work, number: int) -> str:
        """Under which key a charge is sealed: that of its case."""
        subject = subject_of_item(work.connection, REGISTER, number)
        assert subject is not None  # every item is sealed under its case's key
        return subject


class _Incoming:
    """Charges as they come in, and what became of each."""

    def __init__(self, workspace: Workspace, casework: Casework, rulebook: Rulebook) -> None:
        self._casework = casework
        self._register = ScreeningRegister(casework, rulebook)
        self._forgotten = forgotten(workspace)
        self._new: list[int] = []
        self._again: list[int] = []
        self._repeated: list[int] = []
        self._refused: list[Refused] = []
        self._withheld = 0

    def registered(self) -> Registered:
        """What became of all."""
        return Registered(
            new=tuple(self._new),
            again=tuple(self._again),
            repeated=tuple(self._repeated),
            refused=tuple(self._refused),
            withheld=self._withheld,
        )

    def take(self, work: Work, known: Known, name: CaseName) -> None:
        """Take a charge in, or say why not."""
        register = self._register
        if name.is_forgotten(self._forgotten):  # before a key is made for it
            self._withheld += 1
            return
        subject = subject_of_case(self._casework, work, name)
        if is_in_vault(work.connection, subject):
            self._withheld += 1
            return
        before = register.find(work, name, known.charge)
        if before is None:
            found_by = name.found_by(self._casework)
            self._new.append(register.add(work, known, subject, found_by))
        elif why := _may_be_another(before, known):
            refused = Refused(record_id=known.record_id, charge=known.charge, why=why)
            self._refused.append(refused)
        elif register.is_the_same(before, known):
            self._repeated.append(before.number)
        else:
            register.screen_again(work, before.number, known, before.articulated)
            self._again.append(before.number)


def _may_be_another(before: ScreenedItem, known: Known) -> str:
    """Why a charge may be somebody else's than the one of the register; empty: it is the same."""
    assert before.known is not None  # it was found by what is known of it
    if before.known.record_id != known.record_id:
        return (
            f"it came in as screened charge {before.number}, by another record: one booking that"
            " came in twice, or two people of one case"
        )
    births = {json.loads(each.docket)["person"].get("birth_date") for each in (before.known, known)}
    if len(births - {None}) > 1:
        return (
            f"it came in as screened charge {before.number}, of another birth date: somebody else,"
            " or a slip that an attorney looks at"
        )
    return ""


def _known(record: Record, charge_id: str) -> Known:
    charge = record.charge(charge_id)

    def plain(name: str) -> str:
        """An id that a docket can hold."""
        return name.removeprefix(f"{record.record_id}/").replace("/", "-")

    short = renamed(record, charge=plain, case=plain)
    short = replace(short, record_id=record.record_id.replace("/", "-"))
    docket = docket_of(short, rule=None, target=plain(charge_id))
    return Known(
        record_id=record.record_id,
        case_number=record.case_of(charge).number or "",
        charge=plain(charge_id),
        description=charge.description or charge.statute or "",
        race=record.person.race,
        docket=json.dumps(docket, sort_keys=True, ensure_ascii=False),
    )
