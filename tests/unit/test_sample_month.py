"""The next export of one county: it differs in the rows that are listed, and in no other."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from vacatur.sample import SampleError, county, month
from vacatur.sample.calendar import EXTRACT_DAY, LAST_OFFENSE, NEXT_EXTRACT_DAY
from vacatur.sample.county import CountySummary, write_county
from vacatur.sample.plant import LABELS

FIRST, NEXT = str(EXTRACT_DAY), str(NEXT_EXTRACT_DAY)
KEYS = {
    "cases.csv": ("case_num",),
    "charges.csv": ("case_num", "charge_num"),
    "history_searches.csv": ("person_key",),
    "sentence_ends.csv": ("case_num", "charge_num"),
}
Row = dict[str, str]
Rows = dict[str, Row]


def rows(path: Path, names: tuple[str, ...]) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return {"/".join(row[name] for name in names): row for row in csv.DictReader(file)}


def truth(folder: Path) -> Rows:
    return rows(folder / "truth" / "charges.csv", ("case_number", "charge_number"))


def listed(folder: Path) -> list[Row]:
    with (folder / "truth" / "changes.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def keys_of(folder: Path, file: str, change: str) -> set[str]:
    found = listed(folder)
    return {row["key"] for row in found if (row["file"], row["change"]) == (file, change)}


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    write_county(folder, people=4000, seed=5)
    return folder


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> CountySummary:
    folder = tmp_path_factory.mktemp("next")
    return write_county(folder, people=4000, seed=5, month_later=True)


@pytest.fixture(scope="module")
def february(written: CountySummary) -> Path:
    return written.paths.cases.parent


@pytest.mark.parametrize("people_in_memory", [50_000, 400])
def test_the_list_is_the_difference_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people_in_memory: int
) -> None:
    monkeypatch.setattr(county, "_CHUNK_PEOPLE", people_in_memory)
    write_county(tmp_path / "first", people=1000, seed=5)
    summary = write_county(tmp_path / "next", people=1000, seed=5, month_later=True)
    found = set()
    for file, names in KEYS.items():
        old, new = (rows(tmp_path / folder / file, names) for folder in ("first", "next"))
        found |= {(file, key, "added", "") for key in new.keys() - old.keys()}
        found |= {(file, key, "vanished", "") for key in old.keys() - new.keys()}
        for key in old.keys() & new.keys():
            columns = [name for name, cell in old[key].items() if cell != new[key][name]]
            if columns:
                found.add((file, key, "changed", "; ".join(sorted(columns))))
    told = [tuple(row.values()) for row in listed(tmp_path / "next")]
    assert set(told) == found
    assert len(told) == len(found) == summary.changes > 10


def test_the_month_brings_something_of_everything(february: Path) -> None:
    counts = Counter((row["file"], row["change"]) for row in listed(february))
    assert {("cases.csv", "added"), ("cases.csv", "changed"), ("cases.csv", "vanished"),
            ("charges.csv", "added"), ("charges.csv", "changed"), ("charges.csv", "vanished"),
            ("sentence_ends.csv", "added"), ("sentence_ends.csv", "changed"),
            ("history_searches.csv", "vanished")} <= counts.keys()  # fmt: skip
    columns = {row["columns"] for row in listed(february) if row["file"] == "cases.csv"}
    assert {"case_disposition", "defendant_dob_shifted; person_key", "status_date"} <= columns


def test_the_same_month_passes_twice(february: Path, tmp_path: Path) -> None:
    write_county(tmp_path, people=4000, seed=5, month_later=True)
    files = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv")}
    assert len(files) == 10
    for name in files:
        assert (tmp_path / name).read_bytes() == (february / name).read_bytes()


def test_a_charge_that_changed_was_pending_and_ended_in_the_month(
    january: Path, february: Path
) -> None:
    before, after = truth(january), truth(february)
    changed = keys_of(february, "charges.csv", "changed")
    assert {before[key]["outcome"] for key in changed} == {"pending"}
    assert all(FIRST < after[key]["outcome_date"] <= NEXT for key in changed)


def test_what_the_next_export_shows_is_true_of_its_day(february: Path) -> None:
    charges = rows(february / "charges.csv", KEYS["charges.csv"])
    ends = rows(february / "sentence_ends.csv", KEYS["sentence_ends.csv"])
    told = truth(february)
    assert charges.keys() == told.keys()
    for key, row in charges.items():
        if row["charge_disposition"]:
            assert row["charge_disp_date"] == told[key]["outcome_date"] <= NEXT
            assert told[key]["court"] == "district"
    for key, row in ends.items():
        assert row["sentence_end"] == told[key]["sentence_end"]
        assert (row["sentence_completion"] == "not_complete") == (row["sentence_end"] > NEXT)


def test_the_truth_of_a_closed_charge_is_what_it_was(january: Path, february: Path) -> None:
    before, after = truth(january), truth(february)
    fixed = ("act", "kind", "substance", "court", "planted")
    for key in before.keys() & after.keys():
        assert all(before[key][name] == after[key][name] for name in fixed)
        if before[key]["outcome"] != "pending":
            assert before[key]["outcome"] == after[key]["outcome"]
            assert before[key]["sentence_end"] == after[key]["sentence_end"]


def test_what_vanished_was_closed_and_is_in_no_file(january: Path, february: Path) -> None:
    vanished = keys_of(february, "cases.csv", "vanished")
    before = rows(january / "cases.csv", ("case_num",))
    for path in february.rglob("*.csv"):
        if path.name != "changes.csv":
            assert not [case for case in vanished if case in path.read_text()]
    outcomes = {row["outcome"] for row in truth(january).values() if row["case_number"] in vanished}
    assert outcomes
    assert "pending" not in outcomes
    # Both headers of a case go at once.
    courts = {key: row["district_case_num"] for key, row in before.items()}
    linked = {district for key, district in courts.items() if key in vanished and district}
    assert linked - {"Unknown"} <= vanished
    assert linked


def test_newcomers_have_recent_cases_and_no_search(february: Path) -> None:
    added = keys_of(february, "cases.csv", "added")
    charges = [
        row
        for row in rows(february / "charges.csv", KEYS["charges.csv"]).values()
        if row["case_num"] in added
    ]
    assert added == {row["case_num"] for row in charges}
    assert all(str(LAST_OFFENSE) < row["charge_inc_date_from"] <= NEXT for row in charges)
    keys = {row["person_key"] for row in rows(february / "cases.csv", ("case_num",)).values()
            if row["case_num"] in added}  # fmt: skip
    assert not keys & rows(february / "history_searches.csv", ("person_key",)).keys()


def test_planted_cases_never_vanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month, "_VANISHING", 1000)
    write_county(tmp_path, people=100, seed=5, month_later=True)
    left = truth(tmp_path).values()
    assert {row["planted"] for row in left} == set(LABELS)
    assert not [row for row in left if not row["planted"] and row["outcome_date"] > ""
                and row["outcome_date"] <= FIRST]  # fmt: skip


def test_planted_rows_stay_in_front(february: Path) -> None:
    planted = [row["planted"] for row in truth(february).values()]
    assert planted[: len(LABELS)] == [*LABELS[1:], ""]


def test_the_summary_counts_the_rows_of_the_next_export(written: CountySummary) -> None:
    folder = written.paths.cases.parent
    charges = rows(folder / "charges.csv", KEYS["charges.csv"])
    guilty = [
        r for r in charges.values() if r["charge_disposition"] in ("GUILTY", "NOLLE CONTENDRE")
    ]
    assert written.cases == len(rows(folder / "cases.csv", ("case_num",)))
    assert written.cases == len(rows(folder / "truth" / "persons.csv", ("case_number",)))
    assert written.charges == len(charges)
    assert written.convictions == len(guilty)
    assert written.searched == len(rows(folder / "history_searches.csv", ("person_key",)))
    assert written.people == 4009  # one newcomer and one more for each five hundred


def test_a_noisy_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match="cannot be noisy"):
        write_county(tmp_path / "county", people=10, seed=1, noise=1, month_later=True)
    assert not (tmp_path / "county").exists()
