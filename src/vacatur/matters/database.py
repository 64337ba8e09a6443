"""Opening the operational database: SQLite in the workspace, or a PostgreSQL server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from vacatur.errors import WorkspaceError

HEAD = "0009"
_MIGRATIONS = Path(__file__).parent / "migrations"
# One writer at a time: each entry of the chain is bound to the one before it.
_LOCK = sa.text("select pg_advisory_xact_lock(20190128)")
READING = "vacatur_reading"
_FILE = "vacatur_file"  # of a connection: the file that it holds open
# What can be left undone: it gives up soon where somebody else writes.
HURRIED = "vacatur_hurried"
_WAIT, _SHORT_WAIT = 30_000, 100  # milliseconds


def open_database(url: str) -> sa.Engine:
    """An engine whose tables are those that this version of vacatur knows.

    Raises
    ------
    WorkspaceError
        The database cannot be reached, or a newer vacatur has changed its tables.
    """
    # Whoever serves many at once has its own bound on how many; here none waits for another.
    return prepared(sa.create_engine(url, max_overflow=-1))


def prepared(engine: sa.Engine) -> sa.Engine:
    """The same engine, set as the store needs it, its tables brought up to `HEAD`."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _sqlite_connected)
        sa.event.listen(engine, "connect", partial(_note_file, engine))
        sa.event.listen(engine, "checkout", partial(_refuse_other_file, engine))
        sa.event.listen(engine, "begin", _sqlite_begun)
    else:
        sa.event.listen(engine, "connect", _server_connected)
    try:
        _migrate(engine)
    except sa.exc.OperationalError as problem:
        raise WorkspaceError(
            f"the database of matters cannot be opened: {type(problem.orig).__name__}",
            where=engine.url.render_as_string(hide_password=True),
            repair="See that the server runs, that the disk has room, and that it can be written.",
        ) from None
    return engine


@contextmanager
def failures_in_words() -> Iterator[None]:
    """Say what a database failed at.

    Raises
    ------
    WorkspaceError
        The disk is full or broken, the server is gone, or somebody else holds it.
    """
    try:
        yield
    except (sa.exc.OperationalError, sqlite3.OperationalError) as problem:
        said = str(getattr(problem, "orig", problem)).partition("\n")[0]
        raise WorkspaceError(
            f"the database of matters failed: {said}",
            why="What it did not say was done, was not done; all that it said was done stands.",
            repair="Mend what it says, and do it again.",
        ) from None


def lock_for_writing(connection: sa.Connection) -> None:
    """Wait for every other writer, and bar them until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)


def _server_connected(raw: Any, _record: Any) -> None:
    """A page asks for little: to compile what it asks takes the server longer than to answer."""
    raw.execute("set jit = off")
    raw.commit()


def _sqlite_connected(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # the driver begins no transaction of its own
    for setting in ("journal_mode = wal", "synchronous = full", "secure_delete = on",
                    "foreign_keys = on", f"busy_timeout = {_WAIT}"):  # fmt: skip
        raw.execute(f"pragma {setting}")


def _note_file(engine: sa.Engine, _raw: Any, record: Any) -> None:
    record.info[_FILE] = _file_of(engine)


def _refuse_other_file(engine: sa.Engine, _raw: Any, record: Any, _proxy: Any) -> None:
    """Let a connection go whose file another one has replaced: a backup was put in its place.

    What is written through it would be lost with the file that it still holds.
    """
    if record.info.get(_FILE) != _file_of(engine):
        raise sa.exc.DisconnectionError("the file of the database was replaced")


def _file_of(engine: sa.Engine) -> tuple[int, int] | None:
    """Which file stands under the name of the database; None: it is in memory, or gone."""
    try:
        found = Path(engine.url.database or "").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sqlite_begun(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get(READING, False):
        connection.exec_driver_sql("begin")
        return
    wait = _SHORT_WAIT if options.get(HURRIED, False) else _WAIT
    connection.exec_driver_sql(f"pragma busy_timeout = {wait}")
    connection.exec_driver_sql("begin immediate")


def _migrate(engine: sa.Engine) -> None:
    """Bring the tables up to `HEAD`. Alembic takes long to import, and is seldom needed."""
    stands = _version(engine)
    if stands == HEAD:
        return
    if stands is not None and stands > HEAD:
        raise WorkspaceError(
            f"its tables are those of version [{stands}], and this vacatur knows [{HEAD}]",
            where="the database of matters",
            why="An older vacatur could lose what a newer one wrote.",
            repair="Install the newer vacatur.",
        )
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        lock_for_writing(connection)
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def _version(engine: sa.Engine) -> str | None:
    with engine.connect().execution_options(**{READING: True}) as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("select version_num from alembic_version")).scalar()
