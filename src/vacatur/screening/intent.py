"""Whether a policy's answer hangs on articulated evidence of intent beyond the amount."""

from __future__ import annotations

from dataclasses import replace

from vacatur.engine.decide_one import decide_one
from vacatur.engine.standing import version_on
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.record import Record
from vacatur.record.terms import IntentEvidence

_NONE: tuple[IntentEvidence, ...] = ()
_SOME = (IntentEvidence.UNSPECIFIED,)


def hangs_on_intent(rulebook: Rulebook, page: Page, record: Record, charge_id: str) -> bool:
    """Whether a grant of the page would come out otherwise with evidence than without.

    What refers a charge to a person is not looked at: somebody who asks a question should ask them
    all at once.
    """
    without = _grants(rulebook, page, with_intent(record, charge_id, _NONE), charge_id)
    return without != _grants(rulebook, page, with_intent(record, charge_id, _SOME), charge_id)


def with_intent(
    record: Record, charge_id: str, evidence: tuple[IntentEvidence, ...] | None
) -> Record:
    """The record as it would be with some evidence of intent; empty = an attorney found none.

    None: nobody has looked.
    """
    return replace(
        record,
        cases=tuple(
            replace(
                case,
                charges=tuple(
                    replace(each, intent_evidence=evidence) if each.charge_id == charge_id else each
                    for each in case.charges
                ),
            )
            for case in record.cases
        ),
    )


def _grants(rulebook: Rulebook, page: Page, record: Record, charge_id: str) -> list[bool | None]:
    decision = decide_one(rulebook, page, record, charge_id)
    if decision is None or not decision.conditions:
        return []
    version = version_on(rulebook, page, decision.read_on)
    if version is None:
        return []
    return [decision.conditions[grant.when.name] for grant in version.grants]
