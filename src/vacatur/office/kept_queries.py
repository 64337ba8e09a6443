"""Queries about a few ids that are asked again and again: said in SQL once, their database open.

A page about one case asks some fifteen of them. To say one in SQL takes Ibis some ten milliseconds,
and DuckDB takes as many to be opened; to answer takes one or two. What is kept is how to ask, never
an answer: every answer is read from the files as they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.office.workspace import Workspace

# From a connection and its table `asked (id)` to the queries, each by its name.
Queries = Callable[[Backend, ir.Table], Mapping[str, ir.Table]]

_ASKED = "asked"
_IDLE = 24  # connections that wait for whoever asks next: three kinds, for some people at once


@dataclass(frozen=True, slots=True)
class KeptQueries:
    """An open database and its queries in SQL. One thread asks at a time."""

    _connection: Backend
    _sql: Mapping[str, str]

    def rows(self, ids: Iterable[str], names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """The rows that some of the queries have for some ids, by name."""
        raw = self._connection.con
        raw.execute(
            f"create or replace temp table {_ASKED} as select unnest(?::varchar[]) as id",
            [sorted(set(ids))],
        )
        found = {name: raw.execute(self._sql[name]).to_arrow_table().to_pylist() for name in names}
        raw.execute(f"create or replace temp table {_ASKED} (id varchar)")  # nobody's is kept
        return found


class _Shelf:
    """Queries that nobody asks at the moment, each with what it was made for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[tuple[Hashable, KeptQueries, ExitStack]] = []

    def take(self, key: Hashable) -> tuple[KeptQueries, ExitStack] | None:
        """Some that were made for this; they are nobody else's until they are put back."""
        with self._lock:
            for place, (made_for, kept, opened) in enumerate(self._idle):
                if made_for == key:
                    del self._idle[place]
                    return kept, opened
        return None

    def put_back(self, key: Hashable, kept: KeptQueries, opened: ExitStack) -> None:
        """Those that have waited longest make room."""
        with self._lock:
            self._idle.append((key, kept, opened))
            surplus = self._idle[:-_IDLE]
            del self._idle[:-_IDLE]
        for *_, oldest in surplus:
            oldest.close()


_SHELF = _Shelf()


@contextmanager
def kept_queries(
    workspace: Workspace, about: str, state: tuple[Hashable, ...], queries: Queries
) -> Iterator[KeptQueries]:
    """Queries of a workspace, made anew only where none were made of the same state of it.

    Parameters
    ----------
    about
        What they are kept as.
    state
        Everything that what they say hangs on: which files there are, and which columns they have.
    """
    key = (workspace.folder.absolute(), about, state)
    kept, opened = _SHELF.take(key) or _made(workspace, queries)
    try:
        yield kept
    except BaseException:
        opened.close()
        raise
    _SHELF.put_back(key, kept, opened)


def _made(workspace: Workspace, queries: Queries) -> tuple[KeptQueries, ExitStack]:
    with ExitStack() as opening:
        connection = opening.enter_context(workspace.connection())
        # What was forgotten must not be left in the memory of a process that goes on.
        connection.raw_sql("set enable_external_file_cache = false")
        connection.raw_sql("set threads = 1")  # a look reads little; to share it costs more
        connection.raw_sql(f"create temp table {_ASKED} (id varchar)")
        made = queries(connection, connection.table(_ASKED))
        sql = {name: connection.compile(query) for name, query in made.items()}
        return KeptQueries(connection, sql), opening.pop_all()
