"""A declared coverage on an invented county: it only weakens, and it cannot claim too much."""

from __future__ import annotations

import csv
import json
import shutil
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.support.quick import one_rule
from vacatur.errors import UsageError
from vacatur.ingest.md_case_search import ingest_extract
from vacatur.law.rulebook import packaged_codes
from vacatur.office.coverage import coverage_of
from vacatur.office.exports import export_of
from vacatur.office.intake import Intake, ingest
from vacatur.office.raw_files import raw_content
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

DAY = date(2026, 2, 15)
GOOD = {
    "format": "1",
    "courts": "[district, circuit]",
    "counties": "[Baltimore City]",
    "charges": "all",
    "searches": "convictions_and_pending_everywhere",
}
Row = dict[str, str]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "export"
    write_county(folder, people=120, seed=11)
    return folder


@pytest.fixture(scope="module")
def plain(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The county without a coverage file, decided. Do not change it."""
    workspace = Workspace(tmp_path_factory.mktemp("plain") / "workspace")
    ingest(export_of([small]), workspace, progress=silent)
    run(workspace, one_rule(), DAY, progress=silent)
    return workspace


class Place:
    """A copy of the county with a coverage file beside it, and a workspace."""

    def __init__(self, county: Path, folder: Path) -> None:
        self.export = Path(shutil.copytree(county, folder / "export"))
        self.workspace = Workspace(folder / "workspace")

    def declare(self, **keys: str | None) -> None:
        declared = {key: value for key, value in {**GOOD, **keys}.items() if value is not None}
        text = "".join(f"{key}: {value}\n" for key, value in declared.items())
        (self.export / "coverage.yaml").write_text(text, encoding="utf-8")

    def keep(self, name: str, wanted: Callable[[Row], bool]) -> None:
        """Keep some rows of a file."""
        path = self.export / f"{name}.csv"
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in rows if wanted(row))

    def take_in(self) -> Intake:
        return ingest(export_of([self.export]), self.workspace, progress=silent)

    def set_aside(self) -> set[str]:
        gaps = self.workspace.records_manifest()["coverage"]["gaps"]
        return {gap["claim"] for gap in gaps if gap["set_aside"]}


@pytest.fixture
def place(small: Path, tmp_path: Path) -> Place:
    return Place(small, tmp_path)


def column(workspace: Workspace, table: str, name: str) -> Counter[object]:
    path = workspace.records_folder / f"{table}.parquet"
    return Counter(value for (value,) in duckdb.execute(f"select {name} from '{path}'").fetchall())


def answers(workspace: Workspace) -> dict[tuple[str, str], str]:
    path = workspace.run_folder("latest") / "decisions.parquet"
    rows = duckdb.execute(f"select charge_id, implements, published from '{path}'").fetchall()
    return {(charge, rule): str(published) for charge, rule, published in rows}


def changed(before: Workspace, after: Workspace) -> Iterable[str]:
    """The answers of `after` that are not those of `before`."""
    old, new = answers(before), answers(after)
    return [new.get(key, "(not reached)") for key in old | new if old.get(key) != new.get(key)]


# ---- without the file -------------------------------------------------------------------------


def test_a_coverage_that_declares_what_the_adapter_promises_changes_no_table(place, plain):
    place.declare()

    place.take_in()

    for path in sorted(plain.records_folder.glob("*.parquet")):
        table = f"select * from '{path}'"
        other = table.replace(str(plain.records_folder), str(place.workspace.records_folder))
        if path.name != "person_hashes.parquet":  # each workspace has a key of its own
            assert duckdb.execute(table).fetchall() == duckdb.execute(other).fetchall(), path.name
    assert place.set_aside() == set()


def test_without_the_file_the_manifest_says_nothing_new(plain):
    assert "coverage" not in plain.records_manifest()


# ---- what each declaration does ----------------------------------------------------------------


@pytest.mark.parametrize("declared", ["some", None])
def test_lists_that_may_lack_charges_prove_nothing(place, plain, declared):
    place.declare(charges=declared)

    place.take_in()

    before = column(plain, "cases", "charges_complete")
    after = column(place.workspace, "cases", "charges_complete")
    assert before[True]
    assert before[False]
    # No stays no: as not known, it would no longer keep a person's history open.
    assert after == {None: before[True] + before[None], False: before[False]}
    assert set(column(place.workspace, "persons", "history_checked_on")) == {None}


@pytest.mark.parametrize("declared", ["this_export_only", None])
def test_a_search_of_this_export_only_is_unreadable(place, plain, declared):
    place.declare(searches=declared)

    done = place.take_in()

    search = "history_checked_on"
    lost = f"list_contains(unreadable, '{search}')"
    assert set(column(place.workspace, "persons", search)) == {None}
    sent = column(plain, "defendants", f"{search} is not null or {lost}")[True]
    assert column(place.workspace, "defendants", lost)[True] == sent
    assert done.ingested.unreadable["defendants.history_checked_on"] == sent
    assert "no search of a history counts" in done.in_words()
    elsewhere = column(place.workspace, "defendants", "len(read_elsewhere)")
    assert set(elsewhere) <= {0, None}
    same = "charges_complete"
    assert column(plain, "cases", same) == column(place.workspace, "cases", same)


def test_no_day_after_the_export_is_believed(place, plain):
    place.declare(exported_on="2019-10-01")

    place.take_in()

    for table, name in (("charges", "disposition_date"), ("persons", "history_checked_on")):
        days = [day for day in column(place.workspace, table, name) if day]
        assert max(days) <= date(2019, 10, 1) < max(d for d in column(plain, table, name) if d)
    assert column(place.workspace, "charges", "list_contains(unreadable, 'disposition_date')")[True]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"charges": "some"}, marks=pytest.mark.long),
        pytest.param({"searches": "this_export_only"}, marks=pytest.mark.long),
        {"last_day": "2022-12-31"},
        {"charges": None, "searches": None, "courts": None, "counties": None},
    ],
    ids=str,
)
def test_no_answer_changes_but_to_review(place, plain, keys):
    place.declare(**keys)
    place.take_in()

    run(place.workspace, one_rule(), DAY, progress=silent)

    became = Counter(changed(plain, place.workspace))
    assert became
    assert set(became) == {"REVIEW"}


def test_a_mapped_export_obeys_too(tmp_path):
    (tmp_path / "charges.csv").write_text(
        "Case,No,Person,Outcome,Day,Searched\n"
        "K1,1,P1,guilty,2019-05-06,2020-01-02\n"
        "K2,1,P2,guilty,2020-05-06,2020-01-03\n"
    )
    (tmp_path / "mapping.yaml").write_text(
        'format: 1\ncase: {key: Case, charges_complete: {const: "yes"}}\n'
        'person: {key: Person, history_checked_on: {column: Searched, formats: ["%Y-%m-%d"]}}\n'
        "charge:\n  key: No\n  disposition: {column: Outcome, map: {guilty: convicted}}\n"
        '  disposition_date: {column: Day, formats: ["%Y-%m-%d"]}\n'
    )
    (tmp_path / "other.yaml").write_text(
        "format: 1\ncharges: all\nsearches: convictions_and_pending_everywhere\n"
        "last_day: 2020-01-02\n"
    )
    workspace = Workspace(tmp_path / "workspace")
    export = export_of(
        [tmp_path / "charges.csv"],
        mapping=tmp_path / "mapping.yaml",
        coverage=tmp_path / "other.yaml",
    )

    done = ingest(export, workspace, progress=silent)

    # The last outcome that is believed is of May 2019, so no search after it counts.
    assert set(column(workspace, "charges", "disposition_date")) == {date(2019, 5, 6), None}
    assert set(column(workspace, "defendants", "history_checked_on")) == {None}
    assert set(column(workspace, "cases", "charges_complete")) == {True}
    assert [gap.claim for gap in done.ingested.coverage if gap.set_aside] == ["last_day"]


# ---- claims that are more than the file holds --------------------------------------------------


def test_a_last_day_that_the_file_does_not_reach_is_set_aside(place):
    place.keep("charges", lambda row: "" < row["charge_disp_date"] < "2018-01-01")
    place.declare(last_day="2026-02-15")

    done = place.take_in()

    assert "last_day" in place.set_aside()
    found = max(day for day in column(place.workspace, "charges", "disposition_date") if day)
    assert f"the last outcome or filing in the file is of {found}" in done.in_words()
    searched = [day for day in column(place.workspace, "persons", "history_checked_on") if day]
    assert all(day <= found for day in searched)
    assert coverage_of(place.workspace).through == found.isoformat()


@pytest.mark.parametrize(
    "kept",
    [
        lambda row: row["charge_num"] != "001",
        lambda row: "MARI" in row["charge_desc"],
        lambda row: zlib.crc32(f"{row['case_num']}/{row['charge_num']}".encode()) % 3 > 0,
    ],
    ids=["later counts", "one class", "two of three"],
)
def test_an_export_of_some_charges_is_no_list_of_all(place, kept):
    place.keep("charges", kept)
    place.declare()

    done = place.take_in()

    assert {"charges", "searches"} <= place.set_aside()
    assert True not in column(place.workspace, "cases", "charges_complete")
    assert set(column(place.workspace, "persons", "history_checked_on")) == {None}
    for file in done.ingested.files:
        assert file.rows_in == file.mapped + file.quarantined + file.withheld


def test_a_court_and_a_county_that_are_not_there_are_not_covered(place):
    place.keep("cases", lambda row: not row["court_system"].startswith("Circuit"))
    place.declare(counties="[Baltimore City, Howard]")

    done = place.take_in()

    assert place.set_aside() == {"courts", "counties"}
    assert "SET ASIDE: [circuit] is declared" in done.in_words()
    assert "SET ASIDE: [Howard] is declared" in done.in_words()


def test_an_honest_sample_sets_nothing_aside(place):
    place.keep("cases", lambda row: int(row["case_num"][-1], 36) % 2 == 0)
    with (place.export / "cases.csv").open(newline="", encoding="utf-8") as file:
        sampled = {row["case_num"] for row in csv.DictReader(file)}
    for name in ("charges", "sentence_ends"):
        place.keep(name, lambda row: row["case_num"] in sampled)
    place.declare(exported_on="2026-02-15")

    done = place.take_in()

    assert place.set_aside() == set()
    for file in done.ingested.files:
        assert file.rows_in == file.mapped + file.quarantined + file.withheld


# ---- where it is kept, and when it counts as new ------------------------------------------------


def test_another_coverage_makes_other_records_and_the_same_one_changes_nothing(place):
    place.declare()
    place.take_in()
    before = place.workspace.records_sha256()

    assert place.take_in().entry.unchanged
    place.declare(charges="some")
    done = place.take_in()

    assert not done.entry.unchanged
    assert done.entry.cases.changed
    assert (done.entry.cases.vanished, done.entry.charges.vanished) == (0, 0)
    assert place.workspace.records_sha256() != before
    declared = place.workspace.records_manifest()["coverage"]
    assert declared["declared"]["charges"] == "some"
    kept = raw_content(place.workspace, Path(declared["kept_as"]).name)
    assert b"".join(kept) == (place.export / "coverage.yaml").read_bytes()
    (place.export / "coverage.yaml").unlink()
    assert not place.take_in().entry.unchanged
    assert "coverage" not in place.workspace.records_manifest()


def test_a_wrong_coverage_leaves_nothing_behind(vacatur, place):
    place.declare(charges="al")

    done = vacatur("ingest", place.export, "-w", place.workspace.folder)

    assert done.code == 1
    assert "coverage.yaml, line 4: [al] is not known here" in done.err
    assert not place.workspace.folder.exists()


def test_a_draft_of_a_mapping_has_no_use_for_a_coverage(vacatur, place):
    done = vacatur("ingest", place.export / "charges.csv", "--suggest", "--coverage", "c.yaml")

    assert done.code == 2
    assert "Leave --coverage out" in done.err


def test_a_docket_has_no_coverage_file(tmp_path):
    with pytest.raises(UsageError, match="Leave --coverage out"):
        export_of([tmp_path / "a.json"], "docket", coverage=tmp_path / "coverage.yaml")


def test_a_coverage_that_is_read_in_vain_keeps_no_file(place):
    place.declare()
    (place.export / "charges.csv").write_text("nonsense\n")

    with pytest.raises(Exception, match=r"charges\.csv"):
        ingest_extract(
            place.export,
            place.workspace.folder,
            packaged_codes(),
            coverage=export_of([place.export]).declared(),
        )

    assert list((place.workspace.folder / "raw").iterdir()) == []


# ---- vacatur coverage ----------------------------------------------------------------------------


def test_the_command_shows_the_promise_of_the_adapter(vacatur, plain):
    done = vacatur("coverage", "-w", plain.folder)

    assert done.code == 0
    assert "Declared by the adapter md-case-search, without a file" in done.out
    assert "counties: not declared" in done.out


def test_the_command_counts_what_is_open(vacatur, plain):
    told = json.loads(vacatur("coverage", "-w", plain.folder, "--json").out)

    found = told["open"]
    complete = column(plain, "cases", "charges_complete")
    searched = column(plain, "persons", "history_checked_on::varchar")
    assert found["cases"] == sum(complete.values())
    assert found["cases_lacking_charges"] == complete[False]
    assert found["cases_not_known_complete"] == complete[None]
    assert found["persons_not_searched"] == searched.pop(None)
    assert found["persons_by_day"] == searched
    ends = column(plain, "charges", "disposition = 'convicted' and sentence_end is null")
    assert found["convictions_without_end"] == ends[True]
    numbers = set(column(plain, "cases", "number"))
    gone = [each for each in column(plain, "cases", "continued_in").elements() if each]
    assert found["cases_gone_on"] == sum(not set(each.split("; ")) & numbers for each in gone)
    assert told["declared"]["charges"] == "all"
    assert sum(told["held"]["courts"].values()) == found["cases"]
    (gap,) = (gap for gap in told["gaps"] if gap["claim"] == "counties")
    assert gap["persons"] == found["persons"]


def test_the_template_can_be_filled(vacatur):
    done = vacatur("coverage", "--template")

    assert done.code == 0
    assert 'charges: "?"' in done.out
    assert json.loads(vacatur("coverage", "--template", "--json").out)["template"] == done.out
