"""How texts and files are written into DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

# Rows of one group of a Parquet file that is looked up in: few enough that a look reads little.
LOOKED_UP_ROWS = 8_192
# Rows of an addition that the next one takes over: to copy them costs less than one more file does
# whoever looks something up. A longer one stays for itself.
TAKEN_OVER_ROWS = 20_000

SPACE = " \t\u00a0"  # around a cell it says nothing


def literal(text: str | Path) -> str:
    """A text, or a path, as SQL writes it; whatever it holds, it stays one value."""
    doubled = str(text).replace("'", "''")
    return f"'{doubled}'"


def trimmed(cell: str) -> str:
    """SQL for a cell without the space around it."""
    return f"trim({cell}, {literal(SPACE)})"


def parquet(path: Path) -> str:
    """SQL that reads one Parquet file."""
    return f"read_parquet({literal(path)})"


def sql_type(ibis_type: str) -> str:
    """DuckDB's name of an Ibis type."""
    if ibis_type.startswith("array<"):
        return f"{sql_type(ibis_type[6:-1])}[]"
    return _SQL_TYPES[ibis_type]


_SQL_TYPES: Mapping[str, str] = {
    "string": "varchar",
    "boolean": "boolean",
    "int64": "bigint",
    "date": "date",
    "decimal(20, 10)": "decimal(20, 10)",
}
