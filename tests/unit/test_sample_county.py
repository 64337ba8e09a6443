"""The invented county: the same on every machine, in the court's words, and true to its truth."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from vacatur.sample import SampleError
from vacatur.sample.calendar import EXTRACT_DAY
from vacatur.sample.case_rows import (
    CASE_COLUMNS,
    CASE_DISPOSITIONS,
    CIRCUIT_COURT,
    DISTRICT_COURT,
    NAME_SHAPES,
)
from vacatur.sample.charge_rows import CHARGE_COLUMNS, DISPOSITIONS, PLEAS
from vacatur.sample.codes import ACTS, CANNABIS_POSSESSION_CODES, OFFENSES, SUBSTANCES
from vacatur.sample.county import CountySummary, write_county
from vacatur.sample.people import CIRCUIT_RACES, CIRCUIT_SEXES, DISTRICT_RACES, DISTRICT_SEXES
from vacatur.sample.plant import PLANTED
from vacatur.sample.truth_rows import OUTCOMES

PEOPLE = 20_000
EXTRACT = str(EXTRACT_DAY)
SHOWN_AS = {
    "GUILTY": "convicted",
    "NOLLE CONTENDRE": "convicted",
    "PBJ SUPERVISED": "pbj",
    "PBJ UNSUPERVISED": "pbj",
    "NOLLE PROSEQUI": "nolle_prosequi",
    "STET": "stet",
    "DISMISSED": "dismissed",
    "NOT GUILTY": "acquitted",
    "JUDGMENT OF ACQUITAL": "acquitted",
    "GUILTY-MERGED": "merged",
    "ABATED BY DEATH": "abated",
}


class County(NamedTuple):
    summary: CountySummary
    cases: pd.DataFrame
    charges: pd.DataFrame
    searches: pd.DataFrame
    sentence_ends: pd.DataFrame
    persons: pd.DataFrame
    truth: pd.DataFrame


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    summary = write_county(tmp_path_factory.mktemp("county"), people=PEOPLE, seed=11)
    paths = summary.paths
    return County(
        summary,
        read(paths.cases),
        read(paths.charges),
        read(paths.history_searches),
        read(paths.sentence_ends),
        read(paths.truth_persons),
        read(paths.truth_charges),
    )


@pytest.fixture(scope="module")
def judged(county: County) -> pd.DataFrame:
    """Charge rows with what is true of them beside them."""
    return county.charges.merge(
        county.truth,
        left_on=["case_num", "charge_num"],
        right_on=["case_number", "charge_number"],
        validate="one_to_one",
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.csv"))
    }


def test_one_seed_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    write_county(tmp_path / "one", people=3000, seed=4)
    write_county(tmp_path / "two", people=3000, seed=4)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "one")) == 9


def test_one_seed_gives_these_bytes_on_every_machine(tmp_path: Path) -> None:
    """A change here is a change of every published county: say so in the change log."""
    write_county(tmp_path, people=200, seed=1)
    whole = b"".join(contents(tmp_path).values())
    assert hashlib.sha256(whole).hexdigest() == (
        "6ca8faeb8052b2fcc190420911c5594188134779e602ad82414e4b2f02bd4aa5"
    )


def test_another_seed_gives_another_county(tmp_path: Path) -> None:
    write_county(tmp_path / "one", people=300, seed=4)
    write_county(tmp_path / "two", people=300, seed=5)
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert all(one[name] != two[name] for name in one)


def test_a_county_of_several_chunks_repeats_no_key_and_reports_progress(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    summary = write_county(
        tmp_path,
        people=50_100,
        seed=2,
        progress=lambda what, done, total: told.append((what, done, total)),
    )
    cases, searches = read(summary.paths.cases), read(summary.paths.history_searches)
    assert told == [("people", 50_000, 50_100), ("people", 50_100, 50_100)]
    assert cases["case_num"].is_unique
    assert searches["person_key"].is_unique


def test_columns_are_the_courts(county: County) -> None:
    assert tuple(county.cases.columns) == CASE_COLUMNS
    assert tuple(county.charges.columns) == CHARGE_COLUMNS
    assert len(CASE_COLUMNS) == 19
    assert len(CHARGE_COLUMNS) == 27


def test_the_summary_counts_the_rows(county: County) -> None:
    guilty = county.charges["charge_disposition"].isin(["GUILTY", "NOLLE CONTENDRE"])
    cannabis = county.charges["charge_cjis_code"].isin(CANNABIS_POSSESSION_CODES)
    assert county.summary.people == PEOPLE == county.persons["person"].nunique()
    assert county.summary.cases == len(county.cases) == len(county.persons)
    assert county.summary.charges == len(county.charges) == len(county.truth)
    assert county.summary.convictions == guilty.sum()
    assert county.summary.cannabis_convictions == (guilty & cannabis).sum()
    assert county.summary.searched == len(county.searches)


def test_case_numbers_are_unique_and_shaped_like_their_courts(county: County) -> None:
    district = county.cases["court_system"] == DISTRICT_COURT
    assert county.cases["case_num"].is_unique
    assert county.cases.loc[district, "case_num"].str.fullmatch(r"\dB\d{8}").all()
    assert county.cases.loc[~district, "case_num"].str.fullmatch(r"\d{9}").all()


def test_every_charge_has_a_case_and_every_district_case_a_charge(county: County) -> None:
    district = county.cases.loc[county.cases["court_system"] == DISTRICT_COURT, "case_num"]
    assert set(county.charges["case_num"]) == set(district)
    numbers = county.charges.groupby("case_num")["charge_num"].agg(list)
    assert all(found == [f"{n + 1:03}" for n in range(len(found))] for found in numbers)


def test_circuit_headers_name_a_district_case_or_say_unknown(county: County) -> None:
    circuit = county.cases[county.cases["court_system"] == CIRCUIT_COURT]
    links = set(circuit["district_case_num"]) - {"Unknown"}
    assert links <= set(county.charges["case_num"])
    assert circuit["status_date"].str.fullmatch(r"\d\d/\d\d/\d{4}").all()


def test_vocabularies_are_closed(county: County) -> None:
    cases, charges, truth = county.cases, county.charges, county.truth
    district = cases[cases["court_system"] == DISTRICT_COURT]
    circuit = cases[cases["court_system"] == CIRCUIT_COURT]
    assert len(district) + len(circuit) == len(cases)
    assert set(district["case_disposition"]) <= set(CASE_DISPOSITIONS)
    assert set(circuit["case_disposition"]) == {""}
    assert set(district["defendant_race"]) <= set(DISTRICT_RACES)
    assert set(circuit["defendant_race"]) <= set(CIRCUIT_RACES)
    assert set(district["defendant_sex"]) <= set(DISTRICT_SEXES)
    assert set(circuit["defendant_sex"]) <= set(CIRCUIT_SEXES)
    assert set(cases["defendant_name_shape"]) <= set(NAME_SHAPES)
    assert cases["tracking_num"].str.fullmatch(r"\d{12}|Unknown").all()
    assert cases["person_key"].str.fullmatch("P[0-9a-f]{10}").all()
    assert cases["name_only_key"].str.fullmatch("N[0-9a-f]{10}").all()
    printed = {(each.code, each.description, each.statute) for each in OFFENSES}
    triples = charges[["charge_cjis_code", "charge_desc", "charge_statute"]]
    assert set(triples.itertuples(index=False, name=None)) <= printed
    assert set(charges["charge_disposition"]) == set(DISPOSITIONS)
    assert set(charges["charge_plea"]) <= set(PLEAS)
    assert set(truth["outcome"]) == set(OUTCOMES)
    assert set(truth["act"]) == set(ACTS)
    assert set(truth["substance"]) == set(SUBSTANCES)


def test_each_code_keeps_to_its_years(county: County) -> None:
    days = county.charges.groupby("charge_cjis_code")["charge_inc_date_from"].agg(["min", "max"])
    assert days["min"].min() >= "2005-01-01"
    assert days["max"].max() <= "2026-01-31"
    assert days.loc["1 1635", "min"] == "2012-10-01"
    assert days.loc["1 1635", "max"] == "2014-09-30"
    assert days.loc["1 1564", "min"] >= "2017-11-01"
    assert days.loc["1 0573", "max"] < "2017-11-01"


@pytest.mark.parametrize(
    ("what", "low", "high"),
    [
        ("headers a person", 1.28, 1.42),
        ("charges a person", 2.1, 2.3),
        ("cannabis possession among charges", 0.35, 0.40),
        ("guilty among cannabis possession", 0.20, 0.32),
        ("blank among charges", 0.25, 0.45),
        ("trial among District cases", 0.55, 0.75),
        ("jury trial prayed among District cases", 0.12, 0.27),
        ("forwarded among District cases", 0.08, 0.27),
        ("searched on the extract's day", 0.53, 0.57),
        ("searched in 2019", 0.13, 0.17),
        ("searched in 2014", 0.08, 0.12),
        ("guilty charges with an end returned", 0.67, 0.73),
    ],
)
def test_proportions_lie_in_their_bands(county: County, what: str, low: float, high: float) -> None:
    assert low <= proportions(county)[what] <= high


def proportions(county: County) -> dict[str, float]:
    charges, searched_on = county.charges, county.searches["searched_on"]
    district = county.cases[county.cases["court_system"] == DISTRICT_COURT]
    cannabis = charges["charge_cjis_code"].isin(CANNABIS_POSSESSION_CODES)
    route = district["case_disposition"].value_counts(normalize=True)
    return {
        "headers a person": len(county.cases) / PEOPLE,
        "charges a person": len(charges) / PEOPLE,
        "cannabis possession among charges": cannabis.mean(),
        "guilty among cannabis possession": (
            charges.loc[cannabis, "charge_disposition"] == "GUILTY"
        ).mean(),
        "blank among charges": (charges["charge_disposition"] == "").mean(),
        "trial among District cases": route["TRIAL"],
        "jury trial prayed among District cases": route["JURY TRIAL PRAYED"],
        "forwarded among District cases": route["FORWARDED TO CIRCUIT COURT"],
        "searched on the extract's day": (searched_on == EXTRACT).sum() / PEOPLE,
        "searched in 2019": (searched_on == "2019-10-01").sum() / PEOPLE,
        "searched in 2014": (searched_on == "2014-09-30").sum() / PEOPLE,
        "guilty charges with an end returned": len(county.sentence_ends)
        / county.summary.convictions,
    }


def test_planted_rows_come_first_and_carry_their_boundaries(judged: pd.DataFrame) -> None:
    first = judged.head(len(PLANTED))
    assert list(first["planted"]) == [planted.label for planted in PLANTED]
    assert (judged["planted"] != "").sum() == len(PLANTED)
    row = first.set_index("planted")
    offenses = [label for label in row.index if label.startswith("offense-")]
    assert [f"offense-{row.loc[label, 'charge_inc_date_from']}" for label in offenses] == offenses
    assert len(offenses) == 6
    assert row.loc["sentence-ends-2026-02-15", "sentence_end"] == "2026-02-15"
    assert row.loc["sentence-ends-2026-02-16", "sentence_end"] == "2026-02-16"
    assert row.loc["sentence-ends-2026-02-16", "sentence_completion"] == "not_complete"
    assert row.loc["convicted-2012-02-29", "charge_disp_date"] == "2012-02-29"
    assert row.loc["four-years-on-2019-10-01", "charge_disp_date"] == "2015-10-01"
    assert row.loc["four-years-on-2019-09-30", "charge_disp_date"] == "2015-09-30"
    assert row.loc["pending-elsewhere", "pending_elsewhere"] == "yes"


def test_a_county_of_49_has_no_planted_rows(tmp_path: Path) -> None:
    summary = write_county(tmp_path, people=49, seed=1)
    assert set(read(summary.paths.truth_charges)["planted"]) == {""}


def test_a_shown_disposition_is_the_true_one(judged: pd.DataFrame) -> None:
    shown = judged[judged["charge_disposition"] != ""]
    assert (shown["charge_disposition"].map(SHOWN_AS) == shown["outcome"]).all()
    assert (shown["charge_disp_date"] == shown["outcome_date"]).all()
    assert (shown["court"] == "district").all()
    assert shown["charge_disp_date"].max() <= EXTRACT


def test_a_blank_disposition_is_pending_or_hidden_in_circuit_court(judged: pd.DataFrame) -> None:
    blank = judged[judged["charge_disposition"] == ""]
    assert ((blank["outcome"] == "pending") | (blank["court"] == "circuit")).all()
    assert (blank[["charge_disp_date", "charge_plea", "charge_fine"]] == "").all(axis=None)
    assert set(blank["outcome"]) > {"pending", "convicted", "nolle_prosequi"}


def test_cases_close_one_to_fourteen_months_after_the_offense(judged: pd.DataFrame) -> None:
    drawn = judged[(judged["planted"] == "") & (judged["outcome_date"] != "")]
    days = pd.to_datetime(drawn["outcome_date"]) - pd.to_datetime(drawn["charge_inc_date_from"])
    assert days.dt.days.between(30, 426).all()


def test_sentence_ends_repeat_the_truth_about_guilty_rows(
    county: County, judged: pd.DataFrame
) -> None:
    returned = county.sentence_ends.merge(
        judged, on=["case_num", "charge_num"], validate="one_to_one", suffixes=("", "_true")
    )
    assert len(returned) == len(county.sentence_ends)
    assert (returned["outcome"] == "convicted").all()
    assert (returned["sentence_end"] == returned["sentence_end_true"]).all()
    assert (returned["sentence_completion"] == returned["sentence_completion_true"]).all()
    late = returned["sentence_end"] > EXTRACT
    assert ((returned["sentence_completion"] == "not_complete") == late).all()
    assert late.any()


def test_no_sentence_ends_before_it_began_or_before_its_probation(judged: pd.DataFrame) -> None:
    sentenced = judged[judged["sentence_end"] != ""]
    assert set(sentenced["outcome"]) == {"convicted", "pbj"}
    assert (sentenced["sentence_end"] >= sentenced["outcome_date"]).all()
    on_probation = sentenced[sentenced["charge_prob_end_date"] != ""]
    probation_end = pd.to_datetime(on_probation["charge_prob_end_date"], format="%m/%d/%Y")
    assert (pd.to_datetime(on_probation["sentence_end"]) >= probation_end).all()


def test_guilty_rows_include_probation_suspended_jail_and_only_a_fine(
    judged: pd.DataFrame,
) -> None:
    guilty = judged[judged["charge_disposition"] == "GUILTY"]
    fined = (guilty["charge_fine"] != "0.0") & (guilty["charge_jailtime"] == "")
    suspended = guilty["charge_susp_jailtime"] == "0.2465753424657534"
    assert (fined & (guilty["charge_prob_end_date"] == "")).mean() > 0.1
    assert (guilty["charge_prob_end_date"] != "").mean() > 0.3
    assert (suspended & (guilty["charge_prob_end_date"] != "")).sum() > 50


def test_pending_elsewhere_means_another_open_case_of_the_same_person(
    county: County, judged: pd.DataFrame
) -> None:
    case = (
        judged.groupby("case_num")
        .agg(
            open=("outcome", lambda outcomes: (outcomes == "pending").any()),
            told=("pending_elsewhere", "first"),
        )
        .reset_index()
    )
    case = case.merge(county.persons, left_on="case_num", right_on="case_number")
    open_of_person = case.groupby("person")["open"].transform("sum")
    elsewhere = open_of_person - case["open"].astype(int) > 0
    assert (elsewhere == (case["told"] == "yes")).all()
    assert elsewhere.sum() > 10


def test_a_never_searched_person_has_no_answer_for_the_search_day(
    county: County, judged: pd.DataFrame
) -> None:
    key = county.cases.merge(county.persons, left_on="case_num", right_on="case_number")
    searched = set(key.loc[key["person_key"].isin(county.searches["person_key"]), "person"])
    owner = judged.merge(county.persons, on="case_number")
    told = owner["pending_elsewhere_when_searched"] != ""
    assert (told == owner["person"].isin(searched)).all()


def test_a_key_never_joins_strangers_but_a_name_does(county: County) -> None:
    owned = county.cases.merge(county.persons, left_on="case_num", right_on="case_number")
    assert (owned.groupby("person_key")["person"].nunique() == 1).all()
    assert (owned.groupby("name_only_key")["person"].nunique() > 1).sum() > 100
    known = owned[owned["tracking_num"] != "Unknown"]
    assert (known.groupby("tracking_num")["person"].nunique() == 1).all()


def test_a_case_under_a_mistyped_key_can_still_be_joined(county: County) -> None:
    owned = county.cases.merge(county.persons, left_on="case_num", right_on="case_number")
    owned["main_key"] = owned.groupby("person")["person_key"].transform(lambda keys: keys.mode()[0])
    several = owned.groupby("person")["person_key"].transform("nunique") > 1
    key_of_case = owned.set_index("case_num")["person_key"]
    linked = owned["district_case_num"].map(key_of_case)
    by_link = linked.notna() & (linked != owned["person_key"])
    known = owned["tracking_num"] != "Unknown"
    by_tracking = known & (owned.groupby("tracking_num")["person_key"].transform("nunique") > 1)
    joined = (by_link | by_tracking).groupby(owned["person"]).any()
    assert several.sum() > 50
    assert joined[owned.loc[several, "person"].unique()].all()


@pytest.mark.parametrize(("people", "seed"), [(0, 1), (-5, 1), (10, -1)])
def test_impossible_counties_are_refused(tmp_path: Path, people: int, seed: int) -> None:
    with pytest.raises(SampleError):
        write_county(tmp_path / "county", people=people, seed=seed)
    assert not (tmp_path / "county").exists()


def test_a_folder_with_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("kept")
    with pytest.raises(SampleError, match="not empty"):
        write_county(tmp_path, people=10, seed=1)
    assert [path.name for path in tmp_path.iterdir()] == ["real.csv"]


def test_one_person_is_a_county(tmp_path: Path) -> None:
    summary = write_county(tmp_path, people=1, seed=9)
    assert summary.people == 1
    assert len(read(summary.paths.charges)) == summary.charges
