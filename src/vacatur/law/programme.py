"""A programme of diversion, as data that enrolments use.

A screening policy says whose charge is diverted; a programme says where to: who runs it, what the
person must do and by when, what completion and a return do, and what stays of the arrest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.dates import Span
from vacatur.law.page import Provision
from vacatur.law.vehicle import Actor, Holder
from vacatur.record.terms import Term


class ProgrammeWord(Term):
    """What a statement of a programme is about."""

    RUN_BY = "run_by", "who runs the programme"
    STAGE = "stage", "whether a charge is filed already"
    ELIGIBLE_UNDER = "eligible_under", "the screening policy that sends charges to it"
    STEP = "step", "what the person must do, and by when"
    STEPS_STATED = "steps_stated", "that an attorney states the steps in each offer"
    FEE = "fee", "what the programme costs the person, in US dollars"
    REFERS_TO = "refers_to", "a kind of service to which the person may be referred"
    COMPLETED = "completed", "what completes it"
    ON_COMPLETION = "on_completion", "what completion does to the charge"
    NOTICE = "notice", "what the person is told before a return, and how long before"
    ON_RETURN = "on_return", "what a return does"
    EXPUNGES = "expunges", "a record of the arrest that completion takes out of public inspection"
    CHANGES = "changes", "a record of the arrest that completion reaches otherwise"
    LEAVES = "leaves", "a record of the arrest that completion does not reach"


class Stage(Term):
    """Where the charge stands when the programme begins."""

    BEFORE_CHARGE = "BEFORE_CHARGE", "before a charge is filed"
    AFTER_CHARGE = "AFTER_CHARGE", "after the charge was filed"


class CompletionDoes(Term):
    """What completion does to the charge."""

    DISMISS = "DISMISS", "the charge is dismissed"
    NO_CHARGE = "NO_CHARGE", "no charge is filed"


class ProgrammeEvent(Term):
    """What starts the clock of a step."""

    OFFER = "OFFER", "the offer"
    ENROLMENT = "ENROLMENT", "the enrolment"


class ServiceKind(Term):
    """What a service does."""

    CLASS = "CLASS", "a class"
    COMMUNITY_SERVICE = "COMMUNITY_SERVICE", "a place for community service"
    TREATMENT = "TREATMENT", "treatment"
    CRISIS = "CRISIS", "help in a crisis"
    LEGAL_AID = "LEGAL_AID", "legal aid"


RECORD_WORDS = (ProgrammeWord.EXPUNGES, ProgrammeWord.CHANGES, ProgrammeWord.LEAVES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeStatement:
    """One line of a `programme` fence. What a word does not use is null.

    `within_days` run from `after`; null = no source names a number. `days` are those between a
    notice and a return; null = no source names a number. `waived_by` null: no source says who may.
    """

    word: ProgrammeWord
    line: int
    text: str | None = None
    who: Actor | None = None
    stage: Stage | None = None
    page: str | None = None
    within_days: int | None = None
    after: ProgrammeEvent | None = None
    dollars: int | None = None
    per: str | None = None
    waived_by: str | None = None
    kind: ServiceKind | None = None
    does: CompletionDoes | None = None
    vehicle: str | None = None
    days: int | None = None
    holder: Holder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSection:
    """A provision and what it says of the programme."""

    citation: str
    title: str
    line: int
    in_force: Span
    confidence: str
    provision: Provision
    statements: tuple[ProgrammeStatement, ...]

    @property
    def is_of_records(self) -> bool:
        """Whether it says what becomes of records of the arrest, and nothing of the programme."""
        return all(each.word in RECORD_WORDS for each in self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedStatement:
    """A statement with the section under whose provision it stands."""

    statement: ProgrammeStatement
    section: ProgrammeSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme as its page says it, with every dated section.

    `verified_through` is the last day on which somebody checked it; later days are for a lawyer.
    `reviewed_by` is empty until a lawyer has read it.
    """

    programme_id: str
    path: str
    title: str
    verified_through: date
    confidence: str
    reviewed_by: str
    sections: tuple[ProgrammeSection, ...]
    sha256: str

    def on(self, day: date, *words: ProgrammeWord) -> tuple[CitedStatement, ...]:
        """What stands in force on a day, in the order of the page; of some words, if given."""
        return tuple(
            CitedStatement(statement=statement, section=section)
            for section in self.sections
            if day in section.in_force
            for statement in section.statements
            if not words or statement.word in words
        )

    @property
    def dated(self) -> tuple[Span, ...]:
        """The days of those sections that name any; one without days speaks on all.

        What only says what becomes of a record has the days of its law: the programme's are others.
        """
        spans = (each.in_force for each in self.sections if not each.is_of_records)
        return tuple(span for span in spans if span.first or span.last)

    def is_in_force(self, day: date) -> bool:
        """Whether the programme speaks on a day."""
        return not self.dated or any(day in span for span in self.dated)

    @property
    def statements(self) -> tuple[ProgrammeStatement, ...]:
        """Every statement of the page, whenever it is in force."""
        return tuple(each for section in self.sections for each in section.statements)
