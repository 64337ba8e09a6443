"""A county and its next export, taken in one after the other: exactly what was planted differs."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path

import duckdb
import pytest

from vacatur.office.exports import export_of
from vacatur.office.intake import Intake, ingest
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

MOVED = ("FORWARDED TO CIRCUIT COURT", "JURY TRIAL PRAYED")
Row = dict[str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both exports of one county, `first` and `next`."""
    folder = tmp_path_factory.mktemp("months")
    write_county(folder / "first", people=4000, seed=5)
    write_county(folder / "next", people=4000, seed=5, month_later=True)
    return folder


def rows(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def facts(workspace: Workspace) -> dict[tuple[str, str], object]:
    """What was mapped of every case and charge, as a hash."""
    path = workspace.records_folder / "facts.parquet"
    found = duckdb.execute(f"select kind, id, hash from '{path}'").fetchall()
    return {(kind, name): fact for kind, name, fact in found}


def planted(folder: Path, files: Collection[str], change: str) -> set[str]:
    found = rows(folder / "next" / "truth" / "changes.csv")
    return {row["key"] for row in found if row["file"] in files and row["change"] == change}


def planted_in_cases(folder: Path) -> set[str]:
    """Headers that say something else of their case.

    A case that was tried says so now, and nothing of the record follows from it, nor from the day
    of its last status; that it was forwarded does change the record.
    """
    forwarded = {
        row["case_num"]
        for row in rows(folder / "next" / "cases.csv")
        if row["case_disposition"] in MOVED
    }
    return {
        row["key"]
        for row in rows(folder / "next" / "truth" / "changes.csv")
        if row["file"] == "cases.csv"
        and ("person_key" in row["columns"]
             or ("case_disposition" in row["columns"] and row["key"] in forwarded))
    }  # fmt: skip


def take_in(folder: Path, workspace: Workspace) -> Intake:
    return ingest(export_of([folder]), workspace, progress=silent)


@pytest.mark.long
def test_the_second_export_shows_exactly_the_planted_changes(folder, tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    take_in(folder / "first", workspace)
    before = facts(workspace)

    done = take_in(folder / "next", workspace)

    after = facts(workspace)
    of_charges = {"charges.csv", "sentence_ends.csv"}
    expected = {
        ("case", "added"): planted(folder, {"cases.csv"}, "added"),
        ("case", "changed"): planted_in_cases(folder),
        ("case", "vanished"): planted(folder, {"cases.csv"}, "vanished"),
        ("charge", "added"): planted(folder, {"charges.csv"}, "added"),
        ("charge", "changed"): planted(folder, of_charges, "changed")
        | planted(folder, {"sentence_ends.csv"}, "added"),
        ("charge", "vanished"): planted(folder, {"charges.csv"}, "vanished"),
    }
    for kind in ("case", "charge"):
        old = {name: fact for (of, name), fact in before.items() if of == kind}
        new = {name: fact for (of, name), fact in after.items() if of == kind}
        assert new.keys() - old.keys() == expected[kind, "added"]
        assert old.keys() - new.keys() == expected[kind, "vanished"]
        changed = {name for name in old.keys() & new.keys() if old[name] != new[name]}
        assert changed == expected[kind, "changed"]
    assert all(expected.values())
    entry = done.entry
    counted = (entry.cases.added, entry.cases.changed, entry.cases.vanished,
               entry.charges.added, entry.charges.changed, entry.charges.vanished)  # fmt: skip
    assert counted == tuple(len(each) for each in expected.values())
    assert (entry.cases.absent, entry.charges.absent) == (0, 0)


def test_the_command_says_where_the_changes_are_listed(vacatur, tmp_path):
    out = tmp_path / "county"

    done = vacatur("sample", "county", "--people", 600, "--month-later", "--out", out)

    assert done.code == 0, done.err
    changes = len(rows(out / "truth" / "changes.csv"))
    assert f"{changes:,} changes of rows, listed in" in done.out


def test_the_command_says_where_the_answers_of_agencies_are(vacatur, tmp_path):
    out = tmp_path / "county"

    done = vacatur("sample", "county", "--people", 600, "--out", out)

    assert done.code == 0, done.err
    told = done.out.replace("\n", " ")
    counted = {path.stem: len(path.read_text().splitlines()) - 1 for path in out.glob("facts/*")}
    assert f"Answers of agencies in {out / 'facts'}: {counted['history']:,} rows of history" in told
    assert f"{counted['supervision']:,} of supervision" in told
    assert f"{counted['laboratory']:,} of laboratory" in told
