"""The real Case Search extract, from file to linked records: every row is accounted for.

Counts only; no row of it is ever written down here.
"""

import gzip
import os
from pathlib import Path

import duckdb
import pytest

from vacatur.identity.linking import link
from vacatur.ingest.md_case_search import ingest_extract
from vacatur.law.codes import load_codes
from vacatur.law.rulebook import LAW_ROOT

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
CODES = {"us-md": load_codes(LAW_ROOT / "us_md" / "codes", "us-md")}
CANNABIS = "('1 0573', '1 1635', '1 1564')"  # possession, in plain form

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="there is no real data beside the project"),
]


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    """The extract, ingested and linked: its reports, and where its tables are."""
    workspace = tmp_path_factory.mktemp("workspace")
    ingested = ingest_extract(DATA, workspace, CODES)
    return ingested, link(workspace / "records"), workspace


@pytest.fixture
def count(extract):
    """Count rows of a table as written."""

    def counted(table, where="true"):
        path = extract[2] / "records" / f"{table}.parquet"
        row = duckdb.sql(f"select count(*) from read_parquet('{path}') where {where}").fetchone()
        return row[0]

    return counted


def raw(query):
    """Ask the files themselves, `charges` if no other is named, with a reader that is not ours."""
    cases, charges = (
        f"{name} as (from read_csv('{DATA}/mjcs_{name}.csv.gz', all_varchar = true, header = true))"
        for name in ("cases", "charges")
    )
    source = "" if " from " in query else " from charges"
    return duckdb.sql(f"with {cases}, {charges} select {query}{source}").fetchone()


def test_every_row_is_accounted_for(extract):
    told = [(each.name, each.rows_in, each.mapped, each.quarantined) for each in extract[0].files]

    assert told == [
        ("mjcs_cases.csv.gz", 3855, 3854, 1),
        ("mjcs_charges.csv.gz", 6346, 6346, 0),
    ]
    assert extract[0].reasons == {"mjcs_cases.csv.gz: the same, in every column, as another row": 1}


def test_the_inputs_are_kept_byte_for_byte(extract):
    for file in extract[0].files:
        assert (extract[2] / file.kept_as).read_bytes() == (DATA / file.name).read_bytes()


def test_each_row_stands_where_its_number_says(extract):
    lines = gzip.decompress((DATA / "mjcs_charges.csv.gz").read_bytes()).decode().splitlines()
    path = extract[2] / "records" / "charges.parquet"
    rows = duckdb.sql(f"select source_row, charge_id from read_parquet('{path}')").fetchall()

    assert len(rows) == 6346
    for row, charge_id in rows:
        case_number, _, charge_number, _ = lines[row].split(",", 3)
        assert charge_id == f"{case_number}/{charge_number}"


def test_dispositions_are_those_of_the_file(count):
    (guilty, blank, nolle) = raw(
        "count(*) filter (charge_disposition = 'GUILTY'),"
        "count(*) filter (charge_disposition is null),"
        "count(*) filter (charge_disposition = 'NOLLE PROSEQUI')"
    )

    assert (guilty, blank, nolle) == (331, 4313, 1385)
    assert count("charges", "disposition = 'convicted'") == guilty
    assert count("charges", "disposition = 'nolle_prosequi'") == nolle
    assert count("charges", "disposition is null") == blank + 1
    assert count("charges", "list_contains(unreadable, 'disposition')") == 1


def test_what_is_not_mapped_is_counted_by_wording(extract):
    (row,) = raw(
        "row from (select charge_disposition as words, row_number() over () as row from charges)"
        " where words = 'COMPROMISED'"
    )
    place = f"[a wording seen once, first in mjcs_charges.csv.gz row {row}]"

    assert extract[0].unmapped_dispositions == {place: 1}
    assert extract[0].unmapped_courts == {}
    assert extract[0].unreadable == {
        "charges.disposition": 1,
        "charges.offense_date": 4,
        "column defendant_state": 168,
    }


def test_every_plain_marijuana_charge_is_read_as_possession_of_cannabis(count):
    (guilty, every) = raw(
        f"count(*) filter (charge_disposition = 'GUILTY' and charge_cjis_code in {CANNABIS}),"
        f"count(*) filter (charge_cjis_code in {CANNABIS})"
    )
    read = f"local_code in {CANNABIS} and act = 'possession' and substance = 'cannabis'"

    assert (guilty, every) == (77, 750)
    assert count("charges", f"disposition = 'convicted' and {read}") == guilty
    # Code, words and statute disagree on none of them.
    assert count("charges", read) == every


def test_the_opposite_code_is_never_cannabis(count):
    assert count("charges", "local_code = '4 3550'") == 1762
    assert count("charges", "local_code = '4 3550' and substance = 'cannabis'") == 0


def test_cases_that_went_on_are_marked(count):
    assert count("cases", "continued_in = '?'") == 335
    assert count("cases", "continued_in <> '?'") == 892
    assert count("cases", "continued_in is not null and court <> 'district'") == 0


def test_cases_that_went_to_another_court_are_transferred(count):
    (moved,) = raw(
        "count(distinct case_num) from cases where case_disposition in"
        " ('FORWARDED TO CIRCUIT COURT', 'JURY TRIAL PRAYED', 'FORWARDED TO JUVENILE AUTHORITIES')"
        " or case_num in (select district_case_num from cases)"
    )

    assert count("cases", "appeal = 'transferred'") == moved == 1228
    assert count("cases", "appeal is not null and court <> 'district'") == 0


def test_a_case_without_a_charge_is_not_whole(count):
    """Every Circuit Court header and one civil citation: no charge of theirs came."""
    (bare,) = raw(
        "count(distinct case_num) from cases where case_num not in (select case_num from charges)"
    )

    assert count("cases", "charges_complete = false") == bare == 1595
    assert count("cases", "charges_complete = false and court = 'circuit'") == 1594
    assert count("cases", "charges_complete") == 2259


def test_a_sentence_ends_only_where_a_number_says_what_was_to_be_served(count):
    (ends, kept) = raw(
        "count(*), count(*) filter (date '1900-01-01' <= disposed and ends >= disposed and"
        " disposed + to_days(round(365 * jail)::int) <= ends) from ("
        "select try_cast(charge_disp_date as date) as disposed,"
        " strptime(coalesce(charge_prob_end_date, charge_pbj_end_date), '%m/%d/%Y') as ends,"
        " charge_jailtime::double - coalesce(charge_susp_jailtime::double, 0) as jail"
        " from charges where charge_disposition = 'GUILTY' or charge_disposition like 'PBJ%')"
        " where ends is not null"
    )

    assert (ends, kept) == (208, 144)
    assert count("charges", "sentence_end is not null") == kept


def test_no_row_of_people_is_made_up(count):
    assert count("charges", "sentence_completion is not null") == 0
    assert count("persons", "history_checked_on is not null") == 0


def test_every_case_has_one_person(extract, count):
    report = extract[1]

    assert (report.cases, report.persons, report.largest) == (3854, 2644, 8)
    assert report.vetoed == {"crowd": 0, "sexes": 1}
    assert sum(report.added.values()) == report.cases - report.persons
    assert count("persons") == report.persons
    assert count("cases", "person_id is null") == count("charges", "person_id is null") == 0


def test_every_column_of_the_export_is_declared(extract):
    assert [file.extra_columns for file in extract[0].files] == [(), ()]
