"""What is looked at before an export is taken in: what stood before, and whether it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from vacatur.errors import IngestError, WorkspaceError
from vacatur.ingest.facts import FACTS, write_facts
from vacatur.ingest.report import IngestReport
from vacatur.ingest.snapshots import MEMORY, Snapshot, count_memory
from vacatur.office.exports import Export
from vacatur.office.intake_commit import GONE
from vacatur.office.person_hashes import FILE as PERSON_HASHES
from vacatur.office.records_log import LoggedFile, read_log
from vacatur.office.workspace import Workspace


def refuse_another_feed(workspace: Workspace, export: Export) -> None:
    """Two feeds in one workspace would make each other's records vanish.

    Raises
    ------
    WorkspaceError
        The records came by another adapter, or a mapping that names them by other columns.
    """
    log = read_log(workspace).entries
    manifest = workspace.records_manifest() if has_records(workspace) else None
    if manifest:
        before = str(manifest["adapter"]["name"])
    else:
        before = log[-1].adapter if log else export.adapter
    if before != export.adapter:
        raise WorkspaceError(
            f"the workspace's records came by the adapter [{before}], not by [{export.adapter}]",
            why=_ONE_FEED,
            repair=f"Name another workspace with --workspace, or read with --adapter {before}.",
        )
    if manifest and "mapping" in manifest:
        _refuse_other_keys(manifest["mapping"]["keys"], export)


_ONE_FEED = (
    "A workspace holds the snapshots of one feed; another feed's records would all seem to have"
    " vanished."
)


def _refuse_other_keys(before: Mapping[str, Sequence[str]], export: Export) -> None:
    now = export.keys() or {}
    for name, columns in before.items():
        if list(now.get(name, ())) != list(columns):
            raise WorkspaceError(
                f"the workspace's records name a {name} by {_columns(columns)}, and the mapping by"
                f" {_columns(now.get(name, ()))}",
                where=export.mapping.name if export.mapping else "",
                why=f"{_ONE_FEED} What has vanished is remembered by these keys, too.",
                repair=f"Put the `key` of `{name}` back, or name another workspace.",
            )


def _columns(names: Sequence[str]) -> str:
    return " and ".join(f"[{each}]" for each in names) or "their order"


def is_the_same(
    workspace: Workspace, export: Export, codes_sha256: Mapping[str, str]
) -> tuple[LoggedFile, ...]:
    """The files, if the records were made from them, in the same way, and are whole; else none."""
    paths = export.files()
    if not has_records(workspace):
        return ()
    manifest = workspace.records_manifest()
    codes = manifest["codes_sha256"]
    if manifest["adapter"] != {"name": export.adapter, "version": export.version}:
        return ()
    if manifest.get("mapping", {}).get("sha256") != export.mapping_sha256():
        return ()
    declared = export.declared()
    if manifest.get("coverage", {}).get("sha256") != (declared.sha256 if declared else None):
        return ()
    if codes != {name: codes_sha256.get(name) for name in codes} or not _are_whole(workspace):
        return ()
    before = sorted(str(file["sha256"]) for file in manifest["files"])
    if before != sorted(_sha256(path) for path in paths):
        return ()
    return tuple(
        LoggedFile(role=file["role"], sha256=file["sha256"][:12]) for file in manifest["files"]
    )


def earlier_snapshot(
    workspace: Workspace,
    paths: Sequence[Path],
    staged: Path,
    *,
    number: int,
    allow_vanished: bool,
) -> Snapshot:
    """What stands now, for the next snapshot in `paths` to be compared with.

    Raises
    ------
    WorkspaceError
        Something is known to have vanished, and the memory of it is missing or incomplete.
    """
    memory = _memory(workspace)
    facts = _facts(workspace, staged)
    identifiers = workspace.records_folder / "identifiers.parquet"
    return Snapshot(
        number=number,
        key=workspace.key() if memory or facts else "",  # the first ingest asks for no hash
        facts=facts,
        identifiers=identifiers if facts else None,
        memory=memory,
        older=_was_taken_in(workspace, paths),
        allow_vanished=allow_vanished,
        gone=staged / GONE,
    )


def refuse_nothing_mapped(report: IngestReport) -> None:
    """An export of which no row could be mapped is another export than the adapter reads.

    Raises
    ------
    IngestError
        Rows came in, and every one of them went to quarantine.
    """
    rows = sum(file.rows_in for file in report.files)
    if rows == 0 or sum(file.quarantined for file in report.files) < rows:
        return
    reasons = "; ".join(f"{reason}: {count:,}" for reason, count in report.reasons.items())
    raise IngestError(
        f"not one of {rows:,} rows could be mapped ({reasons})",
        where=", ".join(file.name for file in report.files),
        why="Nothing was taken in, and what stood before stands.",
        repair=f"Check that these are the files that the adapter {report.adapter} reads.",
    )


def has_records(workspace: Workspace) -> bool:
    """Whether anything was ever taken in, and still stands."""
    return (workspace.records_folder / "manifest.json").is_file()


def _was_taken_in(workspace: Workspace, paths: Sequence[Path]) -> bool:
    hashes = sorted(_sha256(path)[:12] for path in paths)
    before = (entry.files for entry in read_log(workspace).entries)
    return any(hashes == sorted(file.sha256 for file in files) for files in before)


def _memory(workspace: Workspace) -> Path | None:
    path = workspace.folder / MEMORY
    log = read_log(workspace).entries
    expected = log[-1].remembered if log else 0
    held = count_memory(path) if path.is_file() else 0
    if held < expected:
        raise WorkspaceError(
            f"[{MEMORY}] holds {held:,} hashes; the log of the records says {expected:,}",
            why="Records that had vanished could come back, and nothing would say so.",
            repair=f"Put [{MEMORY}] back from a copy of the workspace.",
        )
    return path if held else None


def _facts(workspace: Workspace, staged: Path) -> Path | None:
    if not has_records(workspace):
        return None
    path = workspace.records_folder / FACTS
    if path.is_file():
        return path
    # Records of before there were snapshots.
    made = staged / f"earlier-{FACTS}"
    write_facts(workspace.records_folder, made)
    return made


def _are_whole(workspace: Workspace) -> bool:
    """Whether every table is there with the rows that were counted; else they are made again."""
    folder = workspace.records_folder
    tables: Mapping[str, Any] = workspace.records_manifest()["tables"]
    written_by_the_link = ("persons", "links")
    return all((folder / name).is_file() for name in (PERSON_HASHES, "links.parquet")) and all(
        _has_rows(folder / f"{name}.parquet", rows)
        for name, rows in tables.items()
        if name not in written_by_the_link
    )


def _has_rows(path: Path, rows: int) -> bool:
    try:
        return bool(pq.read_metadata(path).num_rows == rows)
    except (OSError, ValueError):  # pyarrow's errors are ValueErrors
        return False


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise IngestError("there is no such file", where=path.name, repair="Check the path.")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
