"""Diversion: no completion twice, no return without notice, no enrolment or referral unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest

from tests.support.diversions import (
    ATTORNEY,
    CLERK,
    DAY,
    DIRECTORY,
    USUAL,
    after,
    an_offer,
    enrolled,
    notice,
    offer,
    programme,
    step_done,
)
from vacatur.errors import MoveRefused, WorkspaceError
from vacatur.law.answers import Published
from vacatur.law.rulebook import load_rulebook
from vacatur.matters.codec import joined, parted
from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion import events as e
from vacatur.screening.diversion.allowed import ALLOWED
from vacatur.screening.diversion.applying import apply, fold, last_mistake
from vacatur.screening.diversion.moves import event_of
from vacatur.screening.diversion.offering import Screened, StatedStep, event_of_offer
from vacatur.screening.diversion.services import read_directory
from vacatur.screening.diversion.states import State, StepEnd, Waiting
from vacatur.screening.diversion.waiting import waits_for

LAST = DAY + timedelta(days=90)
LATE = LAST + timedelta(days=1)
UNTIL = LATE + timedelta(days=14)


def refused(enrolment, command, member=ATTORNEY, match=None, today=date.max):
    with pytest.raises(MoveRefused, match=match):
        event_of(command, enrolment, member, today=today)


# ---- in, and to the end -----------------------------------------------------------------------


def test_nobody_is_enrolled_who_has_not_consented():
    refused(an_offer(), c.Enrol(on=DAY), match="has not consented")
    assert enrolled().state is State.ENROLLED


def test_the_days_of_a_step_run_from_the_enrolment_and_its_last_day_is_in():
    later = DAY + timedelta(days=7)
    made = after(an_offer(), c.Consent(on=DAY, text="Signed."), c.Enrol(on=later))
    assert [each.due for each in made.steps] == [later + timedelta(days=90), None]

    mine = enrolled()
    assert mine.steps[0].due == LAST
    assert after(mine, step_done(1, LAST)).steps[0].on == LAST
    refused(mine, step_done(1, LATE), match="its last day was")


def test_a_late_step_counts_once_an_attorney_extends_it():
    extend = c.ExtendStep(on=LATE, step=1, due=LATE, reason="The class was full.")
    refused(enrolled(), extend, CLERK, match="an attorney must")
    assert after(enrolled(), extend, step_done(1, LATE)).steps[0].how is StepEnd.DONE
    refused(enrolled(), replace(extend, due=LAST), match="no later than")
    refused(enrolled(), replace(extend, step=2), match="has no last day")


def test_it_is_completed_when_every_step_is_and_only_once():
    refused(after(enrolled(), step_done(1)), c.Complete(on=DAY), match="not done: 2")
    done = after(enrolled(), step_done(1), step_done(2, DAY + timedelta(days=2)))
    refused(done, c.Complete(on=DAY + timedelta(days=1)), match="lies before step 2")
    completed = after(done, c.Complete(on=DAY + timedelta(days=2)), member=CLERK)
    assert (completed.state, completed.completed_by) == (State.COMPLETED, CLERK.name)
    refused(completed, c.Complete(on=LATE), match="it was completed on")
    refused(after(completed, c.RecordEnd(on=LATE, evidence="File note.")), c.Complete(on=LATE))


def test_that_a_step_is_not_needed_is_an_attorneys_to_say():
    waived = step_done(2, how=StepEnd.NOT_NEEDED)
    refused(enrolled(), waived, CLERK, match="an attorney must")
    assert not after(enrolled(), step_done(1), waived).open_steps
    refused(after(enrolled(), waived), step_done(2), match=r"step 2 is \[not_needed\]")


# ---- the return -------------------------------------------------------------------------------


def test_nobody_is_returned_without_a_notice_and_before_its_days_are_over():
    back = c.ReturnCase(on=LATE, reason="No answer.")
    refused(enrolled(), back, match="no notice was given")
    told = after(enrolled(), notice(LATE, UNTIL))
    for day in (LATE, UNTIL):
        refused(told, replace(back, on=day), match="may answer until")
    next_day = replace(back, on=UNTIL + timedelta(days=1))
    refused(told, next_day, CLERK, match="an attorney must")
    assert after(told, next_day).state is State.RETURNED


@pytest.mark.parametrize(
    ("enrolment", "command"),
    [
        (enrolled(), step_done(1, UNTIL)),
        (enrolled(), step_done(1, UNTIL, how=StepEnd.NOT_NEEDED)),
        (enrolled(), notice(UNTIL, UNTIL + timedelta(days=1))),
        (enrolled(), c.Withdraw(on=UNTIL, reason="Left.")),
        (after(enrolled(), step_done(1), step_done(2)), c.Complete(on=UNTIL)),
        (after(enrolled(), step_done(1), step_done(2), c.Complete(on=DAY)),
         c.RecordEnd(on=UNTIL, evidence="File note.")),
        (after(enrolled(), notice(LATE, LATE + timedelta(days=1))),
         c.ReturnCase(on=UNTIL, reason="No answer.")),
    ],
)  # fmt: skip
def test_what_has_not_happened_yet_is_not_recorded(enrolment, command):
    before = UNTIL - timedelta(days=1)
    refused(enrolment, command, match="has not come yet", today=before)
    if not (isinstance(command, c.EndStep) and command.how is StepEnd.DONE):  # that one is late
        assert event_of(command, enrolment, ATTORNEY, today=UNTIL).on == UNTIL


def test_no_way_leads_to_a_return_but_through_a_notice():
    returning = {state for state, moves in ALLOWED.items() if c.ReturnCase in moves}
    assert returning == {State.NOTICE_GIVEN}


def test_a_lifted_notice_returns_nobody():
    lifted = after(enrolled(), notice(LATE, UNTIL), c.LiftNotice(on=LATE, reason="Was ill."))
    assert lifted.may_answer_until is None
    refused(lifted, c.ReturnCase(on=UNTIL + timedelta(days=1), reason="x"), match="no notice")


def test_how_long_a_notice_runs_is_named_by_the_page_or_by_somebody_and_never_invented():
    refused(enrolled(), notice(LATE, None), match="until when the person may answer")
    refused(enrolled(), notice(LATE, LATE), match="no later day")
    ten = programme(USUAL.replace('notice("in writing")', 'notice("in writing", days=10)'))
    mine = enrolled(ten)
    assert after(mine, notice(LATE, None)).may_answer_until == LATE + timedelta(days=10)
    refused(mine, notice(LATE, LATE + timedelta(days=9)), match="the programme gives 10 days")


def test_a_person_who_was_told_can_answer_do_the_step_and_complete():
    told = after(enrolled(), notice(DAY, UNTIL), c.AnswerNotice(on=DAY, text="Was ill."))
    refused(told, c.ReturnCase(on=UNTIL, reason="x"))
    done = after(told, step_done(1), step_done(2), c.Complete(on=DAY))
    assert done.state is State.COMPLETED
    refused(done, c.ReturnCase(on=UNTIL + timedelta(days=1), reason="x"))


# ---- referrals --------------------------------------------------------------------------------


def test_nothing_is_handed_over_without_a_consent_that_stands_for_that_service():
    refer = c.Refer(on=DAY, service="river", handed_over="Name.")
    agreed = c.ConsentToReferral(on=DAY, service="river", text="Agrees.")
    refused(enrolled(), refer, match="no consent to the service")
    refused(after(enrolled(), replace(agreed, service="hill")), refer, match="no consent")
    with_consent = after(enrolled(), agreed)
    refused(with_consent, replace(refer, on=DAY - timedelta(days=1)), match="lies before")
    assert [x.service for x in after(with_consent, refer).referrals] == ["river"]
    withdrawn = c.WithdrawReferralConsent(on=DAY, service="river", text="No more.")
    refused(after(with_consent, withdrawn), refer, match="no consent to the service")


# ---- what waits -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("enrolment", "on", "waits"),
    [
        (an_offer(), DAY, [Waiting.CONSENT]),
        (after(an_offer(), c.Consent(on=DAY, text="x")), DAY, [Waiting.ENROLMENT]),
        (enrolled(), LAST, [Waiting.STEP, Waiting.STEP]),
        (enrolled(), LATE, [Waiting.OVERDUE, Waiting.STEP]),
        (after(enrolled(), step_done(1), step_done(2)), LATE, [Waiting.COMPLETION]),
        (after(enrolled(), step_done(2), notice(LATE, UNTIL)), UNTIL,
         [Waiting.ANSWER, Waiting.OVERDUE]),
        (after(enrolled(), step_done(2), notice(LATE, UNTIL)), UNTIL + timedelta(days=1),
         [Waiting.DECISION, Waiting.OVERDUE]),
        (after(enrolled(), step_done(1), step_done(2), c.Complete(on=DAY)), date.max,
         [Waiting.DISMISSAL]),
    ],
)  # fmt: skip
def test_what_is_waited_for_hangs_on_the_stated_day(enrolment, on, waits):
    assert [each.what for each in waits_for(enrolment, on)] == waits


def test_lateness_returns_nobody():
    assert enrolled().state is State.ENROLLED
    assert waits_for(enrolled(), date.max)[0].what is Waiting.OVERDUE


# ---- taking back ------------------------------------------------------------------------------


def test_what_was_taken_back_counts_no_more_and_stays():
    events = [
        (5, event_of_offer(offer(), ATTORNEY)),
        (6, e.Consented(on=DAY)),
        (9, e.Enrolled(on=DAY, due=(LAST, None))),
    ]
    assert last_mistake(1, events) == (9, "Enrolled")
    taken = [*events, (10, e.TakenBack(seq=9, what="Enrolled"))]
    assert fold(1, "s", taken) == fold(1, "s", events[:2])


@pytest.mark.parametrize(
    "told",
    [
        e.NoticeGiven(on=LATE, may_answer_until=UNTIL),
        e.NoticeLifted(on=LATE),
        e.Withdrawn(on=LATE),
        e.ReferralConsentWithdrawn(on=LATE, service="river"),
        e.Referred(on=LATE, service="river"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_the_person_was_told_or_said_is_not_taken_back(told):
    with pytest.raises(MoveRefused, match="cannot be taken back"):
        last_mistake(1, [(5, event_of_offer(offer(), ATTORNEY)), (6, told)])


# ---- offers -----------------------------------------------------------------------------------

HARRIS = load_rulebook("us-tx-harris").programmes["us-tx-harris/misdemeanor-marijuana"]
AIM = load_rulebook("us-md-baltimore-city").programmes["us-md-baltimore-city/aim-to-bmore"]
IN_2017 = date(2017, 4, 3)


def harris(answer, *, on=IN_2017, member=CLERK, **changed):
    screened = Screened(answer=answer, on=IN_2017) if answer else None
    return event_of_offer(offer(HARRIS, on=on, screened=screened, **changed), member)


def test_the_policys_answer_is_enough_and_any_other_is_an_attorneys_or_nobodys():
    assert harris(Published.DIVERT, reason="").screened == "DIVERT"
    for answer in (Published.REVIEW, None):
        with pytest.raises(MoveRefused, match="an attorney must"):
            harris(answer)
        with pytest.raises(MoveRefused, match="say why"):
            harris(answer, member=ATTORNEY, reason=" ")
        assert harris(answer, member=ATTORNEY, reason="Read the file.").reason
    for answer in (Published.DECLINE, Published.PROSECUTE, Published.NO_POLICY):
        with pytest.raises(MoveRefused, match=f"answer {answer}"):
            harris(answer, member=ATTORNEY)


def test_an_attorneys_decision_is_enough_while_its_policies_hold():
    decided = Screened(answer=Published.PROSECUTE, on=IN_2017, item=3, decided_by="A. Roe")
    holds = offer(HARRIS, on=IN_2017, screened=replace(decided, decision_holds=True), reason="")
    assert event_of_offer(holds, CLERK).decided_by == "A. Roe"
    since = offer(HARRIS, on=IN_2017, screened=decided)
    with pytest.raises(MoveRefused, match="an attorney must"):
        event_of_offer(since, CLERK)
    with pytest.raises(MoveRefused, match="say why"):
        event_of_offer(replace(since, reason=""), ATTORNEY)
    assert event_of_offer(since, ATTORNEY).reason


def test_a_page_that_was_not_checked_so_far_is_offered_by_an_attorney_who_looked():
    late = HARRIS.verified_through + timedelta(days=1)
    with pytest.raises(MoveRefused, match="an attorney must"):
        harris(Published.DIVERT, on=late)
    with pytest.raises(MoveRefused, match="was checked through"):
        harris(Published.DIVERT, on=late, member=ATTORNEY)
    assert harris(Published.DIVERT, on=late, member=ATTORNEY, checked_terms="Memo of May.")


def test_steps_stand_on_the_page_or_are_stated_by_an_attorney_and_never_both():
    with pytest.raises(MoveRefused, match="no others are added"):
        harris(Published.DIVERT, steps=[StatedStep(text="a test", due=None)])
    stated = [StatedStep(text="the class", due=date(2019, 9, 1))]
    aim = offer(AIM, on=date(2019, 3, 4), reason="First charge.", steps=stated)
    with pytest.raises(MoveRefused, match="an attorney must"):
        event_of_offer(aim, CLERK)
    with pytest.raises(MoveRefused, match="no steps are stated"):
        event_of_offer(replace(aim, steps=()), ATTORNEY)
    event = event_of_offer(aim, ATTORNEY)
    assert (event.by, event.steps[0].due) == (ATTORNEY.name, date(2019, 9, 1))
    with pytest.raises(MoveRefused, match="is not in force"):
        event_of_offer(replace(aim, on=date(2023, 1, 1)), ATTORNEY)


# ---- what is written --------------------------------------------------------------------------


def test_what_names_a_person_and_every_free_text_is_sealed():
    event = event_of_offer(offer(), ATTORNEY)
    public, private = parted(event)
    assert set(private) == {"step_texts", "whose", "reason"}
    assert "Poe" not in str(public)
    assert joined(e.Offered, public, private) == event
    forgotten = joined(e.Offered, public, None)
    assert apply(an_offer(), e.Consented(on=DAY)).steps[0].text == "do the class"
    assert fold(1, "s", [(1, forgotten)]).steps[0].text is None
    free = {
        "service",
        "reason",
        "text",
        "how",
        "evidence",
        "said_by",
        "handed_over",
        "checked_terms",
    }
    for kind in get_args(e.EnrolmentEvent):
        for name, hint in kind.__annotations__.items():
            if name in free and kind is not e.StepEnded:
                assert "Private" in str(hint), (kind, name)


# ---- the directory ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind: class", "kind: clas"), "Did you mean [class]?"),
        (("    cost: none\n", ""), "does not say [cost]"),
        (("2018-03-01", "March"), "services.yaml, line 10"),
        (("stale_after_days: 90", "stale_after_days: soon"), "is no whole number of days"),
        (("format: 1", "format: 2"), "format [2] is not known"),
    ],
)
def test_a_directory_with_a_slip_is_refused_with_its_line(tmp_path, change, said):
    file = tmp_path / "services.yaml"
    file.write_text(DIRECTORY.replace(*change), encoding="utf-8")
    with pytest.raises(WorkspaceError) as caught:
        read_directory(file)
    assert said in str(caught.value)
