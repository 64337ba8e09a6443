"""The summary of a run, counted once and kept beside it: pages show it without counting again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from vacatur.errors import PaperRefused
from vacatur.office.decisions import times_decided_again
from vacatur.office.run_summary import summary_of_run
from vacatur.office.run_summary_paper import write_summary
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress

FILE, PAPER = "summary.json", "summary.pdf"
_AGAIN = "decided_again"


def write_run_changes(workspace: Workspace, run: str, *, progress: Progress) -> None:
    """Count a run, and what differs from the one before, as data and as a page for paper.

    Both hold counts, and no charge is named. `decided_again` in the data is how often people of
    the run had been decided again by then. The page is tried twice; the counts stand without it.

    Raises
    ------
    WorkspaceError
        The records, the facts or the law have changed since the run.
    PaperRefused
        The page cannot be set.
    """
    # Read first: what is decided again meanwhile is counted anew, not taken for counted.
    again = times_decided_again(workspace.run_folder(run))
    summary = summary_of_run(workspace, run, progress=progress)
    path = workspace.run_folder(run) / FILE
    partial = path.with_name(f".{FILE}.partial")
    told = {**asdict(summary), _AGAIN: again}
    partial.write_text(json.dumps(told, default=str), encoding="utf-8")
    partial.replace(path)
    try:
        write_summary(workspace, summary, path.with_name(PAPER))
    except (OSError, PaperRefused):  # a full disk or somebody's font may be mended meanwhile
        write_summary(workspace, summary, path.with_name(PAPER))


def has_paper(workspace: Workspace, run: str) -> bool:
    """Whether the page for paper of a run was set."""
    return (workspace.run_folder(run) / PAPER).is_file()


def decided_since(workspace: Workspace, run: str) -> int:
    """How often people of a run were decided again after it was counted: its counts are older."""
    told = read_run_changes(workspace, run) or {}
    return times_decided_again(workspace.run_folder(run)) - int(told.get(_AGAIN, 0))


def read_run_changes(workspace: Workspace, run: str) -> Mapping[str, Any] | None:
    """What was counted, as it stood then; None: nobody has counted it."""
    path = workspace.run_folder(run) / FILE
    if not path.is_file():
        return None
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
