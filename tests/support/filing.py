"""An office that brings matters to the court and is killed at one of its steps, as a process.

What it was told is done it writes into a file at once, as a person would remember it; so does the
court with what reaches it. Whoever comes after goes on from what the store says.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.support.matters import (
    DAY,
    DECISION,
    LEE,
    PACKET,
    PAPER,
    ROE,
    discharge,
    doing,
    receipt,
    scene,
    store,
)
from vacatur.matters import commands as c
from vacatur.matters.chain import Head, head_of
from vacatur.matters.gates import Member
from vacatur.matters.matter import Matter
from vacatur.matters.moves import event_of
from vacatur.matters.reading import matter_of
from vacatur.matters.states import Receipt, State
from vacatur.matters.store import Casework

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.support.filing"])


@dataclass(frozen=True)
class Place:
    """Where an office works, and where what it was told and what reached the court is kept."""

    url: str
    folder: Path

    @property
    def told(self) -> list[Head]:
        lines = self._lines("told.txt")
        return [Head(seq=int(seq), hash=name) for seq, name in map(str.split, lines)]

    @property
    def at_court(self) -> list[int]:
        """The number of the matter of each paper that reached the court, in order."""
        return [int(line) for line in self._lines("court.txt")]

    def write(self, name: str, line: str) -> None:
        """Whole or not at all, also when the process is killed right after."""
        opened = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(opened, f"{line}\n".encode())
        os.close(opened)

    def _lines(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def live(place: Place, numbers: Sequence[int], kill_at: int, at_once: int) -> int | None:
    """Let an office work in a process of its own until it is killed; its exit code."""
    process = PROCESSES.Process(target=_file_all, args=(place, numbers, kill_at, at_once))
    process.start()
    process.join(600)
    return process.exitcode


def _file_all(place: Place, numbers: Sequence[int], kill_at: int, at_once: int) -> None:
    """Bring every matter to the court, some in one transaction; die at a step (0: never)."""
    steps = itertools.count(1)

    def step(*_: Any) -> None:
        if next(steps) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with store(place.url, place.folder) as casework:
        for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
            sa.event.listen(casework.engine, moment, step)
        for start in range(0, len(numbers), at_once):
            some = numbers[start : start + at_once]
            while _one_step(casework, place, some, step):
                step()


def _one_step(casework: Casework, place: Place, some: Sequence[int], step: Any) -> bool:
    """The next step of each of some matters, in one transaction; False: all are filed."""
    went: list[int] = []
    at_court = frozenset(place.at_court)
    with casework.working(doing(ROE)) as work:
        for number in some:
            matter = work.matter(number)
            if matter.state is State.FILED:
                continue
            member, command = _next(matter, number in at_court)
            work.record(matter, event_of(command, scene(matter, member)))
            went.append(number)
    step()
    with casework.reading() as connection:
        head = head_of(connection)
        states = {number: matter_of(connection, number).state for number in went}
    place.write("told.txt", f"{head.seq} {head.hash}")
    step()
    # It is written down that a paper goes, and then it goes: never the other way round.
    for number in [each for each, state in states.items() if state is State.SUBMITTED]:
        place.write("court.txt", str(number))
        step()
    return bool(went)


def _next(matter: Matter, is_there: bool) -> tuple[Member, c.Command]:
    """What a careful office does next. Of a paper of which it knows nothing, it asks the court."""
    duty = next((each.number for each in matter.duties if each.is_open and each.before), None)
    match matter.state:
        case State.OPEN:
            return ROE, c.Assign(by=ROE.name, to=LEE.name)
        case State.ASSIGNED if duty:
            return LEE, discharge(duty)
        case State.ASSIGNED:
            return LEE, c.Prepare(by=LEE.name)
        case State.PREPARED:
            return ROE, c.Approve(by=ROE.name, decision_hash=DECISION)
        case State.APPROVED:
            return LEE, c.RecordPacket(by=LEE.name, packet_sha256=PACKET, files=("a.pdf",))
        case State.PACKETED:
            return LEE, c.Submit(by=LEE.name, document=PAPER, on=DAY)
        case State.SUBMITTED:
            return LEE, receipt(Receipt.ACCEPTED if is_there else Receipt.NOT_RECEIVED)
    raise ValueError(f"nothing brings a matter that is [{matter.state}] to the court")


# ---- two at once -------------------------------------------------------------------------------


def approve_at_once(place: Place, numbers: Sequence[int], actors: Sequence[Member]) -> list[Any]:
    """Let several people approve the same matters at the same moment; of each, what they were told.

    What each was told: by number, an empty text for `done`, else the words of the refusal.
    """
    gate = PROCESSES.Barrier(len(actors))
    answers = PROCESSES.Queue()
    processes = [
        PROCESSES.Process(target=_approve, args=(place, numbers, actor, gate, answers))
        for actor in actors
    ]
    for process in processes:
        process.start()
    told = [answers.get(timeout=300) for _ in processes]
    for process in processes:
        process.join(60)
    return told


def _approve(place: Place, numbers: Sequence[int], actor: Member, gate: Any, answers: Any) -> None:
    from vacatur.errors import MoveRefused

    told: dict[int, str] = {}
    command = c.Approve(by=actor.name, decision_hash=DECISION)
    with store(place.url, place.folder) as casework:
        gate.wait(120)
        for number in numbers:
            try:
                with casework.working(doing(actor)) as work:
                    matter = work.matter(number)
                    work.record(matter, event_of(command, scene(matter, actor)))
                told[number] = ""
            except MoveRefused as problem:
                told[number] = str(problem)
    answers.put((actor.name, told))


def open_at_once(url: str, folder: Path, many: int) -> list[int | None]:
    """Let several processes open a database that nobody has made; their exit codes."""
    gate = PROCESSES.Barrier(many)
    processes = [PROCESSES.Process(target=_open, args=(url, folder, gate)) for _ in range(many)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    return [process.exitcode for process in processes]


def _open(url: str, folder: Path, gate: Any) -> None:
    gate.wait(60)
    with store(url, folder):
        return
