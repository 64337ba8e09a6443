"""The open charges of a run in groups of which every member wants the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.engine.compile.alike import alike
from vacatur.engine.decide_one import decide_one
from vacatur.engine.deciders import OPEN, deciders_of
from vacatur.engine.standing import verified_through, version_on
from vacatur.facts.needed import files_needed
from vacatur.facts.yields import Count, Want, YieldClass, class_of
from vacatur.law.answers import Outcome
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.asked import Asked, asked_of
from vacatur.office.decisions import decisions_of
from vacatur.office.loading import load_records
from vacatur.record.record import Record
from vacatur.record.tables import Records

# Groups of one page that are looked into; the charges beyond, in the smallest groups, are counted.
LOOKED_INTO = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Charges that one page left open and that want the same facts.

    `asked` is what each of them wants; it is empty where a condition that is known refers them to a
    person (`referred`). `files` are the kinds of file that together tell all of it; None where
    something is for a person. `standing` is how far they are from an answer.
    """

    rule: str
    example: str
    charges: int
    standing: YieldClass
    asked: tuple[Asked, ...]
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
    connection: Backend, records: Records, rulebook: Rulebook, folder: Path, as_of: date
) -> OpenCharges:
    """Group the open charges of a run, and explain one of each group.

    `records` are what the run was made of, `folder` is where it is written.
    """
    groups: list[Group] = []
    parts: list[ir.Table] = []
    for page in rulebook.pages:
        if law_standing(rulebook, page, as_of) or version_on(rulebook, page, as_of) is None:
            continue
        members = _members(connection, records, rulebook, folder, page, as_of)
        groups += _groups(records, rulebook, page, members, as_of)
        parts.append(members)
    return OpenCharges(tuple(groups), _one_table(parts))


def _members(
    connection: Backend,
    records: Records,
    rulebook: Rulebook,
    folder: Path,
    page: Page,
    as_of: date,
) -> ir.Table:
    decisions = decisions_of(connection, folder)
    opened = decisions.filter(
        (decisions.rule == page.page_id) & decisions.outcome.isin([str(each) for each in OPEN])
    )

    def hold(table: Any) -> Any:
        return connection.create_table(ibis.util.gen_name("alike"), table, temp=True)

    looks = hold(alike(rulebook, page, records, opened, as_of, hold=hold))
    keys = [looks[name] for name in looks.columns if name.startswith("alike_")]
    example = looks.charge_id.min().over(ibis.window(group_by=keys))
    return hold(
        looks.select("charge_id", "person_id", rule=ibis.literal(page.page_id), example=example)
    )


def _groups(
    records: Records, rulebook: Rulebook, page: Page, members: ir.Table, as_of: date
) -> Iterator[Group]:
    sizes = members.group_by("example").agg(charges=members.count())
    largest = sizes.order_by(ibis.desc("charges"), "example").limit(LOOKED_INTO)
    found = {row["example"]: row["charges"] for row in largest.to_pyarrow().to_pylist()}
    loaded = load_records(records, found, as_of=as_of)
    for example, charges in found.items():
        yield group_of(rulebook, page, loaded[example], example, charges)


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
    deciders = () if referred else deciders_of(rulebook, page, record, decision)
    asked = asked_of(deciders, example)
    wants = [
        Want(entity=a.entity, column=a.column, why=a.why, rows=a.rows, decides=a.decides)
        for a in asked
    ]
    standing = class_of(wants, needs_finding=decision.outcome is Outcome.NEEDS_FINDING)
    judged = standing is YieldClass.NEEDS_JUDGEMENT
    return Group(
        rule=page.page_id,
        example=example,
        charges=charges,
        standing=standing,
        asked=asked,
        referred=referred,
        files=None if judged else files_needed((a.entity, a.column) for a in asked),
    )


def _one_table(parts: list[ir.Table]) -> ir.Table:
    if parts:
        return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    return _texts({"charge_id": (), "person_id": (), "rule": (), "example": ()})


def _texts(columns: Mapping[str, Iterable[str]]) -> ir.Table:
    return ibis.memtable(
        pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    )
