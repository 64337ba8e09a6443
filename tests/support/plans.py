"""How a database would answer what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

Asked = list[tuple[str, object]]  # queries, each with its parameters


@contextmanager
def noted() -> Iterator[Asked]:
    """Every query that is asked of any database meanwhile."""
    asked: Asked = []

    def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if statement.lower().startswith(("select", "with")):
            asked.append((statement, parameters))

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)


def plan_of(connection: sa.Connection, statement: str, parameters: object) -> str:
    """How it would read a large table, step by step."""
    how = "explain query plan"
    if connection.dialect.name == "postgresql":
        how = "explain"
        for other in ("sort", "seqscan", "bitmapscan"):
            connection.exec_driver_sql(f"set local enable_{other} = off")
    rows = connection.exec_driver_sql(f"{how} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)
