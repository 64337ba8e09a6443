"""A sequence of answers, undoings and links leaves the same answers, taken over or not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.facts import DAY, answers_of, copy_of
from tests.support.links import BROTHERS, STRANGERS, named_county, say, taken_in
from vacatur.office import taking_over
from vacatur.office.answering import answer, undo
from vacatur.office.check import State
from vacatur.office.decisions import conditions_of, parts_of, times_decided_again
from vacatur.office.explaining import explain_charge
from vacatur.office.link_answers import undo_answer
from vacatur.office.stale import rulebook_of_run
from vacatur.office.told import earlier_answers
from vacatur.office.workspace import Workspace
from vacatur.office.workspace_checks import examine_workspace

_TOLD = {
    "charge.sentence_end": ("2016-05-01", "2017-05-01", "2031-05-01"),
    "charge.quantity_grams": ("4", "40"),
    "person.noncitizen": ("yes", "no"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("taking_over")
    return taken_in(named_county(folder / "export"), folder / "workspace")


def test_taken_over_or_not_the_same_answers_stand_and_are_told(whole, tmp_path, monkeypatch):
    _same_either_way(whole, tmp_path, monkeypatch, seed=1, steps=6)


@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 4, 5])  # in each of them some answers change
def test_the_same_over_a_long_time(whole, tmp_path, monkeypatch, seed):
    _same_either_way(whole, tmp_path, monkeypatch, seed=seed, steps=60)


def _same_either_way(
    whole: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch, *, seed: int, steps: int
) -> None:
    charges = sorted({charge for charge, _ in answers_of(whole)})
    some = [each for each in charges if each.partition("/")[0] in {*STRANGERS, *BROTHERS}]
    never, short = copy_of(whole, folder / "never"), copy_of(whole, folder / "short")
    monkeypatch.setattr(taking_over, "TAKEN_OVER_ROWS", 0)
    _work(never, some, random.Random(seed), steps)
    monkeypatch.setattr(taking_over, "TAKEN_OVER_ROWS", 20_000)
    _work(short, some, random.Random(seed), steps)

    assert len(parts_of(short.run_folder("latest"))) == 1
    assert len(parts_of(never.run_folder("latest"))) > steps // 2
    assert answers_of(never) == answers_of(short)
    assert _conditions(never) == _conditions(short)
    told = {each: earlier_answers(never, "latest", each) for each in charges}
    assert told == {each: earlier_answers(short, "latest", each) for each in charges}
    assert sum(map(len, told.values())) > 2
    assert len({each.after_link for answers in told.values() for each in answers}) > 1
    assert times_decided_again(never.run_folder("latest")) == steps
    assert times_decided_again(short.run_folder("latest")) == steps
    assert [x.what for x in examine_workspace(short.folder) if x.state is State.FAIL] == []
    explain_charge(short, some[0], run="latest")  # held against the interpreter


def _work(workspace: Workspace, some: list[str], drawn: random.Random, steps: int) -> None:
    """Answers, undoings of any of them, and two links that are said and taken back."""
    linked: list[int] = []
    for step in range(steps):
        standing = [each.number for each in workspace.facts().standing()]
        kind = drawn.random()
        if step % 8 in (1, 5):
            if linked:
                undo_answer(workspace, linked.pop(), by="A", reason="", on=DAY)
            else:
                say(workspace, STRANGERS if step % 16 < 8 else BROTHERS, step % 16 < 8)
                linked.append(workspace.said().lines[-1].number)
        elif standing and kind < 0.3:
            undo(workspace, drawn.choice(standing), by="A", document="", on=DAY)
        else:
            column = drawn.choice(sorted(_TOLD))
            value = drawn.choice(_TOLD[column])
            answer(workspace, drawn.choice(some), column, value, by="A", document="", on=DAY)


def _conditions(workspace: Workspace) -> list[list[str]]:
    manifest, folder = workspace.run_manifest("latest"), workspace.run_folder("latest")
    found = []
    with workspace.connection() as connection:
        for page in rulebook_of_run(workspace, manifest).pages:
            table = conditions_of(connection, folder, page.page_id).to_pyarrow()
            found.append(sorted(map(repr, table.to_pylist())))
    return found
