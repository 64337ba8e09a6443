"""A ground on the Baltimore extract, with an invented officer in every fifth case of it.

The extract names no officer. The one that is invented here is nobody, and nothing is said of any
person of the extract.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from vacatur.engine.explanation import ChargeExplanation
from vacatur.facts.ground import JUDGMENTS
from vacatur.law.rulebook import load_rulebook
from vacatur.office.explaining import explain_charge
from vacatur.office.exports import export_of
from vacatur.office.formats import begin_workspace
from vacatur.office.ground_answers import (
    MaterialityAnswer,
    answer_materiality,
    withdraw_ground,
)
from vacatur.office.ground_applying import apply_ground
from vacatur.office.intake import ingest
from vacatur.office.runs import run
from vacatur.office.telling import in_words
from vacatur.progress import silent
from vacatur.record.terms import Materiality

pytestmark = pytest.mark.real_data

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
RULE = "MD-VAC-8301.1"
DAY = date(2026, 2, 15)
GROUND = """
format: 1
id: invented-unit
title: An invented unit
kind: new_information
learned: This is invented, for trying things on. An invented officer made up seizures.
document: Invented memorandum of 1 June 2018
received_on: 2018-06-01
known_before_judgment: no
office: Baltimore City State's Attorney
author: I. Nobody
status: adopted
adopted_by: A. Attorney
adopted_on: 2018-06-15
affects:
  - person: Invented officer
    known_as: [{agency: EXPD, identifier: D417, names: ["NOBODY, INVENTED"]}]
    until: 2016-12-31
"""


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """The extract with two more columns: in cases that end in 0 or 5 the officer is ours."""
    folder = tmp_path_factory.mktemp("ground") / "export"
    folder.mkdir()
    shutil.copy(DATA / "mjcs_cases.csv.gz", folder / "cases.csv.gz")
    duckdb.execute(
        f"""copy (select *, 'EXPD' as agency_name,
            case when right(case_num, 1) in ('0', '5') then 'd-0417' else 'X' || right(case_num, 1)
            end as officer_id
            from read_csv('{DATA / "mjcs_charges.csv.gz"}', all_varchar = true))
        to '{folder / "charges.csv"}' (header)"""
    )
    return folder


@pytest.fixture(scope="module")
def place(export, tmp_path_factory):
    place = begin_workspace(tmp_path_factory.mktemp("office") / "w")
    ingest(export_of([export]), place, progress=silent)
    run(place, load_rulebook("us-md").only([RULE]), DAY, progress=silent)
    return place


@pytest.fixture(scope="module")
def touched(place, tmp_path_factory):
    path = tmp_path_factory.mktemp("file") / "unit.yaml"
    path.write_text(GROUND, encoding="utf-8")
    return apply_ground(place, str(path), by="C. Clerk", on=DAY)


def test_the_cases_are_those_that_sql_counts(place, touched):
    charges = f"read_parquet('{place.records_folder}/charges.parquet')"
    cases = f"read_parquet('{place.records_folder}/cases.parquet')"
    judged = ", ".join(f"'{word}'" for word in JUDGMENTS)
    wanted = duckdb.execute(
        f"""select distinct number from {charges} join {cases} using (case_id)
        where right(number, 1) in ('0', '5') and disposition in ({judged})
            and disposition_date < date '2018-06-01' and offense_date <= date '2016-12-31'"""
    ).fetchall()

    assert {case.number for case in touched.proposed} == {row[0] for row in wanted}
    assert len(touched.proposed) > 50
    assert all(case.found.touches for case in touched.proposed)


def test_a_judge_can_read_why(place, touched):
    case = touched.proposed[0]
    charge = case.found.charges[0].charge_id
    said = MaterialityAnswer(
        case_number=case.number,
        materiality=Materiality.SOLE_WITNESS,
        reason="Nobody else saw the seizure.",
        document="statement of charges",
        integrity=True,
        justice=True,
    )
    answer_materiality(place, "invented-unit", [said], by="A. Attorney", on=DAY)
    told = " ".join(in_words(_explained(place, charge)).split())

    for words in (
        "invented-unit",
        "Invented memorandum of 1 June 2018",
        "complaining officer",
        "Nobody else saw the seizure. (statement of charges)",
        "No lawyer has reviewed this page",
    ):
        assert words in told

    reopened = withdraw_ground(place, "invented-unit", by="A. Attorney", document="", on=DAY)
    assert reopened.cases == (case.number,)
    assert "Nobody else saw" not in in_words(_explained(place, charge)).partition("Added")[0]


def _explained(place, charge) -> ChargeExplanation:
    return explain_charge(place, charge, run="latest")
