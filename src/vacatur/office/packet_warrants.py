"""What papers say of the warrants of a case, and whether there is anything to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.documents.days import day_in_words
from vacatur.documents.particulars import ENGLISH, SPANISH, Table
from vacatur.law.vehicle import Circumstance
from vacatur.matters.states import Discharge
from vacatur.office.court_records import CaseWarrant
from vacatur.office.matter_duties import covers
from vacatur.office.packet_reading import MatterRead
from vacatur.record.particulars import Stated

_ISSUED = {
    ENGLISH: "{kind}, issued on {day}",
    SPANISH: "{kind}, emitida el {day}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """When and where a case is called next, and whether the court is first asked for a recall.

    `day` null: no date is recorded. `room` blank: nor is a room.
    """

    day: date | None
    room: str
    recalls: bool


def sitting_of(read: MatterRead) -> Sitting:
    """Where a matter stands on a list by day and courtroom."""
    when = read.court_date
    return Sitting(
        day=when.day if when else None,
        room=when.room if when else "",
        recalls=bool(read.warrants) and not has_no_open_warrant(read),
    )


def has_no_open_warrant(read: MatterRead) -> bool:
    """Whether no warrant is to be recalled.

    The records show that none is open, or an attorney attests it of all that they show. A warrant
    that is stated is one.
    """
    if Stated.WARRANTS in read.stated:
        return False
    duties = [each for each in read.matter.duties if each.where is Circumstance.OPEN_WARRANT]
    attested = duties and all(each.how is Discharge.NOT_NEEDED for each in duties)
    if attested and (read.warrants is None or covers(read.matter, read.warrants)):
        return True
    return read.warrants is not None and read.warrants.is_open is False


def warrants_table(read: MatterRead) -> Table | None:
    """Each open warrant; None where none is known, or one is doubtful or lacks its kind or day."""
    known = _known(read)
    if not known:
        return None
    return Table(
        columns=("Kind of warrant", "Issued", "Status in the record"),
        widths=(3, 1.4, 2),
        rows=tuple(
            (each.kind or "", str(each.issued_on or ""), each.recorded or "") for each in known
        ),
    )


def warrants_plainly(read: MatterRead, language: str) -> tuple[str, ...]:
    """Each warrant that is to be recalled, for a letter; empty: none is."""
    if has_no_open_warrant(read):
        return ()
    if (stated := read.stated.get(Stated.WARRANTS)) is not None:
        return (stated.text,)
    return tuple(
        _ISSUED[language].format(kind=each.kind, day=day_in_words(each.issued_on, language))
        for each in _known(read)
        if each.issued_on is not None
    )


def _known(read: MatterRead) -> tuple[CaseWarrant, ...]:
    """The open warrants, if everything that a motion says of them is recorded.

    None of them where another one may be open: the motion would leave it out.
    """
    if read.warrants is None or any(each.state is None for each in read.warrants.warrants):
        return ()
    there = read.warrants.open_ones
    return there if all(each.kind and each.issued_on for each in there) else ()
