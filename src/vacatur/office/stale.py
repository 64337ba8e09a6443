"""Whether what a run was made of is still what the workspace holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vacatur.errors import WorkspaceError
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.office.workspace import Workspace


def rulebook_of_run(manifest: Mapping[str, Any]) -> Rulebook:
    """The rulebook that a run was made under, with the same pages, as it reads now."""
    return load_rulebook(manifest["law"]).only([page["rule"] for page in manifest["pages"]])


def refuse_changed(workspace: Workspace, run: str) -> None:
    """Refuse a run whose records or whose law have changed since.

    Raises
    ------
    WorkspaceError
        An old answer would stand beside new facts.
    """
    manifest = workspace.run_manifest(run)
    changed = []
    if manifest["records_sha256"] != workspace.records_sha256():
        changed.append("the records")
    if manifest["rulebook_sha256"] != rulebook_of_run(manifest).sha256:
        changed.append("the law pages")
    if changed:
        raise WorkspaceError(
            f"{' and '.join(changed)} changed after run [{manifest['run']}]",
            why="An old answer would stand beside new facts.",
            repair=f"Run [vacatur decide --law {manifest['law']} --as-of {manifest['as_of']}].",
        )
