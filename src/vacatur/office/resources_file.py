"""What cases took, or did not take, from a file of declared unit costs and a count."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vacatur.errors import FigureRefused, IngestError, nearest
from vacatur.evidence.figures import plain
from vacatur.evidence.printed import WHY
from vacatur.evidence.resources import Resource, ResourceFigure, UnitCost, avoided, spent
from vacatur.evidence.sources import FIELDS, DeclaredSource, declare_source, unit_named
from vacatur.evidence.wording_of_cases import resource_sentence
from vacatur.office.hand_csv import rows_of_csv
from vacatur.office.spreadsheet import NO_LAWYER

COSTS = ("resource", "per", "low", "mid", "high", "year", "said_by")
COUNTS = ("what", "count", *FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many of something, in one declared period."""

    what: str
    count: int
    source: DeclaredSource


def declared_costs(path: Path) -> tuple[UnitCost, ...]:
    """Unit costs, one row each: how much of a resource one arrest, charge or case takes.

    Parameters
    ----------
    path
        Columns `resource`, `per` (the unit), `low`, `mid`, `high` (in the resource's own unit),
        `year` and `said_by`.

    Raises
    ------
    IngestError
        A row holds no number, or names no resource.
    FigureRefused
        Its limits are none, or nobody declared it.
    """
    return tuple(
        _cost(row, f"{path.name}, row {number}")
        for number, row in enumerate(rows_of_csv(path, COSTS, COSTS), start=2)
    )


def declared_counts(path: Path) -> tuple[Counted, ...]:
    """Counts in declared periods, one row each, in the order of the periods.

    Without `sha256`, this file's own hash stands for it.

    Raises
    ------
    IngestError
        A count is no whole number.
    FigureRefused
        A source is not declared.
    """
    own = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    found = []
    required = [each for each in COUNTS if each != "sha256"]
    for number, row in enumerate(rows_of_csv(path, COUNTS, required), start=2):
        told = {name: row.get(name, "") for name in FIELDS}
        told["sha256"] = told["sha256"] or own
        text = row["count"].replace(",", "")
        if not text.isdecimal():
            raise IngestError(
                f"[{row['count']}] is no count",
                where=f"{path.name}, row {number}",
                why="More than so many is a bound, and gives no amount.",
                repair="Write a whole number.",
            )
        found.append(Counted(what=row["what"], count=int(text), source=declare_source(told)))
    return tuple(sorted(found, key=lambda each: each.source.first))


def resources(
    costs: Sequence[UnitCost], counts: Sequence[Counted], *, is_avoided: bool
) -> tuple[ResourceFigure, ...]:
    """Each resource of each count that is in its unit; avoided ones between two periods.

    Raises
    ------
    FigureRefused
        No cost is of a unit that was counted; or what is avoided has not two periods of one thing.
    """
    units = {each.source.unit for each in counts}
    fitting = [each for each in costs if each.per in units]
    if not fitting:
        said = ", ".join(f"[{each}]" for each in sorted(units)) or "nothing"
        per = ", ".join(f"[{each}]" for each in sorted({each.per for each in costs})) or "nothing"
        raise FigureRefused(
            f"{said} was counted, and costs are declared per {per}",
            why="One arrest may hold several charges, and one person several arrests.",
            repair="Declare what one of what was counted takes.",
        )
    if is_avoided:
        earlier, later = _two_periods(counts)
        return tuple(
            avoided(
                earlier.count,
                later.count,
                cost,
                (earlier.source, later.source),
                what=later.what,
            )
            for cost in fitting
        )
    return tuple(
        spent(each.count, cost, each.source, what=f"{each.count:,} {each.what}")
        for each in counts
        for cost in fitting
        if cost.per is each.source.unit
    )


def resources_data(figures: Sequence[ResourceFigure]) -> dict[str, Any]:
    """Everything, with the names that a program reads. Nothing is summed over resources."""
    told = []
    for each in figures:
        figure = plain(each)
        assert isinstance(figure, dict)
        told.append({**figure, "sentence": resource_sentence(each)})
    return {"figures": told, "does_not_show": WHY, "no_lawyer": NO_LAWYER}


def _two_periods(counts: Sequence[Counted]) -> tuple[Counted, Counted]:
    if len(counts) != 2 or counts[0].what != counts[1].what:
        raise FigureRefused(
            f"[{len(counts)}] counts of [{len({each.what for each in counts})}] things",
            why="What was avoided is what an earlier period had and a later one had not.",
            repair="Give one count of an earlier and one of a later period, of the same [what].",
        )
    return counts[0], counts[1]


def _cost(row: Mapping[str, str], where: str) -> UnitCost:
    if row["resource"] not in list(Resource):
        raise IngestError(
            f"there is no resource [{row['resource']}]",
            where=where,
            repair=nearest(row["resource"], list(Resource)) or f"Known: {', '.join(Resource)}.",
        )
    low, mid, high = (_number(row[name], where) for name in ("low", "mid", "high"))
    if not row["year"].isdecimal():
        raise IngestError(f"[{row['year']}] is no year", where=where, repair="Write it like 2019.")
    return UnitCost(
        resource=Resource(row["resource"]),
        per=unit_named(row["per"], where=where),
        low=low,
        mid=mid,
        high=high,
        year=int(row["year"]),
        said_by=row["said_by"],
    )


def _number(text: str, where: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise IngestError(f"[{text}] is no number", where=where, repair="Write it like 1.5.")
    return found
