"""A noisy county: its truth untouched, every damage listed, its proportions those of a real export.

Real proportions are counted in an extract of Case Search: 3,855 case headers, of which 2,259 are
District, and 6,346 charges, of which 2,033 show an outcome.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from vacatur.sample import SampleError, county
from vacatur.sample.case_rows import DISTRICT_COURT
from vacatur.sample.county import write_county
from vacatur.sample.noise_kinds import CHARGE_UNREAD, HEADER_UNREAD, KINDS, PERSON_UNREAD, Fate
from vacatur.sample.plant import PLANTED

FILES = ("cases", "charges", "history_searches", "sentence_ends")
FOLLOWS = {HEADER_UNREAD, CHARGE_UNREAD, PERSON_UNREAD}
TWICE = {kind.name for kind in KINDS if kind.fate is Fate.TWICE}
MOVED = ("FORWARDED TO CIRCUIT COURT", "JURY TRIAL PRAYED")
FIFTYFOLD = 50


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def whole_rows(path: Path) -> pd.DataFrame:
    """Rows that have all their cells, by their number."""
    header, *lines = path.read_text().splitlines()
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows.index = range(1, len(rows) + 1)
    short = [n for n, line in enumerate(lines, 1) if line.count(",") < header.count(",")]
    return rows.drop(short)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.csv"))
    }


class Noisy(NamedTuple):
    cases: pd.DataFrame
    charges: pd.DataFrame
    noise: pd.DataFrame


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Noisy:
    """A county as noisy as the real export."""
    paths = write_county(tmp_path_factory.mktemp("noisy"), people=30_000, seed=11, noise=1).paths
    return Noisy(whole_rows(paths.cases), whole_rows(paths.charges), read(paths.truth_noise))


def test_one_seed_gives_the_same_noise_twice(tmp_path: Path) -> None:
    write_county(tmp_path / "one", people=2000, seed=4, noise=3)
    write_county(tmp_path / "two", people=2000, seed=4, noise=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert "truth/noise.csv" in contents(tmp_path / "one")


def test_without_noise_there_is_no_list_of_it(tmp_path: Path) -> None:
    summary = write_county(tmp_path, people=100, seed=4)
    assert not summary.paths.truth_noise.exists()
    assert summary.damaged == 0


def test_noise_leaves_the_truth_as_it_was(tmp_path: Path) -> None:
    write_county(tmp_path / "clean", people=2000, seed=4)
    write_county(tmp_path / "noisy", people=2000, seed=4, noise=20)
    clean, noisy = contents(tmp_path / "clean"), contents(tmp_path / "noisy")
    for name in ("truth/persons.csv", "truth/charges.csv"):
        assert noisy[name] == clean[name]
    for name in ("cases.csv", "charges.csv"):
        assert noisy[name] != clean[name]


@pytest.mark.parametrize("people_in_memory", [50_000, 700])
def test_every_row_is_as_it_was_or_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people_in_memory: int
) -> None:
    monkeypatch.setattr(county, "_CHUNK_PEOPLE", people_in_memory)
    write_county(tmp_path / "clean", people=2000, seed=4)
    summary = write_county(tmp_path / "noisy", people=2000, seed=4, noise=20)
    noise = read(summary.paths.truth_noise)
    assert summary.damaged == len(noise) > 1000
    assert not noise.duplicated(["file", "row"]).any()
    for name in FILES:
        before = (tmp_path / "clean" / f"{name}.csv").read_text().splitlines()[1:]
        after = (tmp_path / "noisy" / f"{name}.csv").read_text().splitlines()[1:]
        told = noise[noise["file"] == f"{name}.csv"].set_index("row")["kind"]
        kinds = [told.get(str(number), "") for number in range(1, len(after) + 1)]
        assert_accounted_for(before, list(zip(after, kinds, strict=True)), lost=name == "cases")


def assert_accounted_for(before: list[str], after: list[tuple[str, str]], *, lost: bool) -> None:
    """Walk both files at once: a row of the clean file is there, or changed and listed, or lost."""
    left = iter(before)
    gone = 0
    for line, kind in after:
        if kind in TWICE:
            continue  # beside the row that stood there already
        found = next(left)
        while line[:10].strip(' "') not in found:  # both begin with the number of the case
            gone += 1
            found = next(left)
        assert (line == found) == (kind == "" or kind in FOLLOWS), (line, found, kind)
    assert next(left, "") == "" or lost
    assert gone == 0 or lost


def test_a_row_that_stands_twice_is_the_row_above_it(tmp_path: Path) -> None:
    paths = write_county(tmp_path, people=2000, seed=4, noise=FIFTYFOLD).paths
    noise = read(paths.truth_noise)
    for file in ("cases.csv", "charges.csv"):
        lines = (tmp_path / file).read_text().splitlines()
        seconds = noise[(noise["file"] == file) & noise["kind"].isin(TWICE)]
        for row, kind in zip(seconds["row"].astype(int), seconds["kind"], strict=True):
            assert (lines[row] == lines[row - 1]) == (kind == "row stands twice")
            assert lines[row][:10] == lines[row - 1][:10]


def test_every_kind_of_noise_occurs(tmp_path: Path) -> None:
    paths = write_county(tmp_path, people=4000, seed=4, noise=20).paths
    listed = set(read(paths.truth_noise)[["file", "kind"]].itertuples(index=False, name=None))
    there = {(f"{kind.file}.csv", kind.name) for kind in KINDS if kind.fate is not Fate.LOST}
    assert there <= listed
    assert {("charges.csv", HEADER_UNREAD), ("sentence_ends.csv", CHARGE_UNREAD),
            ("history_searches.csv", PERSON_UNREAD)} <= listed  # fmt: skip
    assert listed <= there | {(f"{name}.csv", kind) for name in FILES for kind in FOLLOWS}


def test_planted_rows_are_never_struck(tmp_path: Path) -> None:
    write_county(tmp_path / "clean", people=60, seed=4)
    write_county(tmp_path / "noisy", people=60, seed=4, noise=FIFTYFOLD)
    for name in ("cases.csv", "charges.csv"):
        before = (tmp_path / "clean" / name).read_text().splitlines()
        after = (tmp_path / "noisy" / name).read_text().splitlines()
        assert before[: len(PLANTED) + 1] == after[: len(PLANTED) + 1]
        assert before != after


def test_more_noise_strikes_more_often(tmp_path: Path) -> None:
    kinds = ["row is short", "year 1712", "small letters", "offense days are blank"]
    once, tenfold = (
        read(write_county(tmp_path / str(n), people=20_000, seed=3, noise=n).paths.truth_noise)
        for n in (1, 10)
    )
    struck = [table["kind"].isin(kinds).sum() for table in (once, tenfold)]
    assert 8 < struck[1] / struck[0] < 12


@pytest.mark.parametrize("noise", [-1, 51])
def test_noise_that_cannot_be_made_is_refused(tmp_path: Path, noise: int) -> None:
    with pytest.raises(SampleError, match="noisy"):
        write_county(tmp_path / "county", people=10, seed=1, noise=noise)
    assert not (tmp_path / "county").exists()


@pytest.mark.parametrize(
    ("what", "rows", "of"),
    [
        ("black, in the District Court's words", 2012, 2259),
        ("white, in the District Court's words", 222, 2259),
        ("a Circuit header with a word of the District Court's", 0, 1595),
        ("city in the state's column", 164, 2259),
        ("state XX", 4, 2259),
        ("birth date is blank", 2, 3855),
        ("header stands twice", 1, 3855),
        ("code is blank", 50, 6346),
        ("offense days are blank", 14, 6346),
        ("offense days differ", 4, 6346),
        ("blank where a case went to Circuit Court", 4293, 4383),
        ("blank after a trial", 0, 1950),
        ("an outcome that nobody can tell", 1, 2033),
        ("two spaces in the words", 1, 6346),
        # The spelling with H went out in October 2013.
        ("possession with J, to September 2012", 0, 456),
        ("possession with J, to September 2013", 6, 79),
        ("possession with J, later", 86, 87),
        ("not marijuana with J, to September 2012", 1, 1017),
        ("not marijuana with J, to September 2013", 17, 337),
        ("not marijuana with J, later", 404, 408),
        ("POSS for POSSESSION, to September 2013", 66, 79),
    ],
)
def test_proportions_are_those_of_the_extract(noisy: Noisy, what: str, rows: int, of: int) -> None:
    """Within three standard errors of the county's own count, and a hundredth of the share."""
    found, county_rows = proportions(noisy)[what]
    real = rows / of
    margin = 3 * (max(real * (1 - real), 1 / of) / county_rows) ** 0.5 + real / 100
    assert abs(found / county_rows - real) <= margin


def proportions(noisy: Noisy) -> dict[str, tuple[int, int]]:
    """How many rows of the county, of how many."""
    cases, charges = noisy.cases, noisy.charges
    district = cases[cases["court_system"].str.strip().str.upper() == DISTRICT_COURT]
    circuit = cases.drop(district.index)
    race = district["defendant_race"]
    said = charges["case_num"].map(cases.set_index("case_num")["case_disposition"].to_dict().get)
    blank = charges["charge_disposition"] == ""
    first, last = charges["charge_inc_date_from"], charges["charge_inc_date_to"]
    untelling = noisy.noise["kind"] == "untelling outcome"
    return {
        "black, in the District Court's words": share(race == "BLACK, AFRICAN AMERICAN"),
        "white, in the District Court's words": share(race.str.startswith("WHITE, CAUCASIAN")),
        "a Circuit header with a word of the District Court's": share(
            circuit["defendant_race"].str.contains(", ")
        ),
        "city in the state's column": share(district["defendant_state"].str.len() > 2),
        "state XX": share(district["defendant_state"] == "XX"),
        "birth date is blank": share(cases["defendant_dob_shifted"] == ""),
        "header stands twice": share(cases.duplicated()),
        "code is blank": share(charges["charge_cjis_code"] == ""),
        "offense days are blank": share(first == ""),
        "offense days differ": share(first.str.strip() != last.str.strip()),
        "blank where a case went to Circuit Court": share(blank[said.isin(MOVED)]),
        "blank after a trial": share(blank[said == "TRIAL"]),
        "an outcome that nobody can tell": (untelling.sum(), (~blank).sum()),
        "two spaces in the words": share(charges["charge_desc"].str.strip().str.contains("  ")),
        **spellings(charges),
    }


def spellings(charges: pd.DataFrame) -> dict[str, tuple[int, int]]:
    day, words = charges["charge_inc_date_from"], charges["charge_desc"]
    early = (day >= "2005") & (day < "2012-10-01")
    middle = (day >= "2012-10-01") & (day < "2013-10-01")
    late = (day >= "2013-10-01") & (day < "2017-11-01")
    # What the county made to contradict itself is no spelling, nor are a clerk's rare words.
    possession = (charges["charge_cjis_code"] == "1 0573") & words.str.match("CDS: POSS[E-]")
    denied = (charges["charge_cjis_code"] == "4 3550") & words.str.match(
        "CDS:POSSESS-NOT MARI.UANA$"
    )
    with_j = words.str.contains("MARIJUANA")
    return {
        "possession with J, to September 2012": share(with_j[possession & early]),
        "possession with J, to September 2013": share(with_j[possession & middle]),
        "possession with J, later": share(with_j[possession & late]),
        "not marijuana with J, to September 2012": share(with_j[denied & early]),
        "not marijuana with J, to September 2013": share(with_j[denied & middle]),
        "not marijuana with J, later": share(with_j[denied & late]),
        "POSS for POSSESSION, to September 2013": share(
            words[possession & middle].str.contains("POSS-")
        ),
    }


def share(flags: pd.Series[bool]) -> tuple[int, int]:
    return int(flags.sum()), len(flags)
