"""Where an enrolment stands, and the words of diversion. Each carries its definition."""

from __future__ import annotations

from vacatur.record.terms import Term


class State(Term):
    """Where an enrolment stands."""

    OFFERED = "offered", "the person was told of the programme and has not enrolled"
    ENROLLED = "enrolled", "the person is in the programme"
    NOTICE_GIVEN = "notice_given", "the person was told that a return is meant, and may answer"
    COMPLETED = "completed", "every step is done; how the charge ended is not recorded yet"
    CLOSED = "closed", "it was completed, and the charge has ended"
    RETURNED = "returned", "an attorney sent the charge back"
    WITHDRAWN = "withdrawn", "the person did not begin, or left"


ENDED = frozenset({State.CLOSED, State.RETURNED, State.WITHDRAWN})


class StepEnd(Term):
    """How a step came to its end."""

    DONE = "done", "the person did it"
    NOT_NEEDED = "not_needed", "an attorney attests that it is not needed, or waives it"


class Waiting(Term):
    """What an enrolment waits for."""

    OFFER = "offer", "an attorney decided to divert a screened charge, and nothing was offered yet"
    CONSENT = "consent", "the person has not said whether they consent"
    ENROLMENT = "enrolment", "the person consented and is not enrolled"
    STEP = "step", "a step is open, and not late"
    OVERDUE = "overdue", "the last day of a step is over; nothing follows of itself"
    COMPLETION = "completion", "every step is done, and nobody has recorded the completion"
    DISMISSAL = "dismissal", "it was completed, and how the charge ended is not recorded"
    ANSWER = "answer", "a notice was given, and the person may still answer"
    DECISION = "decision", "the days of a notice are over: an attorney lifts it or returns the case"
