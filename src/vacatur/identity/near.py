"""When two words are one word mistyped: stated once, for the model and for every script."""

from __future__ import annotations

import duckdb


def near(one: str, other: str) -> str:
    """SQL: a letter is left out, added, changed, or swapped with its neighbour.

    Of two letters in a word none may differ. The lengths are compared first: most pairs are told
    apart by them, at a tenth of the cost.
    """
    return (
        f"(abs(length({one}) - length({other})) <= 1 and length({one}) + length({other}) >= 5"
        f" and damerau_levenshtein({one}, {other}) <= 1)"
    )


def define_near(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the macro `is_near(one, other)`."""
    connection.execute(
        f"create or replace temp macro is_near(one, other) as {near('one', 'other')}"
    )
