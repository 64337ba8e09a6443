"""What was known on a day: a fact dated later has not happened yet.

A later disposition reads as pending, a later search as no search, a later order as none. So an
answer for 2014 does not depend on what the court did in 2016, and deleting every later fact changes
nothing. `engine.compile.masks` says the same to the compiler.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.findings import Findings
from vacatur.record.person import Diversion, Person
from vacatur.record.record import Record
from vacatur.record.terms import Completion, Disposition, DiversionStatus, Treatment


def as_known_on(record: Record, day: date) -> Record:
    """The record as somebody would have found it on `day`, decided on `day`."""
    return Record(
        record_id=record.record_id,
        as_of=day,
        person=person_as_known(record.person, day),
        cases=tuple(case_as_known(case, day) for case in record.cases),
        findings={key: findings_as_known(each, day) for key, each in record.findings.items()},
    )


def _not_later(value: date | None, day: date) -> date | None:
    return None if value is None or value > day else value


def _happened(value: date | None, day: date) -> bool:
    """A date that nobody recorded does not show that the fact came later."""
    return value is None or value <= day


def person_as_known(person: Person, day: date) -> Person:
    """A person, and the lists that hang on one, as somebody would have found them on `day`."""

    def so_far(rows: tuple[Any, ...] | None, column: str) -> tuple[Any, ...] | None:
        if rows is None:
            return None
        return tuple(row for row in rows if _happened(getattr(row, column), day))

    diversions = so_far(person.diversions, "enrolled_date")
    return replace(
        person,
        death_date=_not_later(person.death_date, day),
        history_checked_on=_not_later(person.history_checked_on, day),
        registrations=so_far(person.registrations, "convicted_on"),
        warrants=so_far(person.warrants, "issued_date"),
        diversions=None if diversions is None else tuple(_diversion(d, day) for d in diversions),
        relief=so_far(person.relief, "granted_on"),
    )


def _diversion(diversion: Diversion, day: date) -> Diversion:
    if _happened(diversion.ended_date, day):
        return diversion
    return replace(diversion, ended_date=None, status=DiversionStatus.ENROLLED)


def case_as_known(case: Case, day: date) -> Case:
    """A case with those of its charges that had begun by `day`."""
    objections = case.objections
    victims = case.victims
    return replace(
        case,
        filed_date=_not_later(case.filed_date, day),
        notice_date=_not_later(case.notice_date, day),
        charges=tuple(_charge(c, day) for c in case.charges if _happened(begins(c), day)),
        objections=None
        if objections is None
        else tuple(each for each in objections if _happened(each.filed_date, day)),
        victims=None
        if victims is None
        else tuple(replace(v, notice_sent=_not_later(v.notice_sent, day)) for v in victims),
    )


def begins(charge: Charge) -> date | None:
    """The day a charge came to be known: arrest, else the charging document, else the offence."""
    return charge.arrest_date or charge.issued_date or charge.offense_date


def _charge(charge: Charge, day: date) -> Charge:
    charge = replace(
        charge,
        arrest_date=_not_later(charge.arrest_date, day),
        issued_date=_not_later(charge.issued_date, day),
        offense_date=_not_later(charge.offense_date, day),
    )
    if not _happened(charge.disposition_date, day):
        charge = _still_pending(charge)
    if not _happened(charge.sentence_end, day) and charge.sentence_completion in (
        Completion.SATISFACTORY,
        Completion.UNSATISFACTORY,
    ):
        charge = replace(charge, sentence_completion=Completion.NOT_COMPLETE)
    if not _happened(charge.pardon_signed_date, day):
        charge = replace(charge, pardon_signed_date=None, pardon_docketed=None)
    return charge


def _still_pending(charge: Charge) -> Charge:
    return replace(
        charge,
        disposition=Disposition.PENDING,
        disposition_recorded=None,
        disposition_date=None,
        treatment=Treatment.NOT_APPLICABLE,
        sentence_end=None,
        sentence_completion=Completion.NOT_APPLICABLE,
    )


def findings_as_known(findings: Findings, day: date) -> Findings:
    """Findings without a ground that came in later."""
    if _happened(findings.ground_received_date, day):
        return findings
    return replace(
        findings,
        ground_id=None,
        ground_type=None,
        ground_received_date=None,
        ground_document=None,
        ground_known_before_judgment=None,
        ground_integrity=None,
        ground_justice=None,
        ground_role=None,
        ground_materiality=None,
        ground_reason=None,
    )
