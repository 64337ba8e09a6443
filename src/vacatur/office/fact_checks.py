"""What `vacatur doctor` looks at in the facts of a workspace, and in what they changed in a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from vacatur.errors import WorkspaceError
from vacatur.facts.effect import TABLES
from vacatur.facts.store import DOUBTS, EFFECTS, LOG, QUARANTINE, ROWS, Batch, FactsLog
from vacatur.identity.said_log import SaidLog
from vacatur.office.check import Check, fail, ok, warn
from vacatur.office.decisions import (
    AGAIN,
    AGAIN_MANIFEST,
    CHARGES,
    DECIDED_IN,
    DECISIONS,
    PAST,
    TAKEN_OVER,
    conditions_file,
    manifest_of_part,
    numbers_of_part,
    parts_of,
)
from vacatur.office.footers import rows_in
from vacatur.office.raw_files import is_kept
from vacatur.office.workspace import Workspace
from vacatur.record.earlier import was_never_written

_BACKUP = "Take facts/ from a backup, or undo that number and attach the file again."
_LINK = "Run [vacatur link] in the workspace: it applies the facts."


def examine_facts(workspace: Workspace) -> Iterator[Check]:
    """Look at the log, the rows of each line, the kept files, and what the facts made."""
    try:
        log = workspace.facts()
    except WorkspaceError as error:
        yield fail("facts", f"{error.where}: {error.what}", error.repair)
        return
    faults = [*_log(log), *_leftovers(log)]
    for batch in log.batches:
        faults += [*_batch(workspace, log, batch)]
    faults += _effects(workspace, log)
    yield from faults
    if not faults:
        told = "none yet" if not log.batches else f"{log.last:,} lines, each with its rows"
        yield ok("facts", told)


def _log(log: FactsLog) -> Iterator[Check]:
    for place, batch in enumerate(log.batches, start=1):
        if batch.number != place:
            what = f"line {place} of facts/{LOG} has the number {batch.number}"
            yield fail("facts", what, f"Take facts/{LOG} from a backup.")
            return


def _leftovers(log: FactsLog) -> Iterator[Check]:
    known = {log.batch_folder(batch.number).name for batch in log.batches}
    batches = (each for each in log.folder.glob("*") if each.is_dir() and each.name != EFFECTS)
    for folder in sorted([*batches, *(log.folder / EFFECTS).glob("*")]):
        if folder.name not in known:
            named = folder.relative_to(log.folder).as_posix()
            yield warn(
                "facts",
                f"facts/{named} has no line in the log: from work that did not finish",
                "Remove the folder, and attach its file again if that was not done.",
            )


def _batch(workspace: Workspace, log: FactsLog, batch: Batch) -> Iterator[Check]:
    """A file's rows, as many as the log says, and the copy that was kept of it."""
    if not batch.file:
        return
    folder = log.batch_folder(batch.number)
    counted = {name: rows_in(folder / name) for name in (ROWS, QUARANTINE, DOUBTS)}
    for name, (_, problem) in counted.items():
        if problem:
            yield fail("facts", f"facts/{folder.name}/{name} {problem}", _BACKUP)
    rows, lost = counted[ROWS][0], counted[QUARANTINE][0]
    whole = not any(problem for _, problem in counted.values())
    said = batch.attached + batch.repeated + batch.quarantined - batch.forgotten
    if whole and (
        rows + lost != said or rows > batch.attached + batch.repeated or lost > batch.quarantined
    ):
        what = (
            f"facts/{folder.name} has {rows:,} rows and {lost:,} in quarantine; the log counts"
            f" {batch.attached + batch.repeated:,} and {batch.quarantined:,}, of which"
            f" {batch.forgotten:,} have vanished"
        )
        yield fail("facts", what, _BACKUP)
    yield from _kept(workspace, batch)


def _kept(workspace: Workspace, batch: Batch) -> Iterator[Check]:
    for name, sha256 in ((batch.file, batch.file_sha256), (batch.mapping, batch.mapping_sha256)):
        if name and not is_kept(workspace, f"{sha256[:12]}-{name}"):
            yield warn(
                "facts",
                f"the file of number {batch.number}, {sha256[:12]}, is not in raw/ any more",
                "Take it from a backup, unless a court ordered it away; its rows are here.",
            )


def _effects(workspace: Workspace, log: FactsLog) -> Iterator[Check]:
    if not log.batches or not (workspace.records_folder / "manifest.json").is_file():
        return  # that the manifest is missing is told under records
    try:
        effects = workspace.effects()
    except WorkspaceError as error:
        yield fail("facts", error.what, error.repair)
        return
    for folder in effects:
        for name in TABLES:
            if was_never_written(folder, name):
                continue
            _, problem = rows_in(folder / f"{name}.parquet")
            if problem:
                path = folder.relative_to(workspace.folder).as_posix()
                yield fail("facts", f"{path}/{name}.parquet {problem}", _LINK)


# ---- what was decided again -----------------------------------------------------------------


def again_faults(
    workspace: Workspace, folder: Path, manifest: Mapping[str, Any], repair: str
) -> Iterator[Check]:
    """What is wrong with the parts of a run that were decided again after it."""
    try:
        log, said = workspace.facts(), workspace.said()
    except WorkspaceError:
        return  # told under facts or links
    told = manifest.get("facts_sha256") or ""
    for part in parts_of(folder, whole=False):
        named = f"{AGAIN}/{part.name}"
        made_of = manifest_of_part(part)
        for name in sorted({part.name, *_decided_in(part)}):
            yield from _without_line(log, said, name, repair)
        files = [DECISIONS, CHARGES, *([PAST] if TAKEN_OVER in made_of else [])]
        pages = [conditions_file(part, page["rule"]) for page in manifest["pages"]]
        for path in (*(part / name for name in files), *pages):
            _, problem = rows_in(path)
            if problem:
                yield fail("latest run", f"{named}/{path.relative_to(part)} {problem}", repair)
        if "facts_sha256" not in made_of:
            yield fail("latest run", f"{named}/{AGAIN_MANIFEST} cannot be read", repair)
            return
        told = made_of["facts_sha256"]
    if told != log.sha256():
        yield warn("latest run", "the facts have changed since it was made", repair)


def _without_line(log: FactsLog, said: SaidLog, name: str, repair: str) -> Iterator[Check]:
    """Say so if a part, by its name, is the answer to no line of a log."""
    facts, links = numbers_of_part(name)
    # Before the first fact, a part may answer to a line about links alone.
    if facts not in {batch.number for batch in log.batches} and (facts or not links):
        yield fail("latest run", f"{AGAIN}/{name} belongs to no line of the facts' log", repair)
    if links and links not in {line.number for line in said.lines}:
        yield fail("latest run", f"{AGAIN}/{name} belongs to no line of linkage/log.jsonl", repair)


def _decided_in(part: Path) -> set[str]:
    """Names of the parts that a part took over; what cannot be read is told as such."""
    found: set[str] = set()
    for path in (part / CHARGES, part / PAST):
        if not rows_in(path)[1] and DECIDED_IN in pq.read_schema(path).names:
            found.update(pq.read_table(path, columns=[DECIDED_IN])[DECIDED_IN].unique().to_pylist())
    return found
