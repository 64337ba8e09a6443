"""Where a matter stands, and the words of casework. Each carries its definition."""

from __future__ import annotations

from vacatur.record.terms import Term


class State(Term):
    """Where a matter stands."""

    OPEN = "open", "nobody works on it yet"
    ASSIGNED = "assigned", "somebody prepares it"
    PREPARED = "prepared", "ready for somebody else to approve"
    APPROVED = "approved", "an attorney who did not prepare it has approved it"
    PACKETED = "packeted", "its papers are built"
    SUBMITTED = "submitted", "sent to the court, which has not said that it has it"
    FILED = "filed", "the court has it"
    RELIEVED = "relieved", "the court granted it, or the law did; records are to change"
    REFUSED = "refused", "the court denied or dismissed it"
    CLOSED = "closed", "nothing is left to do"
    SET_ASIDE = "set_aside", "not pursued; it can be taken up again"


# The court, or a record, says something of it from here on; an answer is no longer renewed.
BEFORE_FILING = frozenset(
    {State.OPEN, State.ASSIGNED, State.PREPARED, State.APPROVED, State.PACKETED}
)
ENDED = frozenset({State.CLOSED, State.SET_ASIDE})


class Role(Term):
    """What a member of the staff may do."""

    ATTORNEY = "attorney", "prepares, approves, files, and attests"
    PARALEGAL = "paralegal", "prepares, files what was approved, and records what happened"
    SUPERVISOR = "supervisor", "an attorney who also sets the order of work"
    CLERK = "clerk", "enters what courts and agencies said, by number; reads nobody's case"


ATTORNEYS = frozenset({Role.ATTORNEY, Role.SUPERVISOR})


class Discharge(Term):
    """How a duty came to its end."""

    DONE = "done", "it was done, and there is proof"
    NOT_NEEDED = "not_needed", "an attorney attests that there is nobody to tell, nothing to do"


class Receipt(Term):
    """What a court said of a paper."""

    ACCEPTED = "accepted", "the court has it"
    REJECTED = "rejected", "the clerk sent it back"
    NOT_RECEIVED = "not_received", "the court was asked, and has never had it"


class Answer(Term):
    """What the other side said."""

    CONSENTS = "consents", "agrees, or does not object"
    OBJECTS = "objects", "objects"
    SILENT = "silent", "the time ran and nothing came"


class Order(Term):
    """What the court ordered."""

    GRANTED = "granted", "the relief is granted"
    DENIED = "denied", "the relief is denied, for reasons"
    DISMISSED = "dismissed", "the paper is dismissed without a decision on the relief"


class Harm(Term):
    """What the conviction does to the person now, as somebody recorded it. The worst is first."""

    REMOVAL = "removal", "removal from the country is under way or threatened"
    CUSTODY = "custody", "the person is held because of it"
    JOB = "job", "a job is lost or refused"
    LICENCE = "licence", "a licence is lost or refused"
    HOUSING = "housing", "a home is lost or refused"

    @property
    def rank(self) -> int:
        """Place in the order of work; 0 comes first."""
        return list(Harm).index(self)


class Review(Term):
    """What an attorney found of a sampled matter."""

    CLEAN = "clean", "the answer is right, and so is what was prepared"
    WRONG = "wrong", "something is wrong: the whole batch goes back"


class BatchState(Term):
    """Where a batch stands."""

    FROZEN = "frozen", "its matters and their answers are fixed; nothing is drawn yet"
    SAMPLED = "sampled", "a sample is drawn, and is reviewed"
    APPROVED = "approved", "what passed every gate is approved, and the rest was left out"
    SENT_BACK = "sent_back", "something was wrong, and all of it went back"


LIVE_BATCHES = frozenset({BatchState.FROZEN, BatchState.SAMPLED})
