"""The particulars of a matter that somebody of the staff can state, so that a paper prints them.

A court asks a paper for more than any record holds. Each definition says what a statement of it
tells, and whether a record may hold it besides. A name is never changed: statements keep it.
"""

from __future__ import annotations

from vacatur.record.terms import Term


class Stated(Term):
    """One thing that a paper says and that somebody can state."""

    DEFENDANT_NAME = (
        "defendant-name",
        "the defendant's name as the court's file writes it; a record may hold it",
    )
    DEFENDANT_BIRTH_DATE = (
        "defendant-birth-date",
        "the defendant's day of birth; a record may hold it",
    )
    DEFENDANT_ADDRESS = (
        "defendant-address",
        "where the defendant was last known to live; a record may hold an older address",
    )
    RESTITUTION = (
        "restitution",
        "what restitution was ordered in the case and what is still owed, or that none was;"
        " a record may hold part of it",
    )
    EARLIER_REVIEW = (
        "earlier-review",
        "each appeal and other review of the judgment and how it ended, or that there was none,"
        " and where somebody looked; stated only",
    )
    NEW_INFORMATION = (
        "new-information",
        "what the new information or the newly discovered evidence is, and when it came; a ground"
        " that an attorney recorded may hold it",
    )
    VICTIM_NOTICE = (
        "victim-notice",
        "how and when the victim was told, or why there is nobody to tell; stated only",
    )
    VICTIM_ADDRESS = (
        "victim-address",
        "the name and the address of the victim, or of the representative, to be told; stated only",
    )
    WARRANTS = (
        "warrants",
        "the kind of each warrant that is open in the case, the day on which it was issued, and"
        " where somebody looked; a record may hold it",
    )
    MATERIALITY = (
        "materiality",
        "why the ground bears on this judgment in particular; an attorney's answer may hold it",
    )
    JUSTICE = (
        "justice",
        "why justice and fairness justify vacating this judgment; a finding may hold who found it",
    )
    PETITIONER_IDENTITY = (
        "petitioner-identity",
        "that the petitioner is the person whom the judgment and the sentence are about, and how"
        " that is known; stated only",
    )
    TRIAL = ("trial", "the place and the day of the trial or of the plea; stated only")
    SENTENCE = ("sentence", "the sentence as it was imposed; a record may hold part of it")
    PREVIOUS_PROCEEDINGS = (
        "previous-proceedings",
        "every appeal, motion for a new trial, post conviction petition and earlier petition of"
        " this kind, and the result of each, or that there was none; stated only",
    )
    ALLEGED_ERROR = (
        "alleged-error",
        "the facts that would have led to another judgment, and the error alleged; stated only",
    )
    NOT_WAIVED = ("not-waived", "why the alleged error has not been waived; stated only")
    CONSEQUENCES = (
        "consequences",
        "what the judgment does to the person besides the sentence; a finding may hold its kind",
    )
    NO_OTHER_REMEDY = (
        "no-other-remedy",
        "why appeal, post conviction relief and other remedies are not available; stated only",
    )
    TRANSCRIPT = (
        "transcript",
        "which parts of the transcript are attached, or why they cannot be; stated only",
    )
    SERVED_ON = (
        "served-on",
        "who is served with the paper, where and how, for the certificate of service; of a paper of"
        " the State a record may hold it",
    )
    CONSENT = ("consent", "what was agreed with the other side, with whom and when; stated only")
