"""Facts that are damaged, contradict each other, come in another order or are taken back."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.support.facts import (
    DAY,
    PENDING,
    RULE,
    answers_of,
    attach_file,
    attach_rows,
    copy_of,
    key_of,
    person_of,
    search,
    supervision,
    take_in,
    write_rows,
)
from tests.support.quick import one_rule
from vacatur.errors import IngestError, UsageError
from vacatur.facts.forget import Gone, forget
from vacatur.facts.kinds import KINDS
from vacatur.office.answering import answer, undo, withdraw
from vacatur.office.explaining import explain_charge
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest, link_again
from vacatur.office.loading import load_records
from vacatur.office.one_record import load_record
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.record.record import Record

BY = {"by": "A. Attorney", "document": "a letter", "on": DAY}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A decided county of 300 people, nothing attached. Do not change it."""
    return take_in(tmp_path_factory.mktemp("hunt"), people=300, rulebook=one_rule())


@pytest.fixture
def county(bare: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(bare, tmp_path)


@pytest.fixture(scope="module")
def decided(bare: Workspace) -> list[tuple[str, str, Record]]:
    """Every charge that the rule reaches, with its answer and its person's record."""
    answers = {charge: answer for (charge, _), answer in sorted(answers_of(bare, RULE).items())}
    with bare.connection() as connection:
        loaded = load_records(bare.records(connection), answers, as_of=DAY)
    return [(charge, answer, loaded[charge]) for charge, answer in answers.items()]


@pytest.fixture(scope="module")
def eligible(decided: list[tuple[str, str, Record]]) -> list[str]:
    """Charges that are decided without any fact, of people with one case and one charge."""
    return [
        charge
        for charge, answer, record in decided
        if answer == "ELIGIBLE_PETITION" and len(list(record.charges())) == 1
    ]


@pytest.fixture(scope="module")
def unsearched(
    bare: Workspace,
    decided: list[tuple[str, str, Record]],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """A charge of a person with one case whom only a search keeps open."""
    for charge, published, record in decided:
        if published != "REVIEW" or len(list(record.charges())) > 1:
            continue
        held = record.charge(charge)
        if record.person.history_checked_on or not (held.sentence_end and held.disposition):
            continue
        tried = copy_of(bare, tmp_path_factory.mktemp("tried"))
        attach_rows(tried, "history", [search(tried, charge)])
        if answers_of(tried)[charge, RULE] == "ELIGIBLE_PETITION":
            return charge
    raise AssertionError("the county has no such charge")


def record_of(workspace: Workspace, charge: str) -> Record:
    return load_record(workspace, charge, as_of=DAY)


def decide(workspace: Workspace) -> None:
    run(workspace, one_rule(), DAY, progress=silent)


# ---- a charge that was found and cannot be placed -----------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        {**PENDING, "case_num": "unknown"},
        {**PENDING, "charge_num": "unknown"},
        {**PENDING, "charge_num": "", "listed_under": "unknown"},
        {"case_num": "", "charge_num": "", "description": "ASSAULT-SEC DEGREE"},
        {"case_num": "", "charge_num": "", "disposition": "unknown"},
        {**PENDING, "charge_num": "", "listed_under": "XX-2"},
        {**PENDING, "charge_num": "", "listed_under": "XX-1"},
        {"case_num": "XX-1", "charge_num": "", "listed_under": "XX-1"},
    ],
)
def test_a_found_charge_that_cannot_be_placed_is_not_nothing_found(county, unsearched, cells):
    done = attach_rows(
        county, "history", [search(county, unsearched), search(county, unsearched, **cells)]
    )
    assert done.batch.quarantined == 1
    assert answers_of(county)[unsearched, RULE] == "REVIEW"


def test_a_case_listed_under_one_that_the_return_does_not_list_shows_no_absence(county, unsearched):
    moved = {"case_num": "XX-1", "charge_num": "", "listed_under": "XX-2"}
    attach_rows(
        county, "history", [search(county, unsearched), search(county, unsearched, **moved)]
    )
    assert answers_of(county)[unsearched, RULE] == "REVIEW"
    found = search(county, unsearched, **{**PENDING, "case_num": "XX-2"})
    rows = [search(county, unsearched), search(county, unsearched, **moved), found]
    attach_rows(county, "history", rows)
    assert answers_of(county)[unsearched, RULE] == "NOT_YET"


def test_a_return_that_lacks_a_known_charge_does_not_close_its_case(county):
    """As of an export that does not say whether it has every charge of a case."""
    path = county.records_folder / "cases.parquet"
    opened = path.with_name("opened.parquet")
    duckdb.execute(
        f"copy (select * replace (false as charges_complete) from '{path}') to '{opened}'"
    )
    opened.replace(path)
    (charges,) = duckdb.execute(
        f"""select list(charge_id order by charge_id)
        from '{county.records_folder}/charges.parquet'
        group by case_id having count(*) = 2 order by case_id limit 1"""
    ).fetchone()

    def is_complete() -> bool | None:
        record = record_of(county, charges[0])
        return record.case_of(record.charge(charges[0])).charges_complete

    attach_rows(county, "history", [search(county, charges[0])])
    assert not is_complete()
    attach_rows(county, "history", [search(county, each) for each in charges])
    assert is_complete()


def test_a_case_is_decided_elsewhere_only_when_each_charge_is(bare, county):
    """Of one charge two returns say otherwise: nobody knows how it ended."""
    path = bare.records_folder
    case, charges = duckdb.execute(
        f"""select case_id, list(charge_id order by charge_id)
        from '{path}/charges.parquet' c join '{path}/cases.parquet' using (case_id)
        where appeal = 'transferred' and disposition is null
        group by all having count(*) = 2 order by 1 limit 1"""
    ).fetchone()
    ended = {"disposition_date": "2020-02-01"}
    rows = [search(county, each, disposition="convicted", **ended) for each in charges]
    attach_rows(county, "history", rows)
    appeal = {each.case_id: each.appeal for each in record_of(county, charges[0]).cases}
    assert appeal[case] == "decided"
    rows[1]["disposition"] = "acquitted"
    attach_rows(county, "history", rows)
    appeal = {each.case_id: each.appeal for each in record_of(county, charges[0]).cases}
    assert appeal[case] == "transferred"


# ---- rows that were lost -------------------------------------------------------------------------


@pytest.mark.parametrize("order", [1, -1])
def test_a_good_row_of_the_same_file_does_not_answer_for_a_lost_one(county, eligible, order):
    rows = [supervision(eligible[0], "2018-05-01"), supervision(eligible[0], "5/1/2030")]
    attach_rows(county, "supervision", rows[::order])
    held = record_of(county, eligible[0]).charge(eligible[0])
    assert held.sentence_end is None
    assert "sentence_end" in held.unreadable


def test_what_a_lost_row_opened_is_open_after_linking_too(county, eligible):
    attach_rows(county, "supervision", [supervision(eligible[0], "5/1/2030")])
    assert answers_of(county)[eligible[0], RULE] == "REVIEW"
    link_again(county)
    decide(county)
    assert answers_of(county)[eligible[0], RULE] == "REVIEW"


def test_a_search_of_which_nothing_could_be_read_is_open_after_linking_too(county, eligible):
    torn = {**PENDING, "charge_num": "unknown"}
    done = attach_rows(county, "history", [search(county, eligible[0], **torn)])
    assert (done.batch.attached, done.batch.quarantined) == (0, 1)
    assert answers_of(county)[eligible[0], RULE] == "REVIEW"
    link_again(county)
    decide(county)
    assert answers_of(county)[eligible[0], RULE] == "REVIEW"


def test_a_return_whose_row_names_nobody_can_be_taken_back_row_by_row(county, unsearched):
    path = county.folder.parent / "torn.csv"
    rows = [search(county, unsearched), search(county, unsearched, **PENDING)]
    write_rows(path, KINDS["history"].columns(), rows)
    path.write_text(path.read_text() + '"torn\n')
    attach_file(county, path, "history")
    withdraw(county, ["1.2"], **BY)
    assert answers_of(county)[unsearched, RULE] == "REVIEW"


# ---- values --------------------------------------------------------------------------------------


def test_equal_numbers_written_otherwise_agree(county, eligible):
    case, _, number = eligible[0].rpartition("/")
    cells = {"case_num": case, "charge_num": number, "quantity_grams": "3.50"}
    attach_rows(county, "laboratory", [{**cells, "substance": "cannabis"}])
    answer(county, eligible[0], "charge.quantity_grams", "3.5", **BY)
    told = explain_charge(county, eligible[0], run="latest").attached
    states = {each.state for each in told if each.about == "charge.quantity_grams"}
    assert states == {"stands"}


def test_a_number_that_no_column_holds_is_refused(county, eligible):
    with pytest.raises(UsageError, match="is no number"):
        answer(county, eligible[0], "charge.quantity_grams", "1e30", **BY)
    rows = [{"charge": eligible[0], "asked": "charge.quantity_grams", "value": "1e30"}]
    assert attach_rows(county, "answers", rows).batch.quarantined == 1


# ---- messages ------------------------------------------------------------------------------------


def test_no_message_tells_what_stands_in_a_file(county, eligible):
    rows = [{"charge": eligible[0], "asked": "JOHN SMITH", "value": "x"}]
    done = attach_rows(county, "answers", rows)
    assert done.reasons == {"it is not said which column is answered": 1}
    path = county.folder.parent / "headless.csv"
    path.write_text("D-1,JOHN SMITH,2030-01-01,satisfactory\n")
    with pytest.raises(IngestError) as told:
        attach_file(county, path, "supervision")
    assert "SMITH" not in str(told.value)
    assert "2030" not in str(told.value)


# ---- the workspace -------------------------------------------------------------------------------


def test_a_fact_is_taken_in_where_somebody_removed_the_run(county, eligible):
    shutil.rmtree(county.run_folder("latest"))
    done = attach_rows(county, "supervision", [supervision(eligible[0], "2018-05-01")])
    assert done.redecided is None
    assert len(county.facts().batches) == 1


def gone(**named: list[str]) -> Gone:
    """What has vanished, of the kinds that are named."""
    kinds = ("cases", "charges", "numbers", "names", "keys")
    return Gone(**{kind: frozenset(named.get(kind, ())) for kind in kinds})


def test_what_vanished_leaves_every_file_of_the_facts(county, unsearched):
    key = key_of(county, person_of(county, unsearched))
    case = unsearched.rpartition("/")[0]
    attach_rows(
        county, "history", [search(county, unsearched), search(county, unsearched, **PENDING)]
    )
    attach_rows(county, "history", [search(county, unsearched, disposition="who knows")])
    attach_rows(county, "answers", [
        {"charge": unsearched, "asked": "person.noncitizen", "value": "no"}
    ])  # fmt: skip
    answer(county, "elsewhere/XX-1/001", "charge.minor_traffic", "yes", **BY)
    broken_off = county.facts_folder / "000009"
    shutil.copytree(county.facts_folder / "000001", broken_off)
    forget(county.facts(), gone(cases=[case], charges=[unsearched], numbers=[case], keys=[key]))
    assert not broken_off.exists()
    assert "XX-1" not in (county.facts_folder / "log.jsonl").read_text()
    for path in county.facts_folder.rglob("*.parquet"):
        rows = str(duckdb.execute(f"from '{path}'").fetchall())
        assert key not in rows, path
        assert case not in rows, path


def test_a_charge_of_a_docket_is_answered_though_it_does_not_begin_with_its_case(tmp_path):
    file, workspace = tmp_path / "clients.jsonl", Workspace(tmp_path / "clinic")
    charge = {
        "id": "c1",
        "statute": "CR 5-601(a)(1)",
        "description": "CDS: POSSESSION-MARIHUANA",
        "offense_date": "2012-03-04",
        "disposition": "convicted",
        "disposition_date": "2012-06-01",
    }
    case = {"id": "k1", "number": "T1", "state": "MD", "charges_complete": True}
    docket = {
        **{"id": "R1", "as_of": DAY.isoformat(), "rule": None, "target": None, "findings": {}},
        "person": {"birth_date": "1980-01-01", "history_checked_on": DAY.isoformat()},
        "cases": [{**case, "charges": [charge]}],
    }
    file.write_text(json.dumps(docket) + "\n")
    ingest(export_of([file], adapter="docket"), workspace, progress=silent)
    decide(workspace)
    given = answer(workspace, "R1/c1", "charge.sentence_end", "2015-01-01", **BY)
    assert given.redecided
    assert given.redecided.persons == 1
    rows = [{"charge": "R1/c1", "asked": "person.noncitizen", "value": "yes"}]
    assert attach_rows(workspace, "answers", rows).redecided.persons == 1
    assert record_of(workspace, "R1/c1").person.noncitizen
    forget(workspace.facts(), gone(cases=["R1/k1"], charges=["R1/c1"], numbers=["T1"]))
    assert "R1" not in (workspace.facts_folder / "log.jsonl").read_text()


# ---- order ---------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_facts_in_any_order_give_the_same_answers(bare, eligible, unsearched, tmp_path, seed):
    """Also when everybody is decided anew, and when the records are linked again."""
    first, second, third, *_ = eligible
    files = {
        "found": ("history", [search(bare, unsearched), search(bare, unsearched, **PENDING)]),
        "again": ("history", [search(bare, unsearched)]),
        "shared": ("history", [search(bare, third, **PENDING)]),
        "end": (
            "supervision",
            [supervision(first, "2018-05-01"), supervision(second, "2031-01-01")],
        ),
        "other end": ("supervision", [supervision(first, "2019-05-01")]),
        "lost": ("supervision", [supervision(third, "5/1/2030")]),
        "taken back": ("supervision", [supervision(second, "2032-01-01")]),
    }  # fmt: skip

    def told(order: list[str], where: str) -> Workspace:
        workspace = copy_of(bare, tmp_path / where)
        number = {name: place for place, name in enumerate(order, start=1)}
        for name in order:
            kind, rows = files[name]
            attach_rows(workspace, kind, rows)
        undo(workspace, number["taken back"], **BY)
        undo(workspace, number["other end"], **BY)
        undo(workspace, len(order) + 2, **BY)
        return workspace

    one = answers_of(told(list(files), "one"))
    order = random.Random(seed).sample(list(files), len(files))
    other = told(order, "other")
    assert answers_of(other) == one, order
    decide(other)
    assert answers_of(other) == one, order
    link_again(other)
    decide(other)
    assert answers_of(other) == one, order


# ---- not yet as it should be ---------------------------------------------------------------------


def test_what_two_files_say_stands_when_one_is_undone(county, eligible):
    for _ in range(2):
        attach_rows(county, "supervision", [supervision(eligible[0], "2031-05-01")])
    before = answers_of(county)[eligible[0], RULE]
    undo(county, 1, **BY)
    assert answers_of(county)[eligible[0], RULE] == before == "REVIEW"


def test_a_return_sent_again_without_the_wrong_row_counts(county, unsearched):
    attach_rows(
        county, "history", [search(county, unsearched), search(county, unsearched, **PENDING)]
    )
    withdraw(county, ["1.2"], **BY)
    attach_rows(county, "history", [search(county, unsearched)])
    assert answers_of(county)[unsearched, RULE] == "ELIGIBLE_PETITION"


@pytest.mark.parametrize(
    ("kind", "column", "values"),
    [
        ("immigration", "noncitizen", ("yes", "no")),
        ("deaths", "death_date", ("2020-01-01", "2020-01-02")),
        ("victims", "listed", ("yes", "no")),
        ("answers", "case.appeal", ("pending", "none")),
    ],
)
def test_a_contradiction_does_not_undo_what_refers_to_a_lawyer(
    county, eligible, kind, column, values
):
    charge = eligible[0]
    case, key = charge.rpartition("/")[0], key_of(county, person_of(county, charge))
    for value in values:
        row = {"person_key": key, "case_num": case, column: value}
        if kind == "answers":
            row = {"charge": charge, "asked": column, "value": value}
        row = {name: cell for name, cell in row.items() if name in KINDS[kind].columns()}
        attach_rows(county, kind, [row])
        assert answers_of(county)[charge, RULE] == "REVIEW"
