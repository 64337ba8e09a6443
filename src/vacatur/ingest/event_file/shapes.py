"""The columns of the files of events that are read, declared one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vacatur.errors import IngestError, UsageError, nearest

# What is read of a row; null where the file has no such column.
READ = ("day", "race", "district", "code", "words", "count", "unit", "row_id")
_NEEDED = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventShape:
    """One kind of file: which of its columns says what.

    `reads` gives the file's name of each column of `READ` that it has. `days` are the formats of
    the letters of a day, which may have a time behind it. `closed`: no other column may be there.
    """

    name: str
    reads: Mapping[str, str]
    days: tuple[str, ...]
    what: str  # what one row is, in words of the plural
    said_by: str


SHAPES: Mapping[str, EventShape] = {
    each.name: each
    for each in (
        EventShape(
            name="bpd-part1",
            reads={
                "day": "CrimeDate",
                "code": "CrimeCode",
                "words": "Description",
                "district": "District",
            },
            days=("%Y-%m-%d", "%m/%d/%Y"),
            what="reported Part 1 offenses",
            said_by="Baltimore Police Department, Part 1 crime data of Open Baltimore",
        ),
        EventShape(
            name="calls",
            reads={
                "day": "callDateTime",
                "words": "description",
                "district": "district",
                "row_id": "callNumber",
            },
            days=("%Y-%m-%d", "%m/%d/%Y", "%Y/%m/%d"),
            what="calls for service",
            said_by="Baltimore Police Department, calls for service of Open Baltimore",
        ),
        EventShape(
            name="stops",
            reads={
                "day": "date",
                "race": "subject_race",
                "district": "district",
                "row_id": "raw_row_number",
            },
            days=("%Y-%m-%d",),
            what="stops",
            said_by="Stanford Open Policing Project, as standardised from the department's records",
        ),
    )
}
# A file of stops may have no district, and a file of calls no number.
_MAY_LACK = frozenset({"district", "row_id"})


def own_shape(columns: Sequence[str]) -> EventShape:
    """A shape of an office's own file, from [day=COLUMN] and others.

    Raises
    ------
    UsageError
        A part is no pair, names nothing that is read, or there is no day.
    """
    reads = {}
    for each in columns:
        name, equals, column = each.partition("=")
        if not equals or not column.strip() or name not in READ:
            raise UsageError(
                f"[{each}] says no column",
                why="A column that is guessed is a count of something else.",
                repair=nearest(name, READ) or f"Write NAME=COLUMN; names are {', '.join(READ)}.",
            )
        reads[name] = column.strip()
    if _NEEDED not in reads:
        raise UsageError(
            "no column is said to hold the day",
            why="A count speaks of a period.",
            repair="Say it, as in [--column day=EventDate].",
        )
    return EventShape(
        name="events",
        reads=reads,
        days=("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y"),
        what="events",
        said_by="",
    )


def require_columns(shape: EventShape, header: Sequence[str], where: str) -> Mapping[str, str]:
    """The columns of a shape that a header has.

    Raises
    ------
    IngestError
        A column is missing, or a name stands twice.
    """
    for name in {each for each in header if header.count(each) > 1}:
        raise IngestError(
            f"the column [{name}] stands twice",
            where=where,
            why="Nothing says which of the two is meant.",
            repair="Export the file with a name of its own for each column.",
        )
    found = {}
    for name, column in shape.reads.items():
        if column in header:
            found[name] = column
        elif shape.name == "events" or name not in _MAY_LACK:
            raise IngestError(
                f"the column [{column}] of a file of [{shape.name}] is missing",
                where=where,
                why="What it says would be unknown for every row.",
                repair=nearest(column, header) or "Name the adapter that the file is for.",
            )
    return found
