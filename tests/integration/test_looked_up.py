"""What is looked up for one case is what the queries over a whole run say of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.support.facts import DAY, answers_of, copy_of
from tests.support.links import STRANGERS, named_county, say, taken_in
from vacatur.identity.linking import CASE_PERSONS, WAITING_PAIRS
from vacatur.office import matter_answers
from vacatur.office.answering import answer
from vacatur.office.explaining_links import waiting_pairs
from vacatur.office.link_waiting import waiting_of_cases
from vacatur.office.loading import load_records
from vacatur.office.matter_answers import RunAnswers
from vacatur.office.one_record import load_record, load_record_of_case
from vacatur.office.stale import StandingRun, standing
from vacatur.office.workspace import Workspace


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Some answers were given, and two pairs of cases were spoken of."""
    folder = tmp_path_factory.mktemp("looked_up")
    workspace = taken_in(named_county(folder / "export"), folder / "workspace")
    charges = sorted({charge for charge, _ in answers_of(workspace)})
    for charge in charges[::40]:
        answer(workspace, charge, "charge.quantity_grams", "4", by="A", document="", on=DAY)
    say(workspace, STRANGERS, False)
    answer(workspace, charges[0], "person.noncitizen", "no", by="A", document="", on=DAY)
    return workspace


def _cases(place: Workspace) -> dict[str, str]:
    """A charge of every person of whom something was told, and of a tenth of the other cases."""
    (effect,) = place.effects()[-1:]
    told = set(pq.read_table(effect / "persons.parquet")["person_id"].to_pylist())
    with place.connection() as connection:
        charges = place.records(connection)["charges"]
        rows = charges.group_by("case_id", "person_id").agg(charge_id=charges.charge_id.min())
        found = rows.order_by("case_id").to_pyarrow().to_pylist()
    return {
        row["case_id"]: row["charge_id"]
        for number, row in enumerate(found)
        if row["person_id"] in told or number % 10 == 0
    }


def _run(place: Workspace) -> StandingRun:
    return standing(place, "latest")


def test_a_record_is_the_same_by_charge_by_case_and_among_many(place: Workspace) -> None:
    cases = _cases(place)
    assert len(place.effects()) <= 2  # the last one, and the one before it until the next
    with place.connection() as connection:
        many = load_records(place.records(connection), cases.values(), as_of=DAY)
    for case_id, charge_id in cases.items():
        record = load_record(place, charge_id, as_of=DAY)
        assert record == many[charge_id]
        assert record == load_record_of_case(place, case_id, as_of=DAY)


def test_answers_of_a_case_are_the_same_alone_and_among_all(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, cases = RunAnswers(place, _run(place)), sorted(_cases(place))
    monkeypatch.setattr(matter_answers, "_FEW", 0)
    asked_for = answers.of(cases)
    monkeypatch.setattr(matter_answers, "_FEW", len(cases))
    assert answers.of(cases) == asked_for
    among_all = {each.key: each for each in answers.all()}
    assert asked_for.items() <= among_all.items()
    assert len(asked_for) > 5
    assert any(each.waits_for_links for each in asked_for.values())


@pytest.mark.parametrize("is_of_an_earlier_vacatur", [False, True])
def test_pairs_that_wait_are_found_from_both_sides(
    place: Workspace, tmp_path: Path, is_of_an_earlier_vacatur: bool
) -> None:
    workspace = copy_of(place, tmp_path)
    folder = workspace.records_folder
    if is_of_an_earlier_vacatur:
        for name in (WAITING_PAIRS, CASE_PERSONS):
            (folder / name).unlink()
    cases = f"read_parquet('{folder}/cases.parquet')"
    joined = duckdb.sql(
        f"""select l.person_id, r.person_id, l.number, r.number, l.case_id
        from read_parquet('{folder}/name_pairs.parquet')
        join {cases} l on l.case_id = case_l join {cases} r on r.case_id = case_r
        where band = 'review'"""
    ).fetchall()
    expected: dict[str, set[tuple[str, ...]]] = {}
    a_case = {}
    for left, right, number, other_number, case_id in joined:
        expected.setdefault(left, set()).add((right, number, other_number))
        expected.setdefault(right, set()).add((left, other_number, number))
        a_case[left] = case_id
    assert len(a_case) > 3
    for person, case_id in a_case.items():
        record = load_record_of_case(workspace, case_id, as_of=DAY)
        found = waiting_pairs(workspace, record)
        assert {(x.person_id, *x.pair.cases) for x in found} == expected[person]
        assert [x.pair.bits for x in found] == sorted((x.pair.bits for x in found), reverse=True)
        mine = [each.case_id for each in record.cases]
        assert waiting_of_cases(workspace, mine) == len(found)
