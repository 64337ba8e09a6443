"""What is printed of a matter, and which of its papers come in two versions."""

from types import SimpleNamespace

import pytest

from tests.support.packets import DAY, book, values
from vacatur.documents.composing import missing_in
from vacatur.errors import PaperRefused
from vacatur.law.vehicle import Actor
from vacatur.matters.states import Discharge
from vacatur.office.packet_jobs import Paperwork
from vacatur.office.packet_settings import Office
from vacatur.office.packet_values import _each_plainly, states_of, values_of
from vacatur.office.printed import Printed
from vacatur.record.terms import GroundType, Materiality

NUMBER = "SSN 123-45-6789"
MOTION, PETITION = "us-md/state-motion-to-vacate", "us-md/coram-nobis-petition"


def office(*restricted):
    return Office(
        name="An office",
        address="100 Example Street",
        telephone="410-555-0100",
        email="office@office.example",
        service="first-class mail",
        page_prefix="SAO",
        restricted=restricted,
        attorneys={},
    )


def read(vehicle=MOTION, moves=Actor.PROSECUTOR, town="BOWIE, MD", **stated):
    """A matter of which the record holds a name and an address, and everything else is stated."""
    matter = SimpleNamespace(
        number=12, vehicle=vehicle, moves=moves, files_paper=True, approved_by=None, clocks=(),
        duties=(), records=(), happened={}, hearing_set_for=None, opened_on=DAY,
        verified_through=DAY,
    )  # fmt: skip
    case = SimpleNamespace(
        number="7B00500420", court=None, county=None, victims=1,
        restitution_ordered=None, restitution_balance=None,
    )  # fmt: skip
    printed = Printed(name="DOE, JANE", address="1 STREET", town=town, zip="21202", birth_date=None)
    told = {name.replace("_", "-"): SimpleNamespace(text=text) for name, text in stated.items()}
    return SimpleNamespace(
        matter=matter, case=case, printed=printed, charges=(), stated=told, warrants=None,
        court_date=None,
    )  # fmt: skip


def everything(**told):
    """Texts for every particular, as somebody would state them."""
    texts = {
        name: value if isinstance(value, str) else f"What is known of {name}."
        for name, value in values().items()
    }
    del texts["served-on"], texts["defendant-address"]
    return {name.replace("-", "_"): text for name, text in {**texts, **told}.items()}


def known(found):
    return values_of(found, book(), office(), language="en", on=DAY)


def test_the_state_serves_the_person_whose_address_it_has():
    served = "DOE, JANE, 1 STREET, {} by first-class mail"
    assert known(read())["served-on"] == served.format("BOWIE, MD 21202,")
    assert known(read(town=None))["served-on"] == served.format("21202,")


def test_a_person_who_asks_is_not_served_with_the_own_petition():
    assert "served-on" not in known(read(PETITION, Actor.PERSON))
    stated = read(PETITION, Actor.PERSON, served_on="The State's Attorney, by hand.")
    assert known(stated)["served-on"] == "The State's Attorney, by hand."


def test_a_charge_of_which_two_policies_speak_is_told_once_and_two_counts_alike_twice():
    def count(number):
        charge = SimpleNamespace(
            charge_id=f"K/{number}", description="TRESPASS", offense_date=None, statute=None
        )
        return SimpleNamespace(charge=charge)

    charges = [count("001"), count("001"), count("002")]
    assert _each_plainly(charges, "en") == ("TRESPASS", "TRESPASS")


def work(us_md, *restricted):
    return Paperwork(rulebook=us_md, office=office(*restricted), on=DAY, is_draft=True)


def versions(job):
    return {(each.paper, each.restricted) for each in job.papers if each.restricted}


def charge(number, **found):
    """A charge, with what an attorney found of it."""
    ground = {
        "ground_id": None, "ground_type": GroundType.NEW_INFORMATION,
        "ground_received_date": None, "ground_document": "a memorandum",
    }  # fmt: skip
    row = SimpleNamespace(
        charge_id=f"7B00500420/{number}", description="X", statute=None, offense_date=None,
        disposition=None, disposition_recorded="GUILTY", disposition_date=None,
    )  # fmt: skip
    findings = SimpleNamespace(**ground, **found) if found else None
    return SimpleNamespace(charge=row, findings=findings, ground=None, found={}, answers=())


def test_a_ground_that_one_charge_lacks_is_missing_for_the_paper():
    found = {"ground_materiality": Materiality.SOLE_WITNESS, "ground_role": None,
        "ground_reason": "Nobody else saw it.", "ground_justice": None}  # fmt: skip
    matter = read()
    matter.charges = (charge("001", **found), charge("002", **found))
    assert known(matter)["grounds"].items == (
        "Charge 001: new information; written down in: a memorandum",
        "Charge 002: new information; written down in: a memorandum",
    )
    matter.charges = (charge("001", **found), charge("002"))
    lacking = missing_in(book().papers["motion"], known(matter))
    assert {"grounds", "materiality"} <= set(lacking)


def test_a_paper_without_a_restricted_number_is_one(us_md):
    assert versions(work(us_md).job(read(**everything()))) == set()


@pytest.mark.parametrize("particular", ["consent", "justice", "earlier_review"])
def test_a_number_makes_two_versions_wherever_the_paper_prints_it(us_md, particular):
    """Also in a section that stands only where something is known: nobody asks for consent."""
    job = work(us_md).job(read(**everything(**{particular: f"He said {NUMBER}."})))

    assert versions(job) == {("motion", "unredacted"), ("motion", "redacted")}
    shown, hidden = (str(each.data) for each in job.papers if each.paper == "motion")
    assert NUMBER[4:] in shown
    assert NUMBER[4:] not in hidden
    assert "[REDACTED]" in hidden


def test_what_the_office_shields_makes_two_versions_of_each_filed_paper_that_prints_it(us_md):
    job = work(us_md, "earlier-review").job(read(**everything()))

    assert versions(job) == {("motion", "unredacted"), ("motion", "redacted")}
    marks = [each.data["restricted"][:9] for each in job.papers if each.paper == "motion"]
    assert marks == ["CONTAINS ", "Redacted."]


def test_a_caption_without_its_court_is_missing_and_no_crash(us_md):
    told = everything()
    del told["court_name"]

    with pytest.raises(PaperRefused, match=r"missing: court-name") as raised:
        work(us_md).job(read("us-md/petition-for-expungement", Actor.PERSON, **told))

    assert "Exhibit A: Statement of the Record" in raised.value.why


@pytest.mark.parametrize(("victims", "says"), [((), True), (None, False), ((1,), False)])
def test_that_there_is_no_victim_is_said_where_the_record_lists_none(victims, says):
    attested = SimpleNamespace(
        tells=Actor.VICTIM, is_open=False, how=Discharge.NOT_NEEDED, on=DAY, by="A. Roe", where=None
    )
    matter = read()
    matter.matter.duties, matter.case.victims = (attested,), victims
    assert ("victim-notice" in known(matter)) is says
    assert bool(states_of(matter)) is says


def test_a_form_that_would_hold_what_is_restricted_is_refused(us_md):
    form = SimpleNamespace(name="CC-DC-CR-072D")
    work = Paperwork(rulebook=us_md, office=office(), on=DAY, is_draft=True, forms=(form,))
    petition = read(
        "us-md/petition-for-expungement", Actor.PERSON, **everything(earlier_review=NUMBER)
    )
    with pytest.raises(PaperRefused, match="would hold what is restricted"):
        work.job(petition)
