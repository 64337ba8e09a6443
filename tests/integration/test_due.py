"""`vacatur due`: which charges come due under which rule in which month."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date

import duckdb
import pytest

from tests.support.quick import one_rule
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.sample.county import write_county

AS_OF = date(2026, 2, 15)
ENDS = ("2026-03-31", "2026-04-01", "2026-04-30", "2027-01-15")
RULE = "MD-EXP-105-12"


@pytest.fixture(scope="module")
def waiting(tmp_path_factory):
    """A county in which everybody was searched, and every sentence ends soon. Do not change it."""
    folder = tmp_path_factory.mktemp("due")
    write_county(folder / "county", people=300, seed=7)
    searches = folder / "county" / "history_searches.csv"
    rows = list(csv.DictReader(searches.read_text().splitlines()))
    write(searches, [{**row, "searched_on": AS_OF} for row in rows])
    ends = folder / "county" / "sentence_ends.csv"
    rows = list(csv.DictReader(ends.read_text().splitlines()))
    write(ends, [{**row, "sentence_end": ENDS[i % 4]} for i, row in enumerate(rows)])
    workspace = Workspace(folder / "workspace")
    ingest(export_of([folder / "county"]), workspace, progress=lambda *_: None)
    run(workspace, one_rule(), AS_OF, progress=lambda *_: None)
    return workspace.folder


@pytest.fixture
def changed(waiting, tmp_path):
    """The same, with a charge that waits for no day and a case number that is a formula."""
    place = tmp_path / "w"
    shutil.copytree(waiting, place)
    (file,) = place.glob("decisions/*/decisions.parquet")
    first, second = sorted(waits(waiting))[:2]
    duckdb.execute(f"""
        create or replace temp table rows as select * from '{file}';
        update rows set eligible_on = null where charge_id = '{first[1]}' and rule = '{first[3]}';
        update rows set case_number = '=1+1' where charge_id = '{second[1]}';
        copy rows to '{file}' (format parquet);
    """)
    return place


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def waits(place):
    """Day, charge, rule and page of every charge that is told to wait."""
    return duckdb.execute(
        f"select eligible_on, charge_id, implements, rule from '{place}/decisions/*/*.parquet'"
        " where published = 'NOT_YET'"
    ).fetchall()


def test_every_waiting_charge_is_counted_in_its_month(vacatur, waiting):
    done = vacatur("due", "--workspace", waiting, "--json")

    months = [f"{day:%Y-%m}" for day, *_ in waits(waiting)]
    expected = [
        {"rule": RULE, "month": month, "charges": months.count(month)}
        for month in ("2026-03", "2026-04", "2027-01")
    ]
    assert json.loads(done.out) == expected
    assert all(each["charges"] for each in expected)


def test_the_last_day_counts_and_the_day_after_it_does_not(vacatur, waiting):
    done = vacatur("due", "--until", "2026-04-01", "--workspace", waiting, "--json")

    in_time = [day for day, *_ in waits(waiting) if day <= date(2026, 4, 1)]
    assert sum(each["charges"] for each in json.loads(done.out)) == len(in_time)
    assert date(2026, 4, 1) in in_time


def test_the_words_say_what_a_month_hangs_on(vacatur, waiting):
    said = vacatur("due", "--workspace", waiting).out

    assert f"{RULE}   2026-03" in said
    assert "only if nothing more is recorded until then" in said
    assert "No lawyer has reviewed" in said


def test_a_charge_without_a_day_is_counted_last_and_stays_whatever_the_limit(vacatur, changed):
    done = vacatur("due", "--until", "2026-01-01", "--workspace", changed)
    told = json.loads(vacatur("due", "--workspace", changed, "--json").out)

    assert "no day can be said" in done.out
    assert told[-1] == {"rule": RULE, "month": None, "charges": 1}


def test_the_file_lists_the_charges_by_day_and_is_safe_to_open(vacatur, changed, tmp_path):
    out = tmp_path / "wave.csv"
    done = vacatur("due", "--out", out, "--workspace", changed)

    assert done.code == 0, done.err
    rows = list(csv.reader(out.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["charge_id", "case_number", "rule", "eligible_on"]
    expected = sorted((str(day), charge, rule) for day, charge, rule, _ in waits(changed) if day)
    assert [(day, charge, rule) for charge, _, rule, day in rows[1:]] == expected
    assert [case for _, case, *_ in rows[1:] if "1+1" in case] == ["'=1+1"]


def test_nothing_comes_due_on_the_day_of_the_run_itself(vacatur, waiting):
    done = vacatur("due", "--until", AS_OF, "--workspace", waiting)

    assert "No charge is waiting" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--run", "us-md_2026-02-16"], "there is no run [us-md_2026-02-16]"),
        (["--until", "next month"], "--until"),
        (["--out", "nowhere/wave.csv"], "the folder [nowhere] is not there"),
    ],
)
def test_a_wrong_word_is_refused(vacatur, waiting, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    done = vacatur("due", *arguments, "--workspace", waiting)

    assert done.code == 2
    assert said in done.err


def test_a_run_of_older_records_is_refused(vacatur, changed):
    manifest = changed / "records" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"version": ', '"version":  '))
    done = vacatur("due", "--workspace", changed)

    assert done.code == 1
    assert "the records changed after run" in done.err
