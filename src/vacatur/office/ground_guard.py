"""No line of the log of the facts may leave a finding on a ground that does not stand."""

from __future__ import annotations

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


def refuse_loose_findings(workspace: Workspace, after: FactsLog) -> None:
    """Refuse a line after which something would rest on a ground that does not stand.

    So a withdrawal cannot be undone behind the ground's back, nor half of an answer taken back.

    Raises
    ------
    UsageError
        The ground is withdrawn, another version of it stands, or a part of an answer is missing.
    """
    grounds = ground_log(workspace)
    for charge in halved(after):
        raise _in_parts(charge)
    for charge in beside(after):
        raise UsageError(
            f"[{charge}] rests on a ground, and a finding from before it would stand beside it",
            why="It is no part of the answer, and would stand when the ground is withdrawn.",
            repair="Take the ground's answer back first: vacatur facts undo NUMBER.",
        )
    for charge, columns in told_now(after).items():
        if not columns.keys() & set(OF_AN_ANSWER):
            continue
        names = columns.get(ID, set())
        if len(names) != 1 or len(columns.get(MATERIALITY, set())) != 1:
            raise _in_parts(charge)
        (name,) = names
        if not _stands(grounds, name):
            raise UsageError(
                f"[{charge}] would rest on [{name}], which does not stand",
                why="It was withdrawn, or another version has taken its place.",
                repair="Adopt it again (vacatur ground adopt FILE), and answer anew.",
            )


def _in_parts(charge: str) -> UsageError:
    return UsageError(
        f"of the answer about [{charge}] a part would be missing or stand twice",
        why="A finding would stand without what it rests on.",
        repair="Take the whole line back: vacatur facts undo NUMBER; or answer again.",
    )


def _stands(grounds: GroundLog, name: str) -> bool:
    ground_id, version = ground_stated(name)
    line = grounds.latest(ground_id)
    return line is not None and line.event is GroundEvent.VERSION and line.version == version
