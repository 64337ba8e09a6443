"""Every gate of casework: what it refuses, in which words, and what passes just beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support.matters import (
    CHECKED,
    DAY,
    DECISION,
    DOE,
    FILING_DUTY,
    LEE,
    NOW,
    PACKET,
    PAPER,
    ROE,
    VICTIM_DUTY,
    matter_in,
    scene,
)
from vacatur.errors import MoveRefused
from vacatur.law.vehicle import Event, Holder
from vacatur.matters import commands as c
from vacatur.matters import gates as g
from vacatur.matters.allowed import ALLOWED, CLERKS
from vacatur.matters.matter import Filing, Matter
from vacatur.matters.moves import event_of
from vacatur.matters.states import Answer, Discharge, Harm, Order, Receipt, Role, State
from vacatur.record.particulars import Stated

ONE_DAY = timedelta(days=1)
BEFORE, AFTER = DAY - ONE_DAY, DAY + ONE_DAY
OTHER = "d" * 64
APPROVE = c.Approve(by=ROE.name, decision_hash=DECISION)
SUBMIT = c.Submit(by=LEE.name, document=PAPER, on=DAY)
FOLLOW = c.FollowLaw(by=ROE.name, on=DAY)
CLOSE = c.Close(by=ROE.name, on=DAY)
FINDING = replace(NOW, open_answers=("c/1 by XX-1: NEEDS_FINDING",))
LINKS = replace(NOW, waits_for_links=2)
LATE = CHECKED + ONE_DAY


def refusal(command: c.Command, matter: Matter, member: g.Member = ROE, **changed: object) -> str:
    with pytest.raises(MoveRefused) as refused:
        event_of(command, scene(matter, member, **changed))
    return str(refused.value)


def passes(command: c.Command, matter: Matter, member: g.Member = ROE, **changed: object) -> None:
    event_of(command, scene(matter, member, **changed))


def with_open(matter: Matter, *duties: int) -> Matter:
    """The same matter, as if some of its duties had never been discharged."""
    reopened = {each.number: replace(each, how=None, on=None, by=None) for each in matter.duties}
    return replace(
        matter,
        duties=tuple(
            reopened[each.number] if each.number in duties else each for each in matter.duties
        ),
    )


PREPARED, PACKETED = matter_in(State.PREPARED), matter_in(State.PACKETED)
AUTOMATIC = matter_in(State.APPROVED, files_paper=False)
FILED = matter_in(State.FILED, happened={Event.FILING: DAY})
HEARD = replace(FILED, happened={Event.FILING: DAY, Event.HEARING: AFTER})
CHANGED = tuple(replace(each, changed_on=DAY) for each in FILED.records)
RELIEVED = matter_in(
    State.RELIEVED,
    order=Order.GRANTED,
    happened={Event.FILING: DAY, Event.ORDER: DAY},
    records=CHANGED,
    person_told_on=DAY,
)


# ---- what the answer says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "matter"), [(APPROVE, PREPARED), (SUBMIT, PACKETED), (FOLLOW, AUTOMATIC)]
)
class TestTheAnswerStands:
    def test_nothing_holds_it(self, command, matter):
        passes(command, matter)

    def test_an_open_question_holds_it(self, command, matter):
        said = refusal(command, matter, standing=FINDING)
        assert "1 charges are not decided" in said
        assert "NEEDS_FINDING" in said

    def test_a_doubtful_link_holds_it(self, command, matter):
        assert "2 pairs of cases wait for a look" in refusal(command, matter, standing=LINKS)

    def test_law_holds_it_from_the_day_after_it_was_checked(self, command, matter):
        passes(command, matter, today=CHECKED)
        assert f"checked through {CHECKED}" in refusal(command, matter, today=LATE)

    def test_another_answer_holds_it(self, command, matter):
        said = refusal(command, matter, standing=replace(NOW, decision_hash=OTHER))
        assert "has changed since it was opened" in said

    def test_a_caller_that_asks_no_run_is_a_fault_and_no_refusal(self, command, matter):
        with pytest.raises(ValueError, match="what the latest run says"):
            event_of(command, scene(matter, standing=None))


def test_an_answer_that_changed_while_it_was_on_the_screen_is_not_approved():
    shown = c.Approve(by=ROE.name, decision_hash=OTHER)
    assert "has changed since it was opened" in refusal(shown, PREPARED)


@pytest.mark.parametrize(("command", "matter"), [(SUBMIT, PACKETED), (FOLLOW, AUTOMATIC)])
def test_what_was_approved_is_what_is_filed(command, matter):
    for approved in (OTHER, None):
        said = refusal(command, replace(matter, approved_hash=approved))
        assert "has changed since it was opened" in said


# ---- who ---------------------------------------------------------------------------------------


def test_an_attorney_approves():
    said = refusal(APPROVE, replace(PREPARED, prepared_by=DOE.name), LEE)
    assert "[P. Lee] is on the staff as [paralegal]" in said
    passes(APPROVE, PREPARED, DOE)


def test_nobody_approves_what_they_prepared():
    said = refusal(APPROVE, replace(PREPARED, prepared_by=ROE.name))
    assert "[A. Roe] prepared it" in said


def test_an_attorney_attests_that_a_duty_is_not_needed_and_anybody_that_it_was_done():
    matter = with_open(PREPARED, 1)
    attest = c.DischargeDuty(
        by=LEE.name, duty=1, how=Discharge.NOT_NEEDED, on=DAY, evidence="No victim."
    )
    assert "an attorney must attest" in refusal(attest, matter, LEE)
    passes(attest, matter, ROE)
    passes(replace(attest, how=Discharge.DONE), matter, LEE)


# ---- duties ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("command", "matter"), [(APPROVE, PREPARED), (SUBMIT, PACKETED)])
def test_a_duty_before_filing_holds_the_filing(command, matter):
    assert f"open duties: 2. {FILING_DUTY.text}" in refusal(command, with_open(matter, 2))


def test_the_victim_is_told_before_anything_is_filed():
    passes(APPROVE, with_open(PREPARED, 1))
    assert "no proof that the victim was told" in refusal(SUBMIT, with_open(PACKETED, 1))


def test_a_duty_before_the_hearing_holds_the_hearing_and_a_grant():
    heard = c.RecordHearing(by=ROE.name, on=DAY)
    assert f"1. {VICTIM_DUTY.text}" in refusal(heard, with_open(FILED, 1))
    assert "open duties" in refusal(order(Order.GRANTED), with_open(FILED, 1))
    passes(order(Order.DENIED), with_open(FILED, 1))


def test_every_duty_holds_the_closing_of_what_was_granted():
    passes(CLOSE, RELIEVED)
    for number in (1, 2, 3):
        assert "open duties" in refusal(CLOSE, with_open(RELIEVED, number))
    refused = replace(RELIEVED, state=State.REFUSED, order=Order.DENIED)
    passes(CLOSE, with_open(refused, 1, 2, 3))


def test_a_duty_is_discharged_once_and_only_if_there_is_one():
    done = c.DischargeDuty(by=LEE.name, duty=2, how=Discharge.DONE, on=DAY, evidence="Paid.")
    assert f"duty [2] was discharged on {DAY} by [P. Lee]" in refusal(done, PREPARED)
    assert "there is no duty [9]" in refusal(replace(done, duty=9), PREPARED)
    passes(done, with_open(PREPARED, 2))


def test_a_duty_was_not_done_tomorrow():
    done = c.DischargeDuty(by=LEE.name, duty=2, how=Discharge.DONE, on=AFTER, evidence="Paid.")
    assert "lies before the day on which it was done" in refusal(done, with_open(PREPARED, 2))


# ---- papers ------------------------------------------------------------------------------------


def test_nobody_files_what_the_law_gives_of_itself_and_nobody_follows_what_must_be_asked_for():
    packet = c.RecordPacket(by=LEE.name, packet_sha256=PACKET, files=("a.pdf",))
    assert "nobody files [us-xx/motion]" in refusal(packet, AUTOMATIC)
    assert "nobody files" in refusal(SUBMIT, replace(PACKETED, files_paper=False))
    assert "must be asked for" in refusal(FOLLOW, matter_in(State.APPROVED))


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        (None, False),
        (Receipt.ACCEPTED, False),
        (Receipt.REJECTED, False),
        (Receipt.NOT_RECEIVED, True),
    ],
)
def test_the_same_paper_goes_again_only_if_the_court_never_had_it(said, goes):
    sent = Filing(document=PAPER, content_sha256=PACKET, submitted_on=DAY, receipt=said)
    matter = replace(PACKETED, filings=(sent,))
    if goes:
        passes(SUBMIT, matter)
    else:
        assert f"the same paper went to the court on {DAY}" in refusal(SUBMIT, matter)
    passes(SUBMIT, replace(matter, packet_sha256=OTHER))


def test_relief_is_closed_when_every_record_has_changed_and_the_person_knows():
    left = (CHANGED[0], replace(CHANGED[1], changed_on=None))
    assert "not changed yet: CENTRAL_REPOSITORY" in refusal(CLOSE, replace(RELIEVED, records=left))
    assert "the person was not told" in refusal(CLOSE, replace(RELIEVED, person_told_on=None))
    refused = replace(RELIEVED, state=State.REFUSED, order=Order.DENIED)
    assert "the person was not told" in refusal(CLOSE, replace(refused, person_told_on=None))
    passes(CLOSE, replace(refused, records=left))


def test_only_a_record_that_the_relief_reaches_can_change():
    change = c.RecordChange(by=LEE.name, holder=Holder.POLICE_RECORD, on=DAY, evidence="Read.")
    said = refusal(change, RELIEVED)
    assert "this relief does not reach [POLICE_RECORD]" in said
    assert "CENTRAL_REPOSITORY, COURT_FILE" in said


def test_a_notice_is_no_other_event():
    notice = c.RecordNotice(by=LEE.name, event=Event.ORDER, on=DAY, evidence="Mail.")
    assert "[ORDER] is no notice" in refusal(notice, FILED)
    for event in (Event.NOTICE, Event.SERVICE, Event.MAILING):
        passes(replace(notice, event=event), FILED)


# ---- days and words ----------------------------------------------------------------------------


def order(what: Order, on: date = DAY) -> c.RecordOrder:
    return c.RecordOrder(by=LEE.name, order=what, on=on, reasons="Order of that day.")


@pytest.mark.parametrize(
    ("command", "matter", "what", "earliest"),
    [
        (
            c.RecordReceipt(by="", receipt=Receipt.ACCEPTED, on=DAY, reference="x"),
            matter_in(State.SUBMITTED),
            "the paper was sent",
            DAY,
        ),
        (c.RecordNotice(by="", event=Event.NOTICE, on=DAY, evidence="x"), FILED, "the filing", DAY),
        (c.SetHearing(by="", day=DAY), FILED, "the filing", DAY),
        (c.RecordHearing(by="", on=DAY), FILED, "the filing", DAY),
        (order(Order.GRANTED), FILED, "the filing", DAY),
        (order(Order.DENIED), HEARD, "the hearing", AFTER),
        (
            c.RecordChange(by="", holder=Holder.COURT_FILE, on=DAY, evidence="x"),
            RELIEVED,
            "the order",
            DAY,
        ),
        (CLOSE, RELIEVED, "the person was told", DAY),
    ],
    ids=lambda x: type(x).__name__ if isinstance(x, c.Command) else None,
)
def test_nothing_happens_before_what_it_follows(command, matter, what, earliest):
    field = "day" if isinstance(command, c.SetHearing) else "on"
    passes(replace(command, **{field: earliest}), matter)
    said = refusal(replace(command, **{field: earliest - ONE_DAY}), matter)
    assert f"lies before {what} ({earliest})" in said


@pytest.mark.parametrize(
    ("command", "field", "matter"),
    [
        (c.RecordHarm(by="", harms=(), evidence="x"), "evidence", PREPARED),
        (
            c.StateParticular(by="", particular=Stated.TRIAL, text="x"),
            "text",
            matter_in(State.OPEN),
        ),
        (
            c.DischargeDuty(by="", duty=2, how=Discharge.DONE, on=DAY, evidence="x"),
            "evidence",
            with_open(PREPARED, 2),
        ),
        (c.SendBack(by="", reason="x"), "reason", PREPARED),
        (c.WithdrawApproval(by="", reason="x"), "reason", PACKETED),
        (SUBMIT, "document", PACKETED),
        (
            c.RecordReceipt(by="", receipt=Receipt.REJECTED, on=DAY, reference="x"),
            "reference",
            matter_in(State.SUBMITTED),
        ),
        (c.RecordNotice(by="", event=Event.NOTICE, on=DAY, evidence="x"), "evidence", FILED),
        (c.RecordAnswer(by="", answer=Answer.SILENT, on=DAY, text="x"), "text", FILED),
        (order(Order.DENIED), "reasons", FILED),
        (order(Order.GRANTED), "reasons", FILED),
        (
            c.RecordChange(by="", holder=Holder.COURT_FILE, on=DAY, evidence="x"),
            "evidence",
            RELIEVED,
        ),
        (c.TellScreeners(by="", on=DAY, evidence="x"), "evidence", RELIEVED),
        (c.TellPerson(by="", on=DAY, how="x"), "how", RELIEVED),
        (c.SetAside(by="", on=DAY, reason="x"), "reason", PREPARED),
        (c.TakeUp(by="", reason="x"), "reason", matter_in(State.SET_ASIDE)),
    ],
    ids=lambda x: type(x).__name__ if isinstance(x, c.Command) else None,
)
def test_no_move_is_without_its_words(command, field, matter):
    passes(replace(command, **{field: "Said so."}), matter)
    for blank in ("", "  \n"):
        said = refusal(replace(command, **{field: blank}), matter)
        assert said.startswith("say ")


def test_a_clerk_enters_what_others_said_and_gives_no_other_command():
    clerk = g.Member(name="C. Coe", role=Role.CLERK)
    matter = matter_in(State.FILED)
    order = c.RecordOrder(by=clerk.name, order=Order.DENIED, on=DAY, reasons="Read out.")
    assert event_of(order, scene(matter, clerk)).order is Order.DENIED
    harm = c.RecordHarm(by=clerk.name, harms=(Harm.JOB,), evidence="A letter.")
    with pytest.raises(MoveRefused, match="a clerk may not"):
        event_of(harm, scene(matter, clerk))
    for command in set().union(*ALLOWED.values()) - CLERKS:
        with pytest.raises(MoveRefused, match="a clerk may not"):
            g.require_role(clerk, command)
