"""A page asks the database for no long table from one end to the other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from tests.support.packet_office import DAY
from tests.support.plans import noted, plan_of
from tests.support.web import Clock, Web, opened_web
from vacatur.office.answering import answer
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

pytest_plugins = ("tests.support.packet_office",)

# They have rows for each person of the office, or for each state, and none for a matter.
_SHORT = {"staff", "accounts", "account_roles", "tallies", "CONSTANT"}


@pytest.fixture(scope="module")
def office(approved_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("plans") / "workspace"
    shutil.copytree(approved_office, folder)
    _answer_one(Workspace(folder))  # since then a page compares the run with what was approved
    with opened_web(Workspace(folder), Clock(datetime(2026, 2, 15, 15, 0, tzinfo=UTC))) as web:
        yield web


def _answer_one(workspace: Workspace) -> None:
    charges = parquet(workspace.records_folder / "charges.parquet")
    ((charge,),) = duckdb.sql(
        f"select charge_id from {charges} where description like 'CDS%' order by all limit 1"
    ).fetchall()
    answer(workspace, charge, "charge.quantity_grams", "4", by="A. Roe", document="", on=DAY)


def read_whole(connection: sa.Connection, statement: str, parameters: object) -> list[str]:
    """What SQLite would read from end to end, of long tables."""
    steps = plan_of(connection, statement, parameters).splitlines()
    ends_early = "limit" in statement.lower() and not any("TEMP B-TREE" in each for each in steps)
    return [
        each
        for each in steps
        if each.startswith("SCAN ")
        and each.split()[1] not in _SHORT
        and not (ends_early and "USING" in each)
    ]


@pytest.mark.parametrize("page", ["/matters/1", "/matters/3", "/worklist", "/worklist?state=open"])
def test_no_long_table_is_read_from_one_end_to_the_other(office, page):
    client = office.as_a("attorney")
    with noted() as asked:
        assert client.get(page).status_code == 200
    assert len(asked) > 5
    with office.office.casework() as casework, casework.reading() as connection:
        found = [(each, read_whole(connection, *each)) for each in asked]
    assert not [(statement, whole) for (statement, _), whole in found if whole]


def test_a_query_without_an_index_is_found(office):
    with office.office.casework() as casework, casework.reading() as connection:
        assert read_whole(connection, "select content from matters where content = ?", ("x",))
        assert read_whole(connection, "select content from matters order by content limit 5", ())
        assert not read_whole(connection, "select seq from events order by seq limit 1", ())
