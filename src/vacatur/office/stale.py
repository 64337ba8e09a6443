"""Whether what a run was made of is still what the workspace holds."""

from __future__ import annotations

from vacatur.errors import WorkspaceError
from vacatur.law.rulebook import Rulebook
from vacatur.office.workspace import Workspace


def refuse_changed(workspace: Workspace, run: str, rulebook: Rulebook | None = None) -> None:
    """Refuse a run whose records, or whose law, have changed since.

    Parameters
    ----------
    rulebook
        The pages as they are now; None where the law does not matter to the caller.

    Raises
    ------
    WorkspaceError
        An old answer would stand beside new facts.
    """
    manifest = workspace.run_manifest(run)
    changed = []
    if manifest["records_sha256"] != workspace.records_sha256():
        changed.append("the records")
    if rulebook is not None and not _same_law(manifest, rulebook):
        changed.append("the law pages")
    if changed:
        raise WorkspaceError(
            f"{' and '.join(changed)} changed after run [{manifest['run']}]",
            why="An old answer would stand beside new facts.",
            repair=f"Run [vacatur decide --law {manifest['law']} --as-of {manifest['as_of']}].",
        )


def _same_law(manifest: object, rulebook: Rulebook) -> bool:
    assert isinstance(manifest, dict)
    wanted = [page["rule"] for page in manifest["pages"]]
    return bool(manifest["rulebook_sha256"] == rulebook.only(wanted).sha256)
