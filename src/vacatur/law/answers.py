"""What a page may answer. docs/language.md says how outcomes come about."""

from __future__ import annotations

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


class Published(Term):
    """The published vocabulary, best remedy first."""

    ELIGIBLE_AUTOMATIC = "ELIGIBLE_AUTOMATIC", "an agency or court must act with no application"
    ELIGIBLE_STATE_MOTION = "ELIGIBLE_STATE_MOTION", "the office itself may file; the court decides"
    DISMISS_SEAL = "DISMISS_SEAL", "the conviction may be dismissed and sealed (California)"
    ELIGIBLE_PETITION = "ELIGIBLE_PETITION", "the person may file now"
    ELIGIBLE_DISCRETIONARY = "ELIGIBLE_DISCRETIONARY", "may be filed; the court weighs factors"
    ELIGIBLE_PARDON_PIPELINE = (
        "ELIGIBLE_PARDON_PIPELINE",
        "clearance runs through a pardon first (Illinois)",
    )
    REDESIGNATE = (
        "REDESIGNATE",
        "the conviction may be redesignated as a lesser offence (California)",
    )
    REDUCE_MISD = "REDUCE_MISD", "a felony may be reduced to a misdemeanor (California)"
    PARDON_COVERED = "PARDON_COVERED", "a mass pardon covers the facts; a pardon is not expungement"
    CASESEARCH_HIDE = "CASESEARCH_HIDE", "hidden from the public portal only (Maryland)"
    NOT_YET = "NOT_YET", "a period or an event will remove what stands in the way"
    REVIEW = "REVIEW", "a lawyer must decide"
    NOT_ELIGIBLE = "NOT_ELIGIBLE", "this rule does not reach the facts; another may"
    CLASS_LAWFUL = "CLASS_LAWFUL", "the conduct was lawful on its day"
    CLASS_CIVIL = "CLASS_CIVIL", "it was a civil offence"
    CLASS_MISDEMEANOR = "CLASS_MISDEMEANOR", "it was a misdemeanor"
    CLASS_FELONY = "CLASS_FELONY", "it was a felony"
    CLASS_NOT_CANNABIS = "CLASS_NOT_CANNABIS", "the substance is not cannabis"
    CLASS_NOT_PWID = "CLASS_NOT_PWID", "it was not possession with intent to distribute"
    DECLINE = "DECLINE", "the policy declines to prosecute"
    DIVERT = "DIVERT", "the policy sends it to diversion"
    PROSECUTE = "PROSECUTE", "the policy does not bar prosecution; it is no advice to charge"
    NO_POLICY = "NO_POLICY", "outside the policy's dates or scope"

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
