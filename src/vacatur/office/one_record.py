"""The whole record of one person, found by one of its charges or cases."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from vacatur.errors import UsageError, WorkspaceError, nearest
from vacatur.facts import effect
from vacatur.office.cases_by_id import persons_of_cases
from vacatur.office.loading import KEY_OF, OWN_ID, Rows, records_from
from vacatur.office.looking_up import rows_with
from vacatur.office.workspace import Workspace
from vacatur.record.earlier import was_never_written
from vacatur.record.record import Record
from vacatur.record.tables import TABLES

_TRIES = 3  # records are replaced by a rename: twice within one look is rare


def load_record(workspace: Workspace, charge_id: str, *, as_of: date) -> Record:
    """The whole record of the person who has a charge.

    Raises
    ------
    UsageError
        The workspace has no such charge; the nearest is named.
    WorkspaceError
        The records do not hold yet what was told of them, or are being replaced.
    """

    def owners(folder: Path) -> list[str]:
        return _owners(folder / "charges.parquet", "charge_id", charge_id)

    record = _load(workspace, owners, as_of)
    if record is None:
        repair = _nearest(workspace, charge_id)
        raise UsageError(f"the workspace has no charge [{charge_id}]", repair=repair)
    return record


def load_record_of_case(workspace: Workspace, case_id: str, *, as_of: date) -> Record:
    """The whole record of the person whose case it is: read faster than by a charge.

    Raises
    ------
    UsageError
        The workspace has no such case.
    WorkspaceError
        As for `load_record`.
    """

    def owners(folder: Path) -> list[str]:
        return list(persons_of_cases(folder, [case_id]).values())

    record = _load(workspace, owners, as_of)
    if record is None:
        raise UsageError(
            f"the workspace has no case [{case_id}]",
            why="Its records were linked or ingested anew without it.",
            repair="Look for it by its number.",
        )
    return record


# From a folder of records, or of an effect, to the ids of whoever is asked for there.
_Owners = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody, and the folder from which they are read: the records', or a later effect's."""

    person_id: str
    folder: Path


def _load(workspace: Workspace, owners: _Owners, as_of: date) -> Record | None:
    for _ in range(_TRIES):
        state = _state(workspace)
        try:
            rows = _read_whole(workspace, owners)
        except (OSError, pa.ArrowException):  # a file went away between two looks
            if _state(workspace) == state:
                raise
            continue
        if _state(workspace) == state:
            return next(iter(records_from(rows, as_of=as_of).values())) if rows else None
    raise WorkspaceError(
        "the records are being replaced",
        why="Half of what was read is of the old ones, and half of the new.",
        repair="Ask again in a moment.",
    )


def _state(workspace: Workspace) -> tuple[Hashable, ...]:
    """What the records are made of, all of it heard."""
    workspace.refuse_unheard()
    return workspace.records_sha256(), workspace.facts_state(), workspace.effects()


def _read_whole(workspace: Workspace, owners: _Owners) -> Rows | None:
    """The rows of somebody; None: there is nobody."""
    person = _person(workspace, owners)
    return None if person is None else _rows(person, workspace.records_folder)


def _person(workspace: Workspace, owners: _Owners) -> _Person | None:
    """Who is asked for; of the effects that hold somebody, the last one counts."""
    later: list[Path] = []
    for folder in (*reversed(workspace.effects()), workspace.records_folder):
        for person_id in owners(folder):
            if not any(_owners(each / "persons.parquet", "person_id", person_id) for each in later):
                return _Person(person_id, folder)
        later.append(folder)
    return None


def _owners(path: Path, key: str, asked: str) -> list[str]:
    return [row["person_id"] for row in rows_with(path, key, [asked])]


def _rows(person: _Person, records_folder: Path) -> Rows:
    """The rows of every table; what hangs on a case or a charge, once these are known."""
    known = {"person_id": [person.person_id]}
    rows: Rows = {}
    for name, key in KEY_OF.items():
        folder = person.folder if name in effect.TABLES else records_folder
        rows[name] = _rows_of(folder, name, key, known[key])
        if own_id := OWN_ID.get(name):
            rows[name].sort(key=itemgetter(own_id))
            known[own_id] = [row[own_id] for row in rows[name]]
    return rows


def _rows_of(folder: Path, name: str, key: str, ids: list[str]) -> list[dict[str, Any]]:
    if was_never_written(folder, name):
        return []
    every = dict.fromkeys(TABLES[name].columns)  # an earlier vacatur wrote fewer columns
    return [{**every, **row} for row in rows_with(folder / f"{name}.parquet", key, ids)]


def _nearest(workspace: Workspace, charge_id: str) -> str:
    case = charge_id.rsplit("/", 1)[0]
    with workspace.connection() as connection:
        charges = workspace.records(connection)["charges"]
        same_case = charges.filter(charges.charge_id.startswith(case)).select("charge_id").limit(50)
        known = [row["charge_id"] for row in same_case.to_pyarrow().to_pylist()]
    if known:
        return nearest(charge_id, known)
    return "A charge is named CASE/NUMBER, as in the worklist and in decisions.parquet."
