"""A visit's answers: its docket read and explained, charge by charge, as `vacatur explain` does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vacatur.engine.explanation import ChargeExplanation
from vacatur.office.clinic.drafts import read
from vacatur.office.explaining_dockets import explain_one
from vacatur.office.laws import law_named


def answers_of(docket: Mapping[str, Any], law: str) -> tuple[ChargeExplanation, ...]:
    """Explain every charge of a docket.

    Raises
    ------
    RecordError
        A field holds something that it should not.
    """
    rulebook = law_named(law)
    return explain_one(read(docket, rulebook), rulebook)
