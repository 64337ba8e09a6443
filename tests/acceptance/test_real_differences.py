"""The Baltimore extract under two laws and several policies: what changed, and what did not.

Its offenses end in 2017 and its last day is in April 2019, so between these days the
law alone moves. What the extract never said stays unknown under every policy.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from vacatur.law.rulebook import load_rulebook
from vacatur.office.differences import Cause, Difference
from vacatur.office.differing_days import differing_days
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.simulating import Standing, simulate
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

pytestmark = pytest.mark.real_data

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
CANNABIS = "('1 0573', '1 1635', '1 1564')"
DAYS = (date(2019, 12, 1), date(2023, 7, 1), date(2026, 2, 15))
RULES = ["MD-EXP-105-12", "MD-EXP-112", "MD-PARDON"]
MOST = 10_000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("office") / "workspace")
    ingest(export_of([DATA]), workspace, progress=silent)
    return workspace


def between(
    office: Workspace, first: date, last: date, *, rules: Sequence[str] = RULES, supposed: bool
) -> Difference:
    return differing_days(
        office,
        load_rulebook("us-md").only(rules),
        first,
        last,
        suppose_searched=supposed,
        examples=MOST,
        progress=silent,
    )


def counts(found: Difference) -> dict[tuple[str, str, str], int]:
    assert {flip.cause for flip in found.flips} <= {Cause.LAW}
    return {(flip.implements, flip.before, flip.after): flip.charges for flip in found.flips}


def _raw_alone() -> set[str]:
    """Possession charges of cases that hold no other charge, counted on the raw file."""
    rows = duckdb.execute(
        f"""select case_num || '/' || charge_num from read_csv(?, all_varchar = true)
        qualify bool_and(coalesce(charge_cjis_code in {CANNABIS}, false))
            over (partition by case_num)""",
        [str(DATA / "mjcs_charges.csv.gz")],
    ).fetchall()
    return {row[0] for row in rows}


def test_from_2019_to_2023_the_repository_alone_changes_answers(office):
    found = between(office, *DAYS[:2], supposed=False)

    assert counts(found) == {
        ("MD-EXP-112", "NOT_ELIGIBLE", "ELIGIBLE_AUTOMATIC"): 187,
        ("MD-EXP-112", "NOT_ELIGIBLE", "REVIEW"): 104,
    }
    assert {flip.changed_on for flip in found.flips} == {(date(2023, 1, 1),)}
    (automatic,) = (flip for flip in found.flips if flip.after == "ELIGIBLE_AUTOMATIC")
    assert set(automatic.examples) <= _raw_alone()


def test_from_2023_to_2026_the_pardon_alone_does(office):
    found = between(office, *DAYS[1:], supposed=False)

    # 626 of possession, and four attempts and conspiracies, which are for a person.
    assert counts(found) == {("MD-PARDON", "NOT_ELIGIBLE", "REVIEW"): 630}
    assert {flip.changed_on for flip in found.flips} == {(date(2024, 6, 17),)}


def test_had_everybody_been_searched_only_the_end_of_the_sentence_rule_would_tell(office):
    found = between(office, DAYS[0], DAYS[2], rules=RULES[:1], supposed=True)

    assert [(flip.before, flip.after, flip.charges) for flip in found.flips] == [
        ("REVIEW", "ELIGIBLE_PETITION", 16)
    ]
    assert found.flips[0].changed_on == (date(2025, 10, 1),)


def test_no_policy_selects_anybody_of_whom_nothing_is_known(office):
    rulebook = load_rulebook("us-md-relief-variants")
    found = simulate(office, rulebook, DAYS[2], suppose_searched=False, progress=silent)
    standings = {each.implements: each.standings for each in found.variants}

    assert {each.reached.charges for each in found.variants} == {433}
    assert {each[Standing.SELECTED].charges for each in standings.values()} == {0}
    # No weight is in the extract: a limit of weight leaves nobody out, and decides nothing.
    assert standings["VARIANT-10G"][Standing.UNKNOWN].charges == 433
    left_out = {rule: each[Standing.LEFT_OUT].charges for rule, each in standings.items()}
    assert left_out == {
        "VARIANT-LAW": 0,
        "VARIANT-1990": 0,
        "VARIANT-2011": 47,
        "VARIANT-2014": 73,
        "VARIANT-FIRST": 10,
        "VARIANT-10G": 0,
        "VARIANT-2.5OZ": 0,
        "VARIANT-NARROW": 73,
    }
