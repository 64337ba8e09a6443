"""A vehicle: the paper by which a remedy is asked for, as data that casework and packets use.

A rule says who can be relieved; a vehicle says who moves, where, with what, who is told, how long
anybody has to answer, and what the order reaches and does not reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.dates import Span
from vacatur.law.page import Provision
from vacatur.record.terms import Term


class VehicleWord(Term):
    """What a statement of a vehicle is about."""

    MOVES = "moves", "who asks for the relief"
    COVERS = "covers", "whether one paper speaks for one person or for many"
    FILED_IN = "filed_in", "the court or office that takes the paper"
    GROUND = "ground", "what must be shown"
    CONTAINS = "contains", "what the paper must say"
    ATTACHES = "attaches", "what goes with the paper"
    NOTIFIES = "notifies", "who must be told, and by when"
    RESPONDS = "responds", "how long somebody has to answer, and what silence means"
    HEARS = "hears", "when the court holds a hearing"
    ACTS = "acts", "what somebody must do after an event"
    FORM = "form", "the court's own form"
    FEE = "fee", "what filing costs, in US dollars"
    EXPUNGES = "expunges", "a record that the order takes out of public inspection, or ends"
    CHANGES = "changes", "a record that the order reaches otherwise"
    LEAVES = "leaves", "a record that the order does not reach"


class Actor(Term):
    """Who does something, or is told."""

    PERSON = "PERSON", "the person whose record it is, or counsel"
    PROSECUTOR = "PROSECUTOR", "the office that prosecuted"
    DEFENDANT = "DEFENDANT", "the defendant in the case"
    VICTIM = "VICTIM", "the victim or the victim's representative"
    COURT = "COURT", "the court"
    CLERK = "CLERK", "the clerk of the court"
    AGENCY = "AGENCY", "an agency that keeps records"
    GOVERNOR = "GOVERNOR", "the Governor"


class Event(Term):
    """What starts a clock or ends one."""

    FILING = "FILING", "the paper is filed"
    SERVICE = "SERVICE", "the paper is served"
    NOTICE = "NOTICE", "the notice is received"
    MAILING = "MAILING", "the notice is mailed"
    HEARING = "HEARING", "the hearing is held"
    ORDER = "ORDER", "the order is entered"
    DISPOSITION = "DISPOSITION", "the charge is disposed of"


class Circumstance(Term):
    """What must be so in a case before something has to be done. Records answer it, or nobody."""

    OPEN_WARRANT = "OPEN_WARRANT", "a warrant is open in the case"


class Breadth(Term):
    """How many people one paper speaks for."""

    INDIVIDUAL = "INDIVIDUAL", "one person's case"
    BULK = "BULK", "many people in one paper, each named in an exhibit"


class Holder(Term):
    """Who keeps a record that relief reaches or leaves."""

    COURT_FILE = "COURT_FILE", "the court's file"
    CENTRAL_REPOSITORY = "CENTRAL_REPOSITORY", "the State's criminal record repository"
    POLICE_RECORD = "POLICE_RECORD", "the records of police and prosecutors"
    PUBLIC_PORTAL = "PUBLIC_PORTAL", "the courts' public search on the web"
    FEDERAL_RECORD = "FEDERAL_RECORD", "the federal criminal record"
    BACKGROUND_SCREENERS = "BACKGROUND_SCREENERS", "companies that sell background checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleStatement:
    """One line of a `vehicle` fence. What a word does not use is null.

    `days` run from `after`, or end at `before`; null = the law read names no number. `where` is in
    which cases it has to be done; null = in every one. `dollars` is what filing costs for each
    `per`.
    """

    word: VehicleWord
    line: int
    text: str | None = None
    who: Actor | None = None
    breadth: Breadth | None = None
    holder: Holder | None = None
    days: int | None = None
    after: Event | None = None
    before: Event | None = None
    where: Circumstance | None = None
    revision: str | None = None
    dollars: int | None = None
    per: str | None = None
    waived_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleSection:
    """A provision and what it says of the vehicle."""

    citation: str
    title: str
    line: int
    in_force: Span
    confidence: str
    provision: Provision
    statements: tuple[VehicleStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A statement with the section under whose provision it stands."""

    statement: VehicleStatement
    section: VehicleSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle as its page says it, with every dated section.

    `verified_through` is the last day on which somebody checked it; later days are for a lawyer.
    `reviewed_by` is empty until a lawyer has read it.
    """

    vehicle_id: str
    path: str
    title: str
    verified_through: date
    confidence: str
    reviewed_by: str
    sections: tuple[VehicleSection, ...]
    sha256: str

    def on(self, day: date, *words: VehicleWord) -> tuple[Cited, ...]:
        """What stands in force on a day, in the order of the page; of some words, if given."""
        return tuple(
            Cited(statement=statement, section=section)
            for section in self.sections
            if day in section.in_force
            for statement in section.statements
            if not words or statement.word in words
        )
