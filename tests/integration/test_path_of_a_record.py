"""From an export to decisions that prove themselves, through the command line."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.support.quick import LAW_OF_FIVE
from vacatur.office.raw_files import raw_content, raw_files
from vacatur.office.workspace import Workspace

RULE = "MD-EXP-105-12"


def _decisions(office: Path, run: str = "latest") -> Path:
    folder = office / "decisions"
    name = (folder / "latest").read_text().strip() if run == "latest" else run
    return folder / name


def _charge(office: Path, published: str) -> str:
    found = duckdb.execute(
        f"select min(charge_id) from '{_decisions(office)}/decisions.parquet' "
        f"where implements = '{RULE}' and published = '{published}'"
    ).fetchone()
    assert found is not None
    assert found[0] is not None, f"the county has no {published}"
    return str(found[0])


def test_ingest_says_rows_in_equals_mapped_plus_quarantined(vacatur, county, tmp_path):
    done = vacatur("ingest", county, "--workspace", tmp_path / "w")

    assert done.code == 0
    counts = re.findall(r"([\d,]+) rows in = ([\d,]+) mapped \+ ([\d,]+) quarantined", done.out)
    assert len(counts) == 4
    for whole, mapped, quarantined in counts:
        numbers = [int(text.replace(",", "")) for text in (whole, mapped, quarantined)]
        assert numbers[0] == numbers[1] + numbers[2]


def test_ingest_keeps_every_file_byte_for_byte(office, county):
    place = Workspace(office)
    kept = {
        each.name.partition("-")[2]: b"".join(raw_content(place, each.name))
        for each in raw_files(place)
    }
    for name in ("cases.csv", "charges.csv", "history_searches.csv", "sentence_ends.csv"):
        assert kept[name] == (county / name).read_bytes()


def test_charges_in_equals_reached_plus_out_of_reach(office):
    manifest = json.loads((_decisions(office) / "manifest.json").read_text())
    counts = manifest["counts"]
    assert counts["charges"] == counts["reached"] + counts["out_of_reach"]
    (rows,) = duckdb.execute(f"select count(*) from '{office}/records/charges.parquet'").fetchone()
    assert counts["charges"] == rows


def test_decisions_have_the_published_columns_and_grain(office):
    table = f"'{_decisions(office)}/decisions.parquet'"
    names = [row[0] for row in duckdb.execute(f"describe select * from {table}").fetchall()]
    assert names == [
        "charge_id",
        "case_number",
        "rule",
        "implements",
        "outcome",
        "published",
        "eligible_on",
        "last_verified",
        "person_hash",
    ]
    (twice,) = duckdb.execute(
        f"select count(*) from (select 1 from {table} group by charge_id, rule having count(*) > 1)"
    ).fetchone()
    assert twice == 0
    (empty,) = duckdb.execute(
        f"select count(*) from {table} where person_hash is null or published is null"
    ).fetchone()
    assert empty == 0


def test_the_same_records_law_and_day_give_the_same_run(vacatur, office, tmp_path):
    place = tmp_path / "w"
    shutil.copytree(office, place)
    before = (_decisions(place) / "decisions.parquet").read_bytes()

    done = vacatur("decide", *LAW_OF_FIVE, "--as-of", "2026-02-15", "--workspace", place)

    assert done.code == 0
    assert len([p for p in (place / "decisions").iterdir() if p.is_dir()]) == 1
    assert (_decisions(place) / "decisions.parquet").read_bytes() == before


def test_every_output_says_that_no_lawyer_has_reviewed_the_pages(vacatur, office, tmp_path):
    place = tmp_path / "w"
    shutil.copytree(office, place)
    decided = vacatur("decide", *LAW_OF_FIVE, "--as-of", "2026-02-15", "--workspace", place)
    explained = vacatur("explain", _charge(office, "REVIEW"), "--workspace", office)
    checked = vacatur("law", "check", "us-md")
    for each in (decided, explained, checked):
        assert each.code == 0
        assert "No lawyer has reviewed" in each.out
    manifest = json.loads((_decisions(place) / "manifest.json").read_text())
    assert {page["reviewed_by"] for page in manifest["pages"]} == {None}


@pytest.mark.parametrize("answer", ["ELIGIBLE_PETITION", "REVIEW"])
def test_explain_walks_back_to_the_row_and_column_of_the_source(vacatur, office, county, answer):
    charge = _charge(office, answer)

    done = vacatur("explain", charge, "--workspace", office)

    assert done.code == 0
    assert f"Answer: {answer}" in done.out
    row = int(re.search(r"charges\.csv row (\d+), column charge_cjis_code", done.out)[1])
    with (county / "charges.csv").open(newline="") as file:
        source = list(csv.DictReader(file))[row - 1]
    assert f"{source['case_num']}/{source['charge_num']}" == charge
    assert f"charge.local_code = {source['charge_cjis_code']}" in done.out


def test_explain_names_the_one_fact_that_decides(vacatur, office):
    charge = _one_search_away(office)

    told = json.loads(vacatur("explain", charge, "--workspace", office, "--json").out)

    rule = next(r for r in told["rules"] if r["decision"]["implements"] == RULE)
    (decider,) = [each for each in rule["open_questions"] if each["decides"]]
    assert decider["column"] == "history_checked_on"
    assert (decider["if_true"], decider["if_false"]) == ("NOT_YET", "ELIGIBLE_PETITION")


def _one_search_away(office: Path) -> str:
    run = _decisions(office)
    found = duckdb.execute(
        f"select min(charge_id) from '{run}/conditions/us-md_cp-10-105-a-12.parquet' "
        "where may_be_expunged_on_petition and defendant_in_a_pending_case is null "
        "and not offense_is_attempt_or_conspiracy and not count_was_merged "
        f"and charge_id in (select charge_id from '{office}/records/charges.parquet' c "
        f"join '{office}/records/persons.parquet' p using (person_id) where not exists "
        f"(select 1 from '{office}/records/charges.parquet' o where o.person_id = p.person_id "
        "and o.disposition is null))"
    ).fetchone()
    assert found is not None
    assert found[0] is not None
    return str(found[0])


def test_the_tree_shows_every_condition_with_its_citation(vacatur, office):
    done = vacatur("explain", _charge(office, "ELIGIBLE_PETITION"), "--workspace", office, "--tree")

    assert done.code == 0
    for name in ("waiting_period_has_run", "defendant_in_a_pending_case", "count_was_merged"):
        assert name in done.out
    assert "§ 10-105(c)(8) from 2023" in done.out
    assert "Paraphrase:" in done.out


def test_a_typed_docket_is_explained_without_a_workspace(vacatur, tmp_path):
    docket = {
        "id": "client",
        "rule": None,
        "as_of": "2026-02-15",
        "target": None,
        "title": None,
        "person": {
            "birth_date": "1990-01-01",
            "death_date": None,
            "race": None,
            "sex": None,
            "custody": "unknown",
            "history_checked_on": "2026-02-15",
        },
        "cases": [
            {
                "id": "k1",
                "state": "MD",
                "county": None,
                "court": "unknown",
                "prosecuting_office": None,
                "filed_date": None,
                "charges_complete": True,
                "victims": None,
                "restitution": None,
                "charges": [_typed_charge()],
            }
        ],
        "findings": {},
    }
    path = tmp_path / "client.json"
    path.write_text(json.dumps(docket))

    done = vacatur("explain", "--docket", path, "--law", "us-md")

    assert done.code == 0, done.err
    assert "Answer: ELIGIBLE_PETITION" in done.out


def _typed_charge() -> dict[str, object]:
    empty = (
        "incident local_code kind class enhancements arrest_date issued_date disposition_recorded "
        "quantity_grams weight_basis product_form grade"
    )
    return {
        **dict.fromkeys(empty.split()),
        "id": "c1",
        "statute": "CR 5-601(a)(1)",
        "description": "CDS: POSSESSION-MARIHUANA",
        "act": "possession",
        "offense_date": "2012-03-04",
        "disposition": "convicted",
        "disposition_date": "2012-06-01",
        "sentence_end": "2013-06-01",
        "sentence_completion": "satisfactory",
        "substance": "cannabis",
    }


def test_questions_are_grouped_and_account_for_every_open_charge(vacatur, office):
    patterns = json.loads(vacatur("questions", "--workspace", office, "--json").out)["patterns"]

    manifest = json.loads((_decisions(office) / "manifest.json").read_text())
    opened = sum(
        each["charges"]
        for each in manifest["counts"]["answers"]
        if each["outcome"] in ("UNKNOWN", "NEEDS_FINDING")
    )
    assert sum(each["charges"] for each in patterns) == opened
    assert any(
        asked["column"] == "history_checked_on" and asked["decides"]
        for each in patterns
        for asked in each["asked"]
    )


def test_the_worklist_has_one_line_for_each_reached_charge_and_no_formula(
    vacatur, office, tmp_path
):
    out = tmp_path / "list.csv"

    done = vacatur("worklist", "--out", out, "--workspace", office)

    assert done.code == 0
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    manifest = json.loads((_decisions(office) / "manifest.json").read_text())
    assert len(rows) == manifest["counts"]["reached"]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]


@pytest.mark.long
def test_compare_counts_what_changed_between_two_days(vacatur, office, tmp_path):
    place = tmp_path / "w"
    shutil.copytree(office, place)
    later = _decisions(place).name
    vacatur("decide", *LAW_OF_FIVE, "--as-of", "2014-09-30", "--workspace", place)
    earlier = _decisions(place).name

    done = vacatur("compare", earlier, later, "--workspace", place, "--json")

    changes = json.loads(done.out)
    assert {"rule", "before", "after", "charges"} == set(changes[0])
    assert ("NOT_ELIGIBLE", "ELIGIBLE_PETITION") in {(c["before"], c["after"]) for c in changes}


def test_the_docket_to_type_over_is_decided(vacatur, tmp_path):
    docket = tmp_path / "client.json"

    assert vacatur("sample", "docket", "--out", docket).code == 0
    assert vacatur("sample", "docket").out == docket.read_text()

    charge = vacatur("explain", "--docket", docket).out.partition(RULE)[2]
    assert "Answer: ELIGIBLE_PETITION" in charge


def test_a_docket_to_type_over_is_never_written_over_a_record(vacatur, tmp_path):
    docket = tmp_path / "client.json"
    docket.write_text("somebody's record")

    assert vacatur("sample", "docket", "--out", docket).code == 2
    assert docket.read_text() == "somebody's record"
