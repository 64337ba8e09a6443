"""One run in a minute: what was read, what it came to, what is open and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from vacatur.engine.standing import verified_through
from vacatur.facts.yields import Count, RuleYield, Searches, YieldClass
from vacatur.law.answers import Published
from vacatur.law.rulebook import Rulebook
from vacatur.matters.queries import Wanted, counted
from vacatur.matters.states import State
from vacatur.office.casework import has_casework, open_casework
from vacatur.office.decisions import decisions_of
from vacatur.office.differences import Cause, Difference
from vacatur.office.differing_runs import differing_runs
from vacatur.office.groups import look_into
from vacatur.office.linkage import review_of
from vacatur.office.matter_answers import RELIEF
from vacatur.office.own_laws import kept_name
from vacatur.office.questions import Pattern, questions_from
from vacatur.office.runs import PageCount, page_counts
from vacatur.office.stale import refuse_changed, rulebook_of_run
from vacatur.office.telling import wanted_in_words
from vacatur.office.worklist import worklist_rows
from vacatur.office.workspace import Workspace
from vacatur.office.yields import yield_from
from vacatur.progress import Progress
from vacatur.record.terms import Term


class Group(Term):
    """Answers that a chart draws alike."""

    RELIEF = "relief", "something may be filed or asked for now, or relief comes of itself"
    NOT_YET = "not_yet", "a period or an event will remove what stands in the way"
    REVIEW = "review", "a lawyer must decide"
    NOT_ELIGIBLE = "not_eligible", "this rule does not reach the facts; another may"
    OTHER = "other", "what an act was in law, or what a policy does with a pending charge"


_ALONE = {
    Published.NOT_YET: Group.NOT_YET,
    Published.REVIEW: Group.REVIEW,
    Published.NOT_ELIGIBLE: Group.NOT_ELIGIBLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule in charges; `answers` and `groups` each add up to those it reaches."""

    implements: str
    title: str
    reached: int
    answers: Mapping[str, int]
    groups: Mapping[Group, int]
    one_fact_away: int  # part of those for review


@dataclass(frozen=True, slots=True, kw_only=True)
class OneFact:
    """Charges that one rule leaves open for one named fact: either answer to it decides them."""

    implements: str
    fact: str
    told_by: tuple[str, ...]  # kinds of file; empty: a person must tell it
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """Answers that differ from the earlier run's for one cause; a charge counts under each rule."""

    cause: Cause
    answers: int
    gained: int  # of these: relief that was none before
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs from an earlier run."""

    before: str
    as_of: date
    causes: tuple[CauseLine, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A run as its answers stand now.

    Rows in = `mapped` + `quarantined` + `withheld`. `reached` are the charges that some rule
    reaches, `relief` those that some rule answers with relief; here each counts once.
    `law_not_verified` counts answers that nobody may rely on, since the day lies after the last day
    the law was verified. `matters` are all of the office, whichever run they were opened from;
    null: it keeps none.
    """

    run: str
    law: str
    as_of: date
    verified_through: date  # the earliest of its rules
    unreviewed: int  # rules whose page no lawyer has reviewed
    rows_in: int
    mapped: int
    quarantined: int
    withheld: int
    cases: int
    charges: int
    persons: int
    searches: Searches
    reached: Count
    relief: Count
    best: Mapping[str, int]  # answer, best first -> reached charges of which it is the best
    rules: tuple[RuleLine, ...]  # most relief first, then most charges
    law_not_verified: int
    one_fact: tuple[OneFact, ...]  # most persons first
    files_alone: Mapping[str, Count]  # kind of file -> what it would decide by itself
    changes: Changes | None  # None: there is no earlier run to compare with
    persons_waiting_for_a_look: int
    pairs_waiting_for_a_look: int
    matters: Mapping[str, int] | None  # state -> matters


def summary_of_run(
    workspace: Workspace, run: str, *, since: str = "", progress: Progress
) -> RunSummary:
    """Count one run by what other reports count it by.

    Parameters
    ----------
    since
        The run to compare with; by default `previous_run`, if there is one.

    Raises
    ------
    WorkspaceError
        The records, the facts or the law have changed since the run.
    """
    refuse_changed(workspace, run)
    manifest, folder = workspace.run_manifest(run), workspace.run_folder(run)
    rulebook, as_of = rulebook_of_run(workspace, manifest), date.fromisoformat(manifest["as_of"])
    progress("looking into what is open", 0, 2)
    with workspace.connection() as connection:
        records, decisions = workspace.records(connection), decisions_of(connection, folder)
        opened = look_into(connection, records, rulebook, folder, as_of)
        came_to = yield_from(opened, decisions, records, rulebook, as_of)
        asked = questions_from(opened, connection, workspace, rulebook, run, as_of)
        rules = _rule_lines(rulebook, came_to.rules, page_counts(decisions))
        reached = _different(decisions)
        relief = _different(decisions.filter(decisions.published.isin(sorted(RELIEF))))
        best = _best(worklist_rows(workspace, connection, run))
    progress("comparing with the run before", 1, 2)
    before = since or previous_run(workspace, run)
    searches, review = came_to.searches, review_of(workspace)
    return RunSummary(
        run=manifest["run"],
        law=Path(manifest["law"]).name,
        as_of=as_of,
        verified_through=min(verified_through(rulebook, page) for page in rulebook.pages),
        unreviewed=sum(not page.reviewed_by for page in rulebook.pages),
        **_rows(workspace),
        cases=workspace.records_manifest()["tables"]["cases"],
        charges=manifest["counts"]["charges"],
        persons=searches.on_the_day + searches.on_other_days + searches.never,
        searches=searches,
        reached=reached,
        relief=relief,
        best=best,
        rules=rules,
        law_not_verified=sum(
            rule.classes[YieldClass.LAW_NOT_VERIFIED].charges for rule in came_to.rules
        ),
        one_fact=tuple(_one_fact(asked.patterns)),
        files_alone={kind.name: kind.alone for kind in asked.kinds if kind.alone.charges},
        changes=_changes(workspace, before, run, progress) if before else None,
        persons_waiting_for_a_look=review.persons,
        pairs_waiting_for_a_look=review.pairs,
        matters=_matters(workspace),
    )


def previous_run(workspace: Workspace, run: str) -> str:
    """The run before one, under the same rules of the same law; empty: there is none.

    It is of an earlier day, or of the same day and written earlier; of several the last one.
    """
    mine = workspace.run_manifest(run)
    place = _place(workspace, mine)
    others = [workspace.run_manifest(name) for name in workspace.run_names()]
    earlier = [
        each
        for each in others
        if _rules(workspace, each) == _rules(workspace, mine) and _place(workspace, each) < place
    ]
    last = max(earlier, key=lambda each: _place(workspace, each), default=None)
    return last["run"] if last else ""


def group_of(answer: str) -> Group:
    """How a chart draws an answer."""
    published = Published(answer)
    if published in RELIEF:
        return Group.RELIEF
    return _ALONE.get(published, Group.OTHER)


def _rules(workspace: Workspace, manifest: Mapping[str, Any]) -> tuple[str, frozenset[str]]:
    law = kept_name(workspace, manifest["law"])  # an earlier vacatur kept the path
    return law, frozenset(page["rule"] for page in manifest["pages"])


def _place(workspace: Workspace, manifest: Mapping[str, Any]) -> tuple[str, int]:
    written = workspace.run_folder(manifest["run"]) / "manifest.json"
    return manifest["as_of"], written.stat().st_mtime_ns


def _rows(workspace: Workspace) -> dict[str, int]:
    names = ("rows_in", "mapped", "quarantined", "withheld")
    files = workspace.records_manifest()["files"]
    return {name: sum(file[name] for file in files) for name in names}


def _different(decisions: ir.Table) -> Count:
    """The charges and persons of some answers, each once."""
    counted = decisions.aggregate(
        charges=decisions.charge_id.nunique(), persons=decisions.person_hash.nunique()
    )
    return Count(**counted.to_pyarrow().to_pylist()[0])


def _best(worklist: ir.Table) -> Mapping[str, int]:
    counted = worklist.group_by("answer").agg(charges=lambda table: table.count())
    found = {row["answer"]: row["charges"] for row in counted.to_pyarrow().to_pylist()}
    return {str(answer): found[answer] for answer in Published if answer in found}


def _rule_lines(
    rulebook: Rulebook, rules: Sequence[RuleYield], counts: Iterable[PageCount]
) -> tuple[RuleLine, ...]:
    titles = {page.page_id: page.title for page in rulebook.pages}
    answers: dict[str, Counter[str]] = {rule.rule: Counter() for rule in rules}
    for each in counts:
        answers[each.rule][each.published] += each.charges
    lines = [_rule_line(rule, titles[rule.rule], answers[rule.rule]) for rule in rules]
    return tuple(sorted(lines, key=lambda e: (-e.groups[Group.RELIEF], -e.reached, e.implements)))


def _rule_line(rule: RuleYield, title: str, answers: Mapping[str, int]) -> RuleLine:
    groups = dict.fromkeys(Group, 0)
    for answer, charges in answers.items():
        groups[group_of(answer)] += charges
    return RuleLine(
        implements=rule.implements,
        title=title,
        reached=rule.reached.charges,
        answers=dict(answers),
        groups=groups,
        one_fact_away=rule.classes[YieldClass.ONE_FACT_AWAY].charges,
    )


def _one_fact(patterns: Sequence[Pattern]) -> Iterator[OneFact]:
    for pattern in patterns:
        if pattern.standing is YieldClass.ONE_FACT_AWAY:
            asked = (*pattern.asked, *pattern.later)
            yield OneFact(
                implements=pattern.implements,
                fact="; ".join(wanted_in_words(each) for each in asked),
                told_by=pattern.files or (),
                count=Count(charges=pattern.charges, persons=pattern.persons),
            )


def _changes(workspace: Workspace, before: str, run: str, progress: Progress) -> Changes:
    found = differing_runs(workspace, before, run, examples=0, progress=progress)
    manifest = workspace.run_manifest(before)
    return Changes(
        before=manifest["run"],
        as_of=date.fromisoformat(manifest["as_of"]),
        causes=tuple(_cause_lines(found)),
        notes=(*found.notes, *found.unverified),
    )


def _cause_lines(found: Difference) -> Iterator[CauseLine]:
    for cause in Cause:
        flips = [flip for flip in found.flips if flip.cause is cause]
        if flips:
            yield CauseLine(
                cause=cause,
                answers=sum(flip.charges for flip in flips),
                gained=sum(f.charges for f in flips if _turns_to_relief(f.before, f.after)),
                lost=sum(f.charges for f in flips if _turns_to_relief(f.after, f.before)),
            )


def _turns_to_relief(before: str, after: str) -> bool:
    return after in RELIEF and before not in RELIEF


def _matters(workspace: Workspace) -> Mapping[str, int] | None:
    if not has_casework(workspace):
        return None
    with open_casework(workspace) as casework, casework.reading() as connection:
        found: Counter[str] = Counter()
        for each in counted(connection, Wanted()):
            found[each.state] += each.matters
    return {str(state): found[state] for state in State if found[state]}
