"""What a run came to: decided, a fact away, for a person, or without verified law."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.engine.decide import SharedDays
from vacatur.engine.deciders import OPEN
from vacatur.engine.standing import version_on
from vacatur.facts.yields import Count, RuleYield, RunYield, Searches, YieldClass
from vacatur.law.answers import Outcome, Published
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.decisions import decisions_of
from vacatur.office.groups import OpenCharges, law_standing, look_into
from vacatur.office.stale import refuse_changed, rulebook_of_run
from vacatur.office.workspace import Workspace
from vacatur.record.tables import Records

FILE = "yield.json"


def yield_of(
    connection: Backend,
    records: Records,
    rulebook: Rulebook,
    folder: Path,
    as_of: date,
    shared: SharedDays | None = None,
) -> RunYield:
    """What the run in a folder came to, rule by rule; the rest is as for `look_into`."""
    opened = look_into(connection, records, rulebook, folder, as_of, shared)
    return yield_from(opened, decisions_of(connection, folder), records, rulebook, as_of)


def yield_from(
    opened: OpenCharges, decisions: ir.Table, records: Records, rulebook: Rulebook, as_of: date
) -> RunYield:
    """The same, where the open charges have been looked into."""
    rules = tuple(_rule(decisions, opened, rulebook, page, as_of) for page in rulebook.pages)
    return RunYield(rules=rules, searches=_searches(records, as_of))


def standing_yield(workspace: Workspace, run: str) -> RunYield:
    """What a run comes to now: its answers as they stand, with what was decided again after it.

    Raises
    ------
    WorkspaceError
        The records, the facts or the law have changed since.
    """
    refuse_changed(workspace, run)
    manifest = workspace.run_manifest(run)
    folder, as_of = workspace.run_folder(run), date.fromisoformat(manifest["as_of"])
    with workspace.connection() as connection:
        records = workspace.records(connection)
        return yield_of(connection, records, rulebook_of_run(workspace, manifest), folder, as_of)


def write_yield(found: RunYield, folder: Path) -> None:
    """Save what a run came to beside its decisions."""
    text = json.dumps(yield_data(found), indent=2, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def yield_data(found: RunYield) -> dict[str, Any]:
    """What a run came to, for machines."""
    return {
        "rules": [
            {
                "rule": each.rule,
                "implements": each.implements,
                "reached": _count_data(each.reached),
                **{str(name): _count_data(count) for name, count in each.classes.items()},
                "decided_on_paraphrase": _count_data(each.on_paraphrase),
                "last_verified_not_fileable": {
                    answer or "no law was read": _count_data(count)
                    for answer, count in each.last_verified.items()
                },
            }
            for each in found.rules
        ],
        "persons_searched": {
            "on_the_day_of_decision": found.searches.on_the_day,
            "on_other_days": found.searches.on_other_days,
            "never": found.searches.never,
        },
    }


def _count_data(count: Count) -> dict[str, int]:
    return {"charges": count.charges, "persons": count.persons}


def _rule(
    decisions: ir.Table, opened: OpenCharges, rulebook: Rulebook, page: Page, as_of: date
) -> RuleYield:
    mine = decisions.filter(decisions.rule == page.page_id)
    classed = _classed(mine, opened, rulebook, page, as_of)
    found = _counts(classed, "yield_class")
    classes = {each: found.get(str(each), Count()) for each in YieldClass}
    unverified = classes[YieldClass.LAW_NOT_VERIFIED].charges > 0
    paraphrased = _is_paraphrased(rulebook, page, as_of)
    return RuleYield(
        rule=page.page_id,
        implements=page.implements,
        reached=_counts(classed.mutate(every=ibis.literal("every")), "every").get("every", Count()),
        classes=classes,
        on_paraphrase=classes[YieldClass.DECIDED] if paraphrased else Count(),
        last_verified=_counts(mine, "last_verified") if unverified else {},
    )


def _counts(table: ir.Table, column: str) -> Mapping[str, Count]:
    counted = table.group_by(name=table[column].fill_null("")).agg(
        charges=table.count(), persons=table.person_hash.nunique()
    )
    rows = counted.order_by("name").to_pyarrow().to_pylist()
    return {r["name"]: Count(charges=r["charges"], persons=r["persons"]) for r in rows}


def _classed(
    mine: ir.Table, opened: OpenCharges, rulebook: Rulebook, page: Page, as_of: date
) -> ir.Table:
    """Each charge that a rule reaches, with its class."""
    standing = law_standing(rulebook, page, as_of)
    decided = mine.published != Published.REVIEW.value
    if standing is not None:
        return mine.mutate(
            yield_class=ibis.ifelse(decided, YieldClass.DECIDED.value, str(standing))
        )
    looked = opened.classes(page.page_id)
    joined = mine.left_join(looked, mine.charge_id == looked.looked_id)
    is_open = joined.outcome.isin([str(each) for each in OPEN])
    return joined.mutate(
        yield_class=ibis.cases(
            (joined.published != Published.REVIEW.value, YieldClass.DECIDED.value),
            (is_open, joined.standing.fill_null(YieldClass.NOT_LOOKED_INTO.value)),
            (joined.outcome == Outcome.MET.value, _met_and_review(rulebook, page, as_of).value),
            else_=YieldClass.NEEDS_JUDGEMENT.value,
        )
    )


def _met_and_review(rulebook: Rulebook, page: Page, as_of: date) -> YieldClass:
    """Why everything a grant asks is met and the answer is REVIEW all the same."""
    version = version_on(rulebook, page, as_of)
    is_low = version is not None and version.confidence == "low"
    return YieldClass.LAW_UNCERTAIN if is_low else YieldClass.NEEDS_JUDGEMENT


def _is_paraphrased(rulebook: Rulebook, page: Page, as_of: date) -> bool:
    """Whether a page, or one it names, has a paraphrased section in force."""
    return any(
        section.provision is not None
        and not section.provision.verbatim
        and as_of in section.in_force
        for each in rulebook.reached[page.page_id]
        for section in each.sections
    )


def _searches(records: Records, as_of: date) -> Searches:
    persons = records["persons"]
    searched = persons.history_checked_on
    counted = persons.aggregate(
        all=persons.count(),
        there=searched.count(),
        on_the_day=(searched == ibis.literal(as_of)).fill_null(False).sum().fill_null(0),
    )
    (row,) = counted.to_pyarrow().to_pylist()
    return Searches(
        on_the_day=row["on_the_day"],
        on_other_days=row["there"] - row["on_the_day"],
        never=row["all"] - row["there"],
    )
