"""A visit that was saved: sealed in the workspace under a key of its own.

Who deletes it destroys the key. What is left on a disk or in a backup opens for nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError
from vacatur.matters.sealed_files import read_sealed, write_sealed
from vacatur.matters.store import Casework, Doing
from vacatur.office.clinic.room import Visit
from vacatur.office.workspace import Workspace

FOLDER = "clinic"
ENDING = ".sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedVisit:
    """What was saved of one person."""

    subject: str
    label: str
    law: str
    docket: dict[str, Any]
    unread: tuple[str, ...]
    saved_by: str
    saved_at: datetime


def save_visit(workspace: Workspace, casework: Casework, visit: Visit, doing: Doing) -> str:
    """Save a visit, or save it again; the subject under which its key is kept."""
    subject = visit.saved_as or casework.keys.make(1)[0]
    told = {
        "label": visit.label,
        "law": visit.law,
        "docket": visit.docket,
        "unread": list(visit.unread),
        "saved_by": doing.actor,
        "saved_at": doing.at.isoformat(),
    }
    path = _path(workspace, subject)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as file:
        text = json.dumps(told).encode()
        write_sealed(file, _key(casework, subject), [text], name=subject, about={})
    with casework.working(doing) as work:
        work.note_access("ClinicSaved", {"subject": subject})
        partial.replace(path)
    return subject


def saved_visits(workspace: Workspace, casework: Casework) -> list[SavedVisit]:
    """Everything that was saved, the latest first."""
    folder = workspace.folder / FOLDER
    names = sorted(each.stem for each in folder.glob(f"*{ENDING}")) if folder.is_dir() else []
    found = [_read(workspace, casework, name) for name in names if not name.startswith(".")]
    return sorted((x for x in found if x), key=lambda each: each.saved_at, reverse=True)


def open_visit(workspace: Workspace, casework: Casework, subject: str, doing: Doing) -> SavedVisit:
    """Read what was saved. The chain says first that somebody did.

    Raises
    ------
    UsageError
        It was deleted, or there never was any.
    """
    _require(workspace, casework, subject)
    with casework.working(doing) as work:
        work.note_access("ClinicOpened", {"subject": subject})
    found = _read(workspace, casework, subject)
    assert found is not None
    return found


def delete_visit(workspace: Workspace, casework: Casework, subject: str, doing: Doing) -> None:
    """Destroy the key of what was saved, and take the file away.

    Raises
    ------
    UsageError
        It was deleted already, or there never was any.
    """
    _require(workspace, casework, subject)
    with casework.working(doing) as work:
        work.note_access("ClinicDeleted", {"subject": subject})
    casework.keys.destroy([subject], at=doing.at.isoformat())
    _path(workspace, subject).unlink(missing_ok=True)


def _require(workspace: Workspace, casework: Casework, subject: str) -> None:
    good = re.fullmatch("[0-9a-f]{32}", subject) and _path(workspace, subject).is_file()
    if not good or casework.keys.get(subject) is None:
        raise UsageError("nothing is saved under this name", repair="The list shows what is.")


def _read(workspace: Workspace, casework: Casework, subject: str) -> SavedVisit | None:
    """What a file holds; None: its key was destroyed, and it came back with a backup."""
    key = casework.keys.get(subject)
    if key is None:
        return None
    chunks = read_sealed(_path(workspace, subject), key, name=subject)
    told: Mapping[str, Any] = json.loads(b"".join(chunks))
    return SavedVisit(
        subject=subject,
        label=told["label"],
        law=told["law"],
        docket=told["docket"],
        unread=tuple(told["unread"]),
        saved_by=told["saved_by"],
        saved_at=datetime.fromisoformat(told["saved_at"]),
    )


def _key(casework: Casework, subject: str) -> bytes:
    key = casework.keys.get(subject)
    if key is None:
        raise UsageError("what was saved was deleted meanwhile", repair="Save it as new.")
    return key


def _path(workspace: Workspace, subject: str) -> Path:
    return workspace.folder / FOLDER / f"{subject}{ENDING}"
