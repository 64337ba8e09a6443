"""A table that states particulars of many matters: each row is stated, or refused and named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.errors import IngestError, MoveRefused, UsageError, nearest
from vacatur.matters.commands import StateParticular
from vacatur.matters.moves import Scene, event_of
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.casework import one_by_one
from vacatur.office.hand_csv import rows_of_csv, rows_of_text
from vacatur.office.limited import read_told
from vacatur.record.particulars import Stated

COLUMNS = ("matter", "particular", "text")
TABLE = ("matter", "text")
# What is one person's: a text of it for many matters is a mistake.
OF_ONE_PERSON = frozenset(
    {
        Stated.DEFENDANT_NAME,
        Stated.DEFENDANT_BIRTH_DATE,
        Stated.DEFENDANT_ADDRESS,
        Stated.VICTIM_ADDRESS,
        Stated.PETITIONER_IDENTITY,
    }
)
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_FIRST_ROW = 2  # the header is row 1, as a spreadsheet counts


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRows:
    """What a file came to: `rows` = `stated` + the length of `refused`, which says why, by row.

    `matters` are those of the rows that were stated, in their order.
    """

    rows: int
    stated: int
    matters: tuple[int, ...]
    refused: Mapping[int, str]


def particular_named(name: str) -> Stated:
    """The particular of a name.

    Raises
    ------
    UsageError
        There is none. What was written may be somebody's data, so it is not told.
    """
    known = [str(each) for each in Stated]
    if name not in known:
        raise UsageError(
            "there is no such particular",
            repair=f"{nearest(name, known)} [vacatur matters state --help] lists them.",
        )
    return Stated(name)


def state_rows(casework: Casework, path: Path, doing: Doing, *, today: date) -> StatedRows:
    """State what the rows of a CSV file say, in their order.

    Raises
    ------
    IngestError
        The file cannot be read, lacks a column, or has one that is not known. Nothing is stated.
    """
    return _state(casework, rows_of_csv(path, COLUMNS, COLUMNS), doing, today)


def state_table(
    casework: Casework,
    text: str,
    particular: Stated,
    doing: Doing,
    *,
    among: Collection[int],
    today: date,
    rehearse: bool = False,
) -> StatedRows:
    """State one particular of each matter that a table tells a text of.

    Parameters
    ----------
    text
        CSV with the columns of `TABLE`.
    among
        The matters that are meant; a row of another one is refused.
    rehearse
        Say what would become of each row, and leave everything as it is.

    Raises
    ------
    IngestError
        As for `state_rows`.
    """
    rows = [{**row, "particular": str(particular)} for row in _told_rows(text)]
    return _state(casework, rows, doing, today, among=among, rehearse=rehearse)


def cells_of(content: bytes) -> list[list[str]]:
    """What the process with limits answers: the cells of each row, in the order of `TABLE`.

    Raises
    ------
    IngestError
        As for `state_rows`.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise IngestError("the table is no text in UTF-8", repair="Save it as CSV UTF-8.") from None
    return [[row[name] for name in TABLE] for row in rows_of_text(text, "the table", TABLE, TABLE)]


def _told_rows(text: str) -> list[dict[str, str]]:
    """The rows of a table that somebody typed or sent, read in the process with limits."""
    rows = read_told(text.encode(errors="replace"))
    return [dict(zip(TABLE, cells, strict=True)) for cells in rows]


def _state(
    casework: Casework,
    told: Sequence[Mapping[str, str]],
    doing: Doing,
    today: date,
    *,
    among: Collection[int] | None = None,
    rehearse: bool = False,
) -> StatedRows:
    rows = dict(enumerate(told, start=_FIRST_ROW))
    repeated = _repeated(rows)

    def move(work: Work, number: int) -> None:
        if number in repeated:
            raise _said_twice(number, repeated[number])
        command = _command(rows[number], doing.actor)
        named = _matter(rows[number])
        if among is not None and named not in among:
            raise MoveRefused(
                f"matter {named} is not in the set", repair="Mark it in the worklist, too."
            )
        matter = work.matter(named)
        scene = Scene(matter=matter, member=work.member(doing.actor), today=today)
        work.record(matter, event_of(command, scene))

    done = one_by_one(casework, list(rows), doing, move, rehearse=rehearse)
    matters = tuple(_matter(rows[row]) for row in done.done)
    return StatedRows(rows=len(rows), stated=len(matters), matters=matters, refused=done.refused)


def _command(row: Mapping[str, str], by: str) -> StateParticular:
    return StateParticular(by=by, particular=particular_named(row["particular"]), text=row["text"])


def _matter(row: Mapping[str, str]) -> int:
    if not _NUMBER.fullmatch(row["matter"]):
        raise UsageError("under [matter] stands no number of a matter", repair="Write it like 12.")
    return int(row["matter"])


def _repeated(rows: Mapping[int, Mapping[str, str]]) -> dict[int, Sequence[int]]:
    """The rows that tell one particular of one matter, by each of their numbers; two or more."""
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in rows.items():
        alike[row["matter"], row["particular"]].append(number)
    return {each: numbers for numbers in alike.values() if len(numbers) > 1 for each in numbers}


def _said_twice(number: int, numbers: Sequence[int]) -> MoveRefused:
    others = ", ".join(str(each) for each in numbers if each != number)
    return MoveRefused(
        f"row {others} states the same particular of the same matter",
        why="Nobody can tell which of them holds, so none is stated.",
        repair="Leave one of them in the file.",
    )
