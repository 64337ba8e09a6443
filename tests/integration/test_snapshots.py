"""A later snapshot of one county: what was added, what changed, what vanished for good."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.support.quick import one_rule, two_rules
from vacatur.errors import WorkspaceError
from vacatur.office import exports, intake, intake_commit
from vacatur.office.exports import export_of
from vacatur.office.intake import Intake
from vacatur.office.raw_files import SEALED, raw_content
from vacatur.office.records_log import read_log
from vacatur.office.runs import run
from vacatur.office.worklist import write_worklist
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

DAY = date(2026, 2, 15)
Row = dict[str, str]


class Export:
    """A folder of CSV files that can be edited."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def copy(self, name: str) -> Export:
        return Export(Path(shutil.copytree(self.folder, self.folder.with_name(name))))

    def rows(self, name: str) -> list[Row]:
        with (self.folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def edit(self, name: str, change: Callable[[Row], Row | None]) -> None:
        """Write each row as `change` returns it; None takes it out."""
        rows = self.rows(name)
        with (self.folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for each in rows if (row := change(dict(each))) is not None)

    def add(self, name: str, *rows: Row) -> None:
        with (self.folder / f"{name}.csv").open("a", newline="", encoding="utf-8") as file:
            csv.DictWriter(file, list(rows[0]), lineterminator="\n").writerows(rows)

    def append_line(self, name: str, line: str) -> None:
        with (self.folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def without_case(self, case: str) -> None:
        for name in ("cases", "charges", "sentence_ends"):
            self.edit(name, lambda row: None if row["case_num"] == case else row)

    def without_charge(self, charge: str) -> None:
        for name in ("charges", "sentence_ends"):
            self.edit(
                name,
                lambda row: None if f"{row['case_num']}/{row['charge_num']}" == charge else row,
            )


def _of_the_night(*steps: str) -> list[object]:
    return [pytest.param(step, marks=pytest.mark.long) for step in steps]


@pytest.fixture
def january(county: Path, tmp_path: Path) -> Export:
    return Export(Path(shutil.copytree(county, tmp_path / "january")))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def take_in(export: Export, workspace: Workspace, **options: bool) -> Intake:
    return intake.ingest(export_of([export.folder]), workspace, progress=silent, **options)


def charges_by_case(export: Export) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {row["case_num"]: [] for row in export.rows("cases")}
    for row in export.rows("charges"):
        found[row["case_num"]].append(row["charge_num"])
    return found


def a_case(export: Export, *, charges: int) -> str:
    """The last case with so many charges, numbered without a gap, of a person with no other."""
    keys = [row["person_key"] for row in export.rows("cases")]
    numbers = charges_by_case(export)
    found = [
        row["case_num"]
        for row in export.rows("cases")
        if numbers[row["case_num"]] == [f"{n:03}" for n in range(1, charges + 1)]
        and keys.count(row["person_key"]) == 1
        and not row["district_case_num"]
    ]
    return found[-1]


def counts(done: Intake) -> tuple[int, ...]:
    cases, charges = done.entry.cases, done.entry.charges
    return (cases.added, cases.changed, cases.vanished,
            charges.added, charges.changed, charges.vanished)  # fmt: skip


def tables(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(workspace.records_folder.iterdir())}


def state(folder: Path) -> dict[str, bytes]:
    """Every file; of a sealed one, what it holds: no two are sealed alike."""
    files = {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file()}
    place = Workspace(folder)
    return {
        name: b"".join(raw_content(place, path.stem))
        if path.suffix == SEALED
        else path.read_bytes()
        for name, path in files.items()
    }


def holders(folder: Path, text: str) -> list[str]:
    """Files under a folder in which a text stands: in a cell of a table, or anywhere in a text."""
    return [str(path.relative_to(folder)) for path in _files(folder) if text in _content(path)]


def _files(folder: Path) -> Iterator[Path]:
    return (
        path for path in sorted(folder.rglob("*")) if path.is_file() and "raw" not in path.parts
    )


def _content(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(duckdb.execute(f"from '{path}'").fetchall())
    return path.read_text(encoding="utf-8")


def value(workspace: Workspace, query: str) -> object:
    found = duckdb.execute(query.replace("@", f"{workspace.records_folder}/")).fetchone()
    assert found is not None
    return found[0]


# ---- what differs -----------------------------------------------------------------------------


def test_the_first_snapshot_adds_everything(january, workspace):
    done = take_in(january, workspace)

    cases, charges = len(january.rows("cases")), len(january.rows("charges"))
    assert counts(done) == (cases, 0, 0, charges, 0, 0)
    assert not (workspace.folder / "vanished.parquet").exists()


def test_the_same_files_again_change_nothing(january, workspace):
    take_in(january, workspace)
    before = tables(workspace)

    done = take_in(january, workspace)

    assert tables(workspace) == before
    assert done.entry.unchanged
    assert done.entry.in_words().endswith(": unchanged")
    assert "Nothing changed" in done.in_words()


def test_the_same_files_repair_a_table_that_was_damaged(january, workspace):
    take_in(january, workspace)
    before = tables(workspace)
    (workspace.records_folder / "charges.parquet").write_bytes(b"PAR1")

    done = take_in(january, workspace)

    assert not done.entry.unchanged
    assert tables(workspace) == before


def test_planted_changes_are_found_exactly(january, workspace):
    take_in(january, workspace)
    february = january.copy("february")
    gone = a_case(january, charges=2)
    february.without_case(gone)
    header, *others = [row for row in february.rows("cases") if row["case_num"] != gone]
    changed_case, changed_charge = others[60]["case_num"], others[61]["case_num"]
    february.edit(
        "cases",
        lambda row: row | {"defendant_race": "CHANGED"} if row["case_num"] == changed_case else row,
    )
    february.edit(
        "charges",
        lambda row: (
            row | {"charge_disp_date": "2018-01-02"}
            if row["case_num"] == changed_charge and row["charge_num"] == "001"
            else row
        ),
    )
    february.add("cases", header | {"case_num": "9Z00000001", "person_key": "Pnew"})
    charge = february.rows("charges")[0] | {"case_num": "9Z00000001"}
    february.add("charges", charge | {"charge_num": "001"}, charge | {"charge_num": "002"})

    done = take_in(february, workspace)

    assert counts(done) == (1, 1, 1, 2, 1, 2)


@pytest.mark.long
def test_a_row_that_only_moves_has_not_changed(january, workspace):
    take_in(january, workspace)
    february = january.copy("february")
    rows = february.rows("charges")
    february.edit("charges", lambda row: None)
    february.add("charges", *reversed(rows))

    assert counts(take_in(february, workspace)) == (0, 0, 0, 0, 0, 0)


@pytest.mark.long
def test_a_row_that_cannot_be_read_has_not_vanished(january, workspace):
    take_in(january, workspace)
    case = a_case(january, charges=2)
    february = january.copy("february")
    february.edit("cases", lambda row: None if row["case_num"] == case else row)
    february.append_line("cases", f"{case},ragged")
    unread = take_in(february, workspace)
    assert (unread.entry.cases.vanished, unread.entry.charges.vanished) == (0, 0)
    assert (unread.entry.cases.absent, unread.entry.charges.absent) == (1, 2)

    # It is still missed if it vanishes later.
    march = january.copy("march")
    march.without_case(case)
    done = take_in(march, workspace)

    assert counts(done) == (0, 0, 1, 0, 0, 2)


# ---- what has vanished is gone ----------------------------------------------------------------


def test_a_vanished_case_is_in_no_table_link_run_or_worklist(january, workspace, tmp_path):
    take_in(january, workspace)
    decided = run(workspace, two_rules(), DAY, progress=silent)
    case = a_case(january, charges=2)
    assert holders(workspace.folder, case)
    person = next(row["person_key"] for row in january.rows("cases") if row["case_num"] == case)
    january.add("history_searches", {"person_key": person, "searched_on": "2026-02-15"})
    february = january.copy("february")
    february.without_case(case)

    done = take_in(february, workspace)

    assert holders(workspace.folder, case) == []
    assert holders(workspace.folder, person) == []
    assert done.entry.runs_removed == 1
    assert "were removed: 1" in done.in_words()
    assert "cannot be reached" in done.in_words()
    assert workspace.run_names() == []
    assert not (workspace.decisions_folder / "latest").exists()
    again = run(workspace, two_rules(), DAY, progress=silent)
    assert again.name != decided.name
    write_worklist(workspace, again.name, tmp_path / "list.csv")
    assert case not in (tmp_path / "list.csv").read_text()


@pytest.mark.long
def test_a_run_that_held_nothing_vanished_stays(january, workspace):
    take_in(january, workspace)
    page = one_rule()
    name = run(workspace, page, DAY, progress=silent).name
    table = workspace.run_folder(name) / "decisions.parquet"
    held = {row[0] for row in duckdb.execute(f"select charge_id from '{table}'").fetchall()}
    case = next(
        case
        for case, numbers in reversed(charges_by_case(january).items())
        if numbers and not held & {f"{case}/{number}" for number in numbers}
    )
    february = january.copy("february")
    february.without_case(case)

    done = take_in(february, workspace)

    assert done.entry.charges.vanished
    assert done.entry.runs_removed == 0
    assert workspace.run_names() == [name]


def test_another_case_does_not_name_a_vanished_one(january, workspace):
    circuit = next(row for row in january.rows("cases") if row["district_case_num"])
    take_in(january, workspace)
    february = january.copy("february")
    february.without_case(circuit["district_case_num"])

    take_in(february, workspace)

    assert holders(workspace.folder, circuit["district_case_num"]) == []
    assert holders(workspace.folder, circuit["case_num"])


@pytest.mark.parametrize("later", ["the older file", *_of_the_night("another file")])
def test_what_has_vanished_is_never_put_back(january, workspace, later):
    take_in(january, workspace)
    case = a_case(january, charges=2)
    february = january.copy("february")
    february.without_case(case)
    take_in(february, workspace)
    third = january
    if later == "another file":
        third = january.copy("march")
        third.append_line("charges", f"{case},District,ragged")
        third.append_line("cases", f"{case},ragged")

    done = take_in(third, workspace)

    assert holders(workspace.folder, case) == []
    assert counts(done) == (0, 0, 0, 0, 0, 0)
    assert done.ingested is not None
    for file in done.ingested.files:
        assert file.rows_in == file.mapped + file.quarantined + file.withheld
    by_role = {file.role: file.withheld for file in done.ingested.files}
    ragged = later == "another file"
    assert (by_role["cases"], by_role["charges"]) == (1 + ragged, 2 + ragged)
    assert "withheld: vanished before" in done.in_words()


def related(export: Export, *cases: str) -> None:
    """Write who took part in some cases: an officer whom nothing else names."""
    lines = "".join(f'{case},"HALE, MORGAN",WITNESS/POLICE OFFICER,AD,D417\n' for case in cases)
    header = "case_num,name,connection,agency_code,officer_id\n"
    (export.folder / "related_persons.csv").write_text(header + lines, encoding="utf-8")


@pytest.mark.long
def test_who_took_part_in_a_vanished_case_is_withheld_with_it(january, workspace):
    gone, stays = a_case(january, charges=1), a_case(january, charges=2)
    related(january, gone, stays)
    take_in(january, workspace)
    february = january.copy("february")
    february.without_case(gone)
    done = take_in(february, workspace)
    again = take_in(january.copy("march"), workspace)

    for each in (done, again):
        assert each.ingested
        (report,) = (file for file in each.ingested.files if file.role == "related_persons")
        assert (report.mapped, report.quarantined, report.withheld) == (1, 0, 1)
    assert value(workspace, "select string_agg(case_id) from '@participants.parquet'") == stays
    assert holders(workspace.records_folder, gone) == []


@pytest.mark.long
def test_another_officer_is_a_change_of_the_case(january, workspace):
    case = a_case(january, charges=1)
    related(january, case)
    take_in(january, workspace)
    february = january.copy("february")
    related(february, case, a_case(january, charges=2))
    assert counts(take_in(february, workspace))[:3] == (0, 1, 0)


@pytest.mark.long
def test_charges_without_their_vanished_header_are_withheld(january, workspace):
    take_in(january, workspace)
    case = a_case(january, charges=2)
    february = january.copy("february")
    february.edit("cases", lambda row: None if row["case_num"] == case else row)
    take_in(february, workspace)
    assert holders(workspace.folder, case) == []

    march = february.copy("march")
    march.append_line("cases", "ragged")
    take_in(march, workspace)

    assert holders(workspace.folder, case) == []


@pytest.mark.long
def test_an_older_file_makes_nothing_vanish(january, workspace):
    february = january.copy("february")
    case = a_case(january, charges=2)
    january.without_case(case)
    take_in(january, workspace)
    take_in(february, workspace)

    mistaken = take_in(january, workspace)
    again = take_in(february, workspace)

    assert mistaken.entry.older
    assert counts(mistaken) == (0, 0, 0, 0, 0, 0)
    assert (mistaken.entry.cases.absent, mistaken.entry.charges.absent) == (1, 2)
    assert counts(again) == (0, 0, 0, 0, 0, 0)
    assert holders(workspace.records_folder, case)


# ---- a charge that vanishes from a case that stays --------------------------------------------


def _complete(workspace: Workspace, case: str) -> object:
    return value(
        workspace, f"select charges_complete from '@cases.parquet' where case_id = '{case}'"
    )


@pytest.mark.parametrize("number", ["002", *_of_the_night("001", "003")])
def test_a_case_that_lost_a_charge_is_not_complete(january, workspace, number):
    take_in(january, workspace)
    case = a_case(january, charges=3)
    assert _complete(workspace, case) is True
    february = january.copy("february")
    february.without_charge(f"{case}/{number}")

    done = take_in(february, workspace)

    assert counts(done) == (0, 1, 0, 0, 0, 1)
    assert _complete(workspace, case) is None
    assert holders(workspace.folder, f"{case}/{number}") == []
    # And so it stays, whatever comes.
    take_in(january, workspace)
    assert _complete(workspace, case) is None
    january.append_line("charges", f"{case},District,{number},ragged")
    back = take_in(january, workspace)
    assert _complete(workspace, case) is not True
    assert holders(workspace.folder, f"{case}/{number}") == []
    answers = [f"{row['case_num']}/{row['charge_num']}" for row in january.rows("sentence_ends")]
    withheld = 2 + answers.count(f"{case}/{number}")
    assert (back.entry.charges.added, back.entry.withheld) == (0, withheld)


# ---- refusals and crashes ---------------------------------------------------------------------


def test_an_export_of_fewer_cases_is_refused(january, workspace):
    take_in(january, workspace)
    before = state(workspace.folder)
    cases = [row["case_num"] for row in january.rows("cases")]
    few = set(cases[: len(cases) * 3 // 4])
    partial = january.copy("partial")
    for name in ("cases", "charges", "sentence_ends"):
        partial.edit(name, lambda row: row if row["case_num"] in few else None)

    with pytest.raises(WorkspaceError, match=r"cases would vanish, more than 20%"):
        take_in(partial, workspace)

    assert state(workspace.folder) == before
    done = take_in(partial, workspace, allow_vanished=True)
    assert done.entry.cases.vanished == len(cases) - len(few)


def test_an_export_of_convictions_only_is_refused(january, workspace):
    take_in(january, workspace)
    partial = january.copy("partial")
    partial.edit("charges", lambda row: row if row["charge_disposition"] == "GUILTY" else None)

    with pytest.raises(WorkspaceError, match=r"charges would vanish, more than 20%"):
        take_in(partial, workspace)


def test_another_adapter_is_refused(january, workspace, tmp_path):
    take_in(january, workspace)
    before = state(workspace.folder)

    with pytest.raises(WorkspaceError, match=r"adapter \[md-case-search\], not by \[docket\]"):
        intake.ingest(export_of([tmp_path / "client.json"], "docket"), workspace, progress=silent)

    assert state(workspace.folder) == before


@pytest.mark.parametrize("lost", ["vanished.parquet", *_of_the_night("workspace.key")])
def test_a_lost_memory_is_refused(january, workspace, lost):
    take_in(january, workspace)
    february = january.copy("february")
    february.without_case(a_case(january, charges=2))
    take_in(february, workspace)
    (workspace.folder / lost).unlink()
    before = tables(workspace)

    with pytest.raises(WorkspaceError, match=r"vanished"):
        take_in(january, workspace)

    assert tables(workspace) == before


class _Crash(Exception):
    """The power went off."""


def _crash_at(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    def crash(*_: object, **__: object) -> None:
        raise _Crash

    monkeypatch.setattr(module, name, crash)


@pytest.mark.long
@pytest.mark.parametrize("step", ["ingest_extract", "commit",
    *_of_the_night("write_facts", "compare", "remember", "link_records")])  # fmt: skip
def test_a_crash_before_the_commit_leaves_the_old_state_whole(
    january, workspace, monkeypatch, step
):
    february = _with_a_run_and_a_vanished_case(january, workspace)
    before = state(workspace.folder)
    _crash_at(monkeypatch, exports if step == "ingest_extract" else intake, step)

    with pytest.raises(_Crash):
        take_in(february, workspace)

    assert state(workspace.folder) == before


@pytest.mark.parametrize("step", ["replace_records",
    *_of_the_night("keep_files", "remember_vanished", "remove_runs", "append")])  # fmt: skip
def test_a_crash_after_the_commit_is_finished_by_the_next_ingest(
    january, workspace, tmp_path, monkeypatch, step
):
    february = _with_a_run_and_a_vanished_case(january, workspace)
    undisturbed = Workspace(Path(shutil.copytree(workspace.folder, tmp_path / "undisturbed")))
    take_in(february, undisturbed)
    take_in(february, undisturbed)
    records = tables(workspace)
    with monkeypatch.context() as crashing:
        _crash_at(crashing, intake_commit, step)
        with pytest.raises(_Crash):
            take_in(february, workspace)
        assert tables(workspace) == records or step == "append"

    done = take_in(february, workspace)

    assert done.entry.unchanged
    assert state(workspace.folder) == state(undisturbed.folder)


def _with_a_run_and_a_vanished_case(january: Export, workspace: Workspace) -> Export:
    take_in(january, workspace)
    run(workspace, one_rule(), DAY, progress=silent)
    february = january.copy("february")
    february.without_case(a_case(january, charges=2))
    return february


# ---- the log ----------------------------------------------------------------------------------


@pytest.mark.long
def test_the_log_has_one_line_for_each_ingest_and_nobody_in_it(january, workspace):
    take_in(january, workspace)
    case = a_case(january, charges=2)
    february = january.copy("february")
    february.without_case(case)
    take_in(february, workspace)
    intake.ingest(export_of([february.folder]), workspace, progress=silent, on=date(2026, 3, 1))

    lines = read_log(workspace).in_words().splitlines()

    assert len(lines) == 3
    assert "md-case-search" in lines[0]
    assert "1 vanished" in lines[1]
    assert "2026-03-01" in lines[2]
    text = (workspace.folder / "records.log.jsonl").read_text()
    assert case not in text
    assert [json.loads(line)["on"] for line in text.splitlines()] == [None, None, "2026-03-01"]


@pytest.mark.long
def test_the_memory_holds_no_id_and_differs_between_workspaces(january, workspace, tmp_path):
    other = Workspace(tmp_path / "other")
    case = a_case(january, charges=2)
    february = january.copy("february")
    february.without_case(case)
    hashes = []
    for place in (workspace, other):
        take_in(january, place)
        take_in(february, place)
        path = place.folder / "vanished.parquet"
        hashes.append({row[0] for row in duckdb.execute(f"select hash from '{path}'").fetchall()})
        assert case not in _content(path)

    assert not hashes[0] & hashes[1]


@pytest.mark.long
def test_records_of_before_there_were_snapshots_are_compared_too(january, workspace):
    take_in(january, workspace)
    (workspace.records_folder / "facts.parquet").unlink()
    (workspace.folder / "records.log.jsonl").unlink()
    february = january.copy("february")
    february.without_case(a_case(january, charges=2))

    assert counts(take_in(february, workspace)) == (0, 0, 1, 0, 0, 2)
