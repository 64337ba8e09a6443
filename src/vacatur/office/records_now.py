"""What the records were made from, row by row accounted for, and the runs made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.errors import VacaturError
from vacatur.office.intake_checks import has_records
from vacatur.office.records_log import Entry, read_log
from vacatur.office.stale import latest_standing
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNow:
    """One file that was read. `rows_in` = `mapped` + `quarantined` + `withheld`, always."""

    role: str
    rows_in: int
    mapped: int
    quarantined: int
    withheld: int

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for."""
        return self.rows_in == self.mapped + self.quarantined + self.withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsNow:
    """The records as they stand. Wordings are shown as the manifest shows them: none of one row."""

    adapter: str
    files: tuple[FileNow, ...]
    reasons: Mapping[str, int]  # of quarantine -> rows
    unmapped_dispositions: Mapping[str, int]
    unmapped_courts: Mapping[str, int]
    unreadable: Mapping[str, int]  # table.column -> rows
    cases: int
    charges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run of the list."""

    name: str
    law: str
    as_of: date
    charges: int
    reached: int
    is_latest: bool
    stands: bool  # the records, the facts and the law are those that it was made from


def records_now(workspace: Workspace) -> RecordsNow | None:
    """What went in; None: nothing has."""
    if not has_records(workspace):
        return None
    told = workspace.records_manifest()
    return RecordsNow(
        adapter=str(told["adapter"]["name"]),
        files=tuple(_file(each) for each in told["files"]),
        reasons=told["quarantine"],
        unmapped_dispositions=told["unmapped_dispositions"],
        unmapped_courts=told["unmapped_courts"],
        unreadable=told["unreadable"],
        cases=told["tables"]["cases"],
        charges=told["tables"]["charges"],
    )


def last_ingests(workspace: Workspace, most: int) -> list[Entry]:
    """The last ingests, the latest first."""
    return list(reversed(read_log(workspace).entries))[:most]


def run_lines(workspace: Workspace) -> list[RunLine]:
    """Every run, the one that was written last first."""
    names = workspace.run_names()
    if not names:
        return []
    written = {each: _written(workspace, each) for each in names}
    latest = workspace.run_folder("latest").name if _has_latest(workspace) else ""
    standing = _standing_run(workspace)
    lines = [_line(workspace, each, latest, standing) for each in names]
    return sorted(lines, key=lambda line: written[line.name], reverse=True)


def _standing_run(workspace: Workspace) -> str:
    """The run that stands; empty: none does, or its law cannot be read any more."""
    if not has_records(workspace):
        return ""
    try:
        found = latest_standing(workspace, facts=workspace.facts_state().sha256)
    except VacaturError:
        return ""
    return found.name if found else ""


def _line(workspace: Workspace, name: str, latest: str, standing: str) -> RunLine:
    told = workspace.run_manifest(name)
    return RunLine(
        name=name,
        law=Path(told["law"]).name,
        as_of=date.fromisoformat(told["as_of"]),
        charges=told["counts"]["charges"],
        reached=told["counts"]["reached"],
        is_latest=name == latest,
        stands=name == standing,
    )


def _file(told: Mapping[str, Any]) -> FileNow:
    return FileNow(
        role=told["role"],
        rows_in=told["rows_in"],
        mapped=told["mapped"],
        quarantined=told["quarantined"],
        withheld=told.get("withheld", 0),
    )


def _written(workspace: Workspace, name: str) -> int:
    return (workspace.run_folder(name) / "manifest.json").stat().st_mtime_ns


def _has_latest(workspace: Workspace) -> bool:
    return (workspace.decisions_folder / "latest").is_file()
