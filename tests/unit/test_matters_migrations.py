"""The tables that the migrations make are those of the schema, on each database."""

from __future__ import annotations

import re
import warnings

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.support.matters import store
from vacatur.errors import WorkspaceError
from vacatur.matters import database as of_matters
from vacatur.matters.access.tables import ACCOUNTS
from vacatur.matters.database import HEAD, open_database
from vacatur.matters.schema import METADATA

DDL = {
    "sqlite": "select name, sql from sqlite_master where tbl_name != 'alembic_version'"
    " and type in ('table', 'index') and sql is not null",
    "postgresql": """
        select conname, pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace
        and conrelid::regclass::text != 'alembic_version'
        union all select indexname, indexdef from pg_indexes
        where schemaname = 'public' and tablename != 'alembic_version'""",
}


def test_alembic_finds_no_difference(casework):
    with warnings.catch_warnings(), casework.engine.connect() as connection:
        # It says that it cannot compare an index on an expression: the next test does.
        warnings.filterwarnings("ignore", message=".*expression")
        assert ACCOUNTS.metadata is METADATA  # whose tables are told in a file of their own
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_checks_partial_indexes_and_indexes_on_expressions_are_the_same(casework):
    """Alembic compares none of them: so what the database itself says of both is compared."""
    migrated = said_by(casework.engine)
    with casework.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(sa.text(f"drop table {table.name}"))
        METADATA.create_all(connection)
        made = said_by(connection)
        connection.rollback()

    assert {name for name in migrated if name.startswith("ck_")} or "check" in str(migrated)
    assert migrated == made


def said_by(connection: sa.Engine | sa.Connection) -> dict[str, set[str]]:
    """By table, index or constraint: its parts, in no order, spaces and case aside."""
    if isinstance(connection, sa.Engine):
        with connection.connect() as opened:
            return said_by(opened)
    rows = connection.execute(sa.text(DDL[connection.dialect.name])).all()
    return {name: parts(text) for name, text in rows}


def parts(text: str) -> set[str]:
    flat = re.sub(r"\s+", " ", text.lower()).replace('"', "").replace("( ", "(").replace(" )", ")")
    return {
        part.strip(" ()") for part in re.split(r",\s*(?=constraint |[a-z_]+ [a-z]|[a-z_]+$)", flat)
    }


def test_the_head_is_the_last_migration(casework):
    folder = of_matters._MIGRATIONS
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]
    with casework.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == HEAD


def test_opening_again_changes_nothing(database, casework):
    before = said_by(casework.engine)
    with store(*database) as again:
        assert said_by(again.engine) == before


def test_a_newer_database_is_left_alone(database, casework):
    with casework.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    try:
        with pytest.raises(WorkspaceError, match=r"version \[9999\], and this vacatur knows"):
            open_database(database[0])
    finally:
        with casework.engine.begin() as connection:
            connection.execute(sa.text(f"update alembic_version set version_num = '{HEAD}'"))


def test_a_database_that_cannot_be_opened_is_named_without_its_password(tmp_path):
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path / 'nowhere' / 'office.db'}")
    with pytest.raises(WorkspaceError) as problem:
        open_database(f"postgresql+psycopg://office:hunter2@/office?host={tmp_path}")
    assert "hunter2" not in str(problem.value)
