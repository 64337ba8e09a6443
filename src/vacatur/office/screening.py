"""Screening records that somebody typed or a feed sent: each on its day, nothing kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.errors import UsageError
from vacatur.ingest.docket import Docket, read_dockets
from vacatur.law.answers import PageKind
from vacatur.law.rulebook import Rulebook
from vacatur.record.record import Record
from vacatur.screening.screened import ScreenedCharge, is_pending, screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """One record to be screened, and the charges of it that are asked about."""

    record: Record
    charges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedRecord:
    """One record on its day. Charges: the one that it asks about, or each that is pending.

    `same_case` are the ids of other records of the file that name a case of it: perhaps one
    booking came in twice.
    """

    record_id: str
    as_of: date
    charges: tuple[ScreenedCharge, ...]
    same_case: tuple[str, ...]


def screen_dockets(path: Path, rulebook: Rulebook) -> Iterator[ScreenedRecord]:
    """Screen each record of a file of dockets, on the day that it states.

    Raises
    ------
    UsageError
        The law holds no screening policy.
    RecordError
        A docket cannot be read, or two have one id: one booking would be screened twice.
    """
    require_policies(rulebook)
    yield from screen_booked(booked_in(path, rulebook), rulebook)


def booked_in(path: Path, rulebook: Rulebook) -> list[Booked]:
    """The records of a file of dockets."""
    return [booked_of(docket) for docket in read_dockets(path, codes=rulebook.codes)]


def booked_of(docket: Docket) -> Booked:
    """The record of a docket, and the charges of it that are asked about."""
    return Booked(record=docket.record, charges=tuple(_asked(docket)))


def screen_booked(booked: Iterable[Booked], rulebook: Rulebook) -> Iterator[ScreenedRecord]:
    """Screen records, each on its own day."""
    known = list(booked)
    for each, same_case in zip(known, same_cases(known), strict=True):
        yield screen_one(each, rulebook, same_case)


def same_cases(booked: Sequence[Booked]) -> Iterator[tuple[str, ...]]:
    """For each record in turn, the ids of the others that name a case of it."""
    named: dict[str, list[str]] = {}
    for each in booked:
        for number in _numbers(each.record):
            named.setdefault(number, []).append(each.record.record_id)
    for each in booked:
        others = (name for number in _numbers(each.record) for name in named[number])
        yield tuple(sorted({name for name in others if name != each.record.record_id}))


def screen_one(booked: Booked, rulebook: Rulebook, same_case: tuple[str, ...]) -> ScreenedRecord:
    """Screen one record, on its own day."""
    record = booked.record
    return ScreenedRecord(
        record_id=record.record_id,
        as_of=record.as_of,
        charges=tuple(screen(rulebook, record, charge) for charge in booked.charges),
        same_case=same_case,
    )


def require_policies(rulebook: Rulebook) -> None:
    """Refuse law that holds no policy of an office.

    Raises
    ------
    UsageError
        It holds none.
    """
    if not any(page.kind is PageKind.SCREENING_POLICY for page in rulebook.pages):
        raise UsageError(
            f"[{rulebook.name}] holds no screening policy",
            why="A page of law says what may be cleared, and nothing of what is brought.",
            repair="Name one with --policy, such as [us-md-baltimore-city].",
        )


def pending_charges(record: Record) -> tuple[str, ...]:
    """The charges of a record that are open, or may be."""
    return tuple(each.charge_id for each in record.charges() if is_pending(each, record.as_of))


def _asked(docket: Docket) -> Iterable[str]:
    return [docket.target] if docket.target else pending_charges(docket.record)


def _numbers(record: Record) -> set[str]:
    """The numbers of the cases of a record that hold an open charge."""
    return {
        case.number
        for case in record.cases
        if case.number and any(is_pending(each, record.as_of) for each in case.charges)
    }
