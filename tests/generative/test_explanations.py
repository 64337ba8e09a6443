"""Every generated charge can be explained, whatever is missing from its record."""

import pytest

from tests.support.populations import PLACES, population
from tests.support.quick import without_the_unit_rule
from vacatur.engine.explain import explain
from vacatur.law.answers import Published


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.long] if name == "us-md" else []) for name in PLACES],
)
def test_every_generated_charge_can_be_explained(name):
    rulebook = without_the_unit_rule(name)
    for record in population(name, 250, seed=5):
        for charge in record.charges():
            told = explain(rulebook, record, charge.charge_id, columns={})
            assert told.charge_id == charge.charge_id
            ranks = [Published(rule.decision.published).rank for rule in told.rules]
            assert ranks == sorted(ranks), "best remedy first"
