"""Read a source for counting, whichever adapter it takes, into one table of the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from vacatur.errors import UsageError, nearest
from vacatur.evidence.race_codes import RaceCodes
from vacatur.evidence.sources import Unit
from vacatur.ingest.arrest_feed.feed import FIRST_DAY, SAME_AS_EARLIER, read_feed
from vacatur.ingest.arrest_feed.styles import DISTRICTS
from vacatur.ingest.event_file.reading import read_events, require_read
from vacatur.ingest.event_file.shapes import SHAPES, own_shape
from vacatur.sql import literal

ARRESTS = "bpd-arrests"
OWN = "events"
ADAPTERS = (ARRESTS, *SHAPES, OWN)
BLACK, WHITE, OTHERS = "Black", "White", "another race"
_LETTERS = RaceCodes(
    name="races of the arrest feed",
    first=FIRST_DAY,
    last=None,
    said_by="the letters of the FBI's race codes, which the feed uses and does not explain: A, I "
    "and others together",
    groups={"B": BLACK, "W": WHITE, "A": OTHERS, "I": OTHERS, "U": None},
)
_STOPS = RaceCodes(
    name="races of the Stanford Open Policing Project",
    first=FIRST_DAY,
    last=None,
    said_by="the project's data dictionary; Hispanic people are one of its races",
    groups={
        "black": BLACK,
        "white": WHITE,
        "hispanic": "Hispanic",
        "asian/pacific islander": OTHERS,
        "other": OTHERS,
        "other/unknown": None,
        "unknown": None,
        "NA": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """A source, read: its file, how its rows are accounted for, and what its races mean.

    `races` null: the file gives a group as it is called, and the population says which there are.
    """

    adapter: str
    file: str
    sha256: str
    units: tuple[Unit, ...]  # in which it can be counted; the first one unless asked otherwise
    what: str
    said_by: str  # "": nobody is known to have said it
    rows_in: int
    refused: Mapping[str, int]  # rows that stand in no count, by reason
    notes: tuple[str, ...]
    has: frozenset[str]
    races: RaceCodes | None
    unit_said: str  # in which the file says that it counts; "": it says nothing


def read_source(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    folder: Path,
    *,
    adapter: str,
    columns: Sequence[str],
    name: str,
    read_on: date,
) -> ReadSource:
    """Make the table `name`, of `number`, `day`, `race`, `district`, `code`, `words` and `many`.

    Raises
    ------
    UsageError
        There is no such adapter, or columns are told of one that has its own.
    IngestError
        The file cannot be read as one of that adapter.
    FigureRefused
        It can be read, and nothing may be counted from it.
    """
    if adapter not in ADAPTERS:
        raise UsageError(
            f"there is no adapter [{adapter}]",
            why="A file that is read as another one gives figures of something else.",
            repair=nearest(adapter, ADAPTERS) or f"There are {', '.join(ADAPTERS)}.",
        )
    if columns and adapter != OWN:
        raise UsageError(
            f"the adapter [{adapter}] has its own columns",
            repair=f"Leave [--column] out, or read the file with [{OWN}].",
        )
    if adapter == ARRESTS:
        return _arrests(connection, path, folder, name, read_on)
    shape = own_shape(columns) if adapter == OWN else SHAPES[adapter]
    file = read_events(connection, path, folder, shape=shape, name=name, read_on=read_on)
    _name_districts(connection, name)
    return ReadSource(
        adapter=adapter,
        file=file.name,
        sha256=file.sha256,
        units=tuple(Unit) if adapter == OWN else (Unit.EVENT,),
        what=shape.what,
        said_by=shape.said_by,
        rows_in=file.rows_in,
        refused=file.unread,
        notes=(),
        has=file.has,
        races=_STOPS if adapter == "stops" else None,
        unit_said=file.unit,
    )


def _arrests(
    connection: duckdb.DuckDBPyConnection, path: Path, folder: Path, name: str, read_on: date
) -> ReadSource:
    feed = read_feed(connection, path, folder, name=f"{name}_feed", read_on=read_on)
    connection.execute(
        f"""create or replace table {name} as
        select row, arrest_number as number, arrest_day as day, race, district, code, words,
            1::bigint as many from {name}_feed"""
    )
    # A copy of a row is not lost: the row itself is counted.
    lost = {x.reason: x.rows for x in feed.quarantined if x.reason != SAME_AS_EARLIER}
    require_read(lost, feed.rows_in, feed.name)
    notes = [f"header style [{feed.style}]"]
    if feed.unnumbered:
        notes.append(
            f"{feed.unnumbered:,} rows have no arrest number, and each is counted as one arrest"
        )
    if feed.alike:
        notes.append(
            f"{feed.alike:,} rows without a number are alike in every column, and are counted"
        )
    return ReadSource(
        adapter=ARRESTS,
        file=feed.name,
        sha256=feed.sha256,
        units=(Unit.ARREST, Unit.CHARGE),
        what="arrests",
        said_by="Baltimore Police Department, arrest feed of Open Baltimore",
        rows_in=feed.rows_in,
        refused={each.reason: each.rows for each in feed.quarantined},
        notes=tuple(notes),
        has=frozenset({"race", "district", "code", "words"}) & feed.has,
        races=_LETTERS,
        unit_said="",
    )


def _name_districts(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Districts as the arrest feed and the population call them; another name stays as it is."""
    names = ", ".join(f"{literal(key)}: {literal(word)}" for key, word in DISTRICTS.items())
    connection.execute(
        f"""update {name} set district = coalesce(map {{{names}}}[upper(district)], district)
        where district is not null"""
    )


def districts_named(name: str) -> str:
    """A district as the feeds call it."""
    return DISTRICTS.get(name.strip().upper(), name.strip())
