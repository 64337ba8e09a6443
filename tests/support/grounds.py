"""Fixtures and helpers for tests of grounds: an invented county with officers, and a ground."""

from __future__ import annotations

import csv
import json
import shutil
from copy import deepcopy

import pytest
import yaml

RULE = "MD-VAC-8301.1"
GROUND = "invented-unit"
WHO = ("--by", "A. Attorney")
FOUND = ("--integrity", "yes", "--justice", "yes")
SAYS = ("--reason", "No other witness saw it.", "--document", "transcript, p. 12")


@pytest.fixture(scope="session")
def officers(tmp_path_factory):
    """An invented county with officers."""
    from vacatur.sample.county import write_county

    folder = tmp_path_factory.mktemp("officers") / "export"
    write_county(folder, people=300, seed=7, officers=40)
    return folder


@pytest.fixture(scope="session")
def ready(officers, tmp_path_factory):
    """Its workspace: decided, with the officers attached. Do not change it."""
    from datetime import date

    from vacatur.facts.kinds import kind_named
    from vacatur.law.rulebook import load_rulebook
    from vacatur.office.attaching import attach
    from vacatur.office.exports import export_of
    from vacatur.office.formats import begin_workspace
    from vacatur.office.intake import ingest
    from vacatur.office.runs import run
    from vacatur.progress import silent

    place = begin_workspace(tmp_path_factory.mktemp("ground") / "w")
    ingest(export_of([officers]), place, progress=silent)
    run(place, load_rulebook("us-md").only([RULE]), date(2026, 2, 15), progress=silent)
    attach(
        place,
        officers / "facts/officers.csv",
        kind_named("officers"),
        by="",
        document="",
        on=date(2026, 2, 16),
        progress=silent,
    )
    return place.folder


@pytest.fixture
def place(ready, tmp_path):
    return shutil.copytree(ready, tmp_path / "w")


@pytest.fixture
def unit(officers):
    return officers / "grounds/unit.yaml"


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Do something to a workspace once; whoever asks later gets a copy of what came of it."""
    told, folder = {}, tmp_path_factory.mktemp("kept")

    def once(name, place, work):
        if name not in told:
            told[name] = work()
            shutil.copytree(place, folder / name)
        else:
            shutil.rmtree(place)
            shutil.copytree(folder / name, place)
        return deepcopy(told[name])

    return once


@pytest.fixture
def applied(vacatur, place, unit, kept):
    """What `ground apply` proposes; nothing else has been done to the workspace."""

    def apply():
        return json.loads(vacatur("ground", "apply", unit, "-w", place, "--json").out)

    return kept("applied", place, apply)


@pytest.fixture
def changed(unit, tmp_path):
    """The ground's file with something changed."""

    def write(change):
        data = yaml.safe_load(unit.read_text(encoding="utf-8"))
        change(data)
        path = tmp_path / "changed.yaml"
        path.write_text(yaml.safe_dump(data, sort_keys=False, default_style=None), encoding="utf-8")
        return path

    return write


def truth(folder):
    with (folder / "truth/affected.csv").open(newline="") as file:
        return {row["case_number"] for row in csv.DictReader(file)}


def numbers(cases):
    return {case["case_number"] for case in cases}


def answers(place):
    """What the latest run says now, by charge."""
    from vacatur.office.decisions import decisions_of
    from vacatur.office.formats import open_workspace

    workspace = open_workspace(place)
    with workspace.connection() as connection:
        rows = decisions_of(connection, workspace.run_folder("latest")).to_pyarrow().to_pylist()
    return {row["charge_id"]: (row["outcome"], row["published"]) for row in rows}


def findings(place):
    from vacatur.office.formats import open_workspace

    workspace = open_workspace(place)
    with workspace.connection() as connection:
        rows = workspace.records(connection)["findings"].to_pyarrow().to_pylist()
    return {row["charge_id"].rpartition("/")[0] for row in rows if row["ground_id"]}


@pytest.fixture
def eligible(vacatur, place, applied, kept):
    """A case that a motion can be filed in: its number and its charge."""
    case = applied["proposed"][0]
    number, charge = case["case_number"], case["judgments"][0]["charge"]
    said = (number, "sole_witness", *SAYS, *FOUND, *WHO)

    def answer():
        vacatur("facts", "answer", charge, "case.victims", "none", *WHO, "-w", place)
        vacatur("ground", "answer", GROUND, *said, "-w", place)
        assert answers(place)[charge][1] == "ELIGIBLE_STATE_MOTION"
        return number, charge

    return kept("eligible", place, answer)


def last_line(vacatur, place):
    return len(json.loads(vacatur("facts", "log", "-w", place, "--json").out))


def unit_of(place):
    return place / "grounds" / GROUND / "001.yaml"


# ---- what a later step does ---------------------------------------------------------------------


FIRST, SECOND = f"{GROUND}, version 1", f"{GROUND}, version 2"


def rewritten(path, change):
    """Change the rows of a CSV file in place: `change` returns a row, or None to leave it out."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in map(change, rows) if row is not None]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


@pytest.fixture
def exported_again(vacatur, place, officers, tmp_path):
    """Take in a later export of the county, in which the charges' rows are changed."""

    def again(change):
        export = shutil.copytree(officers, tmp_path / "later")
        rewritten(export / "charges.csv", change)
        done = vacatur("ingest", export, "-w", place)
        assert done.code == 0, done.err

    return again


def moved(row, number):
    """The row, with the offence of the case's second charge years before the ground's days."""
    if (row["case_num"], row["charge_num"]) != (number, "002"):
        return row
    return row | {"charge_inc_date_from": "2001-01-01", "charge_inc_date_to": "2001-01-01"}


def of_two_judgments(applied):
    return next(case for case in applied["proposed"] if len(case["judgments"]) == 2)


def listed(vacatur, place):
    """Every touched case by its number, as `ground apply` lists it now."""
    told = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    return {case["case_number"]: case for case in (*told["proposed"], *told["left_out"])}


def stands_on(place, number):
    """What the facts say of a ground's columns of the charges of a case: charge -> column."""
    from vacatur.office.formats import open_workspace

    workspace = open_workspace(place)
    with workspace.connection() as connection:
        rows = workspace.records(connection)["findings"].to_pyarrow().to_pylist()
    return {
        row["charge_id"]: {
            k: v for k, v in row.items() if k.startswith("ground_") and v is not None
        }
        for row in rows
        if row["charge_id"].rpartition("/")[0] == number
    }


@pytest.fixture
def second(vacatur, place, applied, changed):
    """Another version of the ground, taken in."""

    def adopt():
        file = changed(lambda data: data.update(document="Another memorandum"))
        done = vacatur("ground", "adopt", file, "-w", place)
        assert done.code == 0, done.err

    return adopt


@pytest.fixture
def shared(vacatur, place, tmp_path):
    """Write a list for the defence into a folder; its CSV."""

    def write(folder):
        out = tmp_path / folder
        done = vacatur("ground", "share", GROUND, "--out", out, "-w", place)
        assert done.code == 0, done.err
        return out / f"{GROUND}-cases.csv"

    return write


@pytest.fixture
def received(vacatur, place):
    """Take a list in; what became of its rows."""

    def take(file):
        by = ("--by", "Office of the Defender")
        return json.loads(
            vacatur("ground", "receive", GROUND, file, *by, "-w", place, "--json").out
        )

    return take


def says(**cells):
    """Fill the first row of a list."""
    rows = iter((cells,))
    return lambda row: row | next(rows, {})


def defence(vacatur, place):
    told = json.loads(vacatur("ground", "apply", GROUND, "-w", place, "--json").out)
    return [case["defence"] and str(case["defence"]["said"]) for case in told["proposed"]]
