"""`vacatur report`: the page on a run says what the other reports say."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter

import pytest

from vacatur.documents.conformance import faults_of
from vacatur.documents.pdf_text import holds, page_count, pages_of
from vacatur.matters.queries import Counted

# Pages that do not ask what the other charges of an incident are worth: those are much SQL.
ONE = ("--law", "us-md", "--rule", "MD-EXP-112")
TWO = (*ONE, "--rule", "MD-PARDON")


@pytest.fixture(scope="module")
def place(office, tmp_path_factory):
    """A copy without its run."""
    copy = tmp_path_factory.mktemp("report") / "w"
    shutil.copytree(office, copy, ignore=shutil.ignore_patterns("decisions"))
    return copy


@pytest.fixture
def decided(vacatur, place):
    """The name of the run of a day; the runs of other days are taken away."""

    def run(*days, law=ONE):
        shutil.rmtree(place / "decisions", ignore_errors=True)
        done = [vacatur("decide", *law, "--as-of", day, "-w", place, "--json") for day in days]
        return [json.loads(each.out)["run"] for each in done]

    return run


@pytest.fixture
def told(vacatur, tmp_path):
    """The report of a workspace, as data and as pages."""

    def run(place, *options):
        out = tmp_path / "run.pdf"
        done = vacatur("report", "--out", out, "-w", place, *options, "--json")
        assert done.code == 0, done.err
        pdf = out.read_bytes()
        assert page_count(pdf) == 1
        assert faults_of(pdf) == ()
        return json.loads(done.out), pages_of(pdf)

    return run


def test_its_numbers_are_those_of_the_other_reports(vacatur, told, decided, place, tmp_path):
    def of(*command):
        return json.loads(vacatur(*command, "-w", place, "--json").out)

    decided("2026-02-15", law=TWO)
    found, pages = told(place)
    asked, (run,) = of("questions"), of("runs")
    came_to = json.loads((place / "decisions" / run["run"] / "yield.json").read_text())

    rules = {rule["implements"]: rule for rule in found["rules"]}
    assert {name: rule["reached"] for name, rule in rules.items()} == {
        rule["implements"]: rule["reached"]["charges"] for rule in came_to["rules"]
    }
    for rule in came_to["rules"]:
        mine = rules[rule["implements"]]
        assert mine["one_fact_away"] == rule["one_fact_away"]["charges"]
        assert mine["reached"] - mine["groups"]["review"] == rule["decided"]["charges"]
        assert sum(mine["groups"].values()) == sum(mine["answers"].values()) == mine["reached"]
        cells = (mine["reached"], *mine["groups"].values(), mine["one_fact_away"])
        assert holds(pages, " ".join(f"{count:,}" for count in cells))
    counted = Counter()
    for each in run["counts"]["answers"]:
        counted[each["implements"], each["published"]] += each["charges"]
    assert counted == {
        (name, answer): charges
        for name, rule in rules.items()
        for answer, charges in rule["answers"].items()
    }
    assert sum(each["count"]["charges"] for each in found["one_fact"]) == sum(
        rule["one_fact_away"]["charges"] for rule in came_to["rules"]
    )
    assert found["files_alone"] == {
        kind["kind"]: kind["decides_alone"]
        for kind in asked["kinds"]
        if kind["decides_alone"]["charges"]
    }
    assert sum(came_to["persons_searched"].values()) == found["persons"]
    assert found["charges"] == run["counts"]["charges"]
    assert found["reached"]["charges"] == run["counts"]["reached"]
    assert found["rows_in"] == found["mapped"] + found["quarantined"] + found["withheld"]
    assert found["verified_through"] == min(page["verified_through"] for page in run["pages"])
    assert found["changes"] is found["matters"] is None
    assert not (place / "office.db").exists()

    vacatur("worklist", "--out", tmp_path / "list.csv", "-w", place)
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        best = Counter(row["answer"] for row in csv.DictReader(file))
    assert found["best"] == best
    assert sum(best.values()) == found["reached"]["charges"]
    relief = sum(best[answer] for answer in best if answer.startswith(("ELIGIBLE", "PARDON")))
    assert relief == found["relief"]["charges"] > 0


@pytest.mark.long
def test_what_changed_since_the_run_before(vacatur, told, decided, place):
    later, before = decided("2026-02-15", "2022-06-01")

    found, pages = told(place, "--run", later)
    changes = json.loads(vacatur("law", "diff", before, later, "-w", place, "--json").out)
    by_cause, gained, lost = Counter(), Counter(), Counter()
    for flip in changes["flips"]:
        by_cause[flip["cause"]] += flip["charges"]
        gained[flip["cause"]] += flip["charges"] * (flip["after"] == "ELIGIBLE_AUTOMATIC")
        lost[flip["cause"]] += flip["charges"] * (flip["before"] == "ELIGIBLE_AUTOMATIC")
    assert by_cause
    assert sum(gained.values()) > 0
    answers = sum(by_cause.values())
    assert found["changes"]["before"] == before
    for each in found["changes"]["causes"]:
        assert each["answers"] == by_cause.pop(each["cause"])
        assert each["gained"] == gained[each["cause"]]
        assert each["lost"] == lost[each["cause"]]
    assert not by_cause
    assert holds(pages, f"Since run {before}: {answers:,} answers changed.")

    first, _ = told(place, "--run", before)
    assert first["changes"] is None
    turned, _ = told(place, "--run", before, "--since", later)
    assert turned["changes"]["before"] == later


@pytest.mark.long
def test_a_run_that_reaches_nothing_is_a_page_too_and_always_the_same(
    vacatur, told, decided, place, tmp_path
):
    decided("2026-02-15", law=("--law", "us-md", "--rule", "MD-CN"))
    found, pages = told(place)

    assert found["reached"] == found["relief"] == {"charges": 0, "persons": 0}
    assert found["best"] == {}
    assert holds(pages, "No charge is reached by MD-CN.")
    assert holds(pages, "No charge is one fact away.")

    assert vacatur("report", "--out", tmp_path / "again.pdf", "-w", place).code == 0
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "run.pdf").read_bytes()


def test_matters_are_counted_by_state(vacatur, told, one_case, monkeypatch):
    found, pages = told(one_case)
    listed = json.loads(vacatur("matters", "list", "-w", one_case, "--json").out)

    states = Counter(each["state"] for each in listed["matters"])
    assert found["matters"] == states
    assert holds(pages, f"{sum(states.values())} matters of the office")

    stand = [("v", "filed", 1), ("v", "open", 7), ("w", "open", 2)]
    counts = [Counted(vehicle=v, state=state, matters=number) for v, state, number in stand]
    monkeypatch.setattr("vacatur.office.run_summary.counted", lambda *_: counts)
    assert told(one_case)[0]["matters"] == {"open": 9, "filed": 1}


def test_what_is_no_pdf_is_refused_before_any_work(vacatur, tmp_path):
    done = vacatur("report", "--out", tmp_path / "run.html", "-w", tmp_path / "nowhere")

    assert done.code == 2
    assert "[run.html] is no name of a PDF" in done.err
