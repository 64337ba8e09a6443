"""Use case of `vacatur evaluate` for plans of other kinds: several offices, or people followed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from vacatur.errors import FigureRefused, nearest
from vacatur.evaluation.designs import DESIGNS
from vacatur.evaluation.follow_up import KIND as FOLLOW_UP
from vacatur.evaluation.follow_up import Followed, FollowUpPlan, evaluate_follow_up, load_follow_up
from vacatur.evaluation.plan import Plan, load_plan
from vacatur.evaluation.plan_keys import text_at
from vacatur.evaluation.staggered_plan import KIND as STAGGERED
from vacatur.evaluation.staggered_plan import StaggeredPlan, evaluate_staggered, load_staggered
from vacatur.evaluation.verdict import Verdict
from vacatur.figures.incidence import Incidence
from vacatur.office.evaluating import (
    deviations_of,
    read_columns,
    read_panel,
    require_data,
    stamp_of,
)
from vacatur.office.evaluation_data import result_data
from vacatur.yaml_nodes import read_nodes

ONE_UNIT = "one_unit"
KINDS = (ONE_UNIT, STAGGERED, FOLLOW_UP)
AnyPlan = Plan | StaggeredPlan | FollowUpPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer to a plan of another kind, in words and for a program."""

    plan: AnyPlan
    verdict: Verdict
    stamp: str
    sentences: tuple[str, ...]
    data: Mapping[str, object]


def load_any(path: Path) -> AnyPlan:
    """A plan of whatever kind.

    Raises
    ------
    FigureRefused
        Its kind is not known, or it cannot be read.
    """
    root = read_nodes(path, FigureRefused)
    kind = text_at(root, "kind") or ONE_UNIT
    if kind not in KINDS:
        raise root.nodes["kind"].place.error(
            f"[{kind}] is no kind of plan", repair=nearest(kind, KINDS)
        )
    if kind == STAGGERED:
        return load_staggered(path)
    return load_follow_up(path) if kind == FOLLOW_UP else load_plan(path, DESIGNS)


def answer_other(plan: StaggeredPlan | FollowUpPlan) -> Answered:
    """Follow a plan of another kind.

    Raises
    ------
    FigureRefused
        The data or the plan cannot bear it.
    """
    require_data(plan)
    verdict, sentences, told = (
        _staggered(plan) if isinstance(plan, StaggeredPlan) else _people(plan)
    )
    data_sha256 = hashlib.sha256(plan.data.read_bytes()).hexdigest()
    stamp = stamp_of(plan, data_sha256)
    data = {
        "question": plan.question,
        "verdict": str(verdict.word),
        "reasons": list(verdict.reasons),
        "stamp": stamp,
        "plan_sha256": plan.sha256,
        "data_sha256": data_sha256,
        "deviations": list(deviations_of(plan)),
        **told,
    }
    return Answered(plan=plan, verdict=verdict, stamp=stamp, sentences=tuple(sentences), data=data)


_Found = tuple[Verdict, list[str], dict[str, object]]


def _staggered(plan: StaggeredPlan) -> _Found:
    found = evaluate_staggered(plan, read_panel(plan, plan.outcome))
    months = f" Quarters: {found.result.months.words}." if found.result.months else ""
    said = [found.result.sentence + months]
    said += [f"Changed in the quarter of {q}: {', '.join(who)}." for q, who in found.groups.items()]
    return (
        found.verdict,
        said,
        {
            "kind": STAGGERED,
            "designs": [result_data(found.result)],
            "groups": {quarter: list(who) for quarter, who in found.groups.items()},
            "compared_with": list(found.compared_with),
        },
    )


def _people(plan: FollowUpPlan) -> _Found:
    found = evaluate_follow_up(plan, _rows(plan))
    return (
        found.verdict,
        list(found.sentences),
        {
            "kind": FOLLOW_UP,
            "rates": {name: [_rate(each) for each in told] for name, told in found.rates.items()},
            "differences": [asdict(each) for each in found.differences],
        },
    )


def _rate(each: Incidence) -> Mapping[str, object]:
    estimate = each.estimate
    return {
        "days": each.days,
        "rate": None if estimate is None else estimate.value,
        "interval": None if estimate is None else [estimate.interval.low, estimate.interval.high],
        "method": None if estimate is None else str(estimate.interval.method),
        "people": each.total,
        "seen": each.seen,
        "ended_otherwise": each.otherwise,
        "neither": each.open + each.not_followed,
    }


def _rows(plan: FollowUpPlan) -> Iterator[Followed]:
    asked = {
        "start": plan.start,
        "event": plan.event,
        "followed_through": plan.followed_through,
        **({"ended_otherwise": plan.ended_otherwise} if plan.ended_otherwise else {}),
        **({"group": plan.group} if plan.group else {}),
    }
    blank = {"group": "", "ended_otherwise": ""}
    for at, row in enumerate(read_columns(plan.data, tuple(asked.values()))):
        yield Followed(row=at + 1, **{**blank, **dict(zip(asked, row, strict=True))})
