"""`vacatur doctor`: whether the installation and a workspace are well, and what to do if not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from vacatur.office.check import Check, State
from vacatur.office.installation import examine_installation
from vacatur.office.workspace import Workspace
from vacatur.office.workspace_checks import examine_workspace

__all__ = ["Check", "State", "as_json", "examine", "in_words", "worst"]


def examine(workspace: Workspace | None) -> tuple[Check, ...]:
    """Look at the installation, and at a workspace where one is given; nothing is changed.

    A hash of the latest run is compared with the records and the law of today. No file of `raw/` is
    read, so a look takes a second, whatever the size of the workspace.
    """
    folder = workspace.folder if workspace else Path()
    checks = list(examine_installation(folder))
    if workspace:
        checks += examine_workspace(workspace.folder)
    return tuple(checks)


def worst(checks: Sequence[Check]) -> State:
    """The worst state among the checks; `fail` is what ends the command with exit code 1."""
    order = list(State)
    return max((check.state for check in checks), key=order.index, default=State.OK)


def in_words(checks: Sequence[Check]) -> str:
    """The checks for a person, each fault with its repair, and a count at the end."""
    return "\n".join(_lines(checks))


def _lines(checks: Sequence[Check]) -> Iterator[str]:
    width = max((len(check.name) for check in checks), default=0)
    for check in checks:
        yield f"{check.state:<5} {check.name:<{width}}  {check.what}"
        if check.repair:
            yield f"{'':<{width + 8}}{check.repair}"
    counts = [sum(check.state is state for check in checks) for state in State]
    yield ""
    yield f"{counts[0]} well, {counts[1]} to look at, {counts[2]} ill"


def as_json(checks: Sequence[Check]) -> str:
    """The checks for machines."""
    rows = [
        {"name": c.name, "state": str(c.state), "what": c.what, "repair": c.repair or None}
        for c in checks
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)
