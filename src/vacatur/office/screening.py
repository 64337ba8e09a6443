"""Screening records that somebody typed or a feed sent: dockets, one or many in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.errors import UsageError
from vacatur.ingest.docket import Docket, read_dockets
from vacatur.law.answers import PageKind
from vacatur.law.rulebook import Rulebook
from vacatur.screening.screened import ScreenedCharge, is_pending, screen


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedRecord:
    """One record on its day. Charges: the one that it asks about, or each that is pending."""

    record_id: str
    as_of: date
    charges: tuple[ScreenedCharge, ...]


def screen_dockets(path: Path, rulebook: Rulebook) -> Iterator[ScreenedRecord]:
    """Screen each record of a file, on the day that it states.

    Raises
    ------
    UsageError
        The law holds no screening policy.
    RecordError
        A docket cannot be read, or two have one id: one booking would be screened twice.
    """
    refuse_without_policy(rulebook)
    for docket in read_dockets(path, codes=rulebook.codes):
        yield screen_docket(docket, rulebook)


def screen_docket(docket: Docket, rulebook: Rulebook) -> ScreenedRecord:
    """Screen one record, on the day that it states."""
    return ScreenedRecord(
        record_id=docket.record.record_id,
        as_of=docket.record.as_of,
        charges=tuple(screen(rulebook, docket.record, each) for each in _asked(docket)),
    )


def refuse_without_policy(rulebook: Rulebook) -> None:
    """Refuse a law that holds no screening policy: it would answer nothing of any charge."""
    if not any(page.kind is PageKind.SCREENING_POLICY for page in rulebook.pages):
        raise UsageError(
            f"[{rulebook.name}] holds no screening policy",
            why="A page of law says what may be cleared, and nothing of what is brought.",
            repair="Name one with --policy, such as [us-md-baltimore-city].",
        )


def _asked(docket: Docket) -> list[str]:
    if docket.target:
        return [docket.target]
    return [each.charge_id for each in docket.record.charges() if is_pending(each)]
