"""Use case of `vacatur evaluate`: a plan, its data file, and the answer for a page or a program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path

import duckdb

from vacatur.errors import FigureRefused, nearest
from vacatur.evaluation.designs import DESIGNS
from vacatur.evaluation.evaluate import Evaluation, evaluate
from vacatur.evaluation.plan import Plan, load_plan
from vacatur.evaluation.results import DesignResult
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


def freeze_plan(path: Path) -> tuple[Plan, Path]:
    """Check a plan and put its hash beside it, before any data are read.

    Raises
    ------
    FigureRefused
        The plan cannot be read, or another version of it is frozen already.
    """
    plan = load_plan(path, DESIGNS)
    place = _frozen_place(path)
    if place.exists() and _frozen(place).get("sha256") != plan.sha256:
        raise FigureRefused(
            "another version of this plan is frozen already",
            where=place.name,
            why="A plan that is frozen again after the data were seen is none.",
            repair="Save the changed plan under a new name, and freeze that.",
        )
    if place.exists():
        return plan, place  # as it was frozen first: with the data that stood there then
    # The bytes are hashed and not read: whoever asks later can tell whether they were changed.
    told = {
        "plan": path.name,
        "sha256": plan.sha256,
        "data_sha256": _sha256(plan.data) if plan.data.is_file() else None,
    }
    place.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return plan, place


def planned(path: Path) -> Plan:
    """What a plan says. No data are read.

    Raises
    ------
    FigureRefused
        It cannot be read.
    """
    return load_plan(path, DESIGNS)


def evaluate_plan(path: Path) -> Evaluated:
    """Read a plan, hash it, read its data column by column, and follow it.

    Raises
    ------
    FigureRefused
        The plan, the data or a design that the plan names is refused; the message says why.
    """
    plan = load_plan(path, DESIGNS)
    if not plan.data.is_file():
        raise FigureRefused(
            f"there is no data file [{plan.data.name}]",
            where=path.name,
            repair="Give its path from the folder of the plan.",
        )
    return Evaluated(
        evaluation=evaluate(plan, lambda column: read_panel(plan, column), compare_window),
        stamp=_stamp(plan, _sha256(plan.data)),
        data_sha256=_sha256(plan.data),
    )


def read_panel(plan: Plan, outcome: str) -> Panel:
    """One column of the plan's data file as a panel.

    Raises
    ------
    FigureRefused
        The file cannot be read, a column is not in it, or its rows are no panel.
    """
    columns = {"unit": plan.unit, "time": plan.time, "count": outcome}
    if plan.population:
        columns["population"] = plan.population
    source = _source(plan)
    try:
        with duckdb.connect() as database:
            known = [row[0] for row in database.sql(f"describe select * from {source}").fetchall()]
            for column in columns.values():
                if column not in known:
                    raise FigureRefused(
                        f"there is no column [{column}]",
                        where=plan.data.name,
                        repair=nearest(column, known),
                    )
            asked = ", ".join(f"{_quoted(each)}::varchar" for each in columns.values())
            rows = database.sql(f"select {asked} from {source}").fetchall()
    except duckdb.Error:
        raise FigureRefused(
            "the data file cannot be read",
            where=plan.data.name,
            repair="Give a CSV file with a header in UTF-8, or a Parquet file.",
        ) from None
    return panel_of(
        (
            Row(**dict(zip(columns, ("" if v is None else v for v in row), strict=True)))
            for row in rows
        ),
        outcome,
        complete_from=plan.complete_from,
        complete_through=plan.complete_through,
    )


def as_data(done: Evaluated) -> Mapping[str, object]:
    """The answer for another program."""
    told = done.evaluation
    return {
        "question": told.plan.question,
        "verdict": str(told.verdict.word),
        "reasons": list(told.verdict.reasons),
        "stamp": done.stamp,
        "plan_sha256": told.plan.sha256,
        "data_sha256": done.data_sha256,
        "outcome": told.plan.outcome,
        "treated": told.plan.treated,
        "policy_date": told.plan.policy_date.isoformat(),
        "events": [asdict(event) for event in told.events],
        "collisions": [event.name for event in told.collisions],
        "dose": asdict(told.dose),
        "description": asdict(told.description),
        "designs": [_result(each) for each in told.results],
        "placebo_outcomes": {name: _result(each) for name, each in told.placebos.results.items()},
        "placebo_outcomes_pass": told.placebos.passes,
    }


def _result(result: DesignResult) -> Mapping[str, object]:
    told = (result.low, result.high)
    # A limit that is not finite is none; JSON has no word for it.
    both = list(told) if all(each is not None and isfinite(each) for each in told) else None
    return {
        "design": result.design,
        "estimate": result.estimate,
        "interval": both,
        "p": result.p,
        "p_floor": result.p_floor,
        "minimum_detectable": result.minimum_detectable,
        "diagnostics": dict(result.diagnostics),
        "warnings": list(result.warnings),
        "sentence": result.sentence,
    }


def _quoted(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'


def _source(plan: Plan) -> str:
    name = literal(str(plan.data))
    if plan.data.suffix == ".parquet":
        return f"read_parquet({name})"
    return f"read_csv({name}, all_varchar = true, header = true)"


def _stamp(plan: Plan, data_sha256: str) -> str:
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


def _frozen(place: Path) -> Mapping[str, str | None]:
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
        return {**told, "sha256": str(told["sha256"])}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FigureRefused(
            "this is no note of a frozen plan", where=place.name, repair="Freeze the plan again."
        ) from None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
