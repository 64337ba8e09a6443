"""Duties of one kind in many matters: counted, and discharged together on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import MoveRefused, UsageError
from vacatur.law.vehicle import Event
from vacatur.matters.commands import DischargeDuty
from vacatur.matters.matter import Duty, Matter
from vacatur.matters.queries import matters_of
from vacatur.matters.states import Discharge
from vacatur.matters.store import Casework, Doing
from vacatur.office.casework import Done, perform
from vacatur.office.workspace import Workspace

_AT_ONCE = 900  # matters of one query


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyKind:
    """What a vehicle asks in the same words of many. `before` is null: before the closing.

    `open_in` is in how many of the matters it is open.
    """

    text: str
    before: Event | None
    open_in: int


def duty_kinds(casework: Casework, numbers: Sequence[int]) -> tuple[DutyKind, ...]:
    """The duties that are open in some matters, those of most of them first."""
    found = Counter(
        (duty.text, duty.before)
        for matter in _matters(casework, numbers).values()
        for duty in {(x.text, x.before): x for x in matter.duties if x.is_open}.values()
    )
    return tuple(
        DutyKind(text=text, before=before, open_in=count)
        for (text, before), count in sorted(
            found.items(), key=lambda each: (-each[1], each[0][0], str(each[0][1]))
        )
    )


def discharge_kind(
    workspace: Workspace,
    casework: Casework,
    numbers: Sequence[int],
    kind: DutyKind,
    doing: Doing,
    *,
    how: Discharge,
    on: date,
    evidence: str,
    today: date,
    rehearse: bool = False,
) -> Done:
    """Discharge a kind of duty in each matter in which it is open; the others are refused.

    `rehearse` says what would become of each, and leaves everything as it is.
    """
    matters = _matters(casework, numbers)
    commands: dict[int, DischargeDuty] = {}
    refused: dict[int, str] = {}
    for number in numbers:
        duty = _duty(matters.get(number), kind)
        if duty is None:
            refused[number] = str(_not_open(number, number in matters))
            continue
        commands[number] = DischargeDuty(
            by=doing.actor, duty=duty.number, how=how, on=on, evidence=evidence
        )
    done = perform(workspace, casework, commands, doing, today=today, rehearse=rehearse)
    return Done(done=done.done, refused=refused | dict(done.refused))


def _matters(casework: Casework, numbers: Sequence[int]) -> Mapping[int, Matter]:
    found: dict[int, Matter] = {}
    with casework.reading() as connection:
        for start in range(0, len(numbers), _AT_ONCE):
            found |= matters_of(connection, numbers[start : start + _AT_ONCE])
    return found


def _duty(matter: Matter | None, kind: DutyKind) -> Duty | None:
    alike = [x for x in matter.duties if _is(x, kind) and x.is_open] if matter else []
    return alike[0] if alike else None


def _is(duty: Duty, kind: DutyKind) -> bool:
    return (duty.text, duty.before) == (kind.text, kind.before)


def _not_open(number: int, is_there: bool) -> MoveRefused | UsageError:
    if not is_there:
        return UsageError(f"there is no matter [{number}]")
    return MoveRefused("it has no such duty that is open", where=f"matter {number}")
