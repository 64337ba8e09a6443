"""Taking an export in: ingest it, link its cases to persons, and seal each person's rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError, nearest
from vacatur.identity.exact_keys import LinkReport, format_link_report, link
from vacatur.ingest.docket_adapter import ingest_dockets
from vacatur.ingest.md_case_search.adapter import ingest_extract
from vacatur.ingest.report import IngestReport, format_report
from vacatur.law.rulebook import packaged_codes
from vacatur.office.person_hashes import write_person_hashes
from vacatur.office.workspace import Workspace

Progress = Callable[[str, int, int], None]

CASE_SEARCH, DOCKET = "md-case-search", "docket"
ADAPTERS = (CASE_SEARCH, DOCKET)


@dataclass(frozen=True, slots=True)
class Intake:
    """What one ingest did, and how its cases were linked."""

    ingested: IngestReport
    linked: LinkReport

    def in_words(self) -> str:
        """The reconciliation and the link, for a person."""
        return f"{format_report(self.ingested)}\n{format_link_report(self.linked)}"

    def as_data(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "ingested": dataclasses.asdict(self.ingested),
            "linked": dataclasses.asdict(self.linked),
        }


@dataclass(frozen=True, slots=True)
class Relinked:
    """How the cases were linked again."""

    linked: LinkReport

    def in_words(self) -> str:
        """The link, for a person."""
        return format_link_report(self.linked)

    def as_data(self) -> dict[str, Any]:
        """The same for machines."""
        return dataclasses.asdict(self.linked)


def ingest(
    source: Sequence[Path], workspace: Workspace, *, adapter: str, progress: Progress
) -> Intake:
    """Read an export into the workspace, link it by exact keys, and seal each person's rows.

    Raises
    ------
    UsageError
        The adapter is not known, or it was given the wrong number of files.
    IngestError
        A file cannot be read at all; earlier records stand.
    """
    codes = packaged_codes()
    if adapter == CASE_SEARCH:
        given = source[0] if len(source) == 1 else source
        ingested = ingest_extract(given, workspace.folder, codes, progress)
    elif adapter == DOCKET:
        if len(source) != 1:
            raise UsageError(f"the adapter [{DOCKET}] reads one file; {len(source)} were given")
        ingested = ingest_dockets(source[0], workspace.folder, codes)
    else:
        raise UsageError(f"there is no adapter [{adapter}]", repair=nearest(adapter, ADAPTERS))
    return Intake(ingested, link_records(workspace).linked)


def link_records(workspace: Workspace) -> Relinked:
    """Link the cases of a workspace to persons, by exact keys only."""
    workspace.records_manifest()  # refuses a folder that holds no records
    linked = link(workspace.records_folder)
    write_person_hashes(workspace)
    return Relinked(linked)
