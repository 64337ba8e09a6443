"""The words of screening that an attorney says."""

from __future__ import annotations

from vacatur.record.terms import Term


class ShownBy(Term):
    """Where evidence of intent is articulated."""

    STATEMENT_OF_PROBABLE_CAUSE = "statement_of_probable_cause", "a statement of probable cause"
    BODY_WORN_CAMERA = "body_worn_camera", "the footage of a body-worn camera"
    OTHER = "other", "another document, which is named"


class ChargingDecision(Term):
    """What an attorney of the office decides of a charge that came in."""

    DECLINED = "declined", "the charge is not prosecuted"
    DIVERTED = "diverted", "the person is referred to diversion"
    CHARGED = "charged", "the charge is prosecuted"
