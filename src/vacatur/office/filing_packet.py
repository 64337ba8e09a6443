"""A packet that goes to the court whole: papers as they were recorded, matters by their gates."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.documents.manifest import MatterPapers, read_manifest
from vacatur.errors import MoveRefused
from vacatur.matters import commands as c
from vacatur.matters.matter import Matter
from vacatur.matters.queries import matters_of
from vacatur.matters.states import State
from vacatur.matters.store import Casework, Doing
from vacatur.office.casework import Done, perform
from vacatur.office.paper_view import court_forms_of, is_filed
from vacatur.office.workspace import Workspace

_AT_ONCE = 500  # matters


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketLine:
    """A matter of a packet. `main` is the paper that is filed; empty: nothing of it can be.

    `trouble` says why a paper cannot go as it lies there; empty: nothing is wrong with it.
    """

    number: int
    state: State
    papers: int
    main: str
    trouble: str

    @property
    def may_go(self) -> bool:
        """Whether its papers wait to be sent to the court."""
        return self.state is State.PACKETED and bool(self.main) and not self.trouble


def packet_lines(workspace: Workspace, casework: Casework, name: str) -> list[PacketLine]:
    """What of a packet can go to the court now, matter by matter. Nobody is named."""
    folder = workspace.packets_folder / name
    every = read_manifest(folder).matters
    found: list[PacketLine] = []
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        with casework.reading() as connection:
            matters = matters_of(connection, [each.number for each in some])
        known = [(matters[each.number], each) for each in some if each.number in matters]
        found += [_line(folder, matter, papers) for matter, papers in known]
    return found


def file_packet(
    workspace: Workspace,
    casework: Casework,
    name: str,
    asked: Sequence[int],
    doing: Doing,
    *,
    today: date,
) -> Done:
    """Write down that the papers of some matters of a packet go to the court.

    Whatever a gate refuses is named and left out, and so is a paper that is not the recorded one.
    """
    lines = {each.number: each for each in packet_lines(workspace, casework, name)}
    refused = {number: _why_not(number, lines.get(number)) for number in asked}
    commands: dict[int, c.Command] = {
        number: c.Submit(by=doing.actor, document=lines[number].main, on=today)
        for number, why in refused.items()
        if not why
    }
    done = perform(workspace, casework, commands, doing, today=today)
    return Done(
        done=done.done, refused={n: why for n, why in refused.items() if why} | dict(done.refused)
    )


def _line(folder: Path, matter: Matter, made: MatterPapers) -> PacketLine:
    mine = folder / str(matter.number)
    trouble = ""
    if matter.packet_sha256 != made.packet_sha256():
        trouble = "its recorded papers are not those of this packet"
    elif not all(_is_as_recorded(mine / each.file, each.sha256) for each in made.papers):
        trouble = "a paper is not the one that was recorded: build it again"
    return PacketLine(
        number=matter.number,
        state=matter.state,
        papers=len(made.papers),
        main=main_paper(made),
        trouble=trouble,
    )


def main_paper(made: MatterPapers) -> str:
    """The title of the paper by which one asks the court; empty: nothing of it is filed.

    Where a form of the court is filled, one asks on it, and what vacatur made is an exhibit. Those
    on which one asks are declared before those that go beside them, on fees and the like.
    """
    forms = {*(x.title for x in made.papers if x.is_form), *made.by_hand}
    filed = [x.title for x in made.papers if is_filed(made.vehicle, x.paper)]
    declared = [each for each in court_forms_of(made.vehicle) if each in forms]
    return next(iter([*declared, *sorted(forms), *filed]), "")


def _is_as_recorded(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _why_not(number: int, line: PacketLine | None) -> str:
    if line is None:
        return str(MoveRefused("it is not in the packet", where=f"matter {number}"))
    if line.state is not State.PACKETED:
        return str(MoveRefused(f"it is [{line.state}]", where=f"matter {number}"))
    if not line.may_go:
        told = line.trouble or "nothing of it is filed"
        return str(MoveRefused(told, where=f"matter {number}"))
    return ""
