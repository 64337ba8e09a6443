"""Diversions without a county: an invented programme, an offer of it, and the way to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vacatur.law.programme import Programme
from vacatur.law.programme_reader import parse_programme
from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion import events as e
from vacatur.screening.diversion.applying import apply, offered
from vacatur.screening.diversion.enrolment import Enrolment
from vacatur.screening.diversion.gates import Member
from vacatur.screening.diversion.moves import event_of
from vacatur.screening.diversion.offering import Offer, event_of_offer
from vacatur.screening.diversion.states import StepEnd

ATTORNEY = Member(name="A. Roe", is_attorney=True)
CLERK = Member(name="P. Lee", is_attorney=False)
DAY = date(2025, 3, 3)

FRONT = """---
id: us-xx/made
verified_through: 2025-06-30
confidence: medium
reviewed_by: nobody
---

# A programme (invented)
"""
USUAL = """\
run_by(PROSECUTOR, "the office")
stage(BEFORE_CHARGE)
step("do the class", within_days=90, after=ENROLMENT)
step("pay")
completed("both are done")
on_completion(NO_CHARGE, "none is filed")
notice("in writing")
on_return("it may be filed")
leaves(POLICE_RECORD, "nobody says")
"""


def programme_text(code: str = USUAL, *, more: str = "", settings: str = "") -> str:
    """A page of one section."""
    return (
        f"{FRONT}\n## § 1 | All of it\n\n{settings}- text: paraphrase\n- source: invented\n\n"
        f"> A class instead of a charge.\n\n```programme\n{code}```\n{more}"
    )


def programme(code: str = USUAL, **named: str) -> Programme:
    return parse_programme(programme_text(code, **named), where="made.programme.md")


def offer(made: Programme | None = None, **changed: object) -> Offer:
    """An attorney offers the programme to an invented person."""
    plain = Offer(
        programme=made or programme(),
        on=DAY,
        whose=e.Whose(name="R. Poe", case="k1", charges=("possession",)),
        screened=None,
        reason="A first arrest.",
        steps=(),
        checked_terms="",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def an_offer(made: Programme | None = None) -> Enrolment:
    return offered(1, "s" * 32, event_of_offer(offer(made), ATTORNEY))


def after(enrolment: Enrolment, *commands: c.Command, member: Member = ATTORNEY) -> Enrolment:
    """An enrolment after some commands, each by its gates."""
    for command in commands:
        enrolment = apply(enrolment, event_of(command, enrolment, member, today=date.max))
    return enrolment


def enrolled(made: Programme | None = None) -> Enrolment:
    return after(an_offer(made), *way_in())


def way_in(day: date = DAY) -> Sequence[c.Command]:
    return c.Consent(on=day, text="Signed."), c.Enrol(on=day)


def step_done(step: int, on: date = DAY, how: StepEnd = StepEnd.DONE) -> c.EndStep:
    return c.EndStep(on=on, step=step, how=how, said_by="the class", evidence="a paper")


def notice(on: date, until: date | None) -> c.GiveNotice:
    return c.GiveNotice(on=on, reason="Step 1 is late.", how="Letter.", may_answer_until=until)


# A docket that the policy of Harris County diverts.
HARRIS = {
    "id": "made",
    "as_of": "2018-04-03",
    "rule": "HAR-2017",
    "target": "c1",
    "person": {
        "birth_date": "1997-08-16",
        "history_checked_on": "2018-04-03",
        "warrants": [],
        "diversions": [],
    },
    "cases": [
        {
            "id": "k1",
            "number": "18-0412",
            "prosecuting_office": "Harris County District Attorney",
            "charges_complete": True,
            "charges": [
                {
                    "id": "c1",
                    "act": "possession",
                    "offense_date": "2018-04-01",
                    "disposition": "pending",
                    "substance": "cannabis",
                    "quantity_grams": 10,
                    "weight_basis": "lab",
                    "product_form": "flower",
                    "intent_evidence": [],
                    "circumstances": {"drug_free_zone": False},
                }
            ],
        }
    ],
    "findings": {},
}

DIRECTORY = """\
format: 1
stale_after_days: 90
services:
  - id: river-class
    name: Class of the river county (invented)
    kind: class
    contact: 555-0100
    languages: [English, Spanish]
    cost: none
    checked_on: 2018-03-01
    checked_by: P. Lee
"""
