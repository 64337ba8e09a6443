"""Use case of `vacatur evaluate`: a plan, its data file, and the answer for a page or a program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Protocol

import duckdb

from vacatur.errors import FigureRefused, nearest
from vacatur.evaluation.designs import DESIGNS
from vacatur.evaluation.evaluate import Evaluation, evaluate
from vacatur.evaluation.plan import load_plan
from vacatur.evaluation.series import Panel, Row, panel_of
from vacatur.evaluation.window_comparisons import compare_window
from vacatur.sql import literal

# What stands beside a plan that was frozen before anybody looked.
FROZEN_SUFFIX = ".frozen.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """An evaluation, how its plan stands, and which data were read."""

    evaluation: Evaluation
    stamp: str  # confirmatory, or exploratory with the reason
    data_sha256: str
    deviations: tuple[str, ...] = ()  # lines of the plan since it was frozen, - taken out, + put in


def freeze_plan(plan: FrozenPlan) -> Path:
    """Put the hash and the text of a plan beside it, before any data are read; where they stand.

    Raises
    ------
    FigureRefused
        Another version of it is frozen already.
    """
    path = plan.path
    place = _frozen_place(path)
    if place.exists() and _frozen(place).get("sha256") != plan.sha256:
        raise FigureRefused(
            "another version of this plan is frozen already",
            where=place.name,
            why="A plan that is frozen again after the data were seen is none.",
            repair="Save the changed plan under a new name, and freeze that.",
        )
    if place.exists():
        return place  # as it was frozen first: with the data that stood there then
    # The bytes are hashed and not read: whoever asks later can tell whether they were changed.
    told = {
        "plan": path.name,
        "sha256": plan.sha256,
        "text": path.read_text("utf-8"),
        "data_sha256": _sha256(plan.data) if plan.data.is_file() else None,
    }
    place.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return place


def evaluate_plan(path: Path) -> Evaluated:
    """Read a plan, hash it, read its data column by column, and follow it.

    Raises
    ------
    FigureRefused
        The plan, the data or a design that the plan names is refused; the message says why.
    """
    plan = load_plan(path, DESIGNS)
    require_data(plan)
    return Evaluated(
        evaluation=evaluate(plan, lambda column: read_panel(plan, column), compare_window),
        stamp=stamp_of(plan, _sha256(plan.data)),
        data_sha256=_sha256(plan.data),
        deviations=tuple(deviations_of(plan)),
    )


class FrozenPlan(Protocol):
    """What stands of a plan of whatever kind, frozen or not."""

    @property
    def path(self) -> Path: ...
    @property
    def sha256(self) -> str: ...
    @property
    def data(self) -> Path: ...


def require_data(plan: FrozenPlan) -> None:
    """Refuse a plan whose data file is not there.

    Raises
    ------
    FigureRefused
        With the name of the file.
    """
    if not plan.data.is_file():
        raise FigureRefused(
            f"there is no data file [{plan.data.name}]",
            where=plan.path.name,
            repair="Give its path from the folder of the plan.",
        )


class PanelPlan(Protocol):
    """What a panel is read by, of a plan of whatever kind."""

    @property
    def data(self) -> Path: ...
    @property
    def unit(self) -> str: ...
    @property
    def time(self) -> str: ...
    @property
    def population(self) -> str | None: ...
    @property
    def complete_from(self) -> date | None: ...
    @property
    def complete_through(self) -> date | None: ...


def read_panel(plan: PanelPlan, outcome: str) -> Panel:
    """One column of the plan's data file as a panel.

    Raises
    ------
    FigureRefused
        The file cannot be read, a column is not in it, or its rows are no panel.
    """
    columns = {"unit": plan.unit, "time": plan.time, "count": outcome}
    if plan.population:
        columns["population"] = plan.population
    rows = read_columns(plan.data, tuple(columns.values()))
    return panel_of(
        (Row(**dict(zip(columns, row, strict=True))) for row in rows),
        outcome,
        complete_from=plan.complete_from,
        complete_through=plan.complete_through,
    )


def read_columns(data: Path, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Some columns of a data file as text; what is null is blank.

    Raises
    ------
    FigureRefused
        The file cannot be read, or a column is not in it.
    """
    source = _source(data)
    try:
        with duckdb.connect() as database:
            known = [row[0] for row in database.sql(f"describe select * from {source}").fetchall()]
            for column in columns:
                if column not in known:
                    raise FigureRefused(
                        f"there is no column [{column}]",
                        where=data.name,
                        repair=nearest(column, known),
                    )
            asked = ", ".join(f"{_quoted(each)}::varchar" for each in columns)
            rows = database.sql(f"select {asked} from {source}").fetchall()
    except duckdb.Error:
        raise FigureRefused(
            "the data file cannot be read",
            where=data.name,
            repair="Give a CSV file with a header in UTF-8, or a Parquet file.",
        ) from None
    return [tuple("" if value is None else value for value in row) for row in rows]


def _quoted(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'


def _source(data: Path) -> str:
    name = literal(str(data))
    if data.suffix == ".parquet":
        return f"read_parquet({name})"
    return f"read_csv({name}, all_varchar = true, header = true)"


def stamp_of(plan: FrozenPlan, data_sha256: str) -> str:
    """Confirmatory, or exploratory with the reason."""
    place = _frozen_place(plan.path)
    if not place.exists():
        return "exploratory: the plan was not frozen before the data were read"
    frozen = _frozen(place)
    if frozen["sha256"] != plan.sha256:
        return "exploratory: the plan was changed after it was frozen"
    said = "confirmatory: the plan is the one that was frozen"
    if "data_sha256" not in frozen:  # a note of an earlier version
        return f"{said}; whether the data were there then is not known"
    if frozen["data_sha256"] is None:
        return f"{said}, before the data were there"
    if frozen["data_sha256"] != data_sha256:
        return f"{said}; the data file was changed since"
    return f"{said}; the data were there already, and nothing here shows that nobody had looked"


def _frozen_place(path: Path) -> Path:
    return path.with_name(path.name + FROZEN_SUFFIX)


def deviations_of(plan: FrozenPlan) -> Iterator[str]:
    """Each line of the plan that is not as it was frozen."""
    place = _frozen_place(plan.path)
    if not place.exists() or _frozen(place)["sha256"] == plan.sha256:
        return
    before, after = _frozen(place).get("text") or "", plan.path.read_text("utf-8")
    compared = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    yield from (each for each in compared if not each.startswith(("---", "+++", "@@")))


def _frozen(place: Path) -> Mapping[str, str | None]:
    """What was noted of a plan as it was frozen."""
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
        return {**told, "sha256": str(told["sha256"])}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FigureRefused(
            "this is no note of a frozen plan", where=place.name, repair="Freeze the plan again."
        ) from None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
