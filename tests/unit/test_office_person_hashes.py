"""A person's hash changes with every fact recorded about the person, and with nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from vacatur.ingest.facts import FACTS
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.person_hashes import FILE, write_person_hashes
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

EXAMPLE = Path("src/vacatur/ingest/docket_example/example.json")

FACT_CHANGES = {
    "persons": "update rows set race = 'another' where person_id = $person",
    "cases": "update rows set number = 'another' where case_id = $case",
    "charges": "update rows set description = 'another' where charge_id = $charge",
    "defendants": "insert into rows (case_id, race) values ($case, 'another')",
    "identifiers": "insert into rows (case_id, kind) values ($case, 'another')",
    "objections": "insert into rows (case_id, status) values ($case, 'another')",
    "victims": "insert into rows (case_id, notice_sent) values ($case, '2020-01-02')",
    "participants": "insert into rows (case_id, identifier) values ($case, 'another')",
    "findings": "update rows set scope = 'another' where charge_id = $charge",
    "registrations": "insert into rows (person_id, statute) values ($person, 'another')",
    "warrants": "update rows set status = 'another' where person_id = $person",
    "diversions": "insert into rows (person_id, status) values ($person, 'another')",
    "relief": "insert into rows (person_id, kind) values ($person, 'another')",
}
NO_FACT_CHANGES = {
    "cases": "update rows set source_row = 99 where case_id = $case",
    "charges": "update rows set source_file = 'another', offense_id = 99 where case_id = $case",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two people with the same facts."""
    (docket,) = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    file = tmp_path / "dockets.json"
    file.write_text(json.dumps([docket | {"id": "A"}, docket | {"id": "B"}]), encoding="utf-8")
    place = Workspace(tmp_path / "workspace")
    ingest(export_of([file], "docket"), place, progress=silent)
    return place


def hashes(workspace: Workspace) -> Mapping[str, str]:
    """Make them again, as an ingest does."""
    (workspace.records_folder / FACTS).unlink(missing_ok=True)
    write_person_hashes(workspace)
    return dict(duckdb.sql(f"from '{workspace.records_folder / FILE}' order by all").fetchall())


def change(workspace: Workspace, table: str, statement: str) -> str:
    """Change a row of the first person; returns who that is."""
    path = workspace.records_folder / f"{table}.parquet"
    charges = workspace.records_folder / "charges.parquet"
    with duckdb.connect() as connection:
        person, case, charge = connection.execute(
            f"select person_id, case_id, charge_id from '{charges}' order by all limit 1"
        ).fetchall()[0]
        named = {"person": person, "case": case, "charge": charge}
        connection.execute(f"create table rows as from '{path}'")
        wanted = {name: value for name, value in named.items() if f"${name}" in statement}
        (changed,) = connection.execute(statement, wanted).fetchall()[0]
        assert changed >= 1
        connection.execute(f"copy rows to '{path}' (format parquet)")
    return str(person)


@pytest.mark.parametrize("table", FACT_CHANGES)
def test_a_fact_changes_the_hash_of_its_person_only(workspace, table):
    before = hashes(workspace)
    person = change(workspace, table, FACT_CHANGES[table])
    after = hashes(workspace)

    assert {name for name in before if before[name] != after[name]} == {person}


@pytest.mark.parametrize("table", NO_FACT_CHANGES)
def test_where_a_row_stands_changes_no_hash(workspace, table):
    before = hashes(workspace)
    change(workspace, table, NO_FACT_CHANGES[table])

    assert hashes(workspace) == before


def test_people_with_the_same_facts_have_different_hashes(workspace):
    assert len(set(hashes(workspace).values())) == len(hashes(workspace)) == 2
