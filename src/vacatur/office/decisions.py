"""The answers of a run as they stand: what it decided, and what was decided again after it.

A run is never rewritten. When facts are added to it, the people whom they touch are decided again
into a part of its own, `again/NUMBER`, numbered as the facts are; and so are the people whom an
answer about links touches, into `again/NUMBER-LINE`, after that number of the facts. The last part
that holds a charge is the one that counts.

A part is a folder of `charges.parquet` (whom it answers, and in which part that was decided),
`decisions.parquet`, `conditions/`, `history.parquet` and `manifest.json`. It takes over the short
parts before it (`office.taking_over`), so that few stand: their standing answers are copied into
it, and their earlier ones are its history. Parts of an earlier vacatur know nothing of that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.sql import literal, parquet

DECISIONS, CHARGES, AGAIN = "decisions.parquet", "charges.parquet", "again"
PAST = "history.parquet"  # of a part: charge_id, implements, rule, published, decided_in
DECIDED_IN = "decided_in"  # of a charge in a part: the name of the part that decided it
AGAIN_MANIFEST = "manifest.json"
TIMES, TAKEN_OVER = "times", "taken_over"  # in the manifest of a part


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


def parts_of(run_folder: Path, *, whole: bool = True) -> list[Path]:
    """What was decided again after a run and stands, the earliest first.

    `whole` leaves out what lacks its decisions, and with that is no part.
    """
    return _there(run_folder, DECISIONS if whole else "")[0]


def taken_over(run_folder: Path) -> list[Path]:
    """Parts that the last one made needless: they wait for readers that had begun, and go then."""
    return _there(run_folder, "")[1]


def _there(run_folder: Path, file: str) -> tuple[list[Path], list[Path]]:
    again = run_folder / AGAIN
    found = sorted(part for part in again.glob("[0-9]*") if not file or (part / file).is_file())
    # One file says it for all of them, so that they are needless from the moment it is there.
    gone = frozenset(manifest_of_part(found[-1]).get(TAKEN_OVER, ()) if found else ())
    return (
        [part for part in found if part.name not in gone],
        [part for part in found if part.name in gone],
    )


def manifest_of_part(part: Path) -> Mapping[str, Any]:
    """What a part says of itself; empty where that cannot be read, which doctor tells."""
    try:
        found: object = json.loads((part / AGAIN_MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def times_decided_again(run_folder: Path) -> int:
    """How often people of a run were decided again. A part of an earlier vacatur counts once."""
    later = 0
    for part in reversed(parts_of(run_folder)):
        told = manifest_of_part(part).get(TIMES)
        if told is not None:
            return later + int(told)  # with all that were before it
        later += 1
    return later


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
            select charge_id, max(part) as part from ({numbered(parts, CHARGES)})
            where {of} group by all
        )
        select * from ({first}) anti join latest using (charge_id)
        union all by name
        select * exclude (filename, part) from ({numbered(parts, name)})
        semi join latest using (charge_id, part) where {of}"""


def numbered(parts: Sequence[Path], name: str) -> str:
    """SQL for the rows of a table of some parts, each with the `part` in whose folder it stands."""
    files = ", ".join(literal(part / name) for part in parts)
    return f"""select *, regexp_extract(filename, '.*again.([-0-9]+)[^-0-9]', 1) as part
        from read_parquet([{files}], union_by_name=true, filename=true)"""
