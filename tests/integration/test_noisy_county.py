"""A noisy county taken in: each damage is found where it stands, and no answer turns wrong."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.support.quick import five_rules, one_rule
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county
from vacatur.sample.noise_kinds import CHARGE_UNREAD, HEADER_UNREAD, PERSON_UNREAD

pytestmark = pytest.mark.long  # 3,000 people are decided; every day a small named county is

DAY = date(2026, 2, 15)
RULE = "MD-EXP-105-12"
# Rows of these kinds stand in quarantine, and no row of another kind does.
SET_ASIDE = {
    "row is short",
    "row stands twice",
    "second row differs",
    "second row names another person",
    HEADER_UNREAD,
    CHARGE_UNREAD,
    PERSON_UNREAD,
}


@dataclass(frozen=True)
class Taken:
    """One county, taken in and decided."""

    export: Path
    workspace: Workspace
    unreadable: dict[str, int]


def take_in(folder: Path, *, noise: int) -> Taken:
    write_county(folder / "export", people=3000, seed=1, noise=noise)
    return take_in_export(folder, five_rules())


def take_in_export(folder: Path, rules: Rulebook) -> Taken:
    workspace = Workspace(folder / "workspace")
    done = ingest(export_of([folder / "export"]), workspace, progress=silent)
    run(workspace, rules, DAY, progress=silent)
    assert done.ingested is not None
    for file in done.ingested.files:
        assert file.rows_in == file.mapped + file.quarantined
    return Taken(folder / "export", workspace, dict(done.ingested.unreadable))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return take_in(tmp_path_factory.mktemp("clean"), noise=0)


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return take_in(tmp_path_factory.mktemp("noisy"), noise=20)


@pytest.fixture(scope="module")
def headed(noisy: Taken, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """The noisy county without the charges whose case has lost its header: they stop every yes.

    Decided by `RULE` alone.
    """
    folder = tmp_path_factory.mktemp("headed")
    shutil.copytree(noisy.export, folder / "export")
    headers = {line.split(",")[0].strip() for line in _lines(folder, "cases")}
    kept = [line for line in _lines(folder, "charges") if line.split(",")[0].strip() in headers]
    (folder / "export" / "charges.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return take_in_export(folder, one_rule())


def _lines(folder: Path, name: str) -> list[str]:
    return (folder / "export" / f"{name}.csv").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def both(clean: Taken, noisy: Taken, headed: Taken) -> Iterator[duckdb.DuckDBPyConnection]:
    """The counties' tables: `clean_<name>`, `noisy_<name>`, `headed_<name>`; and the truth."""
    with duckdb.connect() as connection:
        for name, taken in (("clean", clean), ("noisy", noisy), ("headed", headed)):
            for path in taken.workspace.records_folder.glob("*.parquet"):
                connection.execute(f"create view {name}_{path.stem} as from '{path}'")
            decisions = taken.workspace.run_folder("latest") / "decisions.parquet"
            connection.execute(f"create view {name}_decisions as from '{decisions}'")
            for file in ("cases", "charges"):
                text = taken.export / f"{file}.csv"
                connection.execute(f"create table {name}_{file}_text as {_read(text)}")
        for name in ("charges", "persons"):
            path = clean.export / "truth" / f"{name}.csv"
            connection.execute(f"create table truth_{name} as {_read(path)}")
        path = noisy.export / "truth" / "noise.csv"
        connection.execute(
            f"create table noise as select * replace (row::bigint as row) from ({_read(path)})"
        )
        yield connection


def _read(path: Path) -> str:
    return (
        "select row_number() over () as place, * "
        f"from read_csv('{path}', all_varchar=true, null_padding=true, strict_mode=false)"
    )


def found(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def test_the_rows_set_aside_are_the_ones_that_were_planted(both):
    planted = found(
        both, f"select file, row from noise where kind in {tuple(SET_ASIDE)} order by all"
    )
    set_aside = found(both, "select file, row from noisy_quarantine order by all")
    assert set_aside == planted
    assert len(planted) > 500


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("birth date is blank", "d.birth_date is null and not has('birth_date')"),
        ("spaces around a cell", "as_before"),
        ("small letters", "as_before"),
        ("city in the state's column", "as_before"),
        ("no such state", "as_before"),
    ],
)
def test_a_damaged_header_is_read_as_it_can_be(both, kind, seen):
    same = """c.court is not distinct from b.court and c.state is not distinct from b.state
        and d.birth_date is not distinct from e.birth_date
        and (c.continued_in is null) = (b.continued_in is null)"""
    seen = seen.replace("as_before", same).replace("has(", "list_contains(d.unreadable, ")
    judged = found(
        both,
        f"""select n.row, coalesce({seen}, false) from noise n
        join noisy_cases c on c.source_row = n.row
        join noisy_defendants d using (case_id)
        join clean_cases b using (case_id) join clean_defendants e using (case_id)
        where n.file = 'cases.csv' and n.kind = '{kind.replace("'", "''")}'""",
    )
    assert len(judged) >= 5
    assert [row for row, good in judged if not good] == []


def test_two_headers_of_one_case_that_differ_are_not_believed(both):
    """The row that stays is the one above."""
    judged = found(
        both,
        """select n.kind, n.row, list_contains(d.unreadable, 'birth_date'),
            list_contains(d.unreadable, 'history_checked_on'), i.value
        from noise n join noisy_defendants d on d.source_row = n.row - 1
        left join noisy_identifiers i on i.case_id = d.case_id and i.kind = 'feed_person_key'
        where file = 'cases.csv' and starts_with(n.kind, 'second row')""",
    )
    assert len(judged) > 50
    for kind, _, birth_date, search, key in judged:
        if kind == "second row differs":
            assert birth_date
        else:
            assert (search, key) == (True, None)


def test_states_that_are_none_are_counted(both, noisy):
    states = found(
        both,
        """select count(*) from noisy_cases_text t join noisy_cases c on c.source_row = t.place
        where upper(trim(t.defendant_state)) <> 'MD'""",
    )
    assert noisy.unreadable["column defendant_state"] == states[0][0]


# What the record shows of each kind. A sentence's end may be known from elsewhere, or not be asked.
LOST_DAY = """has(case n."column" when 'charge_inc_date_from' then 'offense_date'
        when 'charge_disp_date' then 'disposition_date' else 'sentence_end' end)
    or (n."column" like '%end_date' and (len(c.read_elsewhere) > 0
        or c.disposition not in ('convicted', 'pbj')))"""
SAME_FACTS = """c.disposition is not distinct from b.disposition
    and c.offense_date is not distinct from b.offense_date
    and c.disposition_date is not distinct from b.disposition_date
    and c.sentence_end is not distinct from b.sentence_end"""
# What nobody could read before may be read now, if it is read as it is.
SAME_OFFENSE = """(c.act is not distinct from b.act
    and c.substance is not distinct from b.substance and c.kind is not distinct from b.kind
    or b.act is null and c.act = t.act and c.substance = t.substance and c.kind = 'completed')"""


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("code and statute are blank", "c.local_code is null and c.statute is null"),
        ("offense days are blank", "c.offense_date is null and not has('offense_date')"),
        ("offense days differ", "has('offense_date')"),
        ("figures of a year swapped", "has('offense_date')"),
        ("outcome is blank", "c.disposition_recorded is null and c.disposition is null"),
        ("untelling outcome", "has('disposition') and c.disposition_recorded is not null"),
        ("day that is none", LOST_DAY),
        ("year 1712", LOST_DAY),
        ("year of two figures", LOST_DAY),
        ("two spaces in the words", f"{SAME_FACTS} and {SAME_OFFENSE}"),
        ("spaces around a cell", f"{SAME_FACTS} and {SAME_OFFENSE}"),
        ("small letters", f"{SAME_FACTS} and {SAME_OFFENSE}"),
        ("other words for the outcome", f"{SAME_FACTS} and {SAME_OFFENSE}"),
        ("wording of its time", f"{SAME_FACTS} and {SAME_OFFENSE}"),
        # A word that no list has leaves the offense unread, or read as it was.
        ("rare wording", f"{SAME_FACTS} and (c.act is null or {SAME_OFFENSE})"),
    ],
)
def test_a_damaged_charge_is_read_as_it_can_be(both, kind, seen):
    judged = found(
        both,
        f"""select n.row, coalesce({seen.replace("has(", "list_contains(c.unreadable, ")}, false)
        from noise n join noisy_charges c on c.source_row = n.row
        join clean_charges b using (charge_id)
        join truth_charges t on charge_id = t.case_number || '/' || t.charge_number
        where n.file = 'charges.csv' and n.kind = '{kind}'""",
    )
    assert len(judged) >= 5
    assert [row for row, good in judged if not good] == []


def test_two_rows_of_one_charge_that_differ_are_not_believed(both):
    judged = found(
        both,
        """select c.disposition, list_contains(c.unreadable, 'disposition')
        from noise n join noisy_charges c on c.source_row = n.row - 1
        where file = 'charges.csv' and n.kind = 'second row differs'""",
    )
    assert len(judged) > 50
    assert set(judged) == {(None, True)}


# ---- answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("county", "many"), [("noisy", 100), ("headed", 20)])
def test_noise_turns_answers_into_questions_and_never_into_other_answers(both, county, many):
    told = found(
        both,
        f"""select a.charge_id, a.implements, a.published, b.published
        from {county}_decisions b full join clean_decisions a using (charge_id, rule)
        where b.published <> 'REVIEW' and b.published is distinct from a.published""",
    )
    assert told == []
    more = found(
        both,
        f"""select count(*) from {county}_decisions b join clean_decisions a using (charge_id, rule)
        where b.published = 'REVIEW' and a.published <> 'REVIEW'""",
    )
    assert int(str(more[0][0])) > many


def test_a_charge_that_could_be_read_stays_in_reach_of_its_rules(both):
    """Out of reach is a silent no."""
    dropped = found(
        both,
        """select a.charge_id, a.implements from clean_decisions a
        anti join noisy_decisions b using (charge_id, rule)
        semi join noisy_charges using (charge_id)""",
    )
    assert dropped == []


def test_every_yes_is_true_and_every_no_has_a_true_reason(both):
    """Persons who lost a case whole are left out: a search promised that it is there."""
    judged = found(
        both,
        f"""select published, charge_id,
            act = 'possession' and substance = 'cannabis' and t.kind is null
                and t.outcome = 'convicted' and sentence_end <= '{DAY}' and pending_elsewhere = 'no'
        from headed_decisions join truth_charges t
        on charge_id = t.case_number || '/' || charge_number
        join truth_persons p on p.case_number = t.case_number
        where implements = '{RULE}' and published <> 'REVIEW' and person not in (
            select person from truth_persons
            where case_number not in (select case_id from headed_cases))""",
    )
    yes = [(charge, right) for published, charge, right in judged if published.startswith("ELIG")]
    no = [(charge, right) for published, charge, right in judged if published.startswith("NOT_")]
    assert len(yes) > 100
    assert [charge for charge, right in yes if not right] == []
    assert no
    assert [charge for charge, right in no if right] == []


def test_a_charge_that_nobody_can_be_told_for_stops_every_yes(both):
    yes = (
        "select count(*) from {}_decisions"
        f" where implements = '{RULE}' and starts_with(published, 'ELIG')"
    )

    assert found(both, yes.format("noisy")) == [(0,)]
    assert found(both, yes.format("headed"))[0][0] > 100


def without(lines: list[str], number: str) -> list[str]:
    return [line for line in lines if not line.startswith(number)]


def cut_short(lines: list[str], number: str) -> list[str]:
    return [line.rpartition(",")[0] if line.startswith(number) else line for line in lines]


def of_somebody_else(lines: list[str], number: str) -> list[str]:
    (header,) = (line for line in lines if line.startswith(number))
    name = lines[0].split(",").index("person_key")
    cells = next(csv.reader([header]))
    return [*lines, header.replace(cells[name], "Pnobody")]


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("cases", cut_short),
        ("cases", of_somebody_else),
        ("charges", cut_short),
        ("cases", without),
    ],
)
def test_a_damaged_pending_case_leaves_its_persons_other_answers_open(tmp_path, file, damage):
    export = tmp_path / "export"
    write_county(export, people=60, seed=7)
    with (export / "truth" / "charges.csv").open(newline="") as rows:
        planted = {row["planted"]: row["case_number"] for row in csv.DictReader(rows)}
    lines = (export / f"{file}.csv").read_text().splitlines()
    damaged = damage(lines, planted["the-pending-case"])
    assert damaged != lines
    (export / f"{file}.csv").write_text("\n".join(damaged) + "\n")
    workspace = Workspace(tmp_path / "workspace")
    ingest(export_of([export]), workspace, progress=silent)
    run(workspace, load_rulebook("us-md").only([RULE]), DAY, progress=silent)

    decisions = workspace.run_folder("latest") / "decisions.parquet"
    answer = duckdb.execute(
        f"select published from '{decisions}' where case_number = '{planted['pending-elsewhere']}'"
    ).fetchall()

    assert answer == [("REVIEW",)]


# ---- the command ------------------------------------------------------------------------------


def test_the_command_says_where_the_damage_is_listed(vacatur, tmp_path):
    out = tmp_path / "county"

    done = vacatur("sample", "county", "--people", 200, "--noise", 5, "--out", out)

    assert done.code == 0, done.err
    rows = (out / "truth" / "noise.csv").read_text().count("\n") - 1
    assert f"{rows:,} damaged rows, listed in" in done.out


def test_too_much_noise_is_refused_in_words(vacatur, tmp_path):
    done = vacatur("sample", "county", "--noise", 51, "--out", tmp_path / "county")

    assert done.code != 0
    assert "[51] times as noisy" in done.err
