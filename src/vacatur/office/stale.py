"""Whether what a run was made of is still what the workspace holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from vacatur.errors import WorkspaceError
from vacatur.law.rulebook import Rulebook, contents_sha256, load_rulebook
from vacatur.office.decisions import AGAIN_MANIFEST, parts_of
from vacatur.office.own_laws import kept_name, law_kept
from vacatur.office.workspace import Workspace


def rulebook_of_run(workspace: Workspace, manifest: Mapping[str, Any]) -> Rulebook:
    """The rulebook that a run was made under, with the same pages, as it reads now."""
    law, pages = manifest["law"], tuple(page["rule"] for page in manifest["pages"])
    folder = law_kept(workspace, law)
    return _with_pages(kept_name(workspace, law), folder, pages, contents_sha256(folder))


@lru_cache(maxsize=1)
def _with_pages(name: str, folder: str, pages: tuple[str, ...], contents: str) -> Rulebook:
    """Many answers are given under one law; it is read again when any file of it has changed."""
    return replace(load_rulebook(folder), name=name).only(pages)


def refuse_changed(workspace: Workspace, run: str) -> Rulebook:
    """The rulebook of a run; one whose records, facts or law have changed since is refused.

    Raises
    ------
    WorkspaceError
        An old answer would stand beside new facts.
    """
    folder, manifest = _folder_and_manifest(workspace, run)
    rulebook = rulebook_of_run(workspace, manifest)
    facts = workspace.facts_state().sha256
    changed = _changed(workspace, folder, manifest, facts=facts, rulebook=rulebook)
    if changed:
        raise WorkspaceError(
            f"{' and '.join(changed)} changed after run [{manifest['run']}]",
            why="An old answer would stand beside new facts.",
            repair=f"Run [vacatur decide --law {rulebook.name} --as-of {manifest['as_of']}].",
        )
    return rulebook


@dataclass(frozen=True, slots=True)
class StandingRun:
    """A run that can be added to, and the law and the day it was decided under."""

    folder: Path
    name: str
    rulebook: Rulebook
    as_of: date


def latest_standing(workspace: Workspace, *, facts: str) -> StandingRun | None:
    """The latest run, if it was made of these records, under this law, with facts of this hash."""
    pointer = workspace.decisions_folder / "latest"
    name = pointer.read_text("utf-8").strip() if pointer.is_file() else ""
    if name not in workspace.run_names():
        return None  # none was made, or somebody removed it
    folder, manifest = _folder_and_manifest(workspace, name)
    rulebook = rulebook_of_run(workspace, manifest)
    if _changed(workspace, folder, manifest, facts=facts, rulebook=rulebook):
        return None
    return _standing(folder, manifest, rulebook)


def standing(workspace: Workspace, name: str) -> StandingRun:
    """A run that is known to be made of what the workspace holds now."""
    folder, manifest = _folder_and_manifest(workspace, name)
    return _standing(folder, manifest, rulebook_of_run(workspace, manifest))


def _folder_and_manifest(workspace: Workspace, name: str) -> tuple[Path, Mapping[str, Any]]:
    """Both of one run, though another may become the latest meanwhile."""
    folder = workspace.run_folder(name)
    return folder, workspace.run_manifest(folder.name)


def _standing(folder: Path, manifest: Mapping[str, Any], rulebook: Rulebook) -> StandingRun:
    return StandingRun(
        folder=folder,
        name=manifest["run"],
        rulebook=rulebook,
        as_of=date.fromisoformat(manifest["as_of"]),
    )


def _changed(
    workspace: Workspace,
    folder: Path,
    manifest: Mapping[str, Any],
    *,
    facts: str,
    rulebook: Rulebook,
) -> list[str]:
    changed = []
    if records_of_run(folder, manifest) != workspace.records_sha256():
        changed.append("the records")
    if facts_of_run(folder, manifest) != facts:
        changed.append("the facts")
    if manifest["rulebook_sha256"] != rulebook.sha256:
        changed.append("the law pages")
    return changed


def facts_of_run(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Hash of the facts from which a run's answers, as they stand, were made."""
    return _made_of(folder, manifest, "facts_sha256") or ""


def records_of_run(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Hash of the records, as they were linked, from which its answers were made."""
    return _made_of(folder, manifest, "records_sha256") or ""


def _made_of(folder: Path, manifest: Mapping[str, Any], name: str) -> str | None:
    """What the last part of a run says, or else the run."""
    parts = parts_of(folder)
    last = json.loads((parts[-1] / AGAIN_MANIFEST).read_text(encoding="utf-8")) if parts else {}
    # A part of an earlier vacatur says nothing of the records: it left them as they were.
    found: str | None = last.get(name, manifest.get(name))
    return found
