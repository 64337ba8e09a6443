"""Charges that look alike to a page want the same facts, and the same answer follows from each."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import ibis
import pyarrow as pa
import pytest

from tests.support.engines import compiled, tables_of
from tests.support.populations import PLACES, population
from tests.support.quick import without_the_unit_rule
from vacatur.engine.compile.alike import alike
from vacatur.engine.decide_one import decide_one
from vacatur.engine.deciders import deciders_of, later_questions

DAYS = {
    "us-md": (date(2026, 2, 15),),
    "us-md-baltimore-city": (date(2019, 6, 1),),
    "us-xx": (date(2020, 2, 29),),
}
CHARGES = {"us-md": 800, "us-md-baltimore-city": 2_500, "us-xx": 1_500}


def groups_of(rulebook, page, tables, opened, day):
    """The open charges of a page, by how they look."""
    ids = ibis.memtable(pa.table({"charge_id": pa.array(sorted(opened), pa.string())}))
    rows = alike(rulebook, page, tables, ids, day).to_pyarrow().to_pylist()
    assert sorted(row["charge_id"] for row in rows) == sorted(opened)
    groups = defaultdict(list)
    for row in rows:
        key = tuple(value for name, value in sorted(row.items()) if name.startswith("alike_"))
        groups[key].append(row["charge_id"])
    return list(groups.values())


def wants(rulebook, page, record, charge_id):
    """What is asked of a charge, told without the ids of its rows, and what follows."""
    decision = decide_one(rulebook, page, record, charge_id)
    asked = [
        (
            each.question.entity,
            each.question.entity == "charge" and each.question.row_id != charge_id,
            each.question.column,
            each.question.why,
            each.if_true,
            each.if_false,
        )
        for each in deciders_of(rulebook, page, record, decision)
    ]
    later = {
        (each.entity, each.entity == "charge" and each.row_id != charge_id, each.column, each.why)
        for each in later_questions(rulebook, page, record, decision)
    }
    # of equal rows of one kind it matters whether there is one or more
    told = [(each, min(asked.count(each), 2)) for each in {*asked}]
    return decision.outcome, sorted(told, key=str), sorted(later)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name == "us-xx" else [pytest.mark.long]) for name in PLACES],
)
def test_charges_that_look_alike_want_the_same_facts(name):
    rulebook = without_the_unit_rule(name)
    people = population(name, CHARGES[name], seed=11)
    tables = tables_of(people)
    compared = 0
    for day in DAYS[name]:
        records = {c.charge_id: replace(r, as_of=day) for r in people for c in r.charges()}
        answers = compiled(rulebook, tables, as_of=day)
        for page in rulebook.pages:
            version = page.version_on(day)
            if version is None or version.uncertain:
                continue
            refers = [refer.condition for refer in version.refers]
            opened = {
                charge
                for charge, answer in answers[page.page_id].items()
                if answer["outcome"] in ("UNKNOWN", "NEEDS_FINDING")
                and not any(answer["conditions"][name] for name in refers)
            }
            groups = groups_of(rulebook, page, tables, opened, day)
            for members in groups:
                found = {str(wants(rulebook, page, records[m], m)): m for m in members}
                assert len(found) == 1, f"{page.page_id} on {day}: {found}"
            compared += len(opened) - len(groups)
    assert compared > 30, "no two charges looked alike"
