"""The Baltimore extract, decided: every possession conviction reached, and hardly any answered.

The extract says nothing about other courts, and little about when a sentence ended. So nearly every
answer must be a question, and the questions must be the right ones.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from vacatur.law.rulebook import load_rulebook
from vacatur.office.explaining import explain_charge
from vacatur.office.exports import export_of
from vacatur.office.groups import look_into
from vacatur.office.intake import ingest
from vacatur.office.questions import open_questions
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace

pytestmark = pytest.mark.real_data

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
CANNABIS = "('1 0573', '1 1635', '1 1564')"
RULE = "MD-EXP-105-12"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("office") / "workspace")
    ingest(export_of([DATA]), workspace, progress=_silent)
    run(workspace, load_rulebook("us-md"), date(2026, 2, 15), progress=_silent)
    return workspace


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""


def _decisions(office: Workspace) -> str:
    return f"read_parquet('{office.run_folder('latest')}/decisions.parquet')"


def _raw_guilty() -> set[str]:
    """Counted in SQL on the raw file, before any code of ours has read it."""
    rows = duckdb.execute(
        "select case_num || '/' || charge_num from read_csv(?, all_varchar = true) "
        f"where charge_disposition = 'GUILTY' and charge_cjis_code in {CANNABIS}",
        [str(DATA / "mjcs_charges.csv.gz")],
    ).fetchall()
    return {row[0] for row in rows}


def test_every_case_and_charge_is_accounted_for(office):
    counts = office.run_manifest("latest")["counts"]
    assert counts["charges"] == 6346
    assert counts["charges"] == counts["reached"] + counts["out_of_reach"]
    files = {file["name"]: file for file in office.records_manifest()["files"]}
    cases = files["mjcs_cases.csv.gz"]
    assert cases["rows_in"] == 3855 == cases["mapped"] + cases["quarantined"]


def test_all_77_guilty_possession_charges_are_reached(office):
    guilty = _raw_guilty()
    assert len(guilty) == 77
    reached = duckdb.execute(
        f"select charge_id from {_decisions(office)} where implements = '{RULE}'"
    ).fetchall()
    assert guilty <= {row[0] for row in reached}


def test_no_charge_coded_as_not_marijuana_is_reached(office):
    charges = f"read_parquet('{office.records_folder}/charges.parquet')"
    (wrong,) = duckdb.execute(
        f"select count(*) from {_decisions(office)} join {charges} using (charge_id) "
        f"where implements = '{RULE}' and local_code in ('4 3550', '1 1111')"
    ).fetchone()
    assert wrong == 0


def test_none_of_the_77_can_be_answered_and_the_open_facts_are_the_right_ones(office):
    guilty = _raw_guilty()
    rows = duckdb.execute(
        f"select charge_id, published from {_decisions(office)} where implements = '{RULE}'"
    ).fetchall()
    assert {published for charge, published in rows if charge in guilty} == {"REVIEW"}
    asked: set[str] = set()
    for charge in sorted(guilty)[:4]:
        explanation = explain_charge(office, charge, run="latest")
        rule = next(r for r in explanation.rules if r.decision.implements == RULE)
        columns = {each.question.column for each in rule.open_questions}
        assert columns & {"history_checked_on", "sentence_end", "disposition"}
        asked |= columns
    assert {"history_checked_on", "sentence_end"} <= asked


def test_open_questions_are_grouped_by_pattern_and_cover_every_open_charge(office):
    patterns = open_questions(office, load_rulebook("us-md").only([RULE]), "latest").patterns
    (opened,) = duckdb.execute(
        f"select count(*) from {_decisions(office)} where implements = '{RULE}' "
        "and outcome in ('UNKNOWN', 'NEEDS_FINDING')"
    ).fetchone()
    assert sum(pattern.charges for pattern in patterns) == opened
    assert len(patterns) < 20, "patterns that a person cannot read are no help"
    wants = [{asked.column for asked in pattern.asked} for pattern in patterns]
    assert {"history_checked_on"} in wants
    assert {"history_checked_on", "sentence_end"} in wants


def test_which_files_would_decide_the_77(office):
    rulebook = load_rulebook("us-md").only([RULE])
    as_of = date(2026, 2, 15)
    with office.connection() as connection:
        records = office.records(connection)
        opened = look_into(connection, records, rulebook, office.run_folder("latest"), as_of)
        members = opened.members.to_pyarrow().to_pylist()
    files = {group.example: group.files for group in opened.groups}
    guilty = _raw_guilty()
    counted = Counter(
        files[row["example"]] or "for a person" for row in members if row["charge_id"] in guilty
    )
    # A search of histories alone is not enough for most: nobody knows when the sentence ended.
    assert counted == {("history", "supervision"): 59, ("history",): 17, "for a person": 1}


def test_the_manifest_names_what_the_run_was_made_of(office):
    manifest = office.run_manifest("latest")
    assert manifest["as_of"] == "2026-02-15"
    assert {page["implements"] for page in manifest["pages"]} >= {"MD-CLASS", RULE}
    for page in manifest["pages"]:
        assert len(page["sha256"]) == 64
        assert page["reviewed_by"] is None
    assert json.dumps(manifest)
