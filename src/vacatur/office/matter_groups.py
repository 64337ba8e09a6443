"""Prepared matters in groups that were decided for the same reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vacatur.matters.matter import Particulars
from vacatur.matters.queries import Grouped, grouped
from vacatur.matters.reading import particulars_of
from vacatur.matters.states import State
from vacatur.matters.store import Casework
from vacatur.office.decisions import conditions_of
from vacatur.office.matter_answers import CaseAnswer, RunAnswers
from vacatur.office.stale import StandingRun, latest_standing
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What a rule answers of a charge, and what it read: the names of its conditions."""

    rule: str
    answer: str
    holds: tuple[str, ...]
    does_not_hold: tuple[str, ...]
    not_known: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Matters of one pattern and vehicle. `example` is the number of one of them.

    `answers` are `RULE: ANSWER`, each once; empty: the example's case was forgotten. `reasons` is
    null where the latest run no longer stands, or answers the example for other reasons now.
    """

    pattern: str
    vehicle: str
    matters: int
    example: int
    answers: tuple[str, ...]
    reasons: tuple[Reason, ...] | None


def prepared_groups(workspace: Workspace, casework: Casework) -> list[Group]:
    """The prepared matters by their reasons, the largest group first. Nobody is named."""
    return groups_in(workspace, casework, State.PREPARED)


def groups_in(
    workspace: Workspace,
    casework: Casework,
    state: State,
    *,
    limit: int | None = None,
    offset: int = 0,
    with_reasons: bool = True,
) -> list[Group]:
    """The matters of a state by their reasons, the largest group first. Nobody is named.

    Without `with_reasons` the records are not asked, and `reasons` is null.
    """
    with casework.reading() as connection:
        found = grouped(connection, state.value, limit=limit, offset=offset)
        known = {
            each.example: particulars
            for each in found
            if (particulars := particulars_of(connection, casework.keys, each.example)) is not None
        }
    reasons = _reasons(workspace, found, known) if with_reasons else {}
    return [
        Group(
            pattern=each.pattern,
            vehicle=each.vehicle,
            matters=each.matters,
            example=each.example,
            answers=_answers(known.get(each.example)),
            reasons=reasons.get(each.example),
        )
        for each in found
    ]


def _answers(particulars: Particulars | None) -> tuple[str, ...]:
    charges = particulars.charges if particulars else ()
    return tuple(sorted({f"{each.implements}: {each.published}" for each in charges}))


def _reasons(
    workspace: Workspace, groups: Iterable[Grouped], known: Mapping[int, Particulars]
) -> dict[int, tuple[Reason, ...]]:
    """By the number of the example: the conditions behind its pattern."""
    run = latest_standing(workspace, facts=workspace.facts_state().sha256)
    if run is None or not known:
        return {}
    answers = RunAnswers(workspace, run).of(each.case_id for each in known.values())
    same = {
        group.example: answer
        for group in groups
        if group.example in known
        and (answer := answers.get((known[group.example].case_id, group.vehicle))) is not None
        and answer.pattern == group.pattern
    }
    conditions = _conditions(workspace, run, same.values())
    return {
        number: tuple(
            sorted(
                {
                    _reason(charge.implements, charge.published, conditions[key])
                    for charge in answer.particulars.charges
                    if (key := (charge.charge_id, charge.implements)) in conditions
                },
                key=lambda reason: (reason.rule, reason.answer, reason.holds),
            )
        )
        for number, answer in same.items()
    }


_Read = Mapping[str, bool | None]


def _reason(rule: str, answer: str, read: _Read) -> Reason:
    return Reason(
        rule=rule,
        answer=answer,
        holds=tuple(name for name, found in read.items() if found is True),
        does_not_hold=tuple(name for name, found in read.items() if found is False),
        not_known=tuple(name for name, found in read.items() if found is None),
    )


def _conditions(
    workspace: Workspace, run: StandingRun, answers: Iterable[CaseAnswer]
) -> dict[tuple[str, str], _Read]:
    """By charge and rule: each named condition, as the run read it."""
    charges: dict[str, set[str]] = {}
    for answer in answers:
        for charge in answer.particulars.charges:
            charges.setdefault(charge.implements, set()).add(charge.charge_id)
    found: dict[tuple[str, str], _Read] = {}
    with workspace.connection() as connection:
        for page in run.rulebook.pages:
            if page.implements not in charges:
                continue
            table = conditions_of(connection, run.folder, page.page_id)
            rows = table.filter(table.charge_id.isin(sorted(charges[page.implements])))
            for row in rows.to_pyarrow().to_pylist():
                read = {name: row[name] for name in page.condition_names()}
                found[row["charge_id"], page.implements] = read
    return found
