"""Random walks of diversions: whatever is tried, what must never be never is."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.diversions import ATTORNEY, CLERK, DAY, an_offer, offer, step_done
from vacatur.errors import MoveRefused
from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion import events as e
from vacatur.screening.diversion.applying import apply, fold, last_mistake, standing
from vacatur.screening.diversion.moves import event_of
from vacatur.screening.diversion.offering import event_of_offer
from vacatur.screening.diversion.states import StepEnd

DAYS = st.sampled_from([-1, 0, 0, 1, 2, 89, 90, 91, 120]).map(lambda n: DAY + timedelta(days=n))
WORDS = st.sampled_from(["Said so.", "Said so.", " "])
SERVICES = st.sampled_from(["river", "hill"])
_EACH = {
    c.Consent: {"text": WORDS},
    c.Enrol: {},
    c.EndStep: {
        "step": st.integers(1, 3),
        "how": st.sampled_from(StepEnd),
        "said_by": WORDS,
        "evidence": WORDS,
    },
    c.ExtendStep: {"step": st.integers(1, 2), "due": DAYS, "reason": WORDS},
    c.GiveNotice: {"reason": WORDS, "how": WORDS, "may_answer_until": st.none() | DAYS},
    c.AnswerNotice: {"text": WORDS},
    c.LiftNotice: {"reason": WORDS},
    c.Complete: {},
    c.RecordEnd: {"evidence": WORDS},
    c.ReturnCase: {"reason": WORDS},
    c.Withdraw: {"reason": WORDS},
    c.ConsentToReferral: {"service": SERVICES, "text": WORDS},
    c.WithdrawReferralConsent: {"service": SERVICES, "text": WORDS},
    c.Refer: {"service": SERVICES, "handed_over": WORDS},
}
COMMANDS = st.one_of([st.builds(kind, on=DAYS, **parts) for kind, parts in _EACH.items()])
UNDO = st.just("undo")
TRIES = st.lists(st.tuples(COMMANDS | UNDO, st.sampled_from([ATTORNEY, CLERK])), max_size=40)
_IN = [(c.Consent(on=DAY, text="Signed."), CLERK), (c.Enrol(on=DAY), CLERK)]
_STEPS = [(step_done(1), CLERK), (step_done(2), CLERK)]


def walked(tries):
    """The places and events of a walk, and where it stands by applying one after another."""
    enrolment = an_offer()
    events = [(1, event_of_offer(offer(), ATTORNEY))]
    for tried, member in tries:
        seq = len(events) + 1
        try:
            if tried == "undo":
                taken, what = last_mistake(1, events)
                events.append((seq, e.TakenBack(seq=taken, what=what)))
                enrolment = fold(1, enrolment.subject, events)
                continue
            event = event_of(tried, enrolment, member, today=DAY + timedelta(days=120))
        except MoveRefused:
            continue
        events.append((seq, event))
        enrolment = apply(enrolment, event)
    return events, enrolment


@settings(max_examples=120, deadline=None)
@given(
    st.tuples(st.sampled_from([[], _IN, [*_IN, *_STEPS]]), TRIES).map(
        lambda two: [*two[0], *two[1]]
    )
)
def test_whatever_is_tried_nothing_is_twice_and_nobody_is_surprised(tries):
    events, enrolment = walked(tries)
    assert fold(1, enrolment.subject, events) == enrolment

    told = None
    consents: set[str] = set()
    seen: list[type] = []
    for _, event in standing(events):
        match event:
            case e.Enrolled():
                assert e.Consented in seen
            case e.NoticeGiven():
                assert event.may_answer_until > event.on
                told = event
            case e.NoticeLifted():
                told = None
            case e.Returned():
                assert told is not None
                assert event.on > told.may_answer_until
                assert event.by == ATTORNEY.name
            case e.Completed():
                assert e.Completed not in seen
            case e.ReferralConsented():
                consents.add(event.service)
            case e.ReferralConsentWithdrawn():
                consents.discard(event.service)
            case e.Referred():
                assert event.service in consents
        seen.append(type(event))
    ends = [each for each in seen if each in (e.Returned, e.Withdrawn, e.Completed)]
    assert len(ends) <= 1
    if e.Completed in seen:
        assert not enrolment.open_steps
