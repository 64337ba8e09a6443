"""`vacatur matters groups`, `batch` and `plan`: from reasons to an approval, on a small county."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime

import pytest

MOMENT = datetime(2026, 2, 15, 12, tzinfo=UTC)
REMOVAL = "us-md/repository-removal"


@pytest.fixture(scope="module")
def prepared(office, tmp_path_factory):
    """A copy of the office in which every removal from the repository is prepared."""
    from vacatur.matters import events as e
    from vacatur.matters.queries import Wanted, numbers
    from vacatur.matters.states import Role
    from vacatur.matters.store import Doing
    from vacatur.office.casework import open_casework, standing_run
    from vacatur.office.matter_opening import open_matters
    from vacatur.office.workspace import Workspace

    folder = tmp_path_factory.mktemp("batch") / "office"
    shutil.copytree(office, folder)
    settings = 'format = 1\ncreated_by = "0.1.0"\n\n[practice]\nday = 2026-02-15\n'
    (folder / "vacatur.toml").write_text(settings, encoding="utf-8")
    workspace = Workspace(folder)
    doing = Doing(actor="P. Lee", purpose="a test", at=MOMENT)
    with open_casework(workspace) as casework:
        with casework.working(doing) as work:
            work.add_member("P. Lee", Role.PARALEGAL)
            work.add_member("A. Roe", Role.ATTORNEY)
        run, day = standing_run(workspace), MOMENT.date()
        open_matters(workspace, casework, run, doing, on=day, progress=lambda *_: None)
        with casework.working(doing) as work:
            for number in numbers(work.connection, Wanted(vehicle=REMOVAL)):
                matter = work.record(work.matter(number), e.Assigned(to="P. Lee"))
                work.record(matter, e.Prepared(by="P. Lee"))
    return folder


@pytest.fixture
def matters(vacatur, prepared):
    """Run a command of casework; its one document."""

    def run(*arguments, code=0):
        done = vacatur("matters", *arguments, "-w", prepared, "--json")
        assert done.code == code, done.err
        return json.loads(done.out) if code == 0 else done.err

    return run


def answer(matters, number):
    return matters("show", number, "--by", "A. Roe")["shown_hash"][:8]


def test_a_thousand_cases_come_out_as_a_few_groups(vacatur, matters, prepared):
    groups = matters("groups")

    assert sum(group["matters"] for group in groups) > 5 * len(groups) > 0
    assert {group["vehicle"] for group in groups} == {REMOVAL}
    for group in groups:
        assert group["answers"]
        assert all(each["holds"] for each in group["reasons"])
    words = vacatur("matters", "groups", "-w", prepared).out
    assert "offense is cannabis possession" in words
    assert f"[vacatur matters show {groups[0]['example']} --by NAME]" in words


def test_groups_name_nobody(matters, county):
    shown = json.dumps(matters("groups"))

    with (county / "cases.csv").open(encoding="utf-8") as file:
        numbers = [row["case_num"] for row in csv.DictReader(file)]
    assert len(numbers) > 100
    assert not [number for number in numbers if number in shown]


def test_from_a_frozen_set_to_its_approval(vacatur, matters, prepared):
    batch = matters("batch", "freeze", "state=prepared", "--by", "P. Lee")
    assert batch["state"] == "frozen"
    assert batch["matters"] == sum(each["matters"] for each in batch["patterns"])
    patterns = len(batch["patterns"])

    name = ["batch", "sample", "1", "--seed", "7"]
    assert "prepared some of it" in matters(*name, "--by", "P. Lee", code=1)
    assert "Leave one" in matters(*name, "--size", 9, "--per-pattern", "--by", "A. Roe", code=2)
    batch = matters(*name, "--size", patterns, "--by", "A. Roe")
    assert len(batch["sample"]) == patterns
    assert "are not reviewed" in matters("batch", "approve", "1", "--by", "A. Roe", code=1)

    for drawn in batch["sample"]:
        number = drawn["matter"]
        read = ["--answer", answer(matters, number), "--clean", "--by", "A. Roe"]
        left = matters("batch", "review", "1", number, *read)["batch"]
    assert left["bounds"][0]["drawn"] == patterns
    assert left["bounds"][0]["most_wrong"] < batch["matters"]

    done = matters("batch", "approve", "1", "--by", "A. Roe")
    assert len(done["approved"]) == batch["matters"]
    assert done["refused"] == {}
    assert [each["state"] for each in matters("batch", "list")] == ["approved"]

    words = vacatur("matters", "batch", "show", 1, "-w", prepared).out
    assert "seed 7" in words
    assert f"clean of {patterns} drawn from {batch['matters']}: with 95 % confidence" in words
    verified = vacatur("audit", "verify", "-w", prepared)
    assert (verified.code, "The chain holds" in verified.out) == (0, True)


def test_one_that_is_wrong_is_told_with_what_went_back(vacatur, matters, prepared):
    (petition, *_) = matters("list", "vehicle=us-md/petition-for-expungement")["matters"]
    number = petition["number"]
    matters("assign", number, "--to", "P. Lee", "--by", "A. Roe")
    matters("prepare", number, "--by", "P. Lee")
    batch = matters("batch", "freeze", number, "--by", "P. Lee")["batch"]
    matters("batch", "sample", batch, "--seed", "1", "--by", "A. Roe")
    read = ["--answer", answer(matters, number), "--wrong", "--reason", "Not hers."]
    done = vacatur(
        "matters", "batch", "review", batch, number, *read, "--by", "A. Roe", "-w", prepared
    )

    assert done.out == f"Batch {batch} has ended: 1 matter sent back.\n"
    assert matters("batch", "show", batch)["state"] == "sent_back"


def test_the_order_of_work_is_laid_on_court_days(vacatur, matters, prepared, tmp_path):
    whole = matters("plan", "--per-day", 4)
    out = tmp_path / "plan.csv"
    first = matters("plan", "--per-day", 4, "--days", 2, "--out", out)

    assert [turn["day"] for turn in whole["turns"][:5]] == ["2026-02-17"] * 4 + ["2026-02-18"]
    assert {turn["vehicle"] for turn in whole["turns"]} == {"us-md/petition-for-expungement"}
    assert first["turns"] == whole["turns"][:8]
    assert first["total"] == whole["total"] == len(whole["turns"])
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["number"] for row in rows] == [str(turn["number"]) for turn in first["turns"]]
    again = vacatur("matters", "plan", "--per-day", 4, "--out", out, "-w", prepared)
    assert (again.code, "already" in again.err) == (2, True)
    assert (
        "No clock would run out" in vacatur("matters", "plan", "--per-day", 4, "-w", prepared).out
    )
