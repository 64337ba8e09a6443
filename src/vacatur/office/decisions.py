"""The answers of a run as they stand: what it decided, and what was decided again after it.

A run is never rewritten. When facts are added to it, the people whom they touch are decided again
into a part of its own, `again/NUMBER`, numbered as the facts are; and so are the people whom an
answer about links touches, into `again/NUMBER-LINE`, after that number of the facts. The last part
that holds a charge is the one that counts; the earlier answers stay where they are, as its history.
"""

from __future__ import annotations

from pathlib import Path

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.sql import literal, parquet

DECISIONS, CHARGES, AGAIN = "decisions.parquet", "charges.parquet", "again"
AGAIN_MANIFEST = "manifest.json"


def decisions_of(connection: Backend, run_folder: Path) -> ir.Table:
    """Every standing answer of a run, unexecuted. Grain: one charge and one page that reaches it.

    Columns as in `decisions.parquet`, which `office.runs.run` describes.
    """
    return _standing(connection, run_folder, DECISIONS)


def conditions_of(connection: Backend, run_folder: Path, page_id: str) -> ir.Table:
    """The conditions of one page as they stand, unexecuted. Grain: one charge.

    Columns: `charge_id`, `read_on`, and a nullable boolean for each named condition.
    """
    return _standing(connection, run_folder, _conditions(page_id))


def conditions_file(folder: Path, page_id: str) -> Path:
    """Where a run keeps a page's conditions."""
    return folder / _conditions(page_id)


def part_name(facts: int, links: int = 0) -> str:
    """The name of a part, by which it stands in its place among the others.

    Parameters
    ----------
    facts
        Number of the last line of the facts' log.
    links
        Line of the log of links that the part answers to; 0: it answers to that of the facts.
    """
    return f"{facts:06}-{links:06}" if links else f"{facts:06}"


def numbers_of_part(name: str) -> tuple[int, int]:
    """The numbers that `part_name` made a name of."""
    facts, _, links = name.partition("-")
    return int(facts), int(links or 0)


def parts_of(run_folder: Path) -> list[Path]:
    """What was decided again after a run, the earliest first."""
    return sorted(path.parent for path in (run_folder / AGAIN).glob(f"[0-9]*/{DECISIONS}"))


def _conditions(page_id: str) -> str:
    return f"conditions/{page_id.replace('/', '_')}.parquet"


def _standing(connection: Backend, run_folder: Path, name: str) -> ir.Table:
    if not parts_of(run_folder):
        return connection.read_parquet(run_folder / name)
    return connection.sql(standing_sql(run_folder, name), dialect="duckdb")


def standing_sql(run_folder: Path, name: str, *, of: str = "true") -> str:
    """SQL for the standing rows of a table of a run, of the charges for which `of` holds."""
    parts = parts_of(run_folder)
    first = f"select * from {parquet(run_folder / name)} where {of}"
    if not parts:
        return first
    return f"""with latest as (
            select charge_id, max(part) as part from ({_numbered(parts, CHARGES)})
            where {of} group by all
        )
        select * from ({first}) anti join latest using (charge_id)
        union all by name
        select * exclude (filename, part) from ({_numbered(parts, name)})
        semi join latest using (charge_id, part) where {of}"""


def _numbered(parts: list[Path], name: str) -> str:
    """The rows of every part, each with the part's number."""
    files = ", ".join(literal(part / name) for part in parts)
    return f"""select *, regexp_extract(filename, '.*again.([-0-9]+)[^-0-9]', 1) as part
        from read_parquet([{files}], union_by_name=true, filename=true)"""
