"""Every generated charge can be explained, whatever is missing from its record."""

import pytest

from tests.support.populations import PLACES, population
from vacatur.engine.explain import explain
from vacatur.law.answers import Published
from vacatur.law.rulebook import load_rulebook


@pytest.mark.parametrize("name", PLACES)
def test_every_generated_charge_can_be_explained(name):
    rulebook = load_rulebook(name)
    for record in population(name, 250, seed=5):
        for charge in record.charges():
            told = explain(rulebook, record, charge.charge_id, columns={})
            assert told.charge_id == charge.charge_id
            ranks = [Published(rule.decision.published).rank for rule in told.rules]
            assert ranks == sorted(ranks), "best remedy first"
