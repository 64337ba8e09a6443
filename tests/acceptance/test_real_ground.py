"""A ground on the Baltimore extract, with an invented officer in every fifth case of it.

The extract names no officer. The one that is invented here is nobody, and nothing is said of any
person of the extract.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from vacatur.documents.packet_verify import verify_packet
from vacatur.engine.explanation import ChargeExplanation
from vacatur.facts.ground import JUDGMENTS
from vacatur.facts.kinds import kind_named
from vacatur.law.rulebook import load_rulebook
from vacatur.matters.commands import StateParticular
from vacatur.matters.states import Role
from vacatur.matters.store import Doing
from vacatur.office.attaching import attach
from vacatur.office.casework import open_casework, perform, standing_run
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
from vacatur.office.matter_opening import open_matters
from vacatur.office.packet_building import build_packet
from vacatur.office.packet_folder import PacketAsked
from vacatur.office.packet_looking import check_matters
from vacatur.office.packet_settings import EXAMPLE
from vacatur.office.runs import run
from vacatur.office.telling import in_words
from vacatur.progress import silent
from vacatur.record.particulars import Stated
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


def test_a_paper_is_made_only_of_what_is_known(place, touched, tmp_path):
    """The extract has no names: each paper lacks the same, and is whole when they are stated."""
    cases = [case.number for case in touched.proposed[1:7]]
    answers = [
        MaterialityAnswer(
            case_number=case,
            materiality=Materiality.SOLE_WITNESS,
            reason="Invented.",
            document="an invented transcript",
            integrity=True,
            justice=True,
        )
        for case in cases
    ]
    answer_materiality(place, "invented-unit", answers, by="A. Roe", on=DAY)
    victims = tmp_path / "victims.csv"
    rows = "".join(f"{case},no\n" for case in cases)
    victims.write_text(f"case_num,listed\n{rows}", encoding="utf-8")
    attach(place, victims, kind_named("victims"), by="", document="", on=DAY, progress=silent)
    settings = place.folder / "vacatur.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + f"\n[practice]\nday = {DAY}\n\n{EXAMPLE}",
        encoding="utf-8",
    )
    doing = Doing(actor="A. Roe", purpose="a test", at=datetime(2026, 2, 15, tzinfo=UTC))
    with open_casework(place) as casework:
        with casework.working(doing) as work:
            work.add_member("A. Roe", Role.ATTORNEY)
        standing = standing_run(place)
        opened = open_matters(place, casework, standing, doing, on=DAY, progress=silent).opened
        assert 0 < opened <= len(cases)
        matters = list(range(1, opened + 1))
        lacking = check_matters(place, casework, matters, on=DAY).lacking
        assert set(lacking) == set(matters)
        asked = (
            "defendant-name, defendant-address, restitution, earlier-review, victim-notice, "
            "served-on, victim-address"
        )
        assert all(f"missing: {asked}" in why for why in lacking.values())
        for name in asked.split(", "):
            said = StateParticular(
                by="A. Roe", particular=Stated(name), text=f"Invented for [{name}]."
            )
            perform(place, casework, dict.fromkeys(matters, said), doing, today=DAY)
        draft = PacketAsked(numbers=matters, name="draft", day=DAY, is_draft=True, processes=1)
        built = build_packet(place, casework, draft, doing, today=DAY, progress=silent)
    assert not built.manifest.set_aside
    verified = verify_packet(built.folder, processes=1, progress=silent)
    assert verified.faults == ()
    assert verified.papers > 8 * opened


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
    assert case.number in reopened.cases
    assert "Nobody else saw" not in in_words(_explained(place, charge)).partition("Added")[0]


def _explained(place, charge) -> ChargeExplanation:
    return explain_charge(place, charge, run="latest")
