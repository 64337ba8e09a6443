"""The open charges of a run in groups of which every member wants the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.engine.compile.alike import MARKED, alike
from vacatur.engine.decide import SharedDays
from vacatur.engine.decide_one import decide_one
from vacatur.engine.deciders import OPEN, Questions, deciders_of, later_questions, open_questions
from vacatur.engine.decision import Decision
from vacatur.engine.questions import Question
from vacatur.engine.standing import verified_through, version_on
from vacatur.facts.needed import files_needed
from vacatur.facts.yields import Count, Want, YieldClass, class_of
from vacatur.law.answers import Outcome
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.asked import Asked, asked_of
from vacatur.office.decisions import conditions_of, decisions_of
from vacatur.office.loading import load_records
from vacatur.office.stored import stored_in
from vacatur.record.record import Record
from vacatur.record.tables import Records

# Groups of one page that are looked into; the charges beyond, in the smallest groups, are counted.
LOOKED_INTO = 2000
# So few open charges of one page are looked into one by one, some 7 ms each: finding those alike
# costs from one second to six of making its query, whatever their number.
FEW = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Charges that one page left open and that want the same facts.

    `asked` is what each of them wants; it is empty where a condition that is known refers them to a
    person (`referred`). `later` is what they may want once that is answered. `files` are the kinds
    of file that together tell all of both; None where something is for a person. `standing` is how
    far they are from an answer.
    """

    rule: str
    example: str
    charges: int
    standing: YieldClass
    asked: tuple[Asked, ...]
    later: tuple[Asked, ...]
    referred: tuple[str, ...]
    files: tuple[str, ...] | None


@dataclass(frozen=True)
class OpenCharges:
    """A run's open charges, looked into.

    `members` has one row for each open charge and page that could be looked into: `rule`,
    `charge_id`, `person_id`, and `example`, the charge by which its group is known. A group that is
    not among `groups` lies beyond `LOOKED_INTO`.
    """

    groups: tuple[Group, ...]
    members: ir.Table

    def count_by(self, labels: Mapping[tuple[str, str], Iterable[str]]) -> dict[str, Count]:
        """Different charges and persons under each label of the groups.

        `labels` gives those of a group by (`rule`, `example`). A charge that stands under one label
        by several rules counts once.
        """
        joined = self.labelled(labels)
        counted = joined.group_by("label").agg(
            charges=joined.charge_id.nunique(), persons=joined.person_id.nunique()
        )
        return {
            row["label"]: Count(charges=row["charges"], persons=row["persons"])
            for row in counted.to_pyarrow().to_pylist()
        }

    def labelled(self, labels: Mapping[tuple[str, str], Iterable[str]]) -> ir.Table:
        """The members under each label: `rule`, `charge_id`, `person_id`, `example`, `label`."""
        rows = [(*key, label) for key, given in labels.items() for label in given]
        rules, examples, names = zip(*rows, strict=True) if rows else ((), (), ())
        columns = {"rule": rules, "example": examples, "label": names}
        return self.members.inner_join(_texts(columns), ["rule", "example"])

    def classes(self, rule: str) -> ir.Table:
        """How far each open charge of a rule is from an answer: `looked_id`, `standing`.

        Charges that were not looked into are left out.
        """
        standings = {
            (each.rule, each.example): [str(each.standing)]
            for each in self.groups
            if each.rule == rule
        }
        found = self.labelled(standings)
        return found.select(looked_id=found.charge_id, standing=found.label)


def law_standing(rulebook: Rulebook, page: Page, as_of: date) -> YieldClass | None:
    """Why no fact can help under a page on a day; None where facts can."""
    if as_of > verified_through(rulebook, page):
        return YieldClass.LAW_NOT_VERIFIED
    version = version_on(rulebook, page, as_of)
    return YieldClass.LAW_UNCERTAIN if version is not None and version.uncertain else None


def look_into(
    connection: Backend,
    records: Records,
    rulebook: Rulebook,
    folder: Path,
    as_of: date,
    shared: SharedDays | None = None,
) -> OpenCharges:
    """Group the open charges of a run, and explain one of each group.

    `records` are what the run was made of, `folder` is where it is written; `shared` is what its
    pages share, with `MARKED`, where that is at hand.
    """
    pages = [
        page
        for page in rulebook.pages
        if law_standing(rulebook, page, as_of) is None
        and version_on(rulebook, page, as_of) is not None
    ]
    with stored_in(connection, folder) as hold:
        shared = shared or SharedDays(rulebook, records, hold, MARKED)
        parts = [
            _members(connection, records, rulebook, folder, page, as_of, shared) for page in pages
        ]
    sizes = [_sizes(members) for members in parts]
    # The records of all examples at once: loading them page by page costs more than reading them.
    examples = {example for found in sizes for example in found}
    loaded = load_records(records, examples, as_of=as_of)
    groups = [
        group_of(rulebook, page, loaded[example], example, charges)
        for page, found in zip(pages, sizes, strict=True)
        for example, charges in found.items()
    ]
    return OpenCharges(tuple(groups), _one_table(parts))


def _members(
    connection: Backend,
    records: Records,
    rulebook: Rulebook,
    folder: Path,
    page: Page,
    as_of: date,
    shared: SharedDays,
) -> ir.Table:
    """Each open charge of a page with the example of its group, stored."""
    candidates = ibis.util.gen_name("candidates")

    def hold(table: Any) -> Any:
        return connection.create_table(candidates, table, temp=True)

    opened, refers = _opened(connection, folder, page, as_of)
    referred = opened.filter(opened.is_referred)
    owners = records["charges"].select("charge_id", "person_id")
    judged = referred.left_join(owners, "charge_id").drop("charge_id_right")
    wanting = opened.filter(~opened.is_referred)
    if int(wanting.count().execute()) <= FEW:
        asked, keys = wanting.left_join(owners, "charge_id").drop("charge_id_right"), ["charge_id"]
    else:
        asked = alike(rulebook, page, records, wanting, as_of, hold=hold, shared=shared.on(as_of))
        keys = [name for name in asked.columns if name.startswith("alike_")]
    parts = [_in_groups(judged, refers, page), _in_groups(asked, keys, page)]
    members = parts[0].union(parts[1])
    stored = connection.create_table(ibis.util.gen_name("members"), members, temp=True)
    connection.drop_table(candidates, force=True)  # wide, and not needed again
    return stored


def _opened(
    connection: Backend, folder: Path, page: Page, as_of: date
) -> tuple[ir.Table, list[str]]:
    """The open charges of a page with what refers them, and the names of those columns."""
    decisions = decisions_of(connection, folder)
    is_open = decisions.outcome.isin([str(each) for each in OPEN])
    opened = decisions.filter(is_open & (decisions.rule == page.page_id)).select("charge_id")
    version = page.version_on(as_of)
    assert version is not None  # pages that are not in force leave nothing open
    names = list(dict.fromkeys(refer.condition for refer in version.refers))
    conditions = conditions_of(connection, folder, page.page_id).select("charge_id", *names)
    joined = opened.left_join(conditions, "charge_id")
    flags = {f"refers_{name}": joined[name].fill_null(False) for name in names}
    is_referred = reduce(lambda a, b: a | b, flags.values(), ibis.literal(False))
    return joined.select("charge_id", is_referred=is_referred, **flags), list(flags)


def _in_groups(table: ir.Table, keys: list[str], page: Page) -> ir.Table:
    """Charges that are equal in some columns, each with the first of them as their example."""
    equal = ibis.window(group_by=[table[key] for key in keys])
    example = table.charge_id.min().over(equal)
    return table.select("charge_id", "person_id", rule=ibis.literal(page.page_id), example=example)


def _sizes(members: ir.Table) -> dict[str, int]:
    """The largest groups of a page by their example, each with its charges."""
    sizes = members.group_by("example").agg(charges=members.count())
    largest = sizes.order_by(ibis.desc("charges"), "example").limit(LOOKED_INTO)
    return {row["example"]: row["charges"] for row in largest.to_pyarrow().to_pylist()}


def group_of(
    rulebook: Rulebook, page: Page, record: Record, example: str, charges: int = 1
) -> Group:
    """What one open charge wants, as a group of which it is the example."""
    decision = decide_one(rulebook, page, record, example)
    version = page.version_on(record.as_of)
    assert decision is not None  # the run decided it,
    assert version is not None  # under a version in force
    refers = (refer.condition for refer in version.refers)
    referred = tuple(dict.fromkeys(x for x in refers if decision.conditions[x] is True))
    opened = {} if referred else open_questions(rulebook, page, record, decision)
    asked = asked_of(_questions(rulebook, page, record, decision, opened), example)
    needs_finding = decision.outcome is Outcome.NEEDS_FINDING
    standing = class_of(_wants(asked), needs_finding=needs_finding)
    later: tuple[Asked, ...] = ()
    if standing is YieldClass.SEVERAL_FACTS_AWAY:
        questions = later_questions(rulebook, page, record, decision, asked=opened)
        later = asked_of(((question, False) for question in questions), example)
    return Group(
        rule=page.page_id,
        example=example,
        charges=charges,
        standing=standing,
        asked=asked,
        later=later,
        referred=referred,
        files=_files(standing, (*asked, *later)),
    )


def _files(standing: YieldClass, asked: tuple[Asked, ...]) -> tuple[str, ...] | None:
    """The kinds of file that tell all that is asked; None where a person must."""
    judged = standing is YieldClass.NEEDS_JUDGEMENT or any(w.for_a_person for w in _wants(asked))
    return None if judged else files_needed((each.entity, each.column) for each in asked)


def _wants(asked: Iterable[Asked]) -> list[Want]:
    return [
        Want(entity=a.entity, column=a.column, why=a.why, rows=a.rows, decides=a.decides)
        for a in asked
    ]


def _questions(
    rulebook: Rulebook, page: Page, record: Record, decision: Decision, opened: Questions
) -> Iterator[tuple[Question, bool]]:
    """The open questions, each with whether it is the only one and either answer decides."""
    if len(opened) != 1:
        yield from ((question, False) for question in opened)
    else:
        deciders = deciders_of(rulebook, page, record, decision, asked=opened)
        yield from ((each.question, each.decides) for each in deciders)


def _one_table(parts: list[ir.Table]) -> ir.Table:
    if parts:
        return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    return _texts({"charge_id": (), "person_id": (), "rule": (), "example": ()})


def _texts(columns: Mapping[str, Iterable[str]]) -> ir.Table:
    return ibis.memtable(
        pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    )
