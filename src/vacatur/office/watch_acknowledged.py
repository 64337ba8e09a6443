"""The alerts of a watch that a person has answered for, so that none is raised again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from vacatur.dates import parse_day
from vacatur.errors import UsageError
from vacatur.json_lines import read_json_lines, write_json_lines
from vacatur.office.workspace import Workspace

LOG = Path("watch") / "acknowledged.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """Who answered for the filing of one charge, when, and why it was filed."""

    charge_id: str
    by: str
    on: date
    reason: str


def acknowledged(workspace: Workspace) -> Mapping[str, Acknowledgement]:
    """What was acknowledged, by charge.

    Raises
    ------
    WorkspaceError
        A line of the log cannot be read.
    """
    lines = read_json_lines(
        workspace.folder / LOG,
        _read,
        where=LOG.as_posix(),
        why="An alert that somebody answered for would be raised again, or one would be lost.",
    )
    return {each.charge_id: each for each in lines}


def acknowledge(
    workspace: Workspace, charge_id: str, *, by: str, reason: str, on: date
) -> Acknowledgement:
    """Write down that a named person answers for a filing. The workspace is locked for writing.

    Raises
    ------
    UsageError
        There is no such charge, it is acknowledged already, or no name or no reason is given.
    """
    if not by.strip() or not reason.strip():
        raise UsageError(
            "an alert is acknowledged by a named person, with a reason",
            why="Whoever asks later must learn who decided, and why.",
            repair="Give both --by and --reason.",
        )
    known = acknowledged(workspace)
    if charge_id in known:
        raise UsageError(
            f"the filing of [{charge_id}] was acknowledged on {known[charge_id].on} already",
            why="What was said stands.",
        )
    charges = workspace.records_folder / "charges.parquet"
    if not pq.read_table(
        charges, columns=["charge_id"], filters=[("charge_id", "=", charge_id)]
    ).num_rows:
        raise UsageError(
            f"there is no charge [{charge_id}]",
            repair="Write it as [vacatur watch filings] prints it.",
        )
    said = Acknowledgement(charge_id=charge_id, by=by.strip(), on=on, reason=reason.strip())
    write_json_lines(workspace.folder / LOG, [_line(each) for each in (*known.values(), said)])
    return said


def _line(said: Acknowledgement) -> dict[str, Any]:
    return {**asdict(said), "on": said.on.isoformat()}


def _read(line: Mapping[str, Any]) -> Acknowledgement:
    return Acknowledgement(
        charge_id=str(line["charge_id"]),
        by=str(line["by"]),
        on=parse_day(line["on"]),
        reason=str(line["reason"]),
    )
