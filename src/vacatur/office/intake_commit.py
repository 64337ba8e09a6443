"""Put a finished ingest, or a finished link, in the place of the old records: whole, or not at all.

Everything is made in a folder of its own. Giving that folder its second name is the one step that
counts: before it, the old state stands; after it, `finish` can be broken off anywhere and goes on
where it ended.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.facts.forget import Gone, forget
from vacatur.facts.ground_log import forget_cases
from vacatur.identity.engines import Engine
from vacatur.identity.said_log import LOG as SAID_LOG
from vacatur.identity.said_log import SaidLog, forget_pairs, read_said_log
from vacatur.ingest.snapshots import MEMORY
from vacatur.ingest.store import write_manifest
from vacatur.office.effects import apply_all
from vacatur.office.grounds import ground_log
from vacatur.office.person_hashes import FILE as PERSON_HASHES
from vacatur.office.raw_files import is_kept, seal_new
from vacatur.office.records_log import Entry, append, entry_from
from vacatur.office.runs import UNFINISHED
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

STAGING, READY = ".intake", ".intake-ready"
LINKED = ".linked-ready"  # the same records, linked again
GONE, ENTRY = "gone.parquet", "entry.json"


@dataclass(frozen=True, slots=True)
class Staging(Workspace):
    """A workspace in the making, inside another one whose key it uses."""

    keyed_by: Workspace

    def key(self) -> str:
        """The key of the workspace that this will be a part of."""
        return self.keyed_by.key()

    def said(self) -> SaidLog:
        """What people said: the log that is staged, or that of the workspace."""
        staged = read_said_log(self.said_folder)
        return staged if staged.lines else self.keyed_by.said()

    def link_model(self) -> Path | None:
        """The model of the workspace that this will be a part of."""
        return self.keyed_by.link_model()

    def link_engine(self) -> Engine:
        """The engine of the workspace that this will be a part of."""
        return self.keyed_by.link_engine()

    def note_in_manifest(self, name: str, value: object) -> None:
        """Add to the records' manifest, by whose hash runs know what they were made from."""
        write_manifest(self.records_folder, {**self.records_manifest(), name: value})


@contextmanager
def staging(workspace: Workspace) -> Iterator[Staging]:
    """An empty folder to make the new records in. It is gone afterwards, unless committed."""
    folder = workspace.folder / STAGING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield Staging(folder, workspace)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def commit(staged: Staging, entry: Entry) -> None:
    """Make what was staged the state of the workspace."""
    text = json.dumps(entry.as_data())
    (staged.folder / ENTRY).write_text(text, encoding="utf-8")
    staged.folder.rename(staged.keyed_by.folder / READY)
    finish(staged.keyed_by)


def stage_records(staged: Staging) -> None:
    """Stage the records as they stand, but for the hashes of persons.

    Files are shared and not copied: what links again writes beside them and replaces them.
    """
    staged.records_folder.mkdir()
    for path in sorted(staged.keyed_by.records_folder.iterdir()):
        if path.name != PERSON_HASHES:
            os.link(path, staged.records_folder / path.name)


def commit_links(staged: Staging) -> None:
    """Make the links that were staged those of the workspace."""
    staged.folder.rename(staged.keyed_by.folder / LINKED)
    finish(staged.keyed_by)


def finish(workspace: Workspace) -> None:
    """Finish what was broken off after it counted. Does nothing where nothing was."""
    linked = workspace.folder / LINKED
    if linked.is_dir():
        replace_said(workspace, linked)
        replace_records(workspace, linked)
        apply_all(workspace)
        shutil.rmtree(linked)
    ready = workspace.folder / READY
    if not ready.is_dir():
        return
    keep_files(workspace, ready)
    remember_vanished(workspace, ready)
    remove_runs(workspace, ready)
    replace_records(workspace, ready)
    forget_vanished(workspace, ready)
    apply_all(workspace)
    append(workspace, entry_from(json.loads((ready / ENTRY).read_text(encoding="utf-8"))))
    shutil.rmtree(ready)


def keep_files(workspace: Workspace, ready: Path) -> None:
    """Move the inputs to `raw/`, and seal them; a copy that was there already is never touched."""
    raw = workspace.folder / "raw"
    raw.mkdir(exist_ok=True)
    for path in sorted((ready / "raw").iterdir()):
        if not is_kept(workspace, path.name):
            path.rename(raw / path.name)
    seal_new(workspace)


def remember_vanished(workspace: Workspace, ready: Path) -> None:
    """Put the new memory in the place of the old one, which it contains."""
    if (ready / MEMORY).is_file():
        (ready / MEMORY).replace(workspace.folder / MEMORY)


def remove_runs(workspace: Workspace, ready: Path) -> None:
    """Remove every run that holds a charge that has vanished. `latest` is removed with its run."""
    for folder in runs_holding(workspace, ready / GONE):
        folder.rename(ready / f"removed-{folder.name}")
    latest = workspace.decisions_folder / "latest"
    if latest.is_file():
        name = latest.read_text(encoding="utf-8").strip()
        if not (workspace.decisions_folder / name).is_dir():
            latest.unlink()


def runs_holding(workspace: Workspace, gone: Path) -> list[Path]:
    """Folders of runs that hold a charge that has vanished; an unfinished run is one of them."""
    if not workspace.decisions_folder.is_dir():
        return []
    folders = sorted(each for each in workspace.decisions_folder.iterdir() if each.is_dir())
    with duckdb.connect() as connection:
        connection.execute(
            "create table gone as select id as charge_id from read_parquet($path) "
            "where kind = 'charge'",
            {"path": str(gone)},
        )
        found = connection.execute("select count(*) from gone").fetchone()
        if not found or not found[0]:
            return []
        return [each for each in folders if _holds(connection, each)]


def _holds(connection: duckdb.DuckDBPyConnection, folder: Path) -> bool:
    if folder.name == UNFINISHED:
        return True
    for path in sorted(folder.rglob("*.parquet")):
        found = connection.execute(
            "select 1 from read_parquet($path) semi join gone using (charge_id) limit 1",
            {"path": str(path)},
        ).fetchone()
        if found:
            return True
    return False


def forget_vanished(workspace: Workspace, ready: Path) -> None:
    """Take what has vanished out of the facts, and out of what people said of cases.

    With nothing told, or without a loss, it does nothing.
    """
    log, grounds, old = workspace.facts(), ground_log(workspace), ready / "replaced"
    said = workspace.said()
    something_told = log.batches or grounds.lines or said.lines
    if not something_told or not (ready / GONE).is_file() or not old.is_dir():
        return
    with duckdb.connect() as connection:
        connection.execute(f"create view gone as from {parquet(ready / GONE)}")
        cases = _texts(connection, "select distinct id from gone where kind = 'case'")
        charges = _texts(connection, "select distinct id from gone where kind = 'charge'")
        if not cases and not charges:
            return
        names = _texts(
            connection,
            f"""select distinct number || '/' || split_part(id, '/', -1)
            from gone join {parquet(old / "cases.parquet")} using (case_id)
            where kind = 'charge' and number is not null""",
        )
        numbers = _texts(
            connection,
            f"""select distinct number from {parquet(old / "cases.parquet")}
            where case_id in (select id from gone where kind = 'case') and number is not null""",
        )
        keys = _texts(
            connection,
            f"""select person_key from {parquet(old / "person_keys.parquet")}
            except select person_key
            from {parquet(workspace.records_folder / "person_keys.parquet")}""",
        )
    forget_cases(grounds, frozenset(numbers) | frozenset(cases))
    forget_pairs(said, frozenset(cases))
    if not log.batches:
        return
    forget(
        log,
        Gone(
            cases=frozenset(cases),
            charges=frozenset(charges),
            numbers=frozenset(numbers),
            names=frozenset(names),
            keys=frozenset(keys),
        ),
    )


def _texts(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(query).fetchall()]


def replace_said(workspace: Workspace, linked: Path) -> None:
    """Put the log with new answers in the place of the old one, if there are any."""
    log = linked / workspace.said_folder.name / SAID_LOG
    if log.is_file():
        workspace.said_folder.mkdir(exist_ok=True)
        log.replace(workspace.said_folder / SAID_LOG)


def replace_records(workspace: Workspace, ready: Path) -> None:
    """Put the new tables in the place of the old ones."""
    fresh, old = ready / "records", ready / "replaced"
    if not fresh.is_dir():
        return
    if workspace.records_folder.exists():
        workspace.records_folder.rename(old)
    fresh.rename(workspace.records_folder)
