"""No line of the log of the facts may leave a finding on a ground that does not stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vacatur.errors import UsageError
from vacatur.facts.ground import ground_stated
from vacatur.facts.ground_facts import ID, MATERIALITY, OF_AN_ANSWER, beside, halved, told_now
from vacatur.facts.ground_log import GroundEvent, GroundLog
from vacatur.facts.store import FactsLog
from vacatur.office.grounds import ground_log
from vacatur.office.workspace import Workspace


def refuse_by_hand(column: str) -> None:
    """Refuse to answer by hand what is answered for a whole case, with its reason.

    Raises
    ------
    UsageError
        The column is one of those.
    """
    if column in OF_AN_ANSWER:
        raise UsageError(
            f"[{column}] is not answered by itself",
            why="A case rests on a ground with its materiality, its reason and its document.",
            repair="vacatur ground answer GROUND CASE MATERIALITY --help",
        )


def refuse_loose_findings(workspace: Workspace, before: FactsLog, after: FactsLog) -> None:
    """Refuse a line after which more would rest on what does not stand than `before` it.

    So a withdrawal cannot be undone behind the ground's back, nor half of an answer taken back.
    A fault that is there already stops nobody: it may be what the line mends elsewhere.

    Raises
    ------
    UsageError
        The ground is withdrawn, another version of it stands, or a part of an answer is missing.
    """
    grounds = ground_log(workspace)
    there = set(_faults(grounds, before))
    for fault in _faults(grounds, after):
        if fault not in there:
            raise _error(grounds, fault)


class _Kind(StrEnum):
    IN_PARTS = "a part of an answer is missing, or stands twice"
    BESIDE = "a finding from before the answer stands beside it"
    LOOSE = "the ground does not stand"


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with the findings of a charge; `ground` is the one that does not stand."""

    charge: str
    kind: _Kind
    ground: str = ""


def _faults(grounds: GroundLog, log: FactsLog) -> Iterator[_Fault]:
    yield from (_Fault(charge, _Kind.IN_PARTS) for charge in halved(log))
    yield from (_Fault(charge, _Kind.BESIDE) for charge in beside(log))
    for charge, columns in told_now(log).items():
        if not columns.keys() & set(OF_AN_ANSWER):
            continue
        names = columns.get(ID, set())
        if len(names) != 1 or len(columns.get(MATERIALITY, set())) != 1:
            yield _Fault(charge, _Kind.IN_PARTS)
        for name in names:
            if not _stands(grounds, name):
                yield _Fault(charge, _Kind.LOOSE, name)


def _error(grounds: GroundLog, fault: _Fault) -> UsageError:
    if fault.kind is _Kind.LOOSE:
        return _loose(grounds, fault)
    if fault.kind is _Kind.BESIDE:
        return UsageError(
            f"[{fault.charge}] rests on a ground, and a finding from before it would stand beside"
            " it",
            why="It is no part of the answer, and would stand when the ground is withdrawn.",
            repair="Take the ground's answer back first: vacatur facts undo NUMBER.",
        )
    return UsageError(
        f"of the answer about [{fault.charge}] a part would be missing or stand twice",
        why="A finding would stand without what it rests on.",
        repair="Take the whole line back: vacatur facts undo NUMBER; or answer again.",
    )


def _loose(grounds: GroundLog, fault: _Fault) -> UsageError:
    ground_id, _ = ground_stated(fault.ground)
    line = grounds.latest(ground_id)
    if line is not None and line.event is GroundEvent.VERSION:
        why = f"Version {line.version} stands, and the case was answered for another text."
        repair = f"Answer the case for it: vacatur ground answer {ground_id} --help"
    else:
        why = "No version of it stands."
        repair = "If it stands again, take it in (vacatur ground adopt FILE), and answer anew."
    return UsageError(
        f"[{fault.charge}] would rest on [{fault.ground}], which does not stand",
        why=why,
        repair=repair,
    )


def _stands(grounds: GroundLog, name: str) -> bool:
    ground_id, version = ground_stated(name)
    line = grounds.latest(ground_id)
    return line is not None and line.event is GroundEvent.VERSION and line.version == version
