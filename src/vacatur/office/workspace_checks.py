"""What `vacatur doctor` looks at in a workspace: layout, records, facts, runs, key, leftovers."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from vacatur.errors import VacaturError, WorkspaceError
from vacatur.identity.hearing import links_sha256
from vacatur.ingest.store import MANIFEST
from vacatur.office.check import Check, fail, ok, warn
from vacatur.office.decisions import AGAIN, conditions_file
from vacatur.office.fact_checks import again_faults, examine_facts
from vacatur.office.footers import rows_in
from vacatur.office.forgetting_checks import examine_forgetting
from vacatur.office.formats import FORMAT, open_workspace, read_format
from vacatur.office.intake_commit import LINKED, READY, STAGING
from vacatur.office.locks import in_use_by
from vacatur.office.person_hashes import FILE as PERSON_HASHES
from vacatur.office.runs import UNFINISHED
from vacatur.office.stale import records_of_run, rulebook_of_run
from vacatur.office.workspace import KEY_FILE, LINKED_TO, Workspace, is_key

INGEST = "Ingest the export again: [vacatur ingest SOURCE]."
LINK = "Run [vacatur link] in the workspace."
DECIDE = "Run [vacatur decide] again; the old run stays as it is."

# Written by the link, not by the ingest, so the manifest does not count its rows.
_OF_THE_LINK = frozenset({"persons"})
_SET_ASIDE = ".records-replaced"
_PARTIAL = (
    STAGING,
    ".scratch-*",
    ".records-*",
    ".spill/*",
    ".*.text",
    ".vacatur.toml.partial",
    "raw/.*.partial",
    "records/.*.partial",
    "facts/.*.partial",
    "clinic/.*.partial",
    "packets/.*-building",
    "packets/*/.*.partial",
    "public-letters/*.partial",
    "facts/*/*.partial",
    f"decisions/{UNFINISHED}",
    f"decisions/*/{AGAIN}/.*.partial",
)


def examine_workspace(folder: Path) -> Iterator[Check]:
    """Look at one workspace and change nothing in it."""
    layout, is_ours = _layout(folder)
    yield layout
    if not is_ours:
        return
    workspace = Workspace(folder)
    yield _use(folder)
    yield from _leftovers(folder)
    yield _key(folder)
    yield from _records(workspace)
    yield from _links(workspace)
    yield from examine_facts(workspace)
    yield from examine_forgetting(workspace)
    yield from _latest_run(workspace)


def _layout(folder: Path) -> tuple[Check, bool]:
    try:
        found = read_format(folder)
        if found is None or found.number > FORMAT:
            open_workspace(folder)  # says why it cannot be opened
    except WorkspaceError as error:
        return fail("workspace", error.what, error.repair), False
    assert found is not None
    if found.number < FORMAT:
        what = f"format {found.number}; this vacatur writes format {FORMAT}"
        return warn("workspace", what, "The next command upgrades it; make a backup first."), True
    return ok("workspace", f"format {found.number}, made by vacatur {found.created_by}"), True


def _use(folder: Path) -> Check:
    try:
        holder = in_use_by(folder)
    except WorkspaceError as error:
        return warn("lock", error.what, error.repair)
    if holder is None:
        return ok("lock", "nobody is writing to the workspace")
    return warn(
        "lock",
        f"[{holder.command}], process {holder.pid}, is writing to it",
        "Wait until it has ended, and look again; what is said below may be half written.",
    )


def _leftovers(folder: Path) -> Iterator[Check]:
    if (folder / READY).is_dir():
        yield fail(
            "left over",
            f"an ingest counted and broke off before it was finished; the rest is in {READY}/",
            "Run [vacatur ingest] with the same files: it goes on where it ended. Remove nothing.",
        )
    if (folder / LINKED).is_dir():
        yield fail(
            "left over",
            f"a link counted and broke off before it was finished; the rest is in {LINKED}/",
            "Run [vacatur link]: it goes on where it ended. Remove nothing.",
        )
    if not (folder / "records").exists() and (folder / _SET_ASIDE).is_dir():
        yield fail(
            "left over",
            f"an ingest broke off while it replaced the records; they are in {_SET_ASIDE}/",
            f"Rename {_SET_ASIDE} to records, or ingest again.",
        )
        return
    found = [each for pattern in _PARTIAL for each in sorted(folder.glob(pattern))]
    if not found:
        yield ok("left over", "no unfinished work")
        return
    names = ", ".join(each.relative_to(folder).as_posix() for each in found[:5])
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    yield warn(
        "left over",
        f"{names}{more}: from work that did not finish",
        "Remove it when nobody is writing to the workspace; no finished work is in it.",
    )


def _key(folder: Path) -> Check:
    path = folder / KEY_FILE
    if not path.is_file():
        if (folder / "records" / PERSON_HASHES).is_file():
            what = (
                "the key is gone, so hashes made from now on cannot be compared with earlier ones"
            )
            return fail("key", what, f"Take {KEY_FILE} from a backup.")
        return ok("key", "none yet; the first ingest makes one")
    if not is_key(path.read_text(encoding="ascii", errors="replace").strip()):
        return fail("key", f"{KEY_FILE} holds no key", f"Take {KEY_FILE} from a backup.")
    if os.name != "posix":
        return ok("key", "is there; who may read it cannot be checked on this system")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        what = f"others may read the key (mode {mode:o})"
        return warn("key", what, f"Run [chmod 600 {KEY_FILE}] in the workspace.")
    return ok("key", "is there, and only its owner may read it")


# ---- records --------------------------------------------------------------------------------


def _records(workspace: Workspace) -> Iterator[Check]:
    if not workspace.records_folder.is_dir():
        yield ok("records", "none yet", "[vacatur ingest SOURCE] reads them in.")
        return
    try:
        tables = _counts(workspace.records_manifest())
    except WorkspaceError:
        yield fail("records", "there is no records/manifest.json", INGEST)
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield fail("records", "records/manifest.json cannot be read", INGEST)
        return
    faults = [each for name, rows in tables.items() if (each := _table(workspace, name, rows))]
    yield from faults
    if not faults:
        yield ok("records", f"{len(tables)} tables, each with the rows that its manifest counts")
    yield _person_hashes(workspace)


def _counts(manifest: Mapping[str, Any]) -> dict[str, int]:
    return {str(name): int(rows) for name, rows in manifest["tables"].items()}


def _table(workspace: Workspace, name: str, rows: int) -> Check | None:
    """What is wrong with one table; None when nothing is."""
    found, problem = rows_in(workspace.records_folder / f"{name}.parquet")
    if problem:
        return fail("records", f"records/{name}.parquet {problem}", INGEST)
    if found != rows and name not in _OF_THE_LINK:
        what = f"records/{name}.parquet has {found:,} rows; its manifest counts {rows:,}"
        return fail("records", what, INGEST)
    return None


def _person_hashes(workspace: Workspace) -> Check:
    folder = workspace.records_folder
    hashes, problem = rows_in(folder / PERSON_HASHES)
    persons, _ = rows_in(folder / "persons.parquet")
    if problem:
        return fail("person hashes", f"records/{PERSON_HASHES} {problem}", LINK)
    if hashes != persons:
        return fail("person hashes", f"{hashes:,} hashes for {persons:,} persons", LINK)
    return ok("person hashes", f"one for each of {persons:,} persons")


# ---- links ----------------------------------------------------------------------------------


def _links(workspace: Workspace) -> Iterator[Check]:
    """The answers about links, and whether the records were linked with them."""
    try:
        log = workspace.said()
        numbers = [line.number for line in log.lines]
        if numbers != list(range(1, len(numbers) + 1)):
            what = "lines of linkage/log.jsonl are missing or out of order"
            yield fail("links", what, "Take linkage/log.jsonl from a backup.")
            return
        if (workspace.records_folder / MANIFEST).is_file():
            workspace.refuse_unheard()
            told = workspace.records_manifest().get(LINKED_TO)
            # Records of an earlier vacatur do not tell.
            if told is not None and told != links_sha256(workspace.records_folder):
                what = "the persons are not those of which records/manifest.json has the hash"
                yield fail("links", what, LINK)
                return
    except WorkspaceError as error:
        what = f"{error.where}: {error.what}" if error.where else error.what
        yield fail("links", what, error.repair)
    except (OSError, ValueError, AttributeError, duckdb.Error):
        return  # told under records
    else:
        told = f"{len(log.standing()):,} answers stand, and the records were linked with them"
        yield ok("links", told if numbers else "nobody has answered about a link yet")


# ---- the latest run -------------------------------------------------------------------------


def _latest_run(workspace: Workspace) -> Iterator[Check]:
    if not (workspace.decisions_folder / "latest").is_file():
        yield ok("latest run", "none yet", "[vacatur decide] makes one.")
        return
    try:
        folder = workspace.run_folder("latest")
        manifest = workspace.run_manifest("latest")
        yield from _run(workspace, folder, manifest)
    except VacaturError as error:
        yield fail("latest run", error.what, DECIDE)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield fail("latest run", "its manifest cannot be read", DECIDE)


def _run(workspace: Workspace, folder: Path, manifest: Mapping[str, Any]) -> Iterator[Check]:
    faults = [
        *_run_files(folder, manifest),
        *_run_hashes(workspace, folder, manifest),
        *again_faults(workspace, folder, manifest, DECIDE),
    ]
    yield from faults
    if not faults:
        yield ok(
            "latest run",
            f"{manifest['run']}: whole; records, facts and law are those it was made of",
        )


def _run_files(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Check]:
    rows, problem = rows_in(folder / "decisions.parquet")
    counted = sum(int(each["charges"]) for each in manifest["counts"]["answers"])
    if problem:
        yield fail("latest run", f"decisions.parquet {problem}", DECIDE)
    elif rows != counted:
        what = f"decisions.parquet has {rows:,} rows; its manifest counts {counted:,}"
        yield fail("latest run", what, DECIDE)
    for page in manifest["pages"]:
        path = conditions_file(folder, page["rule"])
        _, problem = rows_in(path)
        if problem:
            yield fail("latest run", f"conditions/{path.name} {problem}", DECIDE)


def _run_hashes(workspace: Workspace, folder: Path, manifest: Mapping[str, Any]) -> Iterator[Check]:
    if workspace.records_folder.is_dir():
        try:
            same = workspace.records_sha256() == records_of_run(folder, manifest)
        except (WorkspaceError, OSError, ValueError):
            same = True  # told already, under records, or by what was decided again
        if not same:
            yield warn("latest run", "the records have changed since it was made", DECIDE)
    try:
        rulebook = rulebook_of_run(workspace, manifest)
    except VacaturError as error:
        yield warn("latest run", f"its law cannot be loaded any more: {error.what}", DECIDE)
        return
    if rulebook.sha256 != manifest["rulebook_sha256"]:
        yield warn("latest run", "the law pages have changed since it was made", DECIDE)
