"""Applying a ground: what it touches is found first, and only then is its version taken in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from vacatur.errors import UsageError
from vacatur.facts.ground import Ground
from vacatur.facts.ground_facts import facts_on
from vacatur.office.ground_cases import GroundCases, cases_of
from vacatur.office.ground_file import load_ground
from vacatur.office.ground_plausible import plausible_cases
from vacatur.office.grounds import (
    is_new,
    is_withdrawn,
    log_look,
    standing_ground,
    take_in,
    version_of,
)
from vacatur.office.workspace import Workspace


def apply_ground(workspace: Workspace, named: str, *, by: str, on: date) -> GroundCases:
    """List the cases that a ground touches; a new version of it is taken in.

    Parameters
    ----------
    named
        A ground's file, or the id of one that was taken in.
    by, on
        Who looks, and the day: it is logged, since the list says what officers took part in.

    Raises
    ------
    UsageError
        The ground is withdrawn, or cases rest on another version than the file's.
    WorkspaceError
        A new version cannot be meant, as `plausible_cases` says.
    """
    path = Path(named)
    if not path.is_file() and path.suffix.lower() not in (".yaml", ".yml"):
        ground, version = standing_ground(workspace, named)
    else:
        ground = load_ground(path)
        _refuse_loose_ends(workspace, ground)
        version = version_of(workspace, ground)
    _refuse_withdrawn(workspace, ground)
    if is_new(workspace, ground):
        touched = plausible_cases(workspace, ground, version)
        take_in(workspace, ground, by=by, on=on)
    else:
        touched = cases_of(workspace, ground, version)
    log_look(workspace, ground, version, by=by, on=on)
    return touched


def _refuse_withdrawn(workspace: Workspace, ground: Ground) -> None:
    if is_withdrawn(workspace, ground):
        raise UsageError(
            f"the ground [{ground.ground_id}] was withdrawn",
            why="Applied by the way, it would stand again without anybody saying so.",
            repair="If it stands again, take it in again: vacatur ground adopt FILE.",
        )


def _refuse_loose_ends(workspace: Workspace, ground: Ground) -> None:
    """Another version must be adopted by name where cases rest on the earlier one."""
    resting = facts_on(workspace.facts(), ground.ground_id)
    if resting and is_new(workspace, ground):
        raise UsageError(
            f"{len(resting):,} charges rest on an earlier version of [{ground.ground_id}]",
            why="They were answered for another text.",
            repair="vacatur ground adopt FILE takes the new one in, and reopens them.",
        )
