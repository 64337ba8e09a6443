"""What makes and weighs the pairs of spellings: DuckDB, or Spark where there are very many."""

from __future__ import annotations

from enum import StrEnum

from vacatur.errors import UsageError, nearest


class Engine(StrEnum):
    """By whichever the pairs are weighed, they, their weights and the links are the same."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def engine_named(name: str, *, where: str) -> Engine:
    """The engine of that name; `where` it is written, for the error.

    Raises
    ------
    UsageError
        There is none.
    """
    if name not in list(Engine):
        raise UsageError(
            f"there is no engine [{name}]", where=where, repair=nearest(name, list(Engine))
        )
    return Engine(name)
