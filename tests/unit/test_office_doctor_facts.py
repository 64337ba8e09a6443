"""`vacatur doctor` and facts: what is wrong with them is found and has a repair."""

import json
import shutil
from datetime import date

import pyarrow.parquet as pq
import pytest

from tests.support.facts import attach_rows, read_rows
from vacatur.facts.forget import Gone, forget
from vacatur.law.rulebook import load_rulebook
from vacatur.office.answering import answer
from vacatur.office.check import State
from vacatur.office.effects import apply_all
from vacatur.office.exports import export_of
from vacatur.office.formats import init, writing
from vacatur.office.intake import ingest
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.office.workspace_checks import examine_workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

DAY = date(2026, 2, 15)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A workspace with one run, a file of facts, of which a row is in quarantine, and an answer."""
    folder = tmp_path_factory.mktemp("doctor")
    write_county(folder / "county", people=50, seed=1, progress=silent)
    init(folder / "office")
    with writing(folder / "office", "test") as workspace:
        ingest(export_of([folder / "county"]), workspace, progress=silent)
        run(workspace, load_rulebook("us-md").only(["MD-EXP-105-12"]), DAY, progress=silent)
        rows = read_rows(folder / "county" / "facts" / "supervision.csv")
        attach_rows(workspace, "supervision", [*rows, {**rows[0], "sentence_end": "soon"}])
        charge = "{case_num}/{charge_num}".format(**rows[0])
        answer(workspace, charge, "person.noncitizen", "no", by="A", document="", on=DAY)
    return workspace.folder


@pytest.fixture
def office(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "office")


def found(folder, name="facts"):
    """What is not as it should be, of one name."""
    checks = [each for each in examine_workspace(folder) if each.state is not State.OK]
    assert all(check.repair for check in checks)
    assert {check.name for check in checks} <= {name}
    return [(check.state, check.what) for check in checks]


def part_of(office, number):
    return next((office / "decisions").glob(f"*/again/{number:06}"))


def test_whole_facts_are_well_and_are_not_changed(office):
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(office.rglob("*"))}

    assert found(office) == []
    assert before == {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(before)}
    assert [c.what for c in examine_workspace(office) if c.name == "facts"] == [
        "2 lines, each with its rows"
    ]


@pytest.mark.parametrize("line", ["{", "[]", '{"number": 2}', "", '"\xff'])
def test_a_line_of_the_log_that_cannot_be_read(office, line):
    log = office / "facts" / "log.jsonl"
    first = log.read_bytes().splitlines()[0]
    log.write_bytes(first + b"\n" + line.encode("latin-1") + b"\n")

    assert found(office) == [(State.FAIL, "facts/log.jsonl, line 2: the line cannot be read")]


def test_a_line_of_the_log_that_is_gone(office):
    log = office / "facts" / "log.jsonl"
    log.write_bytes(log.read_bytes().splitlines()[1] + b"\n")

    checks = [c for c in examine_workspace(office) if c.state is not State.OK]
    told = [(check.name, check.state, check.what) for check in checks]
    assert (
        "facts",
        State.FAIL,
        "line 1 of facts/log.jsonl has the number 2",
    ) in told
    assert any("facts/000001 has no line in the log" in what for _, _, what in told)
    assert any("again/000001 belongs to no line" in what for _, _, what in told)


@pytest.mark.parametrize("name", ["rows.parquet", "quarantine.parquet", "doubts.parquet"])
def test_rows_that_are_missing_damaged_or_too_few(office, name):
    path = office / "facts" / "000001" / name
    if name != "doubts.parquet":
        table = pq.read_table(path)
        pq.write_table(table.slice(1), path)
        ((state, what),) = found(office)
        assert state is State.FAIL
        assert f"{table.num_rows - 1:,}" in what

    path.write_bytes(b"PAR1")
    assert found(office) == [(State.FAIL, f"facts/000001/{name} cannot be read")]

    path.unlink()
    assert found(office) == [(State.FAIL, f"facts/000001/{name} is missing")]


def test_a_row_in_quarantine_is_not_taken_for_an_attached_one(office):
    folder = office / "facts" / "000001"
    rows = pq.read_table(folder / "rows.parquet")
    pq.write_table(rows.slice(1), folder / "rows.parquet")
    lost = pq.read_table(folder / "quarantine.parquet")
    pq.write_table(pq.read_table(folder / "quarantine.parquet").take([0, 0]), folder / "q.parquet")
    (folder / "q.parquet").rename(folder / "quarantine.parquet")

    assert lost.num_rows == 1
    assert "2 in quarantine" in found(office)[0][1]


def test_what_has_vanished_from_the_facts_is_not_missing(office):
    log = Workspace(office).facts()
    rows = pq.read_table(log.batch_folder(1) / "rows.parquet").to_pylist()
    for row in (rows[0], rows[-1]):
        log = Workspace(office).facts()
        nothing = frozenset[str]()
        numbers = frozenset([row["case_num"]])
        forget(
            log,
            Gone(cases=nothing, charges=nothing, numbers=numbers, names=nothing, keys=nothing),
        )

    apply_all(Workspace(office))  # as whoever forgets does
    batch = Workspace(office).facts().batches[0]
    assert batch.forgotten >= 3  # two rows, and the one in quarantine
    checks = [c for c in examine_workspace(office) if c.state is not State.OK]
    assert [(c.name, c.what) for c in checks] == [
        ("latest run", "the facts have changed since it was made")
    ]


def test_the_kept_file_is_gone(office):
    (kept,) = (office / "raw").glob("*-supervision-0.csv.sealed")
    kept.unlink()

    ((state, what),) = found(office)
    assert (state, "is not in raw/" in what) == (State.WARN, True)


def test_facts_that_were_not_applied_to_these_records(office):
    effect = office / "facts" / "effects" / "000002"
    (effect / "charges.parquet").unlink()
    assert found(office) == [
        (State.FAIL, "facts/effects/000002/charges.parquet is missing"),
    ]

    (effect / "records_sha256").write_text("0" * 64 + "\n", encoding="ascii")
    ((state, what),) = found(office)
    assert (state, "not yet applied" in what) == (State.FAIL, True)


@pytest.mark.parametrize(
    "name", ["facts/000001/rows.partial", "facts/.log.jsonl.partial", ".3f-a.csv.text"]
)
def test_files_that_were_left_over(office, name):
    (office / name).write_text("", encoding="utf-8")

    ((state, what),) = found(office, "left over")
    assert (state, name in what) == (State.WARN, True)


def test_a_part_that_was_left_over(office):
    partial = part_of(office, 2).with_name(".000003.partial")
    partial.mkdir()

    ((state, what),) = found(office, "left over")
    assert (state, partial.name in what) == (State.WARN, True)


def test_a_folder_of_facts_without_a_line(office):
    (office / "facts" / "000003").mkdir()

    assert found(office) == [
        (
            State.WARN,
            "facts/000003 has no line in the log: from work that did not finish",
        )
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("decisions.parquet", "again/000002/decisions.parquet is missing"),
        ("charges.parquet", "again/000002/charges.parquet is missing"),
        ("history.parquet", "again/000002/history.parquet is missing"),
        ("conditions/us-md_cp-10-105-a-12.parquet", "again/000002/conditions/us-md"),
        ("manifest.json", "again/000002/manifest.json cannot be read"),
    ],
)
def test_a_part_of_the_latest_run_with_a_file_missing(office, name, says):
    (part_of(office, 2) / name).unlink()

    states = found(office, "latest run")
    assert states[0][0] is State.FAIL
    assert says in states[0][1]


def test_a_run_that_does_not_have_the_last_facts(office):
    part = part_of(office, 2)
    manifest = part / "manifest.json"
    manifest.write_text(json.dumps({"facts_sha256": "0" * 64}), encoding="utf-8")
    assert found(office, "latest run") == [(State.WARN, "the facts have changed since it was made")]

    shutil.rmtree(part)
    assert found(office, "latest run") == [(State.WARN, "the facts have changed since it was made")]
