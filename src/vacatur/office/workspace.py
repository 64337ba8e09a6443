"""A workspace: one folder with what an office put in, and what was made of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.errors import UsageError, WorkspaceError, nearest
from vacatur.facts.effect import made_from
from vacatur.facts.overlay import person_hashes_of, records_of
from vacatur.facts.store import FactsLog, FactsState, effect_folders, read_log, read_state
from vacatur.identity.engines import Engine, engine_named
from vacatur.identity.hearing import heard, said_sha256
from vacatur.identity.said_log import SaidLog, read_said_log
from vacatur.office.settings_file import SETTINGS_FILE, read_settings
from vacatur.record.tables import Records

KEY_FILE = "workspace.key"
# In the manifest of the records: the hash of the answers with which they were linked, if any.
LINKED_WITH = "linked_with_sha256"
# There, too: the hash of what linking made of them. Another version of vacatur may link otherwise.
LINKED_TO = "links_sha256"

# Enough for a county on a laptop; DuckDB spills to the workspace beyond it.
MEMORY_LIMIT = "1500MB"

LINK_MODEL = "model.json"
LINK_ENGINE = "link_engine"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths inside one workspace folder. Nothing is created until something is written."""

    folder: Path

    @property
    def records_folder(self) -> Path:
        return self.folder / "records"

    @property
    def packets_folder(self) -> Path:
        return self.folder / "packets"

    @property
    def decisions_folder(self) -> Path:
        return self.folder / "decisions"

    def records_manifest(self) -> Mapping[str, Any]:
        """What the records were made from."""
        return _json(self._records_manifest_path())

    def records_sha256(self) -> str:
        """Hash of the records' manifest, which holds the hash of every input."""
        return hashlib.sha256(self._records_manifest_path().read_bytes()).hexdigest()

    def sources_sha256(self) -> str:
        """The same, but for what linking made of the records: another linkage leaves it alone."""
        manifest = {
            name: value
            for name, value in self.records_manifest().items()
            if name not in (LINKED_WITH, LINKED_TO)
        }
        return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()

    def _records_manifest_path(self) -> Path:
        path = self.records_folder / "manifest.json"
        if not path.is_file():
            raise WorkspaceError(
                f"the workspace [{self.folder}] holds no records",
                repair="Run [vacatur ingest SOURCE] in it first, or name another with --workspace.",
            )
        return path

    @contextmanager
    def connection(self) -> Iterator[Backend]:
        """An in-memory DuckDB that may spill into the workspace, closed at the end."""
        spill = self.folder / ".spill"
        connection = ibis.duckdb.connect(memory_limit=MEMORY_LIMIT, temp_directory=str(spill))
        connection.raw_sql("set enable_progress_bar = false")  # ours is on standard error
        try:
            yield connection
        finally:
            connection.disconnect()

    def records(self, connection: Backend) -> Records:
        """The record tables with what the facts say, unexecuted."""
        self.refuse_unheard()
        return records_of(connection, self.records_folder, self.effects())

    def person_hashes(self, connection: Backend) -> ir.Table:
        """`person_id` and `person_hash`, unexecuted; after `records`, on its connection."""
        return person_hashes_of(connection, self.records_folder, self.effects())

    # ---- facts --------------------------------------------------------------------------

    @property
    def facts_folder(self) -> Path:
        return self.folder / "facts"

    def facts(self) -> FactsLog:
        """What was attached, answered and taken back."""
        return read_log(self.facts_folder)

    def facts_state(self) -> FactsState:
        """Which log of facts it is, for whoever compares it and does not read it."""
        return read_state(self.facts_folder)

    def effects(self) -> tuple[Path, ...]:
        """What the facts made of these records, the earliest first.

        Raises
        ------
        WorkspaceError
            The facts were not applied to the records that are here now.
        """
        last, records = self.facts_state().last, self.records_sha256()
        if not last:
            return ()
        folders = effect_folders(self.facts_folder, last)
        found = tuple(each for each in folders if made_from(each) == records)
        if not found or int(found[-1].name) != last:
            raise WorkspaceError(
                "the attached facts were not yet applied to the records",
                why="A fact that was told would be missing from the answers.",
                repair="Run [vacatur link] in the workspace: it applies them.",
            )
        return found

    # ---- links --------------------------------------------------------------------------

    @property
    def said_folder(self) -> Path:
        return self.folder / "linkage"

    def link_model(self) -> Path | None:
        """File of the office's own model of links; None: it has none."""
        path = self.said_folder / LINK_MODEL
        return path if path.is_file() else None

    def link_engine(self) -> Engine:
        """What weighs the pairs of names: `link_engine` in `vacatur.toml`; by default DuckDB."""
        path = self.folder / SETTINGS_FILE
        chosen = read_settings(path).get(LINK_ENGINE) if path.is_file() else None
        return Engine.DUCKDB if chosen is None else engine_named(str(chosen), where=str(path))

    def said(self) -> SaidLog:
        """What people said of pairs of cases: one person's, or two people's."""
        return read_said_log(self.said_folder)

    def linked_with_sha256(self) -> str:
        """Hash of the standing answers about cases that are there, and of the office's own model.

        Empty: there is neither.
        """
        said = said_sha256(heard(self.said().standing(), self.records_folder))
        model = self.link_model()
        if model is None:
            return said
        return hashlib.sha256(said.encode() + model.read_bytes()).hexdigest()

    def refuse_unheard(self) -> None:
        """Refuse records that were not linked with what people said, or with the office's model.

        Raises
        ------
        WorkspaceError
            An answer that stands was not heard, or one was that does not stand; or the model is
            another one.
        """
        if self.records_manifest().get(LINKED_WITH, "") != self.linked_with_sha256():
            raise WorkspaceError(
                "the records were not yet linked with every answer about links, or with the model",
                why="Cases that somebody parted would be one person's, or the other way round.",
                repair="Run [vacatur link] in the workspace.",
            )

    # ---- the key ------------------------------------------------------------------------

    def key(self) -> str:
        """The workspace's own secret: person hashes of two workspaces cannot be joined."""
        path = self.folder / KEY_FILE
        if not path.exists():
            # Nobody else may read it, from its first moment on.
            private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(private, "w", encoding="ascii", newline="\n") as file:
                file.write(secrets.token_hex(32) + "\n")
        key = path.read_text(encoding="ascii", errors="replace").strip()
        if not is_key(key):
            raise WorkspaceError(
                f"[{KEY_FILE}] holds no key",
                where=str(path),
                why="With another key, every person's record would seem to have changed, and what "
                "has vanished would not be known again.",
                repair="Take the file from a backup.",
            )
        return key

    # ---- runs ---------------------------------------------------------------------------

    def run_names(self) -> list[str]:
        """Every run, by name."""
        if not self.decisions_folder.is_dir():
            return []
        return sorted(p.parent.name for p in self.decisions_folder.glob("*/manifest.json"))

    def run_folder(self, name: str) -> Path:
        """The folder of a run: its name, the beginning of it, or `latest` for the newest."""
        names = self.run_names()
        if name == "latest":
            name = self._latest()
        begun = [each for each in names if each.startswith(name)]
        if name not in names and len(begun) == 1:
            (name,) = begun
        if name not in names:
            several = f"{len(begun)} runs begin with it." if begun else ""
            raise UsageError(
                f"there is no run [{name}]", why=several, repair=nearest(name, begun or names)
            )
        return self.decisions_folder / name

    def _latest(self) -> str:
        pointer = self.decisions_folder / "latest"
        if not pointer.is_file():
            raise WorkspaceError(
                f"the workspace [{self.folder}] holds no run",
                repair="Run [vacatur decide --law us-md --as-of YYYY-MM-DD] in it first.",
            )
        return pointer.read_text(encoding="utf-8").strip()

    def run_manifest(self, name: str) -> Mapping[str, Any]:
        """What a run was made of, and what it counted."""
        return _json(self.run_folder(name) / "manifest.json")

    def point_latest_at(self, name: str) -> None:
        """Make a run the latest. A file with a name works where links do not."""
        (self.decisions_folder / "latest").write_text(name + "\n", encoding="utf-8")


def is_key(text: str) -> bool:
    """Whether a text is a key as `Workspace.key` makes them."""
    return re.fullmatch("[0-9a-f]{64}", text) is not None


def _json(path: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def make_private(path: Path) -> None:
    """Make a file that nobody else on the machine may read; one that is there stays as it is."""
    with suppress(OSError):  # whoever opens it says what is wrong
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
