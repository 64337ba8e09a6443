"""Files of a run that leave the office: for a stated purpose, and told in the chain first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import UsageError, nearest
from vacatur.matters.store import Casework, Doing
from vacatur.office.run_changes import PAPER
from vacatur.office.spreadsheet import write_spreadsheet
from vacatur.office.worklist import write_worklist
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A kind of file."""

    what: str
    ending: str
    media_type: str


EXPORTS: Mapping[str, Export] = {
    "worklist-csv": Export(what="worklist, CSV", ending="csv", media_type="text/csv"),
    "worklist-xlsx": Export(
        what="worklist, spreadsheet",
        ending="xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "summary-pdf": Export(
        what="summary on one page, PDF", ending="pdf", media_type="application/pdf"
    ),
}
# Code of a purpose, as the chain keeps it -> what it means.
PURPOSES: Mapping[str, str] = {
    "casework": "work on cases by the office's own staff",
    "quality": "checking answers against the files",
    "court": "asked for by a court",
    "audit": "review by whoever audits the office",
}


def export_run(
    workspace: Workspace, casework: Casework, run: str, what: str, doing: Doing, folder: Path
) -> Path:
    """Write a file of a run into a folder. The chain says so before anything is written.

    Raises
    ------
    UsageError
        There is no such kind of file, or no such purpose.
    WorkspaceError
        The records, the facts or the law have changed since the run.
    """
    if what not in EXPORTS:
        raise UsageError("there is no such export", repair=nearest(what, EXPORTS))
    if doing.purpose not in PURPOSES:
        raise UsageError("there is no such purpose", repair=nearest(doing.purpose, PURPOSES))
    name = str(workspace.run_manifest(run)["run"])
    paper = workspace.run_folder(name) / PAPER
    if what == "summary-pdf" and not paper.is_file():
        raise UsageError(
            "this run has no page for paper", repair="Count it, or count it again, on its page."
        )
    with casework.working(doing) as work:
        work.note_access("Exported", {"run": name, "what": what})
    path = folder / f"{what.partition('-')[0]}-{name}.{EXPORTS[what].ending}"
    if what == "worklist-csv":
        write_worklist(workspace, name, path)
    elif what == "worklist-xlsx":
        write_spreadsheet(workspace, name, path)
    else:
        path.write_bytes(paper.read_bytes())
    return path
