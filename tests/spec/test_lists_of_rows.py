"""What a cases table cannot say: objections, victims and orders already granted."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.worked import worked_rows
from vacatur.engine.decide_one import decide_one
from vacatur.engine.worked_cases import record_of_case
from vacatur.law.answers import Outcome
from vacatur.record.case import Objection, Victim
from vacatur.record.person import Relief
from vacatur.record.terms import ObjectionBy, ObjectionStatus, ReliefKind

STET = "us-md/rule-4-248-stet"
WITH_VICTIMS = (
    "us-md/coram-nobis",
    "us-md/cp-6-220-probation-before-judgment",
    "us-md/cr-5-613-1",
    "us-md/resentencing-possession",
    "us-md/rule-4-247-nolle-prosequi",
    STET,
)
WITH_ORDERS = ("us-md/coram-nobis", "us-md/cp-10-401", "us-md/resentencing-possession")


def granted(rulebook, page_id):
    """The record of the first worked case of a page whose grant is met."""
    page = rulebook.page(page_id)
    for row in worked_rows(page):
        record = record_of_case(page, row)
        if decided(rulebook, page_id, record).outcome == Outcome.MET:
            return record
    raise AssertionError(f"{page_id} shows no grant")


def decided(rulebook, page_id, record):
    return decide_one(rulebook, rulebook.page(page_id), record, "c1")


def with_case(record, **changes):
    return replace(record, cases=(replace(record.cases[0], **changes), *record.cases[1:]))


def true_names(decision):
    return {name for name, value in decision.conditions.items() if value is True}


@pytest.mark.parametrize(
    ("by", "status", "published"),
    [
        (ObjectionBy.DEFENDANT, ObjectionStatus.PENDING, "NOT_ELIGIBLE"),
        (ObjectionBy.DEFENDANT, ObjectionStatus.OVERRULED, "NOT_ELIGIBLE"),
        (ObjectionBy.DEFENDANT, ObjectionStatus.WITHDRAWN, "ELIGIBLE_STATE_MOTION"),
        (ObjectionBy.VICTIM, ObjectionStatus.PENDING, "ELIGIBLE_STATE_MOTION"),
        (ObjectionBy.DEFENDANT, None, "REVIEW"),
        (None, ObjectionStatus.PENDING, "REVIEW"),
    ],
)
def test_a_charge_is_not_stetted_over_the_objection_of_the_defendant(us_md, by, status, published):
    objection = Objection(case_id="k1", by=by, filed_date=None, status=status)
    record = with_case(granted(us_md, STET), objections=(objection,))
    assert decided(us_md, STET, record).published == published


def test_an_open_objection_keeps_a_nolle_prosequi_for_an_attorney(us_md):
    page = "us-md/rule-4-247-nolle-prosequi"
    for status, published in (("pending", "REVIEW"), ("overruled", "ELIGIBLE_STATE_MOTION")):
        objection = Objection(
            case_id="k1",
            by=ObjectionBy.VICTIM,
            filed_date=None,
            status=ObjectionStatus(status),
        )
        record = with_case(granted(us_md, page), objections=(objection,))
        assert decided(us_md, page, record).published == published


@pytest.mark.parametrize("page", WITH_VICTIMS)
def test_a_victim_on_the_record_is_for_a_lawyer(us_md, page):
    victim = Victim(case_id="k1", charge=None, notice_sent=None)
    found = decided(us_md, page, with_case(granted(us_md, page), victims=(victim,)))
    assert found.outcome == Outcome.NEEDS_FINDING
    assert "case_lists_a_victim" in true_names(found)


@pytest.mark.parametrize("page", WITH_ORDERS)
def test_an_order_already_granted_for_the_charge_is_for_a_lawyer(us_md, page):
    record = granted(us_md, page)
    for charge, sent in (("c1", True), ("another", False)):
        order = Relief(
            person_id="p1",
            kind=ReliefKind.EXPUNGEMENT,
            granted_on=date(2020, 1, 2),
            charge=charge,
        )
        found = decided(
            us_md, page, replace(record, person=replace(record.person, relief=(order,)))
        )
        assert ("relief_was_granted_before" in true_names(found)) is sent
        assert (found.outcome == Outcome.NEEDS_FINDING) is sent
