"""Taking any one fact back turns exactly the answers that hung on it into questions."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.support.facts import (
    DAY,
    KINDS_OF_THE_COUNTY,
    answers_of,
    attach_file,
    changed,
    copy_of,
    take_in,
)
from tests.support.quick import five_rules
from vacatur.engine.decide_one import decide_one
from vacatur.facts.store import ROWS
from vacatur.law.rulebook import Rulebook
from vacatur.office.answering import undo, withdraw
from vacatur.office.one_record import load_record
from vacatur.office.workspace import Workspace
from vacatur.record.record import Record

BY = {"by": "A. Attorney", "document": "", "on": DAY}
# Facts of each kind that are taken back.
COUNTS = [3, pytest.param(40, marks=pytest.mark.long)]

# What a row of a kind tells of its charge: without it, these are empty again.
TOLD = {
    "supervision": ("sentence_end", "sentence_completion"),
    "laboratory": ("substance", "product_form", "quantity_grams", "weight_basis", "thc_percent"),
}


def graded() -> Rulebook:
    """A petition, which a sentence decides, and the grading, which a laboratory decides."""
    return five_rules().only(["MD-CLASS", "MD-EXP-105-12"])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A county with the files of three agencies attached. Every test leaves it as it was."""
    folder = tmp_path_factory.mktemp("removed")
    workspace = take_in(folder, people=300, seed=5, rulebook=graded())
    for kind in KINDS_OF_THE_COUNTY:
        attach_file(workspace, folder / "export" / "facts" / f"{kind}.csv", kind)
    return workspace


def rows_of(workspace: Workspace, kind: str) -> list[dict[str, object]]:
    log = workspace.facts()
    (batch,) = (each for each in log.batches if each.kind == kind)
    rows: list[dict[str, object]] = pq.read_table(log.batch_folder(batch.number) / ROWS).to_pylist()
    return [{**row, "fact": f"{batch.number}.{row['row']}"} for row in rows]


def some(workspace: Workspace, kind: str, count: int) -> list[dict[str, object]]:
    return random.Random(kind).sample(rows_of(workspace, kind), count)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("kind", KINDS_OF_THE_COUNTY)
def test_what_is_taken_back_opens_answers_and_turns_none(told, kind, count):
    """No answer becomes another answer, nobody else's changes, and undoing brings all back."""
    before = answers_of(told)
    hung = 0
    for row in some(told, kind, count):
        given = withdraw(told, [str(row["fact"])], **BY)
        differs = changed(before, answers_of(told))
        assert {after for _, after in differs.values()} <= {"REVIEW"}, row["fact"]
        assert given.redecided is not None
        assert given.redecided.persons == 1
        hung += len(differs)
        undo(told, told.facts().last, **BY)
        assert answers_of(told) == before
    # Of a few facts that are drawn, it may be that none decided anything.
    assert hung or count < 10


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(
    "kind", [k if k == "history" else pytest.param(k, marks=pytest.mark.long) for k in sorted(TOLD)]
)
def test_exactly_the_answers_that_hung_on_a_fact_become_questions(told, kind, count):
    """The interpreter says which: it reads the record with what the fact told left out."""
    rulebook = graded()
    before = answers_of(told)
    for row in some(told, kind, 2 * count):
        charge = f"{row['case_num']}/{row['charge_num']}"
        record, bare = _with_and_without(told, charge, kind)
        expected = changed(dict(_answers(rulebook, record)), dict(_answers(rulebook, bare)))
        withdraw(told, [str(row["fact"])], **BY)
        assert changed(before, answers_of(told)) == expected, row["fact"]
        undo(told, told.facts().last, **BY)


def _with_and_without(workspace: Workspace, charge: str, kind: str) -> tuple[Record, Record]:
    """A person's record as it is known, and as the export alone has what the fact told."""
    record = load_record(workspace, charge, as_of=DAY)
    exported = pq.read_table(
        workspace.records_folder / "charges.parquet", filters=[("charge_id", "=", charge)]
    ).to_pylist()
    (row,) = exported
    held: Mapping[str, object] = {
        name: getattr(record.charge(charge), name) if row[name] is not None else None
        for name in TOLD[kind]
    }
    # Where the export had a value that gave way, it is the export's again.
    back = {
        name: type(getattr(record.charge(charge), name))(row[name])
        if name == "weight_basis" and row[name] is not None
        else row[name]
        if name == "sentence_end"
        else value
        for name, value in held.items()
    }
    cases = tuple(
        replace(
            case,
            charges=tuple(
                replace(each, **back) if each.charge_id == charge else each for each in case.charges
            ),
        )
        for case in record.cases
    )
    return record, replace(record, cases=cases)


def _answers(rulebook: Rulebook, record: Record) -> Iterator[tuple[tuple[str, str], str]]:
    for charge in record.charges():
        for page in rulebook.pages:
            decision = decide_one(rulebook, page, record, charge.charge_id)
            if decision is not None and decision.reached:
                yield (charge.charge_id, page.implements), str(decision.published)


@pytest.mark.long
def test_a_file_that_is_undone_leaves_what_was_there_before(told, tmp_path: Path):
    workspace = copy_of(told, tmp_path)
    numbers = [batch.number for batch in workspace.facts().standing() if batch.file]
    states = [answers_of(workspace)]
    for number in reversed(numbers):
        undo(workspace, number, **BY)
        states.append(answers_of(workspace))
    assert len({frozenset(state.items()) for state in states}) == len(states)
    # In the order in which they came, each is brought back by undoing what undid it.
    undoing = {batch.undoes: batch.number for batch in workspace.facts().batches if batch.undoes}
    for number, state in zip(numbers, reversed(states[:-1]), strict=True):
        undo(workspace, undoing[number], **BY)
        assert answers_of(workspace) == state
