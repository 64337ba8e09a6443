"""A real extract of another state, read by a mapping file alone: every row is accounted for.

Counts only; no row of it is ever written down here.
"""

import os
from pathlib import Path

import duckdb
import pytest

from vacatur.identity.linking import link
from vacatur.ingest.mapped_csv import ingest_mapped, suggest_mapping

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
FILE = DATA / "suffolk_da_charges.csv.gz"
MAPPING = Path(__file__).with_name("suffolk.yaml")

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FILE.is_file(), reason="there is no real data beside the project"),
]


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    """The extract, ingested and linked: its reports, and where its tables are."""
    workspace = tmp_path_factory.mktemp("workspace")
    ingested = ingest_mapped(FILE, MAPPING, workspace, {})
    return ingested, link(workspace / "records"), workspace


@pytest.fixture
def count(extract):
    """Count rows of a table as written."""

    def counted(table, what="count(*)", where="true"):
        path = extract[2] / "records" / f"{table}.parquet"
        return duckdb.sql(f"select {what} from read_parquet('{path}') where {where}").fetchone()[0]

    return counted


def raw(query):
    """Ask the file itself, with a reader that is not ours."""
    return duckdb.sql(
        f"select {query} from read_csv('{FILE}', all_varchar = true, header = true)"
    ).fetchone()


def test_every_row_is_accounted_for(extract, count):
    (file,) = extract[0].files

    assert raw("count(*)") == (151_990,)
    assert (file.rows_in, file.mapped, file.quarantined) == (151_990, 151_262, 728)
    assert count("charges") == 151_262
    assert count("quarantine", where="starts_with(reason, 'the same, in every column')") == 548
    assert count("quarantine", where="starts_with(reason, 'a second row for one charge')") == 180


def test_the_input_is_kept_byte_for_byte(extract):
    (file,) = extract[0].files

    assert (extract[2] / file.kept_as).read_bytes() == FILE.read_bytes()


def test_every_case_has_its_person(extract):
    report = extract[1]

    assert raw('count(distinct "Person ID"), count(distinct ("Person ID", "Filed"))') == (
        report.persons,
        report.cases,
    )
    assert (report.cases, report.persons) == (74_435, 45_362)


def test_what_is_not_mapped_is_counted_by_wording(extract, count):
    unmapped = "disposition is null and disposition_recorded is not null"
    named = extract[0].unmapped_dispositions

    assert count("charges", "count(distinct disposition_recorded)", unmapped) == 33
    assert count("charges", where=unmapped) == 34_958
    assert len(named) == 33
    assert sum(named.values()) == 34_958
    assert named["Dismissed | Dismissed by Commonwealth"] == 10_324
    assert named["Continued w/o Finding |"] == 6_605
    # Two rows for one charge that differ in a disposition add to the unmapped ones.
    assert extract[0].unreadable["charges.disposition"] == 35_073


@pytest.mark.parametrize(
    ("term", "charges"),
    [
        ("dismissed", 57_529),
        ("convicted", 23_738),
        ("nolle_prosequi", 5_974),
        ("acquitted", 2_660),
        ("abated", 345),
        ("civil_adjudicated", 304),
        ("pending", 4),
    ],
)
def test_plain_wordings_are_mapped(count, term, charges):
    assert count("charges", where=f"disposition = '{term}'") == charges


def test_a_blank_disposition_is_missing_and_not_unreadable(count):
    # "Open" cases, mostly; the column that says so is not a disposition.
    blank = "disposition is null and not list_contains(unreadable, 'disposition')"

    assert count("charges", where=blank) == 25_635


def test_days_outside_the_years_of_the_export_are_unreadable(extract, count):
    day = '"Dispo Date"::date'
    told = raw(
        f"min({day}), max({day}), count(*) filter ({day} < date '1950-01-01'), "
        f"count(*) filter ({day} > date '2018-12-31'), "
        "count(*) filter (\"Offense Date\"::date < date '1950-01-01'), "
        f'count(*) filter ({day} < "Offense Date"::date)'
    )

    assert (told[0].year, told[1].year) == (1715, 2201)
    assert told[2:] == (2, 41, 1, 383)
    assert extract[0].unreadable["charges.disposition_date"] == 497
    assert extract[0].unreadable["charges.offense_date"] == 380
    assert count("charges", "max(disposition_date)::text") == "2018-12-29"
    assert count("charges", where="disposition_date < offense_date") == 0


def test_no_offence_is_read_without_code_lists(count):
    assert count("charges", where="act is not null or substance is not null") == 0


def test_a_draft_tells_what_the_file_does_not():
    suggestion = suggest_mapping(FILE)

    assert suggestion.rows == suggestion.looked_at == 151_990
    assert "Which column names a case." in suggestion.unknown
    assert "What 12 wordings of [Disposition] mean." in suggestion.unknown
    assert '"Plea": "?"     # 31,291 rows' in suggestion.text
