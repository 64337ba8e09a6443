"""Our linkage of the real extract beside the two keys that came with it. Neither is a truth.

`person_key` is made of the name and the birth date as a header prints them, `name_only_key` of the
name alone. Counts only; no key and no row is ever written down here.
"""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import duckdb
import pytest

from vacatur.identity.linking import link
from vacatur.ingest.md_case_search import ingest_extract
from vacatur.law.rulebook import packaged_codes
from vacatur.office.linkage import LinkageScore, score_linkage
from vacatur.office.workspace import Workspace

DATA = Path(os.environ.get("VACATUR_SHARED", "../shared")) / "data"
CASES = DATA / "mjcs_cases.csv.gz"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="there is no real data beside the project"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("workspace")
    ingest_extract(DATA, folder, packaged_codes())
    link(folder / "records")
    return Workspace(folder)


@pytest.fixture(scope="module")
def pairs(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """Pairs of cases that we, the one key or the other join, or a District number does.

    The files are read again, by a reader that is not ours.
    """
    connection = duckdb.connect()
    connection.execute(
        f"""create table headers as
        select distinct case_num, person_key, name_only_key, person_id, court,
            try_cast(defendant_dob_shifted as date) as born,
            left(upper(trim(defendant_sex)), 1) as sex,
            nullif(trim(district_case_num), '') as district,
            nullif(nullif(trim(tracking_num), ''), 'Unknown') as tracking
        from read_csv('{CASES}', all_varchar = true, header = true)
        join '{workspace.records_folder}/cases.parquet' on number = case_num"""
    )
    connection.execute(
        """create table pairs as
        select a.person_id = b.person_id as ours, a.person_key = b.person_key as by_person_key,
            a.name_only_key = b.name_only_key as by_name, a.born <> b.born as other_birth_date,
            abs(year(a.born) - year(b.born)) >= 15 as a_generation_apart,
            a.sex <> b.sex as other_sex, a.court <> b.court as two_courts,
            coalesce(a.district = b.case_num or b.district = a.case_num, false) as by_district,
            coalesce(a.tracking = b.tracking, false) as by_tracking
        from headers a join headers b on a.case_num < b.case_num and (
            a.person_id = b.person_id or a.person_key = b.person_key
            or a.name_only_key = b.name_only_key
            or a.district = b.case_num or b.district = a.case_num)"""
    )
    return connection


def counted(pairs: duckdb.DuckDBPyConnection, where: str, *more: str) -> list[int]:
    """Pairs of some kind, and how many of them are of each further kind."""
    columns = ["count(*)", *(f"count(*) filter ({each})" for each in more)]
    return list(pairs.execute(f"select {', '.join(columns)} from pairs where {where}").fetchone())


def scored(workspace: Workspace, key: str, folder: Path) -> LinkageScore:
    """The linkage, scored as if a key were the truth."""
    truth = folder / "truth.csv"
    with gzip.open(CASES, "rt", newline="") as file, truth.open("w", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(("case_number", "person"))
        writer.writerows((row["case_num"], row[key]) for row in csv.DictReader(file))
    return score_linkage(workspace, truth)


@pytest.mark.parametrize(
    ("key", "persons", "true", "right", "merged", "split"),
    [("person_key", 2905, 1277, 1277, 261, 0), ("name_only_key", 2776, 1541, 1339, 214, 62)],
)
def test_the_score_reads_a_key_as_if_it_were_the_truth(
    workspace, tmp_path, key, persons, true, right, merged, split
):
    found = scored(workspace, key, tmp_path)

    # One header stands in the file twice.
    judged = found.judged
    assert (judged.rows_in, len(judged.cases), judged.repeated) == (3855, 3854, 1)
    assert (judged.ambiguous, judged.not_here, judged.not_judged) == (0, 0, 0)
    assert (found.score.persons_true, found.score.persons_linked) == (persons, 2644)
    assert (found.score.pairs_true, found.score.pairs_linked) == (true, 1618)
    assert (found.score.pairs_right, found.score.merged, found.score.split) == (
        right, merged, split,
    )  # fmt: skip


def test_the_scores_are_those_of_the_pairs(pairs):
    assert counted(pairs, "ours", "by_person_key", "by_name") == [1618, 1277, 1339]
    assert counted(pairs, "by_person_key", "ours", "by_name") == [1277, 1277, 1277]
    assert counted(pairs, "by_name", "ours") == [1541, 1339]


def test_what_we_join_beside_the_person_key_the_courts_own_numbers_join(pairs):
    alone = counted(
        pairs,
        "ours and not by_person_key",
        "by_district",
        "by_tracking and not by_district",
        "not by_name",
        "other_birth_date",
        "other_sex",
        "two_courts",
    )

    # 49 are joined through a third case.
    assert alone == [341, 291, 1, 279, 340, 0, 325]


def test_a_name_without_its_birth_date_joins_strangers(pairs):
    alone = counted(
        pairs, "by_name and not ours", "other_birth_date", "a_generation_apart", "other_sex"
    )

    assert alone == [202, 202, 90, 0]


def test_a_case_that_went_on_keeps_its_person_wherever_the_header_was_printed_otherwise(pairs):
    numbers = counted(pairs, "by_district", "ours", "by_person_key", "by_name", "other_sex")

    # Two numbers name a man and a woman; one of them joins nobody, as no birth date agrees either.
    assert numbers == [965, 964, 673, 727, 2]
