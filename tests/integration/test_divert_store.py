"""Diversions in a store: restarts and clocks change nothing; of two completions, one wins."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.diversions import DAY, notice, offer, step_done, way_in
from tests.support.matters import LEE, ROE, doing, hire, require_sound, store
from vacatur.errors import MoveRefused
from vacatur.matters.store import Doing
from vacatur.matters.vault import forget_names, put
from vacatur.office import diverting
from vacatur.office.workspace import Workspace
from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion import events as e
from vacatur.screening.diversion.states import State, Waiting

ROOT = Path(__file__).resolve().parents[2]
LAST = DAY + timedelta(days=90)
_LIFT = c.LiftNotice(on=LAST + timedelta(days=9), reason="Was ill.")
WAY = [
    *way_in(),
    notice(LAST + timedelta(days=1), LAST + timedelta(days=8)),
    c.AnswerNotice(on=LAST + timedelta(days=2), text="Was ill."),
    _LIFT,
    c.ExtendStep(on=_LIFT.on, step=1, due=LAST + timedelta(days=30), reason="Was ill."),
    step_done(1, LAST + timedelta(days=20)),
    c.ConsentToReferral(on=DAY, service="river", text="Agrees."),
    c.Refer(on=DAY, service="river", handed_over="Name."),
    step_done(2, LAST + timedelta(days=21)),
]
TODAY = LAST + timedelta(days=400)
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
CLOCKS = {
    "as it should": lambda step: NOON + timedelta(days=10 * step),
    "backward": lambda step: NOON - timedelta(days=200 * step),
    "years ahead": lambda step: NOON + timedelta(days=9_000 + step),
    "stopped": lambda step: NOON,
}


def walked(folder: Path, clock):
    """Walk the way, each step in a store opened anew; what stands before each, and is due."""
    url = f"sqlite:///{folder / 'office.db'}"
    seen = []
    for step, command in enumerate([None, *WAY, None]):
        doing_then = Doing(actor=ROE.name, purpose="a test", at=clock(step))
        with store(url, folder) as casework:
            if step == 0:
                hire(casework)
                diverting.offer(Workspace(folder), casework, offer(), doing_then)
                continue
            (read,) = diverting.read_enrolments(casework)
            days = [DAY, LAST, LAST + timedelta(days=1), LAST + timedelta(days=400)]
            due = [diverting.due(casework, day) for day in days]
            seen.append((replace(read.enrolment, subject=""), due))
            if command is not None:
                diverting.move(casework, 1, command, doing_then, today=TODAY)
    return seen


def test_restarts_and_clocks_that_move_change_nothing(tmp_path):
    found = {}
    for name, clock in CLOCKS.items():
        folder = tmp_path / name
        folder.mkdir()
        found[name] = walked(folder, clock)
    usual = found.pop("as it should")
    assert [each[0].state for each in usual][-1] is State.ENROLLED
    assert not usual[-1][0].open_steps
    for name, other in found.items():
        assert other == usual, name


@pytest.fixture
def ready(tmp_path):
    """A diversion whose steps are all done, and its store: (url, folder)."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    with store(url, tmp_path) as casework:
        hire(casework)
        diverting.offer(Workspace(tmp_path), casework, offer(), doing(ROE))
        agreed = c.ConsentToReferral(on=DAY, service="river", text="Agrees.")
        refer = c.Refer(on=DAY, service="river", handed_over="Name.")
        for command in (*way_in(), agreed, refer, step_done(1), step_done(2)):
            diverting.move(casework, 1, command, doing(ROE), today=TODAY)
    return url, tmp_path


def test_of_two_processes_that_complete_at_once_one_wins(ready):
    url, folder = ready
    go = folder / "go"
    command = [sys.executable, "-m", "tests.support.completing", url, folder, go, DAY.isoformat()]
    both = [
        subprocess.Popen(
            [str(each) for each in command],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        )
        for _ in range(2)
    ]
    assert [each.stdout.readline() for each in both] == ["ready\n"] * 2
    go.touch()
    assert sorted(each.communicate()[0] for each in both) == ["done\n", "refused\n"]
    with store(url, folder) as casework:
        read = diverting.read_enrolment(casework, 1)
        assert sum(isinstance(each.event, e.Completed) for each in read.history) == 1
        assert [x.what for x in diverting.due(casework, date.max)] == [Waiting.DISMISSAL]
        require_sound(casework)


def test_a_completion_is_refused_a_second_time_and_can_be_taken_back_as_a_mistake(ready):
    url, folder = ready
    with store(url, folder) as casework:
        diverting.move(casework, 1, c.Complete(on=DAY), doing(LEE), today=TODAY)
        with pytest.raises(MoveRefused, match="it was completed on"):
            diverting.move(casework, 1, c.Complete(on=DAY), doing(LEE), today=TODAY)
        with pytest.raises(MoveRefused, match="an attorney must"):
            diverting.take_back(casework, 1, "Wrong file.", doing(LEE))
        back = diverting.take_back(casework, 1, "Wrong file.", doing(ROE))
        assert back.state is State.ENROLLED
        assert diverting.read_enrolment(casework, 1).enrolment == back
        assert (
            diverting.move(casework, 1, c.Complete(on=DAY), doing(LEE), today=TODAY).state
            is State.COMPLETED
        )
        require_sound(casework)


def test_a_case_has_one_enrolment_in_a_programme_at_a_time(ready):
    url, folder = ready
    with store(url, folder) as casework:
        other = offer()
        typed = replace(other, whose=replace(other.whose, case=f" {other.whose.case.upper()} "))
        for again in (other, typed):
            with pytest.raises(MoveRefused, match="has not ended"):
                diverting.offer(Workspace(folder), casework, again, doing(ROE))
        diverting.move(casework, 1, c.Withdraw(on=DAY, reason="Left."), doing(LEE), today=TODAY)
        assert diverting.offer(Workspace(folder), casework, offer(), doing(ROE)).number == 2


def test_a_forgotten_case_reads_as_forgotten_and_takes_nothing_private(ready):
    url, folder = ready
    with store(url, folder) as casework:
        read = diverting.read_enrolment(casework, 1)
        assert read.whose is not None
        casework.keys.destroy([read.enrolment.subject], at="2026-01-01")
        with casework.working(doing(ROE)) as work:
            forget_names(work.connection, read.enrolment.subject)
        after = diverting.read_enrolment(casework, 1)
        assert after.whose is None
        assert [each.text for each in after.enrolment.steps] == [None, None]
        assert after.enrolment.state is State.ENROLLED
        assert [each.service for each in after.enrolment.referrals] == ["sealed"]
        assert diverting.due(casework, DAY) == []
        for command in (c.Withdraw(on=DAY, reason="Left."), c.Complete(on=DAY)):
            with pytest.raises(MoveRefused, match="forgotten"):
                diverting.move(casework, 1, command, doing(LEE), today=TODAY)


def test_a_case_is_not_vaulted_while_a_diversion_of_it_runs(ready):
    url, folder = ready
    with store(url, folder) as casework:
        subject = diverting.read_enrolment(casework, 1).enrolment.subject
        about = "diversion 1 is about the same case"
        with casework.working(doing(ROE)) as work, pytest.raises(MoveRefused, match=about):
            diverting.require_none_open(casework, work, subject)
        diverting.move(casework, 1, c.Complete(on=DAY), doing(LEE), today=TODAY)
        diverting.move(
            casework, 1, c.RecordEnd(on=DAY, evidence="File note."), doing(LEE), today=TODAY
        )
        with casework.working(doing(ROE)) as work:
            diverting.require_none_open(casework, work, subject)
            put(work.connection, casework.keys, subject, "{}")
        assert diverting.read_enrolment(casework, 1).whose is None
        with pytest.raises(MoveRefused, match="in the vault"):
            diverting.offer(Workspace(folder), casework, offer(), doing(ROE))
