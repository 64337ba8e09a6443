"""The office's register of screened charges, and how a charge comes into it.

It stands in the audit chain, and what names a person is sealed under the key of the case.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from vacatur.errors import UsageError
from vacatur.ingest.docket import docket_from_json
from vacatur.ingest.docket_write import docket_of
from vacatur.law.rulebook import Rulebook
from vacatur.matters.codec import as_data
from vacatur.matters.register_index import items_found_by
from vacatur.matters.registers import RegisterEntry, entries_of
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.case_subjects import subjects_of_cases
from vacatur.office.screening import Booked
from vacatur.record.record import Record
from vacatur.record.renaming import renamed
from vacatur.record.terms import IntentEvidence
from vacatur.screening.intent import with_intent
from vacatur.screening.item import READ, SCREENED, Known, ScreenedItem, item_of, items_of
from vacatur.screening.screened import screen

REGISTER = "screening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What became of charges that came in, by number. In = `new` + `again` + `repeated`.

    `again` stood in the register, and were screened on another record, day or law; `repeated` had
    come in just so before.
    """

    new: tuple[int, ...]
    again: tuple[int, ...]
    repeated: tuple[int, ...]


def register_charges(
    casework: Casework, booked: Iterable[Booked], rulebook: Rulebook, doing: Doing
) -> Registered:
    """Screen charges and write them into the register, each once.

    A charge is known by the number of its case, or where there is none by its record, and by its
    own id. Evidence that was recorded of it stays recorded.
    """
    register = ScreeningRegister(casework, rulebook)
    new: list[int] = []
    again: list[int] = []
    repeated: list[int] = []
    with casework.working(doing) as work:
        work.acting()
        for each in booked:
            for charge_id in each.charges:
                known = _known(each.record, charge_id)
                before = register.find(work, known)
                if before is None:
                    new.append(register.add(work, known))
                elif register.is_the_same(before, known):
                    repeated.append(before.number)
                else:
                    register.screen_again(work, before.number, known, before.articulated)
                    again.append(before.number)
    return Registered(new=tuple(new), again=tuple(again), repeated=tuple(repeated))


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

    def find(self, work: Work, known: Known) -> ScreenedItem | None:
        """The charge of the register that is this one; None: it never came in."""
        for number in items_found_by(work.connection, REGISTER, self._key(known)):
            item = self.item(work, number)
            if item.known is not None and item.known.charge == known.charge:
                return item
        return None

    def is_the_same(self, before: ScreenedItem, known: Known) -> bool:
        """Whether it came in just so before, under the same policies."""
        return (before.known, before.rulebook) == (known, self.rulebook.sha256)

    def add(self, work: Work, known: Known) -> int:
        """Screen a charge that is new; its number."""
        number = work.next_item(REGISTER)
        self._write(work, number, known, None, found_by=self._key(known))
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
        self._write(work, number, known, articulated, found_by=None)

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
            subject=self.subject(work, known),
        )

    def _write(
        self,
        work: Work,
        number: int,
        known: Known,
        articulated: Iterable[IntentEvidence] | None,
        *,
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
            subject=self.subject(work, known),
            found_by=found_by,
        )

    def _key(self, known: Known) -> str:
        return self._casework.case_key(known.case_number or f"{known.record_id} (no number)")

    def subject(self, work: Work, known: Known) -> str:
        """Under which key the case of a charge is sealed."""
        key = self._key(known)
        return subjects_of_cases(self._casework, work, [key])[key]


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
