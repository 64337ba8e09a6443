"""Explaining a record that a clinic typed: one docket file, every charge that is asked about."""

from __future__ import annotations

from pathlib import Path

from vacatur.engine.explain import explain
from vacatur.engine.explanation import ChargeExplanation
from vacatur.ingest.docket import Docket, read_dockets
from vacatur.law.rulebook import Rulebook


def explain_docket(path: Path, rulebook: Rulebook) -> tuple[ChargeExplanation, ...]:
    """Explain each docket of a file."""
    return tuple(
        explanation
        for docket in read_dockets(path, codes=rulebook.codes)
        for explanation in explain_one(docket, rulebook)
    )


def explain_one(docket: Docket, rulebook: Rulebook) -> tuple[ChargeExplanation, ...]:
    """Explain the target charge of a docket, or every charge where none is named.

    Where the docket names a rule, only that rule is explained, if the rulebook has it.
    """
    charges = [docket.target] if docket.target else [c.charge_id for c in docket.record.charges()]
    asked = rulebook.only([docket.rule]) if docket.rule else rulebook
    return tuple(explain(asked, docket.record, each, columns={}) for each in charges)
