"""Building the public store of a workspace: sealed letters, and whom a person can call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.documents.particulars import ENGLISH, SPANISH
from vacatur.errors import WorkspaceError
from vacatur.matters.store import Casework, Doing
from vacatur.office.erasures import read_ledger
from vacatur.office.packet_folder import note_readings
from vacatur.office.packet_jobs import Paperwork
from vacatur.office.packet_reading import PacketReader
from vacatur.office.packet_settings import read_office
from vacatur.office.public_letters import lookup_key, sealed_letters
from vacatur.office.public_settings import EXAMPLE, read_public
from vacatur.office.settings_file import SETTINGS_FILE
from vacatur.office.workspace import Workspace
from vacatur.public_store.writing import PublicOffice, write_store


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBuilt:
    """A public store that was built. Kept letters = letters + expired + forgotten."""

    folder: Path
    letters: int
    expired: int
    forgotten: int


def build_public_store(
    workspace: Workspace, casework: Casework, folder: Path, doing: Doing, *, on: date
) -> PublicBuilt:
    """Write the public store. Whose letters went into it stands in the chain as a reading.

    Raises
    ------
    UsageError
        Nobody on the staff is called so.
    WorkspaceError
        No letter page is set, something else is in the folder, or a sealed letter is damaged.
    """
    settings = read_public(workspace)
    if settings is None:
        raise WorkspaceError(
            "no letter page is set",
            where=SETTINGS_FILE,
            why="No letter has a code.",
            repair="Write into the file, for example:\n" + EXAMPLE,
        )
    _refuse_inside(workspace, folder)
    gone = frozenset(line.subject for line in read_ledger(workspace.folder).lines)
    kept = list(sealed_letters(workspace))
    told = [each for each in kept if each.subject not in gone]
    good = [each for each in told if on <= date.fromisoformat(each.last_day)]
    note_readings(casework, [each.number for each in good], doing)
    write_store(
        folder,
        [each.record() for each in good],
        _office(workspace, casework, settings.dashboard, on),
        lookup_key(workspace),
    )
    return PublicBuilt(
        folder=folder,
        letters=len(good),
        expired=len(told) - len(good),
        forgotten=len(kept) - len(told),
    )


def _office(workspace: Workspace, casework: Casework, dashboard: str, on: date) -> PublicOffice:
    office = read_office(workspace)
    rulebook = PacketReader(workspace, casework).rulebook
    work = Paperwork(rulebook=rulebook, office=office, on=on, is_draft=False)
    return PublicOffice(
        name=office.name,
        telephone=office.telephone,
        email=office.email,
        dashboard=dashboard,
        notes={language: work.note(language) for language in (ENGLISH, SPANISH)},
    )


def _refuse_inside(workspace: Workspace, folder: Path) -> None:
    if folder.resolve().is_relative_to(workspace.folder.resolve()):
        raise WorkspaceError(
            "the public store would lie in the workspace",
            where=str(folder),
            why="It goes to a machine that has nothing else of the office.",
            repair="Name a folder elsewhere.",
        )
