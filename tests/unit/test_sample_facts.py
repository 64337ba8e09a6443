"""What agencies would answer about an invented county: in the declared shape, and true to it."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from vacatur.facts.kinds import KINDS
from vacatur.law.codes import load_codes, normal_code
from vacatur.law.rulebook import LAW_ROOT
from vacatur.record.terms import Disposition, ProductForm, Substance
from vacatur.sample import county as county_module
from vacatur.sample.calendar import EXTRACT_DAY, NEXT_EXTRACT_DAY
from vacatur.sample.case_rows import CIRCUIT_COURT
from vacatur.sample.county import FACT_COLUMNS, CountySummary, write_county

PEOPLE = 20_000
CODES = load_codes(LAW_ROOT / "us_md" / "codes", "us-md")
EXPORT = ("cases.csv", "charges.csv", "history_searches.csv", "sentence_ends.csv")
FACTS = ("history", "supervision", "laboratory")
CHARGE = ["case_num", "charge_num"]
COPIED = ["description", "statute", "offense_date"]


class Answered(NamedTuple):
    """A county's answers, beside its export and its truth."""

    summary: CountySummary
    history: pd.DataFrame
    supervision: pd.DataFrame
    laboratory: pd.DataFrame
    headers: pd.DataFrame  # cases of the export, with the `person` that is true of each
    charges: pd.DataFrame  # charges of the export, with the truth beside them


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def answered(summary: CountySummary) -> Answered:
    paths = summary.paths
    persons = read(paths.truth_persons).rename(columns={"case_number": "case_num"})
    truth = read(paths.truth_charges).rename(
        columns={"case_number": "case_num", "charge_number": "charge_num"}
    )
    charges = read(paths.charges).rename(
        columns={
            "charge_desc": "description",
            "charge_statute": "statute",
            "charge_inc_date_from": "offense_date",
        }
    )
    return Answered(
        summary,
        read(paths.facts_history),
        read(paths.facts_supervision),
        read(paths.facts_laboratory),
        read(paths.cases).merge(persons, on="case_num", validate="one_to_one"),
        charges.merge(truth, on=CHARGE, validate="one_to_one").merge(
            persons, on="case_num", validate="many_to_one"
        ),
    )


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    return answered(write_county(tmp_path_factory.mktemp("county"), people=PEOPLE, seed=11))


@pytest.fixture(scope="module")
def next_month(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    folder = tmp_path_factory.mktemp("next")
    return answered(write_county(folder, people=4000, seed=5, month_later=True))


def digest(folder: Path, names: tuple[str, ...]) -> str:
    whole = b"".join((folder / name).read_bytes() for name in names)
    return hashlib.sha256(whole).hexdigest()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            {"people": 3000, "seed": 4},
            "9fcc462bb87ea87bbe4843e65df081036aca1ef86d832f6d68b72273dcdd381e",
        ),
        (
            {"people": 300, "seed": 4, "noise": 2},
            "e80b769e16acd3cf9b50f689f911816191e84f7342655f17cf3c0a9a2269f0db",
        ),
        (
            {"people": 3000, "seed": 5, "month_later": True},
            "087b7697927ffc58dcea8e6db47b5f23aa4982260ce6c601f6136dd4552e1ea8",
        ),
    ],
    ids=["clean", "noisy", "a month later"],
)
def test_answers_leave_the_export_as_it_was_before_there_were_any(
    tmp_path: Path, asked: dict[str, int], expected: str
) -> None:
    """These hashes are older than the answers: no draw of theirs may move one of the export's."""
    write_county(tmp_path, **asked)
    listed = ("truth/changes.csv",) if "month_later" in asked else ()
    assert digest(tmp_path, (*EXPORT, *listed, "truth/persons.csv")) == expected


def test_one_seed_gives_the_same_answers_twice_with_noise_or_without(tmp_path: Path) -> None:
    for folder, noise in (("one", 0), ("two", 0), ("noisy", 20)):
        write_county(tmp_path / folder, people=1000, seed=4, noise=noise)
    for name in FACTS:
        one, two, noisy = (
            (tmp_path / folder / "facts" / f"{name}.csv").read_bytes()
            for folder in ("one", "two", "noisy")
        )
        assert one == two == noisy


@pytest.mark.parametrize("name", FACTS)
def test_headers_and_words_are_the_declared_ones(county: Answered, name: str) -> None:
    table: pd.DataFrame = getattr(county, name)
    assert tuple(table.columns) == FACT_COLUMNS[f"facts_{name}"] == KINDS[name].columns()
    assert getattr(county.summary, f"facts_{name}") == len(table)


def test_words_are_those_of_the_record(county: Answered) -> None:
    assert set(county.history["disposition"]) <= {"", *Disposition}
    assert set(county.history["searched"]) == {"statewide", "statewide_and_national"}
    assert set(county.supervision["sentence_completion"]) == {
        "", "satisfactory", "unsatisfactory", "not_complete"
    }  # fmt: skip
    assert set(county.laboratory["substance"]) == {Substance.CANNABIS, Substance.OTHER}
    assert set(county.laboratory["product_form"]) == {
        ProductForm.FLOWER, ProductForm.CONCENTRATE, ProductForm.NOT_APPLICABLE
    }  # fmt: skip


# ---- history ----------------------------------------------------------------------------------


def expected_blocks(county: Answered) -> pd.DataFrame:
    """Every row of the county's own courts that a whole search lists, under every person key."""
    keys = county.headers[["person", "person_key"]].drop_duplicates()
    charges = county.charges[["person", *CHARGE, *COPIED]].assign(listed_under="")
    circuit = county.headers[county.headers["court_system"] == CIRCUIT_COURT].copy()
    return keys.merge(pd.concat([charges, with_district_number(county, circuit)]), on="person")


def with_district_number(county: Answered, circuit: pd.DataFrame) -> pd.DataFrame:
    """Name the District case of each Circuit header; where it names none, what history says."""
    told = county.history.loc[county.history["listed_under"] != ""]
    told = told.drop_duplicates("case_num").set_index("case_num")["listed_under"]
    linked = circuit["district_case_num"].where(
        circuit["district_case_num"] != "Unknown", circuit["case_num"].map(told).fillna("none")
    )
    blank = dict.fromkeys(["charge_num", *COPIED], "")
    return circuit[["person", "case_num"]].assign(listed_under=linked, **blank)


@pytest.mark.parametrize("name", ["county", "next_month"])
def test_every_block_lists_every_case_of_the_person(
    name: str, request: pytest.FixtureRequest
) -> None:
    county: Answered = request.getfixturevalue(name)
    cells = ["person_key", *CHARGE, "listed_under", *COPIED]
    expected = expected_blocks(county)
    at_home = county.history[county.history["state"] == "MD"]
    # A person is answered about under every key, or under none.
    persons = expected.drop_duplicates("person_key")
    asked = persons["person_key"].isin(at_home["person_key"]).groupby(persons["person"])
    whole = asked.all()
    assert (asked.any() == whole).all()
    answered_about = expected[expected["person"].map(whole)]
    found = set(at_home[cells].itertuples(index=False, name=None))
    assert found == set(answered_about[cells].itertuples(index=False, name=None))
    assert len(found) == len(at_home)
    assert 0.96 < whole.mean() < 0.98


def test_some_blocks_repeat_the_cases_of_another_key(county: Answered) -> None:
    keys = county.history.groupby("case_num")["person_key"].nunique()
    assert (keys > 1).sum() > 100
    assert county.history["person_key"].is_monotonic_increasing


def test_an_unlinked_circuit_case_is_listed_under_the_district_case_of_its_person(
    county: Answered,
) -> None:
    unlinked = county.headers[county.headers["district_case_num"] == "Unknown"]
    owner = county.headers.set_index("case_num")["person"]
    told = county.history[county.history["case_num"].isin(unlinked["case_num"])]
    assert len(told) > 50
    assert (told["case_num"].map(owner) == told["listed_under"].map(owner)).all()
    district = county.charges.set_index("case_num")["court"]
    court = told["listed_under"].map(district[~district.index.duplicated()])
    assert set(court) <= {"circuit"}


def test_outcomes_are_true_and_a_few_are_not_listed(county: Answered) -> None:
    listed = county.history[county.history["charge_num"] != ""].merge(county.charges, on=CHARGE)
    known = listed[listed["disposition"] != ""]
    assert (known["disposition"] == known["outcome"]).all()
    assert (known["disposition_date"] == known["outcome_date"]).all()
    silent = listed[listed["disposition"] == ""]
    assert set(silent["disposition_date"]) == {""}
    assert 0.025 < len(silent) / len(listed) < 0.035
    assert (listed.groupby(CHARGE)["disposition"].nunique() == 1).all()  # the same in every block


def test_the_search_was_made_on_the_day_of_the_export(
    county: Answered, next_month: Answered
) -> None:
    assert set(county.history["searched_on"]) == {str(EXTRACT_DAY)}
    assert set(next_month.history["searched_on"]) == {str(NEXT_EXTRACT_DAY)}
    assert county.history["disposition_date"].max() <= str(EXTRACT_DAY)


def test_few_searches_stop_at_the_states_border(county: Answered) -> None:
    searches = county.history.drop_duplicates("person_key")
    assert 0.015 < (searches["searched"] == "statewide").mean() < 0.026


def test_other_states_charges_are_found_by_national_searches_only(county: Answered) -> None:
    away = county.history[county.history["state"] != "MD"]
    assert set(away["searched"]) == {"statewide_and_national"}
    assert set(away["state"]) == {"VA", "PA", "DE", "DC"}
    assert away["case_num"].str.fullmatch(r"XX-\d{9}").all()
    assert set(away["charge_num"]) == {"001"}
    assert set(away["statute"]) == {""}
    assert (away["description"] != "").all()
    assert (away["offense_date"] >= "2006-01-01").all()
    assert set(away["disposition"]) == {"convicted", "dismissed", "pending"}
    assert ((away["disposition_date"] == "") == (away["disposition"] == "pending")).all()
    owner = county.headers.drop_duplicates("person_key").set_index("person_key")["person"]
    per_person = away.assign(person=away["person_key"].map(owner)).drop_duplicates("person")
    assert per_person["case_num"].is_unique
    assert 0.007 < len(per_person) / PEOPLE < 0.013
    assert 0.15 < (per_person["disposition"] == "pending").mean() < 0.40


def test_a_charge_pending_in_another_state_is_told_in_the_truth(county: Answered) -> None:
    told = county.charges.groupby("person")["pending_in_another_state"].agg(["min", "max"])
    assert (told["min"] == told["max"]).all()
    away = county.history[
        (county.history["state"] != "MD") & (county.history["disposition"] == "pending")
    ]
    owner = county.headers.drop_duplicates("person_key").set_index("person_key")["person"]
    found = set(away["person_key"].map(owner))
    true = set(told.index[told["max"] == "yes"])
    searched = set(
        county.history.loc[county.history["searched"] != "statewide", "person_key"].map(owner)
    )
    assert found == true & searched
    assert len(found) > 20


# ---- supervision and laboratory ---------------------------------------------------------------


def test_supervision_tells_true_ends_of_nearly_all_sentences(county: Answered) -> None:
    told = county.supervision.merge(
        county.charges, on=CHARGE, validate="one_to_one", suffixes=("", "_true")
    )
    assert len(told) == len(county.supervision)
    assert (told["sentence_end"] == told["sentence_end_true"]).all()
    how = told["sentence_completion_true"].replace("unknown", "")
    assert (told["sentence_completion"] == how).all()
    sentenced = county.charges[county.charges["sentence_end"] != ""]
    assert 0.94 < len(told) / len(sentenced) < 0.96
    assert set(told["outcome"]) == {"convicted", "pbj"}
    assert set(told["court"]) == {"district", "circuit"}


def test_the_laboratory_reports_true_forms_and_weights(county: Answered) -> None:
    told = county.laboratory.merge(
        county.charges, on=CHARGE, validate="one_to_one", suffixes=("", "_true")
    )
    assert len(told) == len(county.laboratory)
    for column in ("substance", "product_form", "quantity_grams"):
        assert (told[column] == told[f"{column}_true"]).all()
    assert set(told["act"]) == {"possession", "possession_with_intent", "distribution"}
    weighed = county.charges["quantity_grams"] != ""
    substance = (county.charges["substance"] != "") & (county.charges["act"] != "paraphernalia")
    assert (weighed == substance).all()
    assert (weighed == (county.charges["product_form"] != "")).all()
    assert 0.92 < len(told) / weighed.sum() < 0.94


def test_a_few_cannabis_charges_are_of_concentrate_and_only_those_tell_their_thc(
    county: Answered,
) -> None:
    told = county.laboratory
    cannabis = told["substance"] == "cannabis"
    assert ((told["product_form"] == "not_applicable") == ~cannabis).all()
    concentrate = told["product_form"] == "concentrate"
    assert 0.025 < concentrate.sum() / cannabis.sum() < 0.035
    assert (concentrate == (told["thc_percent"] != "")).all()
    assert told.loc[concentrate, "thc_percent"].astype(float).between(55, 85).all()


def test_weights_lie_inside_the_bounds_of_the_charges_own_words(county: Answered) -> None:
    weighed = county.charges[county.charges["quantity_grams"] != ""]
    assert weighed["quantity_grams"].str.fullmatch(r"\d{1,2}\.\d\d").all()
    bounded = set()
    for printed, grams in weighed.groupby("charge_cjis_code")["quantity_grams"]:
        code, weights = CODES.codes[normal_code(str(printed))], grams.map(Decimal)
        least, below = code.at_least_grams or Decimal("0.3"), code.below_grams or Decimal("60.01")
        assert least <= weights.min()
        assert weights.max() < below
        if code.at_least_grams or code.below_grams:
            bounded.add(printed)
    assert bounded == {"1 1635", "1 1564"}
    anything = weighed.loc[~weighed["charge_cjis_code"].isin(bounded), "quantity_grams"].map(float)
    assert 5 < anything.median() < 15
    assert anything.max() > 45


# ---- planted people, and the next month -------------------------------------------------------


def test_every_agency_answers_wholly_about_planted_people(tmp_path: Path) -> None:
    for seed in range(1, 9):
        county = answered(write_county(tmp_path / str(seed), people=60, seed=seed))
        planted = county.charges[county.charges["planted"] != ""]
        listed = county.history.merge(planted, on=CHARGE)
        owner = county.headers.drop_duplicates("person_key").set_index("person_key")["person"]
        of_planted = county.history["person_key"].map(owner).isin(planted["person"])
        assert set(listed["case_num"]) == set(planted["case_num"])
        assert (listed["disposition"] == listed["outcome"]).all()
        assert set(listed["searched"]) == {"statewide_and_national"}
        assert set(county.history.loc[of_planted, "state"]) == {"MD"}
        assert set(planted["pending_in_another_state"]) == {"no"}
        assert set(planted["product_form"]) <= {"", "flower", "not_applicable"}
        sentenced = planted[planted["sentence_end"] != ""]
        weighed = planted[planted["quantity_grams"] != ""]
        assert set(sentenced["case_num"]) <= set(county.supervision["case_num"])
        assert set(weighed["case_num"]) <= set(county.laboratory["case_num"])


def test_what_was_true_of_a_seizure_is_true_a_month_later(
    tmp_path: Path, next_month: Answered
) -> None:
    before = answered(write_county(tmp_path, people=4000, seed=5))
    columns = [*CHARGE, "product_form", "quantity_grams"]
    both = before.charges[columns].merge(next_month.charges[columns], on=CHARGE)
    assert len(both) > 8000
    assert (both["product_form_x"] == both["product_form_y"]).all()
    assert (both["quantity_grams_x"] == both["quantity_grams_y"]).all()


def test_a_month_later_no_agency_tells_of_what_vanished(next_month: Answered) -> None:
    numbers = {*next_month.headers["case_num"]}
    at_home = next_month.history[next_month.history["state"] == "MD"]
    for told in (at_home, next_month.supervision, next_month.laboratory):
        assert set(told["case_num"]) <= numbers
    assert set(next_month.history["person_key"]) <= set(next_month.headers["person_key"])


def test_blocks_are_whole_in_a_county_of_several_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(county_module, "_CHUNK_PEOPLE", 400)
    county = answered(write_county(tmp_path, people=1000, seed=5))
    expected = expected_blocks(county)
    at_home = county.history[county.history["state"] == "MD"]
    whole = expected[expected["person_key"].isin(at_home["person_key"])]
    assert len(whole) == len(at_home)
    assert county.summary.facts_history == len(county.history)
