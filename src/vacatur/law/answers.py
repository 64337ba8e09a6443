"""What a page may answer. docs/language.md says how outcomes come about."""

from __future__ import annotations

from enum import StrEnum

from vacatur.record.terms import Term


class Outcome(Term):
    """How one page came out for one charge."""

    MET = "MET", "a grant's condition is true and nothing bars it"
    NOT_MET = "NOT_MET", "no grant's condition can be true"
    BARRED = "BARRED", "a grant would be met, but a bar is true"
    NOT_YET = "NOT_YET", "all else is true; a period has not run"
    UNKNOWN = "UNKNOWN", "a fact is not known, or the law on that day is not certain"
    NEEDS_FINDING = "NEEDS_FINDING", "a person must judge"


class PageKind(Term):
    """What a page is allowed to speak of."""

    LAW = "law", "what a court or agency may do"
    RELIEF_POLICY = "relief_policy", "which convictions an office will ask to clear; narrows law"
    SCREENING_POLICY = "screening_policy", "which pending charges an office prosecutes"
    DEFINITION = "definition", "conditions that other pages name; it decides nothing itself"


class Published(StrEnum):
    """The published vocabulary, best remedy first."""

    ELIGIBLE_AUTOMATIC = "ELIGIBLE_AUTOMATIC"
    ELIGIBLE_STATE_MOTION = "ELIGIBLE_STATE_MOTION"
    DISMISS_SEAL = "DISMISS_SEAL"
    ELIGIBLE_PETITION = "ELIGIBLE_PETITION"
    ELIGIBLE_DISCRETIONARY = "ELIGIBLE_DISCRETIONARY"
    ELIGIBLE_PARDON_PIPELINE = "ELIGIBLE_PARDON_PIPELINE"
    REDESIGNATE = "REDESIGNATE"
    REDUCE_MISD = "REDUCE_MISD"
    PARDON_COVERED = "PARDON_COVERED"
    CASESEARCH_HIDE = "CASESEARCH_HIDE"
    NOT_YET = "NOT_YET"
    REVIEW = "REVIEW"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    CLASS_LAWFUL = "CLASS_LAWFUL"
    CLASS_CIVIL = "CLASS_CIVIL"
    CLASS_MISDEMEANOR = "CLASS_MISDEMEANOR"
    CLASS_FELONY = "CLASS_FELONY"
    CLASS_NOT_CANNABIS = "CLASS_NOT_CANNABIS"
    CLASS_NOT_PWID = "CLASS_NOT_PWID"
    DECLINE = "DECLINE"
    DIVERT = "DIVERT"
    PROSECUTE = "PROSECUTE"
    NO_POLICY = "NO_POLICY"

    @property
    def rank(self) -> int:
        """Place in the order of remedies; 0 is best."""
        return list(Published).index(self)


SCREENING_ANSWERS = frozenset(
    {Published.DECLINE, Published.DIVERT, Published.PROSECUTE, Published.NO_POLICY}
)

# Answers that send somebody to act. A page of low confidence never gives one unattended.
POSITIVE = frozenset(
    {
        Published.ELIGIBLE_AUTOMATIC,
        Published.ELIGIBLE_STATE_MOTION,
        Published.DISMISS_SEAL,
        Published.ELIGIBLE_PETITION,
        Published.ELIGIBLE_DISCRETIONARY,
        Published.ELIGIBLE_PARDON_PIPELINE,
        Published.REDESIGNATE,
        Published.REDUCE_MISD,
        Published.PARDON_COVERED,
        Published.CASESEARCH_HIDE,
        Published.DECLINE,
        Published.DIVERT,
    }
)
