"""Two hundred thousand charges with the files of three agencies: most decided, none wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.facts import (
    KINDS_OF_THE_COUNTY,
    RULE,
    answers_of,
    attach_file,
    take_in,
    true_answer,
    truth_of,
)
from vacatur.facts.yields import YieldClass
from vacatur.office.workspace import Workspace
from vacatur.office.yields import standing_yield

pytestmark = pytest.mark.long

PEOPLE = 91_000


def told(workspace: Workspace) -> str:
    """The yield of each rule, on one line each."""
    found = standing_yield(workspace, "latest")
    return "\n".join(
        f"{rule.implements:<15} {rule.reached.charges:>9,} reached: "
        + ", ".join(f"{name} {count.charges:,}" for name, count in rule.classes.items())
        for rule in found.rules
    )


def decided_share(workspace: Workspace) -> float:
    found = standing_yield(workspace, "latest")
    (rule,) = (each for each in found.rules if each.implements == RULE)
    return rule.classes[YieldClass.DECIDED].charges / rule.reached.charges


def test_most_charges_in_reach_are_decided_and_none_is_wrong(tmp_path: Path) -> None:
    workspace = take_in(tmp_path, people=PEOPLE, seed=4)
    truth = truth_of(tmp_path)
    assert len(truth) > 195_000
    print("\nnothing attached\n" + told(workspace))
    assert wrong_answers(workspace, truth) == {}
    assert decided_share(workspace) < 0.25
    for kind in KINDS_OF_THE_COUNTY:
        done = attach_file(workspace, tmp_path / "export" / "facts" / f"{kind}.csv", kind)
        batch = done.batch
        assert batch.rows_in == batch.attached
    print("\nhistory, supervision and laboratory attached\n" + told(workspace))
    assert wrong_answers(workspace, truth) == {}
    assert decided_share(workspace) >= 0.85


def wrong_answers(
    workspace: Workspace, truth: dict[str, dict[str, str]]
) -> dict[str, tuple[str, str]]:
    """Charges that were answered otherwise than is true, or put out of reach wrongly."""
    answers = answers_of(workspace, RULE)
    wrong = {
        charge: (answers.get((charge, RULE), ""), true_answer(row))
        for charge, row in truth.items()
        if answers.get((charge, RULE), "") not in ("REVIEW", true_answer(row))
    }
    # What only a person can answer may be out of reach for a reason that the truth does not know.
    return {charge: pair for charge, pair in wrong.items() if pair != ("", "REVIEW")}
