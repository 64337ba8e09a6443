"""Prepared matters without a county, and a latest run that answers what a test says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from vacatur.law.vehicle import Actor
from vacatur.matters import events as e
from vacatur.matters.database import open_database
from vacatur.matters.gates import Member, Standing
from vacatur.matters.keys import KeyStore
from vacatur.matters.matter import Charge, Duty, Matter, Particulars
from vacatur.matters.queries import Wanted
from vacatur.matters.queries import numbers as numbers_of
from vacatur.matters.reading import matter_of
from vacatur.matters.states import Role
from vacatur.matters.store import Casework, Doing

DAY = date(2026, 2, 17)
LEE = Member(name="P. Lee", role=Role.PARALEGAL)
ROE = Member(name="A. Roe", role=Role.ATTORNEY)
POE = Member(name="B. Poe", role=Role.ATTORNEY)
_SECRET = "5e" * 32


@contextmanager
def store(folder: Path) -> Iterator[Casework]:
    """A store in a folder, with a staff of three."""
    keys = KeyStore(folder / "keys.db", _SECRET)
    engine = open_database(f"sqlite:///{folder / 'office.db'}")
    casework = Casework(engine, keys, _SECRET)
    with casework.working(doing(ROE)) as work:
        for member in (LEE, ROE, POE):
            work.add_member(member.name, member.role)
    try:
        yield casework
    finally:
        engine.dispose()
        keys.close()


def doing(member: Member) -> Doing:
    return Doing(actor=member.name, purpose="a test", at=datetime(2026, 2, 17, 15, tzinfo=UTC))


def pattern(letter: str) -> str:
    return letter * 64


def decision(number: int) -> str:
    """What was decided of a matter: another hash for each."""
    return hashlib.sha256(f"decision {number}".encode()).hexdigest()


def opening(number: int, letter: str = "a", *, duties: tuple[Duty, ...] = ()) -> e.Opened:
    return e.Opened(
        subject="0" * 32,
        vehicle="us-xx/motion",
        moves=Actor.PROSECUTOR,
        files_paper=True,
        pattern=pattern(letter),
        decision_hash=decision(number),
        run="a run",
        verified_through=date(2026, 12, 31),
        on=DAY,
        oldest_day=date(2009, 5, 4),
        duties=duties,
        clocks=(),
        records=(),
    )


def prepared(
    casework: Casework, letters: str, *, by: Member = LEE, duties: tuple[Duty, ...] = ()
) -> list[int]:
    """Matters that somebody has prepared, one of the pattern of each letter; their numbers."""
    numbers = []
    with casework.working(doing(by)) as work:
        for letter, subject in zip(letters, casework.keys.make(len(letters)), strict=True):
            number = max(numbers_of(work.connection, Wanted()), default=0) + 1
            event = replace(opening(number, letter, duties=duties), subject=subject)
            matter = work.open(event, particulars(number))
            matter = work.record(matter, e.Assigned(to=by.name))
            work.record(matter, e.Prepared(by=by.name))
            numbers.append(matter.number)
    return numbers


def particulars(number: int) -> Particulars:
    charge = Charge(charge_id=f"case-{number}/1", implements="XX-1", published="ELIGIBLE")
    return Particulars(
        case_id=f"case-{number}",
        case_number=f"No. {number}",
        charges=(charge,),
    )


def matters_of(casework: Casework, numbers: Sequence[int]) -> list[Matter]:
    with casework.reading() as connection:
        return [matter_of(connection, each) for each in numbers]


def standing(number: int) -> Standing:
    return Standing(
        decision_hash=decision(number),
        open_answers=(),
        waits_for_links=0,
        verified_through=date(2026, 12, 31),
    )


def the_run_says(monkeypatch: pytest.MonkeyPatch, other: Mapping[int, Standing]) -> None:
    """Let the latest run stand as every matter was opened, but for some."""

    def says(_workspace: object, _casework: object, numbers: Sequence[int]) -> dict[int, Standing]:
        return {each: other.get(each, standing(each)) for each in numbers}

    monkeypatch.setattr("vacatur.office.casework.standings_of", says)
    monkeypatch.setattr("vacatur.office.batching.standings_of", says)
