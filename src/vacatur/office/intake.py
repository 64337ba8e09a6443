"""Taking an export in: compare it with the last one, map it, link it, seal each person's rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.identity.engines import Engine
from vacatur.identity.hearing import links_sha256
from vacatur.identity.link_report import LinkReport, format_link_report
from vacatur.identity.linking import LINKS, link
from vacatur.ingest.facts import FACTS, write_facts
from vacatur.ingest.report import IngestReport, format_report
from vacatur.ingest.snapshots import MEMORY, Snapshot, compare, remember
from vacatur.ingest.store import MANIFEST, write_manifest
from vacatur.law.rulebook import packaged_codes
from vacatur.office.effects import apply_all
from vacatur.office.exports import Export
from vacatur.office.intake_checks import (
    earlier_snapshot,
    is_the_same,
    refuse_another_feed,
    refuse_nothing_mapped,
)
from vacatur.office.intake_commit import (
    Staging,
    commit,
    commit_links,
    finish,
    runs_holding,
    stage_records,
    staging,
)
from vacatur.office.person_hashes import write_person_hashes
from vacatur.office.records_log import NO_DIFFERENCE, Entry, LoggedFile, append, read_log
from vacatur.office.workspace import LINKED_TO, LINKED_WITH, Workspace
from vacatur.progress import Progress

_VANISHED = """\
What has vanished was probably expunged. It is in no table and no link here any more, and will not
be taken in again. Earlier runs that held it were removed: {runs:,}.
Lists and papers made from those runs lie outside the workspace and cannot be reached from here:
find them. The earlier files still stand in raw/, as they came; keep them apart.
"""


@dataclass(frozen=True, slots=True)
class Intake:
    """What one ingest did, and how its cases were linked."""

    ingested: IngestReport | None  # None: the same files as before; nothing was done
    linked: LinkReport | None  # None with it
    entry: Entry  # of the records' log

    def in_words(self) -> str:
        """The reconciliation, the comparison and the link, for a person."""
        if not self.ingested or not self.linked:
            return f"The records were made from these very files. Nothing changed.\n\n{self._log()}"
        vanished = self.entry.cases.vanished or self.entry.charges.vanished
        told = f"\n{_VANISHED.format(runs=self.entry.runs_removed)}" if vanished else ""
        report, link_report = format_report(self.ingested), format_link_report(self.linked)
        return f"{report}\n{link_report}\n{self._log()}{told}"

    def as_data(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "ingested": dataclasses.asdict(self.ingested) if self.ingested else None,
            "linked": dataclasses.asdict(self.linked) if self.linked else None,
            "snapshot": self.entry.as_data(),
        }

    def _log(self) -> str:
        return f"In the log of the records:\n{self.entry.in_words()}\n"


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
    export: Export,
    workspace: Workspace,
    *,
    progress: Progress,
    allow_vanished: bool = False,
    on: date | None = None,
) -> Intake:
    """Take an export in as the next snapshot: all of it, or nothing.

    Parameters
    ----------
    export
        The files, and how to read them: in the same way for every snapshot of a workspace.
    workspace
        Where its records go. What vanished from an earlier snapshot is never taken in again.
    progress
        Called after each step.
    allow_vanished
        More than `snapshots.MOST_VANISHING` of the earlier cases or charges may vanish.
    on
        Day for the log; None: no day is logged.

    Raises
    ------
    IngestError
        A file cannot be read at all, or no row of it mapped; earlier records stand.
    WorkspaceError
        Too much would vanish, the earlier records came by another adapter or under other keys, or
        the memory of what vanished is damaged; earlier records stand.
    """
    finish(workspace)
    refuse_another_feed(workspace, export)
    codes = packaged_codes()
    hashes = {name: table.sha256 for name, table in codes.items()}
    number = len(read_log(workspace).entries) + 1
    if files := is_the_same(workspace, export, hashes):
        return _unchanged(workspace, number, export.adapter, files, on)
    with staging(workspace) as staged:
        snapshot = earlier_snapshot(
            workspace, export.files(), staged.folder, number=number, allow_vanished=allow_vanished
        )
        report = export.read(staged.folder, codes, progress, snapshot)
        refuse_nothing_mapped(report)
        entry = _compare(workspace, staged, snapshot, report, on)
        linked = link_records(staged, earlier=workspace.records_folder / LINKS).linked
        commit(staged, entry)
    return Intake(report, linked, entry)


def link_again(workspace: Workspace, *, engine: Engine | None = None) -> Relinked:
    """Link the cases of a workspace again: all of them, or none where it is broken off.

    `engine` weighs the pairs of names; None: the workspace's own.
    """
    workspace.records_manifest()  # refuses a folder that holds no records
    with staging(workspace) as staged:
        stage_records(staged)
        linked = link_records(staged, earlier=workspace.records_folder / LINKS, engine=engine)
        commit_links(staged)
    return linked


def link_records(
    staged: Workspace,
    *,
    earlier: Path,
    link_weight: float | None = None,
    engine: Engine | None = None,
) -> Relinked:
    """Link the cases of staged records to persons, who keep the ids that they had in `earlier`.

    The records' manifest then holds a hash of the links, and one of what people said, if they said
    anything: runs know by them whether the cases of a person are still those that they were made
    from.
    """
    staged.records_manifest()  # refuses a folder that holds no records
    said = [line.as_said() for line in staged.said().standing()]
    linked = link(
        staged.records_folder,
        said=said,
        model=staged.link_model(),
        earlier=earlier,
        link_weight=link_weight,
        engine=engine or staged.link_engine(),
    )
    _note_links(staged)
    write_person_hashes(staged)
    apply_all(staged)
    return Relinked(linked)


def _note_links(workspace: Workspace) -> None:
    manifest = dict(workspace.records_manifest())
    manifest.pop(LINKED_WITH, None)
    manifest[LINKED_TO] = links_sha256(workspace.records_folder)
    if found := workspace.linked_with_sha256():
        manifest[LINKED_WITH] = found
    if manifest != workspace.records_manifest():
        # A staged file may be the workspace's own, which stands until all of this counts.
        (workspace.records_folder / MANIFEST).unlink()
        write_manifest(workspace.records_folder, manifest)


def _compare(
    workspace: Workspace,
    staged: Staging,
    snapshot: Snapshot,
    report: IngestReport,
    on: date | None,
) -> Entry:
    """Write the facts and the memory beside the new records, and say how they differ."""
    facts = staged.records_folder / FACTS
    write_facts(staged.records_folder, facts)
    differences = compare(facts, snapshot)
    held = remember(snapshot, staged.folder / MEMORY)
    if held:
        staged.note_in_manifest("vanished_before", dict(held))
    return Entry(
        number=snapshot.number,
        on=on,
        adapter=report.adapter,
        files=tuple(LoggedFile(role=f.role, sha256=f.sha256[:12]) for f in report.files),
        unchanged=False,
        older=snapshot.older,
        cases=differences["case"],
        charges=differences["charge"],
        withheld=sum(file.withheld for file in report.files),
        runs_removed=len(runs_holding(workspace, snapshot.gone)),
        remembered=sum(held.values()),
    )


def _unchanged(
    workspace: Workspace,
    number: int,
    adapter: str,
    files: Sequence[LoggedFile],
    on: date | None,
) -> Intake:
    log = read_log(workspace).entries
    entry = Entry(
        number=number,
        on=on,
        adapter=adapter,
        files=tuple(files),
        unchanged=True,
        older=False,
        cases=NO_DIFFERENCE,
        charges=NO_DIFFERENCE,
        withheld=0,
        runs_removed=0,
        remembered=log[-1].remembered if log else 0,
    )
    append(workspace, entry)
    return Intake(None, None, entry)
