"""A county with names: no key in it, names as frequent as in truth, a hard set, counted noise."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from vacatur.sample import SampleError, county, hard_set
from vacatur.sample import names_noise_changes as change
from vacatur.sample.case_rows import CASE_COLUMNS, DISTRICT_COURT
from vacatur.sample.county import CountySummary, write_county
from vacatur.sample.dice import Dice
from vacatur.sample.homes import FAR_ZIPS
from vacatur.sample.name_lists import draw_given_names, draw_surnames
from vacatur.sample.named_rows import BIRTH_DATE_MISTYPED, NAMED_CASE_COLUMNS
from vacatur.sample.names_noise import KINDS, MOST_NAMES_NOISE, NAMES_SWAPPED
from vacatur.sample.names_noise_changes import FIELDS, NICKNAME
from vacatur.sample.people import CIRCUIT_RACES, DISTRICT_RACES

PEOPLE, PERCENT = 6000, 8
FIELD_OF = {kind.name: field for field, kinds in KINDS.items() for kind in kinds}
RACES = dict(zip(DISTRICT_RACES, CIRCUIT_RACES, strict=True))
SUFFIXES = {"JR", "SR", "II", "III"}


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.csv"))
    }


class Named(NamedTuple):
    summary: CountySummary
    cases: pd.DataFrame  # with what truth/names.csv says beside it
    charges: pd.DataFrame


def written(out: Path, **asked: int | bool) -> Named:
    summary = write_county(out, **{"people": PEOPLE, "seed": 11, "names": True} | asked)
    truth = read(summary.paths.truth_names)
    cases = read(summary.paths.cases).merge(
        truth, left_on="case_num", right_on="case_number", validate="one_to_one"
    )
    return Named(summary, cases.set_index("case_num"), read(summary.paths.charges))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Named:
    return written(tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Named:
    return written(tmp_path_factory.mktemp("noisy"), names_noise=PERCENT)


def changed(cases: pd.DataFrame) -> pd.Series:
    return cases["changed"].map(lambda kinds: set(kinds.split(";")) - {""})


def parts(name: str) -> tuple[str, str, str, str]:
    """Surname, given name, middle name and suffix of a name without noise."""
    surname, rest = name.split(", ")
    given, *others = rest.split(" ")
    suffix = others.pop() if others and others[-1] in SUFFIXES else ""
    return surname, given, " ".join(others), suffix


def split(cases: pd.DataFrame) -> pd.DataFrame:
    columns = ["surname", "given", "middle", "suffix"]
    names = pd.DataFrame(cases["defendant_name"].map(parts).tolist(), cases.index, columns)
    return cases.join(names)


def pairs(cases: pd.DataFrame, kind: str) -> list[tuple[pd.Series, pd.Series]]:
    """First headers of the two people of each pair, whichever of them is the older one first.

    Pairs of a family are known by their surname, and strangers by their whole name.
    """
    of_kind = split(cases[(cases["hard"] == kind) & (cases["changed"] == "")])
    first = of_kind.drop_duplicates("person").sort_values("defendant_dob_shifted")
    same = ["surname"] if kind in hard_set.FAMILY else ["surname", "given", "defendant_dob_shifted"]
    groups = [group for _, group in first.groupby(same) if len(group) == 2]
    assert len(groups) >= PEOPLE // 500 - 2  # a common surname can be that of two pairs
    return [(group.iloc[0], group.iloc[1]) for group in groups]


def test_without_names_no_byte_has_changed_and_no_list_is_written(tmp_path: Path) -> None:
    plain = write_county(tmp_path / "plain", people=200, seed=1)
    whole = b"".join(contents(tmp_path / "plain").values())
    assert hashlib.sha256(whole).hexdigest() == (
        "6ca8faeb8052b2fcc190420911c5594188134779e602ad82414e4b2f02bd4aa5"
    )
    assert not plain.paths.truth_names.exists()
    assert plain.hard == {}


def test_one_seed_gives_the_same_names_and_noise_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_county(tmp_path / name, people=1500, seed=4, names=True, names_noise=20)
    write_county(tmp_path / "other", people=1500, seed=5, names=True, names_noise=20)
    one, two, other = (contents(tmp_path / name) for name in ("one", "two", "other"))
    assert one == two
    assert all(one[name] != other[name] for name in one)


def test_one_seed_gives_these_names_on_every_machine(tmp_path: Path) -> None:
    """A change here is a change of every published county with names: say so in the change log."""
    write_county(tmp_path, people=200, seed=1, names=True, names_noise=PERCENT)
    whole = b"".join(contents(tmp_path).values())
    assert hashlib.sha256(whole).hexdigest() == (
        "6124c15731b78803dcf2dc1d7d917bb8003877fd29435ebf22c458dd82449dd2"
    )


def test_names_stand_in_the_place_of_every_key(clean: Named) -> None:
    cases = read(clean.summary.paths.cases)
    assert tuple(cases.columns) == NAMED_CASE_COLUMNS
    assert set(CASE_COLUMNS) < set(NAMED_CASE_COLUMNS)
    for name in ("person_key", "name_only_key", "defendant_name_shape"):
        assert set(cases[name]) == {""}
    assert cases["defendant_name"].str.fullmatch(r"[A-Z-]+, [A-Z]+( [A-Z-]+)*").all()
    assert (cases["defendant_address"] == "").mean() < 0.02


def test_only_the_headers_and_their_truth_differ_from_a_county_without_names(
    clean: Named, tmp_path: Path
) -> None:
    summary = write_county(tmp_path, people=PEOPLE, seed=11)
    plain, named = contents(tmp_path), contents(clean.summary.paths.cases.parent)
    assert {name for name in named if named[name] != plain.get(name)} == {
        "cases.csv",
        "facts/history.csv",
        "history_searches.csv",
        "truth/names.csv",
    }
    before = read(summary.paths.cases).set_index("case_num").loc[clean.cases.index]
    for name in ("tracking_num", "district_case_num", "case_disposition", "status_date"):
        assert (before[name] == clean.cases[name]).all()
    alike = clean.cases["hard"] == ""
    for name in ("defendant_dob_shifted", "defendant_sex", "defendant_race"):
        assert (before[name] == clean.cases[name])[alike].all()
    assert (before["defendant_zip5"] == clean.cases["defendant_zip5"])[alike].mean() > 0.5


def test_whoever_was_searched_is_named_by_each_case(clean: Named, tmp_path: Path) -> None:
    plain = write_county(tmp_path, people=PEOPLE, seed=11).paths
    keyed = read(plain.cases).merge(read(plain.history_searches), on="person_key")
    owner = clean.cases["person"]
    day = dict(zip(keyed["case_num"].map(owner), keyed["searched_on"], strict=True))
    expected = {case: day[who] for case, who in owner.items() if who in day}

    found = read(clean.summary.paths.history_searches)
    assert tuple(found.columns) == ("case_num", "searched_on")
    assert found["case_num"].is_unique
    told = dict(zip(found["case_num"], found["searched_on"], strict=True))
    assert told == expected
    assert clean.summary.searched == found["case_num"].map(owner).nunique()


def test_what_agencies_answer_is_the_same_and_under_the_number_of_each_case(
    clean: Named, tmp_path: Path
) -> None:
    plain = write_county(tmp_path, people=PEOPLE, seed=11).paths
    before, after = (read(each.facts_history) for each in (plain, clean.summary.paths))
    owner = clean.cases["person"]
    by_key = before["person_key"].map(
        dict(
            zip(
                read(plain.cases)["person_key"],
                read(plain.cases)["case_num"].map(owner),
                strict=True,
            )
        )
    )
    by_case = after["person_key"].map(owner)
    cells = [name for name in before.columns if name != "person_key"]
    assert set(before[cells].assign(of=by_key).itertuples(index=False, name=None)) == set(
        after[cells].assign(of=by_case).itertuples(index=False, name=None)
    )
    # One block for each case of each person who was answered about.
    answered = owner[owner.isin(set(by_case))]
    assert set(after["person_key"]) == set(answered.index)
    assert not after.duplicated().any()
    sizes = after.groupby("person_key").size().groupby(owner).nunique()
    assert (sizes == 1).all()


def test_the_truth_names_every_header_and_its_person(noisy: Named) -> None:
    truth, persons = read(noisy.summary.paths.truth_names), read(noisy.summary.paths.truth_persons)
    assert tuple(truth.columns) == ("case_number", "person", "hard", "changed")
    assert truth[["case_number", "person"]].equals(persons)
    assert set(truth["hard"]) == {"", *hard_set.HARD_KINDS}
    kinds = {kind for each in changed(noisy.cases) for kind in each}
    assert kinds == {*FIELD_OF, BIRTH_DATE_MISTYPED}
    people = truth[truth["hard"] != ""].drop_duplicates("person")["hard"].value_counts()
    assert noisy.summary.hard == people.to_dict()


def test_names_are_as_frequent_as_the_census_has_them() -> None:
    size = 100_000
    black, white = (
        pd.Series(draw_surnames(Dice(3, race), pd.Series([race] * size).to_numpy()))
        for race in (0, 1)
    )
    share = black.value_counts(normalize=True)
    # Of the 2010 list: people of the name times their share, among all people of the group.
    assert share["WILLIAMS"] == pytest.approx(0.0207, abs=0.002)
    assert share["WASHINGTON"] == pytest.approx(0.0042, abs=0.001)
    assert (white == "WASHINGTON").sum() < 20
    assert (white == "MEYER").mean() == pytest.approx(0.0007, abs=0.0003)
    assert (black == "MEYER").sum() < 10
    assert 0.1 < share[share <= 2 / size].sum() < 0.6  # names that hardly anybody bears
    men, women = (
        pd.Series(draw_given_names(Dice(4, sex), pd.Series([sex] * size).to_numpy()))
        for sex in (0, 1)
    )
    assert (men == "JAMES").mean() == pytest.approx(0.0332, abs=0.003)
    assert (women == "MARY").mean() == pytest.approx(0.0263, abs=0.003)


def test_people_move_and_some_women_change_their_surname(clean: Named) -> None:
    cases = split(clean.cases[clean.cases["hard"] == ""])
    by_person = cases.groupby("person")
    moved = by_person["defendant_address"].nunique() > 1
    renamed = by_person["surname"].nunique() > 1
    assert moved.sum() > 50
    assert renamed.any()
    assert (by_person["given"].nunique() == 1).all()
    assert (by_person["middle"].nunique() == 1).all()
    sexes = cases[cases["person"].isin(renamed[renamed].index)]["defendant_sex"]
    assert set(sexes) <= {"F", "FEMALE"}


def test_without_noise_nothing_is_changed_but_what_the_county_does_anyway(clean: Named) -> None:
    struck = changed(clean.cases)
    odd = struck.map(bool)
    assert struck[odd].map(lambda kinds: kinds <= {BIRTH_DATE_MISTYPED, NAMES_SWAPPED}).all()
    swapped = struck.map(lambda kinds: NAMES_SWAPPED in kinds)
    assert set(clean.cases.loc[swapped, "hard"]) == {hard_set.SWAPPED}


def test_a_header_is_as_without_noise_or_says_what_struck_it(clean: Named, noisy: Named) -> None:
    columns = [name for name in NAMED_CASE_COLUMNS if name != "case_num"]
    assert clean.cases.index.equals(noisy.cases.index)
    differs = (clean.cases[columns] != noisy.cases[columns]).any(axis=1)
    told = changed(noisy.cases) != changed(clean.cases)
    assert differs.equals(told)
    assert differs.mean() > 0.3


@pytest.mark.parametrize("field", FIELDS)
def test_so_many_in_a_hundred_of_each_field_are_struck(
    clean: Named, noisy: Named, field: str
) -> None:
    cases = split(clean.cases).rename(
        columns={
            "defendant_dob_shifted": "birth date",
            "defendant_sex": "sex",
            "defendant_address": "address",
            "defendant_zip5": "zip",
        }
    )
    there = (cases[field] != "") & (clean.cases["changed"] == "")
    struck = changed(noisy.cases)[there].map(
        lambda kinds: sum(FIELD_OF[kind] == field for kind in kinds if kind in FIELD_OF)
    )
    assert struck.max() == 1
    rate, spread = struck.mean(), (PERCENT / 100 * (1 - PERCENT / 100) / there.sum()) ** 0.5
    assert abs(rate - PERCENT / 100) < 4 * spread


def test_twice_the_noise_strikes_what_the_first_did_and_more(noisy: Named, tmp_path: Path) -> None:
    more = written(tmp_path, names_noise=2 * PERCENT)
    struck = [changed(each.cases).map(len).sum() for each in (noisy, more)]
    assert struck[1] == pytest.approx(2 * struck[0], rel=0.05)


def test_twins_share_all_but_the_given_name(clean: Named) -> None:
    for kind in (hard_set.TWINS, hard_set.TWINS_ALIKE):
        for one, other in pairs(clean.cases, kind):
            assert one["defendant_dob_shifted"] == other["defendant_dob_shifted"]
            assert one["given"] != other["given"]
            races = {RACES.get(race, race) for race in (one.defendant_race, other.defendant_race)}
            assert len(races) == 1


def test_twins_live_together(clean: Named) -> None:
    for kind in hard_set.FAMILY:
        homes = clean.cases[clean.cases["hard"] == kind].groupby("defendant_address")["person"]
        assert (homes.nunique() == 2).sum() > PEOPLE // 500 // 2  # others have moved meanwhile


def test_fathers_are_18_to_40_years_older_and_mostly_have_no_suffix(clean: Named) -> None:
    suffixes = []
    for father, son in pairs(clean.cases, hard_set.FATHER_AND_SON):
        born = [pd.Timestamp(each["defendant_dob_shifted"]) for each in (father, son)]
        assert 18 * 365.2 < (born[1] - born[0]).days < 40 * 365.3
        assert father[["given", "middle"]].tolist() == son[["given", "middle"]].tolist()
        assert {father["defendant_sex"][0], son["defendant_sex"][0]} == {"M"}
        assert father["suffix"] in ("", "SR")
        assert son["suffix"] in ("", "JR")
        suffixes += [father["suffix"], son["suffix"]]
    assert suffixes.count("") > len(suffixes) / 2


def test_strangers_share_name_and_birth_date_and_one_field_tells_them_apart(clean: Named) -> None:
    for one, other in pairs(clean.cases, hard_set.OTHER_MIDDLE_NAME):
        assert one["middle"][0] != other["middle"][0]
        assert one["defendant_sex"][0] == other["defendant_sex"][0]
    for one, other in pairs(clean.cases, hard_set.OTHER_SEX):
        assert {one["defendant_sex"][0], other["defendant_sex"][0]} == {"M", "F"}
        assert one["middle"] == other["middle"] == ""
    for one, other in pairs(clean.cases, hard_set.FAR_ZIP):
        zips = {one["defendant_zip5"], other["defendant_zip5"]}
        assert len(zips) == 2
        assert len(zips & set(FAR_ZIPS)) == 1
        assert "" not in zips


def test_nothing_tells_some_strangers_apart(clean: Named) -> None:
    for one, other in pairs(clean.cases, hard_set.NOTHING_ELSE):
        assert one["defendant_name"] == other["defendant_name"]
        assert one["defendant_sex"][0] == other["defendant_sex"][0]
        assert one["middle"] == one["suffix"] == ""
        for each in (one, other):
            assert each["defendant_address"] == each["defendant_zip5"] == ""


def test_the_married_and_the_swapped_have_cases_under_two_names(clean: Named) -> None:
    for kind in (hard_set.MARRIED, hard_set.SWAPPED):
        of_kind = clean.cases[clean.cases["hard"] == kind].groupby("person")["defendant_name"]
        assert len(of_kind) == 1 + PEOPLE // 500
        assert (of_kind.nunique() == 2).all()


def test_a_county_of_300_has_every_hard_kind(tmp_path: Path) -> None:
    hard = write_county(tmp_path, people=300, seed=8, names=True).hard
    assert set(hard) == set(hard_set.HARD_KINDS)
    assert hard[hard_set.NOTHING_ELSE] == 2


def test_everybody_was_an_adult_at_the_first_offense(clean: Named) -> None:
    first = clean.charges.groupby("case_num")["charge_inc_date_from"].min()
    cases = clean.cases[clean.cases["changed"] == ""].join(first, how="inner")
    age = pd.to_datetime(cases["charge_inc_date_from"]) - pd.to_datetime(
        cases["defendant_dob_shifted"]
    )
    assert age.dt.days.min() >= 18 * 365
    assert age.dt.days.max() < 95 * 366


def test_a_planted_namesake_still_has_the_name_of_another(clean: Named) -> None:
    planted = clean.cases[clean.cases["person"].isin(["00000015", "00000016"])]
    assert planted["defendant_name"].str.split(" ").str[:2].str.join(" ").nunique() == 1


@pytest.mark.parametrize("people", [1, 49])
def test_a_small_county_can_have_names(tmp_path: Path, people: int) -> None:
    named = written(tmp_path, people=people, names_noise=MOST_NAMES_NOISE)
    assert named.cases["person"].nunique() == people


def test_each_chunk_has_its_own_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(county, "_CHUNK_PEOPLE", 500)
    named = written(tmp_path, people=1000)
    assert named.summary.hard[hard_set.TWINS] == 8
    first, second = (named.cases["person"] < "00000500"), (named.cases["person"] >= "00000500")
    heads = [list(named.cases[each]["defendant_name"].head(20)) for each in (first, second)]
    assert heads[0] != heads[1]


def test_the_next_export_has_the_same_names(clean: Named, tmp_path: Path) -> None:
    later = written(tmp_path, month_later=True, names_noise=0)
    both = clean.cases.join(later.cases, rsuffix="_later", how="inner")
    assert len(both) > 0.98 * len(clean.cases)
    for name in ("defendant_name", "defendant_address", "defendant_zip5", "defendant_sex"):
        assert (both[name] == both[f"{name}_later"]).all()
    assert set(later.cases.index) == set(read(later.summary.paths.cases)["case_num"])
    assert (~later.cases["person"].isin(clean.cases["person"])).sum() > 5


def test_a_row_can_be_damaged_beside_its_names(tmp_path: Path) -> None:
    paths = write_county(
        tmp_path, people=2000, seed=4, noise=50, names=True, names_noise=PERCENT
    ).paths
    kinds = read(paths.truth_noise)["kind"]
    assert "second row differs" in set(kinds)
    assert "second row names another person" not in set(kinds)


@pytest.mark.parametrize(
    ("names", "percent", "said"),
    [(False, 8, "without names"), (True, 51, "from 0 to 50"), (True, -1, "from 0 to 50")],
)
def test_noise_in_names_that_cannot_be_is_refused(
    tmp_path: Path, names: bool, percent: int, said: str
) -> None:
    with pytest.raises(SampleError, match=said):
        write_county(tmp_path / "c", people=10, seed=1, names=names, names_noise=percent)
    assert not (tmp_path / "c").exists()


ROW = {
    "given": "ROBERT",
    "middle": "ANN",
    "suffix": "JR",
    "surname": "SMITH-JONES",
    "birth date": "1985-06-15",
    "sex": "MALE",
    "address": "12 NORTH OAK STREET APT 3",
    "zip": "21217",
    NICKNAME: "BOB",
}


@pytest.mark.parametrize("field", FIELDS)
def test_every_kind_changes_its_field_or_says_that_it_cannot(field: str) -> None:
    for kind in KINDS[field]:
        for roll in range(300):
            cells = kind.change(ROW, roll)
            assert cells is None or (field in cells and cells[field] != ROW[field])


@pytest.mark.parametrize(
    ("what", "row", "changed"),
    [
        (change.nickname, {}, {"given": "BOB"}),
        (change.initial("given"), {}, {"given": "R"}),
        (change.hyphen_dropped, {}, {"surname": "SMITHJONES"}),
        (change.half_of_the_surname, {}, {"surname": "SMITH"}),
        (change.hyphen_dropped, {"surname": "SMITH"}, None),
        (change.names_swapped, {}, {"surname": "ROBERT", "given": "SMITH-JONES"}),
        (change.other_spelling("given"), {"given": "JOSE"}, {"given": "JOSÉ"}),
        (change.other_spelling("surname"), {"surname": "RODRIGUEZ"}, {"surname": "RODRÍGUEZ"}),
        (change.other_spelling("surname"), {"surname": "MARTINEZ"}, {"surname": "MARTÍNEZ"}),
        (change.other_spelling("surname"), {"surname": "KOWALSKI"}, None),
        (change.day_and_month_swapped, {}, None),
        (
            change.day_and_month_swapped,
            {"birth date": "1985-06-12"},
            {"birth date": "1985-12-06"},
        ),
        (change.year_off_by_one, {"birth date": "1984-02-29"}, None),
        (change.year_off_by_one, {}, {"birth date": "1984-06-15"}),
        (change.sex_wrong, {}, {"sex": "FEMALE"}),
        (change.address_abbreviated, {}, {"address": "12 N OAK ST APT 3"}),
        (change.zip_wrong, {}, {"zip": "21317"}),
        (change.left_out("suffix"), {}, {"suffix": ""}),
    ],
)
def test_each_change_does_what_it_is_called(what, row, changed) -> None:
    assert what(ROW | row, 0) == changed


@pytest.mark.parametrize("roll", range(200))
def test_a_wrong_digit_still_makes_a_date(roll: int) -> None:
    cells = change.digit_wrong({"birth date": "2000-02-29"}, roll)
    assert cells is not None
    typed = cells["birth date"]
    assert pd.Timestamp(typed) != pd.Timestamp("2000-02-29")
    assert sum(a != b for a, b in zip(typed, "2000-02-29", strict=True)) == 1


@pytest.mark.parametrize(
    ("slip", "typed"),
    [
        (change.letter_left_out, "RBERT"),
        (change.letter_doubled, "ROOBERT"),
        (change.letters_swapped, "RBOERT"),
        (change.neighbouring_key, "RIBERT"),
    ],
)
def test_typing_slips(slip, typed: str) -> None:
    assert slip("ROBERT", 0) == typed
    assert all(slip("ROBERT", roll)[0] == "R" for roll in range(50))


def test_a_swapped_header_is_a_district_or_circuit_one_of_the_last_case(clean: Named) -> None:
    swapped = clean.cases[clean.cases["changed"].str.contains(NAMES_SWAPPED)]
    district = swapped[swapped["court_system"] == DISTRICT_COURT]
    assert (district.groupby("person").size() == 1).all()
