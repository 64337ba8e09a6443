"""Which rows a request asks about: the persons, cases or charges whose record a file would fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from vacatur.engine.decide_one import decide_one
from vacatur.engine.deciders import later_questions, open_questions
from vacatur.facts.kinds import CHARGE, PERSON, FactKind
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.groups import Group, OpenCharges
from vacatur.office.loading import load_records
from vacatur.record.record import Record
from vacatur.record.tables import Records

# Charges whose records are held at once.
AT_ONCE = 2000


def charges_waiting(opened: OpenCharges, kind: FactKind) -> list[tuple[str, str, str, Group]]:
    """Rule, charge, person and group of each open charge that a kind of file helps to decide."""
    groups = {(g.rule, g.example): g for g in opened.groups if g.files and kind.name in g.files}
    table = opened.labelled({key: ["asked"] for key in groups})
    rows = table.order_by("rule", "charge_id").to_pyarrow().to_pylist()
    return [
        (r["rule"], r["charge_id"], r["person_id"], groups[r["rule"], r["example"]]) for r in rows
    ]


def ids_asked(
    records: Records,
    rulebook: Rulebook,
    waiting: Iterable[tuple[str, str, str, Group]],
    kind: FactKind,
    *,
    as_of: date,
) -> tuple[str, ...]:
    """Ids of the persons, cases or charges that a kind of file is about and that are asked about.

    The charge decided is known by its group. Which other charge of the person is asked about, and
    of which case, only the charge's own questions tell.
    """
    if kind.about == PERSON:
        return tuple(sorted({person for _, _, person, _ in waiting}))
    found: set[str] = set()
    unclear: list[tuple[str, str]] = []
    for rule, charge_id, _, group in waiting:
        told = [a for a in (*group.asked, *group.later) if (a.entity, a.column) in kind.tells]
        if kind.about == CHARGE and not any(each.of_other for each in told):
            found.add(charge_id)
        else:
            unclear.append((rule, charge_id))
    for start in range(0, len(unclear), AT_ONCE):
        some = unclear[start : start + AT_ONCE]
        loaded = load_records(records, {charge for _, charge in some}, as_of=as_of)
        found |= set(_by_question(rulebook, some, loaded, kind))
    return tuple(sorted(found))


def _by_question(
    rulebook: Rulebook,
    some: Iterable[tuple[str, str]],
    loaded: Mapping[str, Record],
    kind: FactKind,
) -> Iterator[str]:
    pages: Mapping[str, Page] = {page.page_id: page for page in rulebook.pages}
    for rule, charge_id in some:
        page, record = pages[rule], loaded[charge_id]
        decision = decide_one(rulebook, page, record, charge_id)
        assert decision is not None  # the run decided it
        opened = open_questions(rulebook, page, record, decision)
        later = later_questions(rulebook, page, record, decision, asked=opened)
        for question in (*opened, *later):
            if (question.entity, question.column) in kind.tells:
                yield question.row_id
