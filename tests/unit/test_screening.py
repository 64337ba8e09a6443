"""What an office's policies say of pending charges, one record at a time."""

import json

import pytest

from vacatur.errors import RecordError, UsageError
from vacatur.law.answers import Published
from vacatur.law.rulebook import load_rulebook
from vacatur.office.screening import screen_dockets
from vacatur.screening.screened import PolicyAnswer, _together

OFFICE = "Baltimore City State's Attorney"


@pytest.fixture(scope="module")
def policies():
    return load_rulebook("us-md-baltimore-city")


def charge(name="c1", **told):
    usual = {
        "id": name,
        "incident": "i1",
        "statute": "CR 5-601(a)(1)",
        "description": "CDS: POSSESSION-MARIHUANA",
        "act": "possession",
        "substance": "cannabis",
        "offense_date": "2019-03-01",
        "disposition": "pending",
    }
    return {**usual, **told}


def docket(*charges, name="B-1", as_of="2019-03-02", office=OFFICE, **told):
    case = {
        "id": f"{name}-case",
        "number": "0B00000001",
        "state": "MD",
        "county": "Baltimore City",
        "court": "district",
        "prosecuting_office": office,
        "charges_complete": True,
        "charges": list(charges),
        **told,
    }
    person = {"birth_date": "1990-01-02", "history_checked_on": as_of}
    return {"id": name, "as_of": as_of, "person": person, "cases": [case], "findings": {}}


@pytest.fixture
def screened(tmp_path, policies):
    def run(*dockets):
        file = tmp_path / "bookings.jsonl"
        file.write_text("".join(json.dumps(each) + "\n" for each in dockets), encoding="utf-8")
        return list(screen_dockets(file, policies))

    return run


def test_a_covered_charge_is_declined_with_the_policy_s_own_words(screened):
    ((found,),) = [record.charges for record in screened(docket(charge()))]
    assert found.published is Published.DECLINE
    answer = next(each for each in found.policies if each.policy == "BAL-2019")
    assert any("regardless of weight" in each.words and each.verbatim for each in answer.sentences)
    assert str(answer.in_force) == "2019-01-29..2022-12-31"
    assert found.beside == ()


def test_each_pending_charge_is_screened_and_names_what_stands_beside_it(screened):
    handgun = charge("c2", statute="CR 4-203", description="HANDGUN ON PERSON", act="other",
        substance=None)  # fmt: skip
    past = charge("c3", disposition="convicted", disposition_date="2019-03-01")
    ((one, two),) = [x.charges for x in screened(docket(charge(), handgun, past))]
    assert one.published is Published.REVIEW
    assert "Decline the covered count only" in " ".join(one.reasons)
    assert one.beside == (two.charge_id,)
    assert two.published is Published.NO_POLICY


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"as_of": "2019-01-28"}, Published.NO_POLICY),  # before the policy
        ({"as_of": "2023-06-01"}, Published.REVIEW),  # recalled, or not: nobody said
        ({"office": "Baltimore County State's Attorney"}, Published.NO_POLICY),
        ({"office": None}, Published.REVIEW),
    ],
)
def test_days_and_offices_at_the_edge(screened, told, wanted):
    ((found,),) = [record.charges for record in screened(docket(charge(), **told))]
    assert found.published is wanted


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"quantity_grams": None}, Published.DECLINE),  # the weight does not matter
        ({"substance": None, "statute": "CR 5-601"}, Published.REVIEW),  # of what is not known
        ({"disposition": None}, Published.REVIEW),  # whether it is pending is not known
        # The words say marijuana, the court's code possession of something else.
        ({"local_code": "4 3550"}, Published.REVIEW),
    ],
)
def test_what_is_not_known_or_contradicts_itself_is_never_a_yes(screened, told, wanted):
    found = [x for record in screened(docket(charge(**told))) for x in record.charges]
    assert [each.published for each in found] == [wanted]


def test_policies_that_answer_differently_leave_it_to_an_attorney():
    def said(policy, published):
        return PolicyAnswer(
            policy=policy, title="", reviewed_by="", published=published, in_force=None,
            verified_through=None, last_verified=None, sentences=(), reasons=(), not_known=(),
            rests_on_intent=False, asks_for_intent=False, conditions={},
        )  # fmt: skip

    both = (said("A", Published.DECLINE), said("B", Published.PROSECUTE))
    assert _together(both) == (
        Published.REVIEW,
        ("The policies answer differently: A: DECLINE; B: PROSECUTE.",),
    )
    assert _together((both[0], said("C", Published.NO_POLICY)))[0] is Published.DECLINE
    assert _together(())[0] is Published.NO_POLICY


def test_one_booking_is_not_screened_twice(screened):
    with pytest.raises(RecordError, match="already used"):
        screened(docket(charge()), docket(charge()))


def test_two_records_of_one_case_say_that_they_may_be_one_booking(screened):
    twice = screened(docket(charge()), docket(charge(), name="B-2"))
    assert [each.same_case for each in twice] == [("B-2",), ("B-1",)]
    apart = screened(docket(charge()), docket(charge(), name="B-2", number="0B00000002"))
    assert [each.same_case for each in apart] == [(), ()]


def test_a_child_s_charge_is_for_an_attorney_under_every_policy(screened):
    child = docket(charge())
    child["person"]["birth_date"] = "2002-05-01"
    listed = charge("c1", statute="CR 6-402", description="TRESPASS-POSTED PROPERTY", act="other",
        substance=None, offense_date="2023-07-02", agency_listed=True)  # fmt: skip
    cited = docket(listed, name="B-2", as_of="2023-07-03", number="0B00000002")
    cited["person"]["birth_date"] = "2006-05-01"
    in_juvenile_court = docket(charge(), name="B-3", number="0B00000003", court="juvenile")
    found = [x for record in screened(child, cited, in_juvenile_court) for x in record.charges]
    assert {each.published for each in found} == {Published.REVIEW}
    assert "The person was under 18." in found[0].reasons


PWID = {"statute": "CR 5-602", "description": "CDS: POSS W/INT DIST-MARIHUANA",
        "act": "possession_with_intent", "grade": "felony"}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (PWID, (Published.REVIEW, False, True)),  # nobody has looked
        ({**PWID, "intent_evidence": []}, (Published.DECLINE, True, False)),
        ({**PWID, "intent_evidence": ["scale"]}, (Published.DIVERT, True, False)),
        ({}, (Published.DECLINE, False, False)),  # of possession, intent is not asked
    ],
)
def test_evidence_of_intent_is_asked_for_where_the_answer_hangs_on_it(screened, told, wanted):
    (found,) = [x for record in screened(docket(charge(**told))) for x in record.charges]
    assert (found.published, found.rests_on_intent, found.asks_for_intent) == wanted


def test_a_law_without_policies_screens_nothing(tmp_path):
    file = tmp_path / "one.json"
    file.write_text(json.dumps(docket(charge())), encoding="utf-8")
    with pytest.raises(UsageError, match="holds no screening policy"):
        list(screen_dockets(file, load_rulebook("us-xx")))
