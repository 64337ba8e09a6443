"""A plan of an evaluation: written, read and hashed before the outcome's column is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.errors import FigureRefused, nearest
from vacatur.evaluation.calendar import Event
from vacatur.evaluation.plan_keys import day_at, events_at, names_at, require_keys, text_at
from vacatur.yaml_nodes import Keys, day_of, read_nodes, require_format

FORMAT = 1
KEYS: Mapping[str, str] = {
    "format": "version of this format, 1; may be left out",
    "kind": "one_unit, and may be left out; staggered and follow_up have keys of their own",
    "question": "what is asked, in one sentence",
    "data": "CSV or Parquet file, one row for each unit and month; read from the plan's folder",
    "unit": "column that names the unit, such as a city",
    "time": "column of the month, YYYY-MM or its first day",
    "outcome": "column that counts what the question is about",
    "population": "column of the population; left out: rates are counts",
    "treated": "the unit with the policy",
    "policy_date": "day on which it began, YYYY-MM-DD",
    "dose": "column that counts what the policy itself is about, such as arrests",
    "events": "what else happened: name, date, and the unit if it was one alone",
    "donors": "units without the policy; left out: all other units",
    "placebo_outcomes": "columns that the policy cannot touch",
    "designs": "which designs; left out: all that the data allow",
    "complete_from": "first day that the data cover",
    "complete_through": "last day that the data cover",
}
_NEEDED = ("question", "data", "unit", "time", "outcome", "treated", "policy_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan, frozen. `sha256` is of the file's bytes: a changed plan is another plan."""

    path: Path
    sha256: str
    question: str
    data: Path
    unit: str
    time: str
    outcome: str
    population: str | None
    treated: str
    policy_date: date
    dose: str | None
    events: tuple[Event, ...]
    donors: tuple[str, ...] | None  # None: all other units
    placebo_outcomes: tuple[str, ...]
    designs: tuple[str, ...] | None  # None: all that the data allow
    complete_from: date | None
    complete_through: date | None


def load_plan(path: Path, designs: Mapping[str, str]) -> Plan:
    """Read and freeze a plan. No data are read.

    Parameters
    ----------
    path
        A YAML file; docs/evaluation.md has its keys.
    designs
        The designs that are known, with what they are.

    Raises
    ------
    FigureRefused
        With the line: a key or a design is not known (the nearest is named), one that must be there
        is not, or a day is no day.
    """
    root = read_nodes(path, FigureRefused)
    root.require_known(KEYS, "a plan")
    if "format" in root.nodes:
        require_format(root, FORMAT, "the plan")
    require_keys(root, _NEEDED, KEYS)
    plan = Plan(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        question=text_at(root, "question") or "",
        data=path.parent / (text_at(root, "data") or ""),
        unit=text_at(root, "unit") or "",
        time=text_at(root, "time") or "",
        outcome=text_at(root, "outcome") or "",
        population=text_at(root, "population"),
        treated=text_at(root, "treated") or "",
        policy_date=day_of(root.nodes["policy_date"]),
        dose=text_at(root, "dose"),
        events=events_at(root),
        donors=names_at(root, "donors"),
        placebo_outcomes=names_at(root, "placebo_outcomes") or (),
        designs=names_at(root, "designs"),
        complete_from=day_at(root, "complete_from"),
        complete_through=day_at(root, "complete_through"),
    )
    _refuse_twice(plan, root)
    _refuse_circle(plan, root)
    for name in plan.designs or ():
        if name not in designs:
            raise root.nodes["designs"].place.error(
                f"[{name}] is not a design", repair=nearest(name, designs)
            )
    return plan


def _refuse_twice(plan: Plan, root: Keys) -> None:
    if plan.treated in (plan.donors or ()):
        raise root.nodes["donors"].place.error(
            f"[{plan.treated}] is treated and a donor",
            why="It would be compared with itself.",
            repair="Take it out of [donors].",
        )
    for key, names in (("donors", plan.donors), ("placebo_outcomes", plan.placebo_outcomes)):
        if names and len(set(names)) < len(names):
            raise root.nodes[key].place.error(f"a name stands twice under [{key}]")
    if plan.outcome in plan.placebo_outcomes:
        raise root.nodes["placebo_outcomes"].place.error(
            f"[{plan.outcome}] is the outcome and a placebo",
            why="What the policy is to change cannot show what it leaves alone.",
            repair="Name columns that the policy cannot touch.",
        )


def _refuse_circle(plan: Plan, root: Keys) -> None:
    if plan.dose is None or plan.dose not in (plan.outcome, *plan.placebo_outcomes):
        return
    other = "outcome" if plan.dose == plan.outcome else "placebo_outcomes"
    raise root.nodes["dose"].place.error(
        f"[{plan.dose}] is the dose and stands under [{other}]",
        why="The dose is what the policy itself orders: that it moved shows no effect, and it is "
        "nothing that the policy cannot touch.",
        repair="Name as dose what officers or prosecutors were told to do otherwise.",
    )
