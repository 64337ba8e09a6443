"""Papers of forgotten cases leave `packets/`, and their letters `public-letters/`.

A packet knows its cases by their opaque names, and so does the ledger of erasures: no key and no
store is needed, and a packet from a backup is found as well.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vacatur.documents.manifest import FILE as MANIFEST
from vacatur.documents.packet_removal import count_of, take_out
from vacatur.errors import PaperRefused
from vacatur.office.erasures import read_ledger
from vacatur.office.public_letters import forget_sealed
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersFound:
    """Papers of how many forgotten matters there were. `unread`: nobody can tell whose it is."""

    matters: int
    unread: tuple[str, ...]


def forget_papers(workspace: Workspace) -> PapersFound:
    """Take the papers of every case that the ledger names out of the packets, and sealed letters.

    It can be broken off anywhere and run again. The workspace is locked for writing, so a packet
    in the making is one that was broken off: it leaves whole.
    """
    gone = _forgotten(workspace)
    forget_sealed(workspace, gone)
    for folder in _unfinished(workspace) if gone else ():
        shutil.rmtree(folder)
    return _found(workspace, gone, take_out)


def remembered_papers(workspace: Workspace) -> PapersFound:
    """Papers of forgotten cases that are in the packets; nothing is changed."""
    return _found(workspace, _forgotten(workspace), count_of)


def _forgotten(workspace: Workspace) -> frozenset[str]:
    return frozenset(line.subject for line in read_ledger(workspace.folder).lines)


def _found(
    workspace: Workspace, gone: frozenset[str], look: Callable[[Path, frozenset[str]], int]
) -> PapersFound:
    packets = workspace.packets_folder
    if not gone or not packets.is_dir():
        return PapersFound(matters=0, unread=())
    folders = sorted(path.parent for path in packets.rglob(MANIFEST))
    unread = [
        path
        for path in packets.rglob("*")
        if not path.is_dir() and set(path.parents).isdisjoint(folders)
    ]
    matters = 0
    for folder in folders:
        try:
            matters += look(folder, gone)
        except PaperRefused:
            unread.append(folder)
    names = sorted(path.relative_to(workspace.folder).as_posix() for path in unread)
    return PapersFound(matters=matters, unread=tuple(names))


def _unfinished(workspace: Workspace) -> list[Path]:
    """Folders in which a packet was made: no finished one has a name that begins so."""
    return [each for each in workspace.packets_folder.glob(".*") if each.is_dir()]
