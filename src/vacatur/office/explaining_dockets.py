"""Explaining a record that a clinic typed: one docket file, every charge that is asked about."""

from __future__ import annotations

from pathlib import Path

from vacatur.engine.explain import explain
from vacatur.engine.explanation import ChargeExplanation
from vacatur.ingest.docket import read_dockets
from vacatur.law.rulebook import Rulebook


def explain_docket(path: Path, rulebook: Rulebook) -> tuple[ChargeExplanation, ...]:
    """Explain the target charge of each docket in a file, or every charge where none is named.

    Where the docket names a rule, only that rule is explained, if the rulebook has it.
    """
    return tuple(
        explanation
        for docket in read_dockets(path, codes=rulebook.codes)
        for charge_id in (
            [docket.target] if docket.target else [c.charge_id for c in docket.record.charges()]
        )
        for explanation in [
            explain(_asked(rulebook, docket.rule), docket.record, charge_id, columns={})
        ]
    )


def _asked(rulebook: Rulebook, rule: str | None) -> Rulebook:
    return rulebook.only([rule]) if rule else rulebook
