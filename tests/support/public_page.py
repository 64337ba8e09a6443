"""A public store with letters of invented people, and the page that serves it, in this process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from vacatur.public_store.codes import grouped, new_code
from vacatur.public_store.reading import PublicStore
from vacatur.public_store.sealed_letters import keys_of, seal_letter
from vacatur.public_store.spent import SpentCodes
from vacatur.public_store.writing import PublicOffice, Record, write_store
from vacatur.web.public.application import PublicDesk, make_public_app
from vacatur.web.public.limits import Limits

CANARY = "Quetzalcoatl Zuñiga-Okonkwo"
KEY = bytes(range(32))
TODAY = date(2026, 2, 17)
LAST_DAY = TODAY + timedelta(days=90)
NOBODY = Limits(tries_of_address=10**9, tries_of_all=10**9)  # is held back
OFFICE = PublicOffice(
    name="Office of the State's Attorney for Baltimore City",
    telephone="410-555-0100",
    email="office@example",
    dashboard="https://office.example/counts",
    notes={
        "en": "Prepared with vacatur. No lawyer has reviewed the law pages it rests on.",
        "es": "Preparado con vacatur. Ningún abogado ha revisado las páginas de la ley.",
    },
)


def letter_of(name: str) -> dict[str, Any]:
    """A letter in both languages that names somebody in every kind of block."""
    blocks = [
        {"kind": "text", "text": f"The judge said yes, {name}."},
        {"kind": "list", "items": [f"CDS: POSSESSION - {name}"]},
        {"kind": "fields", "rows": [["Name", name]]},
        {"kind": "table", "columns": ["Charge", "Day"], "rows": [[name, "March 4, 2012"]]},
    ]
    english = {
        "heading": "The judge said yes",
        "day": "February 17, 2026",
        "reference": f"Case number {name}",
        "sections": [{"heading": "What the judge decided", "cites": "", "blocks": blocks}],
        "note": "No lawyer.",
    }
    return {"en": english, "es": {**english, "heading": "El juez dijo que sí"}}


def record_of(code: str, letter: dict[str, Any], last_day: date = LAST_DAY) -> Record:
    """A letter sealed for a code."""
    keys = keys_of(code, KEY)
    return Record(lookup=keys.lookup, sealed=seal_letter(letter, keys, last_day=last_day))


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = datetime(2026, 2, 17, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@dataclass
class Page:
    """The page over a store of some letters."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    limits: Limits = field(default_factory=Limits)

    @property
    def spent_file(self) -> Path:
        return self.folder / "spent.db"

    def write(self, records: Sequence[Record]) -> None:
        write_store(self.folder / "store", records, OFFICE, KEY)

    def desk(self) -> PublicDesk:
        return PublicDesk(
            store=PublicStore(self.folder / "store"),
            spent=SpentCodes(self.spent_file),
            now=self.clock.now,
            limits=self.limits,
        )

    def client(self, desk: PublicDesk | None = None) -> TestClient:
        """A device that has no cookie yet."""
        return TestClient(
            make_public_app(desk or self.desk()),
            base_url="https://letters.example",
            raise_server_exceptions=False,
            follow_redirects=False,
        )


def a_code() -> tuple[str, str]:
    """A new code, plain and as it is printed."""
    code = new_code()
    return code, grouped(code)
