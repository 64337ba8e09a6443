"""`vacatur report`: the page on a run says what the other reports say."""

from __future__ import annotations

import json
import shutil
from collections import Counter

import pytest

from tests.support.quick import LAW_OF_TWO
from vacatur.documents.conformance import faults_of
from vacatur.documents.pdf_text import holds, page_count, pages_of

DAY = ("--as-of", "2026-02-15")


@pytest.fixture(scope="module")
def place(office, tmp_path_factory):
    copy = tmp_path_factory.mktemp("report") / "w"
    shutil.copytree(office, copy)
    return copy


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


def test_its_numbers_are_those_of_the_other_reports(vacatur, told, office):
    def of(*command):
        return json.loads(vacatur(*command, "-w", office, "--json").out)

    found, pages = told(office)
    came_to, asked, (run,) = of("yield"), of("questions"), of("runs")

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
    assert not (office / "office.db").exists()


def test_each_charge_has_one_best_answer(vacatur, told, office, tmp_path):
    found, _ = told(office)
    vacatur("worklist", "--out", tmp_path / "list.csv", "-w", office)

    lines = (tmp_path / "list.csv").read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index("answer")
    assert at > 0
    assert sum(found["best"].values()) == len(lines) - 1 == found["reached"]["charges"]
    relief = {a: n for a, n in found["best"].items() if a.startswith(("ELIGIBLE", "PARDON"))}
    assert sum(relief.values()) == found["relief"]["charges"] > 0


def test_what_changed_since_the_run_before(vacatur, told, place):
    vacatur("decide", *LAW_OF_TWO, *DAY, "-w", place)
    alone, _ = told(place)
    assert alone["changes"] is None  # the other run is of five rules

    vacatur("decide", *LAW_OF_TWO, "--as-of", "2022-06-01", "-w", place)
    first, _ = told(place)
    assert first["changes"] is None  # the other run of these rules is of a later day

    runs = [run["run"] for run in json.loads(vacatur("runs", "-w", place, "--json").out)]
    (before,) = [run for run in runs if "2022-06-01" in run]
    (later,) = [run for run in runs if "2026-02-15" in run and run == alone["run"]]
    found, pages = told(place, "--run", later)
    changes = json.loads(vacatur("law", "diff", before, later, "-w", place, "--json").out)
    by_cause = Counter()
    for flip in changes["flips"]:
        by_cause[flip["cause"]] += flip["charges"]
    assert found["changes"]["before"] == before
    assert {each["cause"]: each["answers"] for each in found["changes"]["causes"]} == by_cause
    assert by_cause
    assert holds(pages, f"Since run {before}: {sum(by_cause.values()):,} answers changed.")

    asked, _ = told(place, "--run", before, "--since", later)
    assert asked["changes"]["before"] == later


def test_a_run_that_reaches_nothing_is_a_page_too(vacatur, told, place):
    vacatur("decide", "--law", "us-md", "--rule", "MD-CN", *DAY, "-w", place)
    found, pages = told(place)

    assert found["reached"] == found["relief"] == {"charges": 0, "persons": 0}
    assert found["best"] == {}
    assert holds(pages, "No charge is reached by MD-CN.")
    assert holds(pages, "No charge is one fact away.")


def test_matters_are_counted_by_state(vacatur, told, one_case):
    found, pages = told(one_case)
    listed = json.loads(vacatur("matters", "list", "-w", one_case, "--json").out)

    states = Counter(each["state"] for each in listed["matters"])
    assert found["matters"] == states
    assert holds(pages, f"{sum(states.values())} matters of the office")


def test_the_same_run_gives_the_same_bytes(vacatur, office, tmp_path):
    for name in ("one.pdf", "two.pdf"):
        assert vacatur("report", "--out", tmp_path / name, "-w", office).code == 0

    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_what_is_no_pdf_is_refused_before_any_work(vacatur, tmp_path):
    done = vacatur("report", "--out", tmp_path / "run.html", "-w", tmp_path / "nowhere")

    assert done.code == 2
    assert "[run.html] is no name of a PDF" in done.err
