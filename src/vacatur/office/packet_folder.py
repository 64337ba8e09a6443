"""What building papers and writing letters share: what is asked for, and a packet's folder."""

from __future__ import annotations

import errno
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from vacatur.documents.manifest import Manifest
from vacatur.documents.paper_specs import paper_book
from vacatur.documents.pressroom import open_pressroom
from vacatur.documents.processes import executor
from vacatur.documents.template_rules import checked_templates
from vacatur.errors import PaperRefused, UsageError
from vacatur.matters.store import Casework, Doing
from vacatur.office.workspace import Workspace

_LONGEST = 100  # letters of a name
_MOST_BYTES = 200  # of a name: a system takes 255, and the folder that is built in has a longer one
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketAsked:
    """What somebody asks for. `name` is of the packet's folder; `day` the day of its papers.

    `forms` are numbers of the court's own forms that are filled, and `by_hand` of those that the
    office fills itself. `with_word` asks for copies in Word, to be edited, beside the papers.
    """

    numbers: Sequence[int]
    name: str
    day: date
    is_draft: bool
    processes: int
    forms: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    with_word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A packet that was built. Asked for = matters of the manifest + its `set_aside`.

    `not_recorded` are matters that somebody moved while their papers were set, with the reason.
    """

    folder: Path
    manifest: Manifest
    not_recorded: Mapping[int, str]


def books_of(vehicles: Iterable[str]) -> dict[str, str]:
    """Hash of the declared papers of each jurisdiction."""
    names = sorted({vehicle.partition("/")[0] for vehicle in vehicles})
    return {name: book.sha256 for name in names if (book := paper_book(name)) is not None}


def new_packet(workspace: Workspace, name: str) -> Path:
    """The folder of a packet to be built.

    Raises
    ------
    PaperRefused
        It is there already, or `packets` is no folder.
    UsageError
        The name would lie elsewhere than in `packets/`, where what is forgotten is looked for.
    """
    if not _is_folder_name(name):
        raise UsageError(
            "the name of a packet is no name of a folder",
            repair="Write it like 2026-02-15, with at most 100 letters.",
        )
    if workspace.packets_folder.exists() and not workspace.packets_folder.is_dir():
        raise PaperRefused(
            "[packets] of the workspace is a file",
            where=str(workspace.packets_folder),
            why="The folder of packets goes by that name.",
            repair="Move the file elsewhere.",
        )
    target = workspace.packets_folder / name
    if target.exists():
        raise PaperRefused(
            f"a packet [{name}] is there already",
            why="A packet is never written over: it may have been filed.",
            repair="Name another with --name.",
        )
    return target


def _is_folder_name(name: str) -> bool:
    """Whether a packet may be called so: printable, one level, and short in letters and bytes."""
    return (
        bool(name.strip())
        and not name.startswith(".")
        and Path(name).name == name
        and "\\" not in name
        and name.isprintable()
        and len(name) <= _LONGEST
        and len(name.encode()) <= _MOST_BYTES
    )


def note_readings(casework: Casework, numbers: Sequence[int], doing: Doing) -> None:
    """Write into the chain who reads what is known of some matters, before anybody does.

    Raises
    ------
    UsageError
        Nobody on the staff is called so, or there is no such matter.
    """
    with casework.working(doing) as work:
        work.acting()
        for number in numbers:
            work.note_reading(work.matter(number))


def own_folder(workspace: Workspace, name: str) -> Path | None:
    """A folder of the office's own, `templates` or `fonts`; None: it has none."""
    folder = workspace.folder / name
    return folder if folder.is_dir() else None


@contextmanager
def building(target: Path) -> Iterator[Path]:
    """A folder beside the packet's, which takes its name when everything stands.

    Raises
    ------
    PaperRefused
        It cannot be made, or the disk is full.
    """
    folder = target.with_name(f".{target.name}-building")
    shutil.rmtree(folder, ignore_errors=True)  # what an attempt that was killed left
    try:
        _make(folder, target)
        yield folder
        folder.rename(target)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise PaperRefused(
            "the disk is full",
            where=str(target),
            why="Half a packet is none: nothing of it was left, and nothing was recorded.",
            repair="Make room, and build it again.",
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(folder: Path, target: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        if error.errno in _FULL:
            raise
        raise PaperRefused(
            f"the folder of the packet cannot be made: {error.strerror}",
            where=str(target),
            repair="Let the folder [packets] of the workspace be one that you may write to.",
        ) from None


@contextmanager
def processes(asked: PacketAsked, own: tuple[Path | None, Path | None]) -> Iterator[Executor]:
    """Processes with a press each; what a template may not say is found before they begin.

    Raises
    ------
    PaperRefused
        A template may not be used, or a process ended before its work was done.
    """
    checked_templates(own[0])
    given = (*own, asked.with_word)
    with TemporaryDirectory(prefix="vacatur-processes-") as scratch:
        pool = executor(asked.processes, open_pressroom, given, scratch=scratch)
        try:
            yield pool
        except BrokenProcessPool:
            raise PaperRefused(
                "a process that sets papers ended",
                why="Perhaps memory ran out, and the system ended it.",
                repair="Build it again with --processes 1.",
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def nothing_made(aside: Mapping[int, str]) -> PaperRefused:
    """Why nothing was built: every matter was set aside, or none was asked for."""
    if not aside:
        return PaperRefused(
            "no matter is asked for", repair="Name the matters whose papers are to be made."
        )
    reasons = Counter(aside.values())
    told = "\n".join(f"{count} matters: {why}" for why, count in reasons.most_common(5))
    return PaperRefused("no paper can be made", why=told, repair="Mend what is named.")
