"""Which cases a ground touches: by role, day, unit and evidence; what is not said is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from vacatur.facts.affected import ChargeThere, Part, Standing, affected_cases
from vacatur.facts.ground import AffectedPerson, Ground, GroundStatus, KnownAs
from vacatur.facts.ground_names import Printed, link_all
from vacatur.record.terms import Disposition, Evidence, GroundType, Materiality, ParticipantRole

RECEIVED = date(2018, 6, 1)
FIRST, LAST = date(2012, 1, 1), date(2016, 12, 31)
ONE_DAY = timedelta(days=1)
PERSON = AffectedPerson(
    label="One",
    known_as=(KnownAs(agency="EXPD", identifier="D417", names=("HALLOWMERE, QUENLY",)),),
    roles=(ParticipantRole.AFFIANT, ParticipantRole.WITNESS),
    first=FIRST,
    last=LAST,
    units=("PLAIN CLOTHES",),
    evidence=(Evidence.TESTIMONY,),
)
GROUND = Ground(
    path=Path("unit.yaml"),
    sha256="",
    ground_id="unit",
    title="A unit",
    kind=GroundType.NEW_INFORMATION,
    learned="Something.",
    document="A memorandum",
    received_on=RECEIVED,
    known_before_judgment=False,
    office="An office",
    author="A. Author",
    status=GroundStatus.DRAFT,
    adopted_by="",
    adopted_on=None,
    affects=(PERSON,),
)
PART = Part(
    case_id="k",
    charge=None,
    role=ParticipantRole.AFFIANT,
    printed=Printed("EXPD", "D417", "HALLOWMERE, QUENLY"),
    unit="PLAIN CLOTHES",
    evidence=Evidence.TESTIMONY,
    source="officers.csv, row 1",
)
CHARGE = ChargeThere(
    charge_id="k/001",
    offense_date=FIRST,
    disposition=Disposition.CONVICTED,
    disposition_date=date(2013, 1, 1),
)


def touched(*parts, charges=(CHARGE,), ground=GROUND):
    linked = link_all(ground, (part.printed for part in parts))
    found = affected_cases(ground, 2, linked, parts, {"k": charges})
    return found[0] if found else None


def standing(part=PART, charges=(CHARGE,), ground=GROUND):
    found = touched(part, charges=charges, ground=ground)
    return found.standing if found else None


def of_part(**changes):
    return standing(part=replace(PART, **changes))


def of_charge(**changes):
    return standing(charges=(replace(CHARGE, **changes),))


def test_a_part_that_fits_is_put_to_an_attorney():
    assert standing() is Standing.UNANSWERED


@pytest.mark.parametrize(
    "changes",
    [
        {"role": ParticipantRole.CHEMIST},
        {"unit": "PATROL"},
        {"evidence": Evidence.SEIZURE},
        {"printed": Printed("EXPD", "D418", "HALLOWMERE, QUENLY")},
    ],
)
def test_another_role_unit_evidence_or_number_is_outside(changes):
    assert of_part(**changes) is None


@pytest.mark.parametrize("changes", [{"unit": "plain-clothes"}, {"unit": None}, {"evidence": None}])
def test_what_the_row_does_not_say_is_not_held_against_the_case(changes):
    assert of_part(**changes) is Standing.UNANSWERED


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (FIRST - ONE_DAY, None),
        (FIRST, Standing.UNANSWERED),
        (LAST, Standing.UNANSWERED),
        (LAST + ONE_DAY, None),
        (None, Standing.TO_CHECK),
    ],
)
def test_days_of_the_offence_are_within_both_ends(day, expected):
    assert of_charge(offense_date=day) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (RECEIVED - ONE_DAY, Standing.UNANSWERED),
        (RECEIVED, Standing.JUDGED_LATER),
        (RECEIVED + ONE_DAY, Standing.JUDGED_LATER),
        (None, Standing.TO_CHECK),
    ],
)
def test_the_judgment_is_earlier_than_the_day_of_receipt(day, expected):
    assert of_charge(disposition_date=day) is expected


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        (Disposition.PBJ, Standing.UNANSWERED),
        (Disposition.MERGED, Standing.UNANSWERED),
        (Disposition.NOLLE_PROSEQUI, Standing.NO_JUDGMENT),
        (Disposition.STET, Standing.NO_JUDGMENT),
        (None, Standing.TO_CHECK),
    ],
)
def test_only_a_judgment_can_be_vacated(disposition, expected):
    assert of_charge(disposition=disposition) is expected


def test_a_role_that_is_not_recorded_is_to_be_checked():
    assert of_part(role=None) is Standing.TO_CHECK


def test_a_part_beside_one_charge_may_bear_on_the_judgment_of_another():
    acquitted = replace(CHARGE, charge_id="k/002", disposition=Disposition.ACQUITTED)
    found = touched(replace(PART, charge="k/002"), charges=(CHARGE, acquitted))

    assert found.standing is Standing.UNANSWERED
    assert [each.charge_id for each in found.charges] == ["k/001"]


def test_of_two_judgments_the_earlier_one_is_put_to_an_attorney():
    later = replace(CHARGE, charge_id="k/002", disposition_date=RECEIVED)
    found = touched(PART, charges=(CHARGE, later))

    assert [each.charge_id for each in found.charges] == ["k/001"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([Materiality.SOLE_WITNESS], Standing.SOLE_WITNESS),
        ([Materiality.CORROBORATED], Standing.EXCLUDED),
        ([Materiality.PERIPHERAL], Standing.EXCLUDED),
        ([Materiality.NOT_INVOLVED], Standing.EXCLUDED),
        ([Materiality.SOLE_WITNESS, Materiality.CORROBORATED], Standing.EXCLUDED),
        ([Materiality.SOLE_WITNESS, None], Standing.UNANSWERED),
    ],
)
def test_the_attorneys_answer_decides(answers, expected):
    charges = tuple(
        replace(
            CHARGE,
            charge_id=f"k/{number}",
            ground=answer and "unit, version 2",
            told=answer and "unit, version 2",
            materiality=answer,
        )
        for number, answer in enumerate(answers)
    )
    assert standing(charges=charges) is expected


def test_a_case_of_another_ground_is_to_be_checked():
    other = {"ground": "other, version 1", "materiality": Materiality.SOLE_WITNESS}

    assert of_charge(**other) is Standing.TO_CHECK


def test_findings_of_a_ground_that_nobody_named_are_no_answer_of_this_one():
    assert of_charge(found_by_hand=True) is Standing.TO_CHECK


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Standing.SOLE_WITNESS),
        ({"told": "unit, version 1", "ground": "unit, version 1"}, Standing.UNANSWERED),
        ({"told": None}, Standing.UNANSWERED),
        ({"told": None, "brought": True}, Standing.TO_CHECK),
        ({"brought": True}, Standing.TO_CHECK),
    ],
)
def test_only_an_answer_of_this_version_that_our_log_told_is_one(changes, expected):
    told = {"told": "unit, version 2", "ground": "unit, version 2"}

    assert of_charge(materiality=Materiality.SOLE_WITNESS, **told | changes) is expected


def test_a_case_without_charges_is_to_be_checked():
    assert standing(charges=()) is Standing.TO_CHECK


def test_a_row_of_unknown_role_beside_a_known_one_holds_nothing_up():
    assert touched(PART, replace(PART, role=None)).standing is Standing.UNANSWERED


def test_a_role_that_a_name_alone_links_is_not_the_persons():
    by_name = replace(
        PART,
        role=ParticipantRole.AFFIANT,
        printed=Printed("EXPD", None, "HALLOWMERE, QUENLY"),
    )
    sure = replace(PART, role=ParticipantRole.WITNESS)
    ground = replace(GROUND, affects=(replace(PERSON, roles=()),))
    lead = replace(by_name, role=ParticipantRole.COMPLAINING_OFFICER)

    assert touched(lead, sure, ground=ground).role is ParticipantRole.WITNESS


BY_NAME = replace(PART, printed=Printed("EXPD", None, "HALLOWMERE, QUENLY"))
BOUNDLESS = replace(
    PERSON,
    label="Two",
    known_as=(KnownAs(agency="EXPD", identifier="900", names=("MOSSWIDDLE, QUENLY",)),),
    first=None,
    last=None,
)
TWO = replace(GROUND, affects=(PERSON, BOUNDLESS))
NAMED_TWO = replace(PART, printed=Printed("EXPD", None, "MOSSWIDDLE, QUENLY"))


def test_beside_a_number_a_name_alone_reaches_no_more_charges():
    early = replace(CHARGE, charge_id="k/002", offense_date=FIRST - ONE_DAY)
    found = touched(PART, NAMED_TWO, charges=(CHARGE, early), ground=TWO)

    assert found.standing is Standing.UNANSWERED
    assert [each.charge_id for each in found.charges] == ["k/001"]
    assert len(found.touches) == 2


def test_beside_a_number_a_name_alone_holds_nothing_up():
    sure = replace(PART, printed=Printed("EXPD", "900", None))
    found = touched(sure, BY_NAME, charges=(replace(CHARGE, offense_date=None),), ground=TWO)

    assert found.standing is Standing.UNANSWERED


def test_a_judgment_that_only_a_name_reaches_is_to_be_checked():
    dropped = replace(CHARGE, disposition=Disposition.NOLLE_PROSEQUI)
    early = replace(CHARGE, charge_id="k/002", offense_date=FIRST - ONE_DAY)
    found = touched(PART, NAMED_TWO, charges=(dropped, early), ground=TWO)

    assert found.standing is Standing.TO_CHECK
    assert touched(PART, charges=(dropped, early), ground=TWO).standing is Standing.NO_JUDGMENT


def test_where_every_link_is_a_name_the_charges_are_there_to_be_checked():
    found = touched(BY_NAME)

    assert found.standing is Standing.TO_CHECK
    assert [each.charge_id for each in found.charges] == ["k/001"]


def test_the_first_of_several_roles_is_told():
    witness = replace(PART, role=ParticipantRole.WITNESS)

    assert touched(PART, witness).role is ParticipantRole.WITNESS
