"""A county with names, taken in: who was searched is told by case, and so are the facts."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from tests.support.facts import DAY, answers_of, attach_file, true_answer, truth_of
from tests.support.quick import one_rule
from vacatur.facts.kinds import HISTORY
from vacatur.office.exports import export_of
from vacatur.office.intake import Intake, ingest
from vacatur.office.requesting import write_request
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

PEOPLE, SEED, RULE = 1000, 3, "MD-EXP-105-12"
FACTS = (HISTORY, "supervision", "laboratory")
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def take_in(folder: Path, **asked: int | bool) -> tuple[Workspace, Intake]:
    write_county(folder / "export", **{"people": PEOPLE, "seed": SEED} | asked)
    workspace = Workspace(folder / "workspace")
    done = ingest(export_of([folder / "export"]), workspace, progress=silent)
    run(workspace, one_rule(), DAY, progress=silent)
    return workspace, done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("named")


@pytest.fixture(scope="module")
def named(folder: Path) -> tuple[Workspace, Intake]:
    return take_in(folder, names=True, names_noise=8)


def wrongly_linked(workspace: Workspace, folder: Path) -> set[str]:
    """Cases of whoever is split over several persons, or shares one with somebody else."""
    with workspace.connection() as connection:
        cases = workspace.records(connection)["cases"].select("number", "person_id")
        linked = {row["number"]: row["person_id"] for row in cases.to_pyarrow().to_pylist()}
    true = {r["case_number"]: r["person"] for r in rows(folder / "export/truth/persons.csv")}
    persons, people = defaultdict(set), defaultdict(set)
    for case, person in true.items():
        persons[person].add(linked[case])
        people[linked[case]].add(person)
    return {
        case
        for case, person in true.items()
        if len(persons[person]) > 1 or len(people[linked[case]]) > 1
    }


def wrong(workspace: Workspace, folder: Path, truth: dict[str, Row]) -> list[tuple[str, str, str]]:
    """Answers that are neither true nor a question, of people whose cases are linked rightly."""
    others = wrongly_linked(workspace, folder)
    told = ((charge, answer) for (charge, _), answer in answers_of(workspace, RULE).items())
    return [
        (charge, answer, true_answer(truth[charge]))
        for charge, answer in told
        if answer != "REVIEW" and charge.split("/")[0] not in others
        and answer != true_answer(truth[charge])
    ]  # fmt: skip


def of_one_county(truth: dict[str, Row]) -> dict[str, Row]:
    """A search of the export's kind knows of no other state."""
    return {charge: row | {"pending_in_another_state": "no"} for charge, row in truth.items()}


def test_every_search_reaches_its_person_and_no_answer_is_wrong(named, folder):
    workspace, done = named
    files = {file.role: file for file in done.ingested.files}
    assert all(file.rows_in == file.mapped for file in files.values())
    assert files["history_searches"].mapped > PEOPLE

    assert wrong(workspace, folder, of_one_county(truth_of(folder))) == []


@pytest.mark.long
def test_the_yield_is_that_of_the_county_without_names(tmp_path):
    def yes(**asked: bool) -> int:
        workspace, _ = take_in(tmp_path / str(len(asked)), **asked)
        return sum(answer.startswith("ELIG") for answer in answers_of(workspace, RULE).values())

    plain, with_names = yes(), yes(names=True)
    assert plain > 50
    assert 0.95 * plain <= with_names <= 1.05 * plain


def test_the_answers_of_agencies_reach_the_people_by_their_cases(named, folder):
    workspace, _ = named
    before = answers_of(workspace, RULE)
    for kind in FACTS:
        done = attach_file(workspace, folder / "export/facts" / f"{kind}.csv", kind).batch
        assert done.quarantined == 0
        assert done.attached > 0

    after = answers_of(workspace, RULE)
    assert wrong(workspace, folder, truth_of(folder)) == []
    decided = [sum(a != "REVIEW" for a in told.values()) for told in (before, after)]
    assert decided[1] > 1.5 * decided[0]


@pytest.mark.long
def test_the_central_repository_can_be_asked_by_case(tmp_path):
    workspace, _ = take_in(tmp_path, people=300, names=True)
    request = write_request(workspace, one_rule(), "latest", HISTORY, tmp_path / "letters")

    numbers = {row["case_num"] for row in rows(tmp_path / "export/cases.csv")}
    asked = {row["person_key"] for row in rows(request.template)}
    assert asked
    assert asked <= numbers
    assert request.without_key == 0


def holders(workspace: Workspace, text: str) -> list[str]:
    """Files outside raw/ in which a text stands."""
    return [
        path.name
        for path in workspace.folder.rglob("*")
        if path.is_file() and "raw" not in path.parts
        and text in (str(duckdb.execute(f"from '{path}'").fetchall())
                     if path.suffix == ".parquet" else path.read_text(encoding="utf-8"))
    ]  # fmt: skip


@pytest.mark.long
def test_a_search_of_a_case_that_vanished_is_withheld(tmp_path):
    asked = {"people": 2000, "seed": 5, "names": True}
    workspace, _ = take_in(tmp_path, **asked)
    write_county(tmp_path / "next", month_later=True, **asked)
    before = {row["case_num"] for row in rows(tmp_path / "export/history_searches.csv")}
    gone = before - {row["case_num"] for row in rows(tmp_path / "next/cases.csv")}
    assert gone
    changes = {
        (r["file"], r["key"], r["change"]) for r in rows(tmp_path / "next/truth/changes.csv")
    }
    assert {("history_searches.csv", case, "vanished") for case in gone} <= changes
    with (tmp_path / "next/history_searches.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{case},2026-02-15\n" for case in sorted(gone))

    done = ingest(export_of([tmp_path / "next"]), workspace, progress=silent)

    (searches,) = (file for file in done.ingested.files if file.role == "history_searches")
    assert (searches.withheld, searches.quarantined) == (len(gone), 0)
    assert all(holders(workspace, case) == [] for case in sorted(gone)[:3])
    vanished = {r["key"] for r in rows(tmp_path / "next/truth/changes.csv")
                if r["file"] == "cases.csv" and r["change"] == "vanished"}  # fmt: skip
    assert done.entry.cases.vanished == len(vanished)
    # Each of them as a case and as its person's key; of a case that is still there, nothing.
    assert done.entry.remembered == 2 * len(vanished)


@pytest.mark.long
def test_damaged_headers_take_their_searches_along(tmp_path):
    paths = write_county(
        tmp_path / "export", people=1500, seed=2, noise=20, names=True, names_noise=8
    ).paths
    workspace = Workspace(tmp_path / "workspace")
    ingest(export_of([tmp_path / "export"]), workspace, progress=silent)

    noise = {(row["file"], int(row["row"])) for row in rows(paths.truth_noise)}
    found = duckdb.execute(
        f"""select file, row, reason from '{workspace.records_folder}/quarantine.parquet'"""
    ).fetchall()
    assert {(file, row) for file, row, _ in found} <= noise
    assert "no case of the extract has the person" in {reason for _, _, reason in found}
