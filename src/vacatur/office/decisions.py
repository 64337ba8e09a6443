"""The answers of a run as they stand: what it decided, and what was decided again after it."""

from __future__ import annotations

from pathlib import Path

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

DECISIONS = "decisions.parquet"


def decisions_of(connection: Backend, run_folder: Path) -> ir.Table:
    """Every standing answer of a run, unexecuted. Grain: one charge and one page that reaches it.

    Columns as in `decisions.parquet`, which `office.runs.run` describes.
    """
    return connection.read_parquet(run_folder / DECISIONS)


def conditions_of(connection: Backend, run_folder: Path, page_id: str) -> ir.Table:
    """The conditions of one page as they stand, unexecuted. Grain: one charge.

    Columns: `charge_id`, `read_on`, and a nullable boolean for each named condition.
    """
    return connection.read_parquet(conditions_file(run_folder, page_id))


def conditions_file(folder: Path, page_id: str) -> Path:
    """Where a run keeps a page's conditions."""
    return folder / "conditions" / f"{page_id.replace('/', '_')}.parquet"
