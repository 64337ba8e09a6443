"""Groups of open charges, tried on an invented county with the faults of a real export."""

from __future__ import annotations

import csv
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.support.quick import five_rules
from vacatur.facts.yields import YieldClass
from vacatur.law.rulebook import load_rulebook
from vacatur.office import groups
from vacatur.office.explaining import explain_charge
from vacatur.office.exports import export_of
from vacatur.office.groups import group_of, look_into
from vacatur.office.intake import ingest
from vacatur.office.loading import load_records
from vacatur.office.one_record import load_record
from vacatur.office.questions import open_questions
from vacatur.office.requesting import write_request
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.office.yields import yield_of
from vacatur.sample.county import write_county

AS_OF = date(2026, 2, 15)
LAW = "us-md"


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("noisy")
    write_county(folder / "export", people=1500, seed=3, noise=4)
    workspace = Workspace(folder / "workspace")
    ingest(export_of([folder / "export"]), workspace, progress=_silent)
    run(workspace, five_rules(), AS_OF, progress=_silent)
    return workspace


@pytest.fixture(scope="module")
def looked(noisy):
    rulebook = five_rules()
    with noisy.connection() as connection:
        records = noisy.records(connection)
        opened = look_into(connection, records, rulebook, noisy.run_folder("latest"), AS_OF)
        members = opened.members.to_pyarrow().to_pylist()
        yield rulebook, records, opened, members


def _wants(group):
    asked = frozenset((a.entity, a.of_other, a.column, a.why, a.decides) for a in group.asked)
    later = frozenset((a.entity, a.of_other, a.column, a.why) for a in group.later)
    return asked, later, group.referred, group.standing, group.files


def test_every_member_of_a_group_wants_what_the_group_wants(looked):
    rulebook, records, opened, members = looked
    pages = {page.page_id: page for page in rulebook.pages}
    by_example = {(group.rule, group.example): group for group in opened.groups}
    others = [row for row in members if row["charge_id"] != row["example"]]
    chosen = random.Random(5).sample(sorted(others, key=str), 300)
    loaded = load_records(records, {row["charge_id"] for row in chosen}, as_of=AS_OF)

    for row in chosen:
        group = by_example[row["rule"], row["example"]]
        own = group_of(
            rulebook, pages[row["rule"]], loaded[row["charge_id"]], row["charge_id"], charges=1
        )
        assert _wants(own) == _wants(group), row
    assert len({(row["rule"], row["example"]) for row in chosen}) > 40


def test_what_is_asked_only_once_other_facts_are_in_needs_its_file_too(looked):
    """Whether anybody searched is asked only when none of the known charges will do."""
    _, _, opened, _ = looked
    later = [group for group in opened.groups if group.later]

    assert {each.column for group in later for each in group.later} == {"history_checked_on"}
    for group in later:
        assert "disposition" in {each.column for each in group.asked}
        assert "history_checked_on" not in {each.column for each in group.asked}
        assert group.files is None or "history" in group.files


def test_the_groups_hold_every_open_charge_once(noisy, looked):
    _, _, opened, members = looked
    manifest = noisy.run_manifest("latest")
    open_answers = sum(
        each["charges"]
        for each in manifest["counts"]["answers"]
        if each["outcome"] in ("UNKNOWN", "NEEDS_FINDING")
    )
    assert len(members) == open_answers == sum(group.charges for group in opened.groups)
    assert len({(row["rule"], row["charge_id"]) for row in members}) == open_answers


def test_records_read_together_are_those_read_one_by_one(noisy, looked):
    _, records, _, members = looked
    ids = [row["charge_id"] for row in members[:: len(members) // 12]]
    together = load_records(records, ids, as_of=AS_OF)
    for charge_id in ids:
        alone = load_record(noisy, charge_id, as_of=AS_OF)
        assert together[charge_id] == alone


@pytest.mark.long
def test_groups_beyond_the_number_looked_into_are_counted(noisy, monkeypatch):
    monkeypatch.setattr(groups, "LOOKED_INTO", 3)
    rulebook = five_rules()
    with noisy.connection() as connection:
        records = noisy.records(connection)
        found = yield_of(connection, records, rulebook, noisy.run_folder("latest"), AS_OF)
    questions = open_questions(noisy, rulebook, "latest")

    left = {r.rule: r.classes[YieldClass.NOT_LOOKED_INTO].charges for r in found.rules}
    told = {
        p.rule: p.charges for p in questions.patterns if p.standing is YieldClass.NOT_LOOKED_INTO
    }
    assert {rule: charges for rule, charges in left.items() if charges} == told
    assert sum(told.values()) > 100


def test_a_request_asks_about_the_other_charge_that_is_in_question(noisy, tmp_path):
    rulebook = load_rulebook(LAW).only(["MD-EXP-112"])
    request = write_request(noisy, rulebook, "latest", "laboratory", tmp_path)
    with request.template.open(newline="") as file:
        named = {f"{row['case_num']}/{row['charge_num']}" for row in csv.DictReader(file)}
    examples = [
        pattern.example
        for pattern in open_questions(noisy, rulebook, "latest").patterns
        if pattern.files and any(each.of_other for each in pattern.asked)
    ]

    assert examples
    for example in examples:
        explanation = explain_charge(noisy, example, run="latest")
        rule = next(r for r in explanation.rules if r.decision.implements == "MD-EXP-112")
        asked = {each.question.row_id for each in rule.open_questions}
        assert asked <= named
        assert example not in asked


@pytest.mark.parametrize("law", ["us-xx", "us-md-baltimore-city"])
def test_other_laws_have_a_yield_too(noisy, tmp_path: Path, law):
    rulebook = load_rulebook(law)
    shutil.copytree(noisy.folder, tmp_path / "copy")
    report = run(Workspace(tmp_path / "copy"), rulebook, date(2019, 6, 1), progress=_silent)
    assert [each.rule for each in report.came_to.rules] == [p.page_id for p in rulebook.pages]
