"""Officers of an invented county, seen from a workspace that has taken in the export."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("officers")
    write_county(folder / "county", people=300, seed=12, officers=40)
    ingest(export_of([folder / "county"]), Workspace(folder / "workspace"), progress=silent)
    return folder


def column(path: Path, name: str) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        return [row[name] for row in csv.DictReader(file)]


def test_every_row_names_a_case_of_the_records(folder: Path) -> None:
    cases = folder / "workspace/records/cases.parquet"
    known = {number for (number,) in duckdb.execute(f"select number from '{cases}'").fetchall()}
    named = column(folder / "county/facts/officers.csv", "case_num")
    assert set(named) <= known


def test_every_affected_case_has_a_judgment_in_the_records_before_the_ground(
    folder: Path,
) -> None:
    records = folder / "workspace/records"
    judged = duckdb.execute(
        f"""select number from '{records}/charges.parquet' join '{records}/cases.parquet'
        using (case_id) where disposition in ('convicted', 'pbj', 'merged')
        and disposition_date < date '2018-06-01'"""
    ).fetchall()
    affected = column(folder / "county/truth/affected.csv", "case_number")
    assert affected
    assert set(affected) <= {number for (number,) in judged}


def test_the_command_says_what_it_wrote(vacatur, tmp_path: Path) -> None:
    asked = ("sample", "county", "--people", 300, "--officers", 40, "--out")
    done = vacatur(*asked, tmp_path / "one")
    assert "40 invented officers" in done.out
    affected = column(tmp_path / "one/truth/affected.csv", "case_number")
    assert f"affects {len(affected)} cases" in " ".join(done.out.split())
    told = json.loads(vacatur(*asked, tmp_path / "two", "--json").out)
    assert told["affected"] == len(affected)
    assert told["facts_officers"] == len(column(tmp_path / "two/facts/officers.csv", "role"))
    assert told["paths"]["ground"] == str(tmp_path / "two/grounds/unit.yaml")


@pytest.mark.parametrize("options", [("--officers", 5), ("--officers", 40, "--month-later")])
def test_the_command_refuses_what_it_cannot_write(vacatur, tmp_path: Path, options) -> None:
    done = vacatur("sample", "county", *options, "--out", tmp_path / "county")
    assert done.code == 1
    assert not (tmp_path / "county").exists()
