"""The words of a watch: how an arrest or a filing stands under the policies."""

from __future__ import annotations

from vacatur.record.terms import Term


class RowStanding(Term):
    """How an arrest row stands, by its code and its day alone. Each row has one."""

    COVERED = "covered", "a policy in force on the day declines a charge of this code, taken alone"
    BEFORE = "before the policy", "a later policy would decline it; none in force on the day does"
    NOT_COVERED = "not covered", "no policy declines a charge of this code"
    NOT_KNOWN = "not known", "the policies leave a charge of this code to an attorney"
    NOT_CLASSIFIED = "not classified", "no code list has the code"
    NO_CODE = "no code", "the feed gives no code"


class Dimension(Term):
    """By what, beside the month, rows are counted."""

    MONTH = "month", "the month alone"
    DISTRICT = "district", "police district, as recorded"
    RACE = "race", "race as the police recorded it"
    UNIT = "unit", "officer unit, as recorded"


class Approval(Term):
    """How an arrest that needs a supervisor's approval stands."""

    APPROVED = "approved", "a supervisor approved it, with a reason, no later than the arrest"
    AFTER = "approved after the arrest", "the approval came when the arrest was made"
    NOT_APPROVED = "not approved", "no approval names the arrest"
    UNKNOWN = "not known", "the arrest has no number, or its approval is not whole or not timed"
