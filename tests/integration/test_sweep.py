"""A sweep of invented pending cases: what it finds, in which order, and the papers of it."""

import csv
import json
import shutil
from collections import Counter
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.packet_office import run
from tests.support.sweep_office import (
    LEE,
    approve,
    discharge,
    do,
    matters_of,
    practise,
    staff,
    take_in,
)
from vacatur.documents.manifest import read_manifest
from vacatur.law.vehicle import Circumstance
from vacatur.matters import commands as c
from vacatur.matters.reading import particulars_of
from vacatur.matters.states import Discharge, Order, Receipt, State
from vacatur.office.casework import open_casework
from vacatur.office.workspace import Workspace
from vacatur.sample.sweep import BALTIMORE
from vacatur.sample.sweep_cases import FIRST_DAY, SECOND_DAY

FIRST, SECOND = 2, 1
WARRANT = {"where": Circumstance.OPEN_WARRANT}


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """The truth, and a workspace with the matters of the first sweep, approved."""
    folder = tmp_path_factory.mktemp("sweep")
    truth = take_in(folder, run, first=FIRST, second=SECOND)
    workspace = folder / "workspace"
    practise(workspace, FIRST_DAY)
    staff(workspace, run)
    run("sweep", "open", "--by", LEE, "-w", workspace)
    numbers = range(1, 1 + sum(row["covered"] == "yes" for row in truth.values()))
    approve(workspace, numbers, FIRST_DAY)
    return truth, workspace, numbers


@pytest.fixture
def place(swept, tmp_path):
    shutil.copytree(swept[1], tmp_path / "workspace")
    return tmp_path / "workspace"


def plan_of(vacatur, workspace, *more):
    found = vacatur("sweep", "plan", "--json", "-w", workspace, *more)
    assert found.code == 0, found.err
    return json.loads(found.out)


def test_a_sweep_finds_what_was_planted_and_drops_nothing(swept, vacatur, tmp_path):
    truth, workspace, _ = swept
    out = tmp_path / "plan.csv"
    plan = plan_of(vacatur, workspace, "--out", out, "--law", "us-md-baltimore-city")
    dismissed = {x["case_number"] for x in plan["cases"] if x["group"] == "to_dismiss"}

    assert dismissed == {number for number, row in truth.items() if row["covered"] == "yes"}
    assert plan["to_dismiss"]["warrant_open"] == FIRST
    assert plan["open_cases"] == sum(plan["groups"].values()) == len(plan["cases"])
    assert plan["open_cases"] == sum(row["kind"] != "closed" for row in truth.values())
    kinds = {x["case_number"]: (x["group"], x["warrant_open"]) for x in plan["cases"]}
    expected = {
        "open_warrant": ("to_dismiss", "yes"), "in_court": ("to_dismiss", "no"),
        "warrant_ended": ("to_dismiss", "no"), "warrant_unclear": ("to_dismiss", "not known"),
        "mixed": ("mixed", "yes"), "prosecuted": ("prosecuted", "yes"), "unnamed": ("review", "no"),
        "policies_differ": ("review", "no"),
    }  # fmt: skip
    assert {(truth[n]["kind"], *told) for n, told in kinds.items()} == {
        (kind, *told) for kind, told in expected.items()
    }
    with out.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == plan["cases"]


def test_the_order_of_work_is_by_date_in_court(swept, vacatur):
    truth, workspace, numbers = swept
    plan = plan_of(vacatur, workspace)
    turns = [x for x in plan["cases"] if x["turn"]]
    days = [truth[x["case_number"]]["court_day"] or "none recorded" for x in turns]

    assert [int(x["turn"]) for x in turns] == list(numbers)
    assert days == sorted(days) == [x["court_day"] for x in turns]  # a text comes after a number
    said = vacatur("sweep", "plan", "-w", workspace).out
    assert "recall the warrant first" in said
    assert "No lawyer has reviewed" in said


def test_a_run_under_the_law_alone_is_no_policy(place, vacatur):
    run("decide", "--law", "us-md", "--rule", "MD-NP", "--as-of", FIRST_DAY, "-w", place)
    found = vacatur("sweep", "plan", "-w", place)
    assert found.code == 2
    assert "under no screening policy" in found.err
    named = vacatur("sweep", "plan", "--law", "us-md-baltimore-city", "-w", place)
    assert "decided under [us-md], not [us-md-baltimore-city]" in named.err


def test_what_was_opened_stays_once_and_asks_for_the_recall(swept, vacatur):
    truth, workspace, numbers = swept
    again = json.loads(vacatur("sweep", "open", "--by", LEE, "--json", "-w", workspace).out)
    # The general way opens the same cases: of two policies that differ nobody chooses there, too.
    general = json.loads(vacatur("matters", "open", "--by", LEE, "--json", "-w", workspace).out)
    asked = Counter(
        duty.text.partition(" ")[0]
        for matter in matters_of(workspace, numbers)
        for duty in matter.duties
        if duty.where is Circumstance.OPEN_WARRANT
    )

    assert (again["opened"], again["there_already"]) == (0, len(numbers))
    assert (general["opened"], general["there_already"]) == (0, len(numbers))
    assert general["left_open"] > 0
    kinds = Counter(row["kind"] for row in truth.values())
    assert asked == {"ask": kinds["open_warrant"], "look": kinds["warrant_unclear"]}


def with_warrant(workspace, numbers, text):
    return [
        each.number
        for each in matters_of(workspace, numbers)
        if any(x.where and x.text.startswith(text) for x in each.duties)
    ]


def test_no_dismissal_is_recorded_before_the_recall_was_asked_for(swept, place):
    number, *_ = with_warrant(place, swept[2], "ask")
    for command in (
        c.RecordPacket(by=LEE, packet_sha256="a" * 64, files=("01.pdf",)),
        c.Submit(by=LEE, document="Motion to recall warrant", on=FIRST_DAY),
        c.RecordReceipt(by=LEE, receipt=Receipt.ACCEPTED, on=FIRST_DAY, reference="Docket 1"),
    ):
        assert not do(place, [number], lambda _, said=command: said, FIRST_DAY).refused
    entered = c.RecordOrder(
        by=LEE, order=Order.GRANTED, on=FIRST_DAY, reasons="Entered in open court, docket 2."
    )
    heard = c.RecordHearing(by=LEE, on=FIRST_DAY)

    for command in (heard, entered):
        refused = do(place, [number], lambda _, said=command: said, FIRST_DAY).refused
        assert "ask the court to recall the open warrant" in refused[number]
    do(place, [number], lambda matter: discharge(matter, FIRST_DAY, **WARRANT), FIRST_DAY)
    assert not do(place, [number], lambda _: entered, FIRST_DAY).refused
    (matter,) = matters_of(place, [number])
    assert matter.state is State.RELIEVED

    run("packet", "letters", number, "--by", LEE, "--name", "after", "-w", place)
    letters = read_manifest(place / "packets" / "after")
    assert [x.paper for each in letters.matters for x in each.papers] == [
        "letter-dropped-en", "letter-dropped-es",
    ]  # fmt: skip


def test_a_packet_names_what_it_lacks_and_then_is_complete_and_conforms(swept, place, vacatur):
    truth, _, numbers = swept
    (unclear,) = with_warrant(place, numbers, "look")
    with_motion = set(with_warrant(place, numbers, "ask"))
    lacking = vacatur("packet", "check", "state=approved", "--json", "-w", place)
    assert lacking.code == 1
    assert "[warrants], for Motion to Recall Warrant" in lacking.out
    assert f'"{unclear}"' in lacking.out

    attested = {**WARRANT, "how": Discharge.NOT_NEEDED}
    do(place, [unclear], lambda matter: discharge(matter, FIRST_DAY, **attested), FIRST_DAY)
    built = vacatur("packet", "build", "state=approved", "--by", LEE, "-w", place)
    folder = place / "packets" / FIRST_DAY.isoformat()
    manifest = read_manifest(folder)
    assert (built.code, [*manifest.set_aside]) == (0, [])
    assert [each.number for each in manifest.matters] == [*numbers]
    for each in manifest.matters:
        papers = [paper.paper for paper in each.papers]
        assert papers[-2:] == ["letter-dropping-en", "letter-dropping-es"]
        if each.number in with_motion:
            assert papers.index("motion-to-recall-warrant") < papers.index("nolle-prosequi")
        else:
            assert set(each.left_out.values()) == {"no-open-warrant"}
    lists = [each for each in manifest.lists if each.kind == "dismissal-list"]
    assert sorted(number for each in lists for number in each.matters) == [*numbers]
    days = {row["court_day"] for row in truth.values() if row["covered"] == "yes"}
    told = "\n".join(each.papers[0].title for each in lists)
    assert all((day or "No Day Set") in told for day in days)
    verified = vacatur("packet", "verify", folder, "-w", place)
    assert (verified.code, "No fault" in verified.out) == (0, True), verified.out


def test_a_warrant_that_is_printed_otherwise_than_approved_makes_no_paper(swept, place, vacatur):
    number, *_ = with_warrant(place, swept[2], "ask")
    path = place / "records" / "case_warrants.parquet"
    rows = pq.read_table(path)
    at = rows.column_names.index("issued_on")
    another = pa.array([date(2001, 1, 1)] * len(rows), pa.date32())
    pq.write_table(rows.set_column(at, "issued_on", another), path)
    built = vacatur("packet", "build", number, "--by", LEE, "-w", place)

    assert built.code == 1
    assert "print another name, address or warrant since it was approved" in built.out + built.err


def test_a_warrant_that_was_issued_since_must_be_asked_for_before_anything_is_filed(swept, place):
    truth, _, numbers = swept
    (case_id,) = [n for n, row in truth.items() if row["kind"] == "in_court"]
    with open_casework(Workspace(place)) as casework, casework.reading() as connection:
        named = {each: particulars_of(connection, casework.keys, each) for each in numbers}
    (number,) = [each for each, told in named.items() if told.case_id == case_id]
    path = place / "records" / "case_warrants.parquet"
    schema, rows = pq.read_schema(path), pq.read_table(path).to_pylist()
    issued = {"case_id": case_id, "status": "open", "issued_on": FIRST_DAY, "kind": "BENCH WARRANT"}
    rows.append(dict.fromkeys(schema.names) | issued)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    packeted = c.RecordPacket(by=LEE, packet_sha256="a" * 64, files=("01.pdf",))
    sent = c.Submit(by=LEE, document="Nolle prosequi", on=FIRST_DAY)

    assert not do(place, [number], lambda _: packeted, FIRST_DAY).refused
    refused = do(place, [number], lambda _: sent, FIRST_DAY).refused
    assert "the records ask for more: ask the court to recall" in refused[number]
    run("matters", "renew", number, "--by", LEE, "-w", place)
    (matter,) = matters_of(place, [number])
    assert matter.state is State.ASSIGNED
    assert [x.number for x in matter.duties] == [1, 2, 3]
    assert matter.duties[-1].where is Circumstance.OPEN_WARRANT


@pytest.mark.long
def test_the_sweeps_of_baltimore_end_1415_warrants_in_two_rounds_and_none_twice(tmp_path, vacatur):
    first, second = BALTIMORE
    found, workspace = [], tmp_path / "workspace"
    for later, day in ((False, FIRST_DAY), (True, SECOND_DAY)):
        truth = take_in(tmp_path, run, first=first, second=second, later=later)
        plan = plan_of(vacatur, workspace)
        dismissed = {x["case_number"]: x for x in plan["cases"] if x["group"] == "to_dismiss"}
        assert {*dismissed} == {n for n, row in truth.items() if row["covered"] == "yes"}
        found.append({n for n, x in dismissed.items() if x["warrant_open"] == "yes"})
        practise(workspace, day)
        if not later:
            staff(workspace, run)
        run("sweep", "open", "--by", LEE, "-w", workspace)
    assert [len(each) for each in found] == [first, second]
    assert len(found[0] | found[1]) == first + second == 1415


@pytest.mark.long
def test_a_tenth_of_the_first_sweep_of_baltimore_yields_a_packet_without_a_fault(tmp_path, vacatur):
    first, second = (count // 10 for count in BALTIMORE)
    truth = take_in(tmp_path, run, first=first, second=second)
    workspace = tmp_path / "workspace"
    practise(workspace, FIRST_DAY)
    staff(workspace, run)
    run("sweep", "open", "--by", LEE, "-w", workspace)
    numbers = range(1, 1 + sum(row["covered"] == "yes" for row in truth.values()))
    approve(workspace, numbers, FIRST_DAY)
    vacatur("packet", "build", "state=approved", "--by", LEE, "-w", workspace)
    folder = workspace / "packets" / FIRST_DAY.isoformat()
    manifest = read_manifest(folder)
    unclear = sum(row["kind"] == "warrant_unclear" for row in truth.values())

    assert (len(manifest.matters), len(manifest.set_aside)) == (len(numbers) - unclear, unclear)
    motions = [x for m in manifest.matters for x in m.papers if x.paper.startswith("motion")]
    assert len(motions) == first
    verified = vacatur("packet", "verify", folder, "-w", workspace)
    assert (verified.code, "No fault" in verified.out) == (0, True), verified.out
