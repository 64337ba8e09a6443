"""Restricted information: found where it is, and nothing else is taken for it."""

import pytest

from tests.support.packets import DAY, book, charges, job, values
from vacatur.documents.composing import missing_in
from vacatur.documents.particulars import Listing, Table
from vacatur.documents.pdf_text import bodies_of
from vacatur.documents.restricted import NEVER_SHIELDED, REDACTED, restricted_numbers, shielded
from vacatur.documents.typesetting import press

SECURITY = "123-45-6789"


@pytest.mark.parametrize(
    "text",
    [
        SECURITY,
        "123 45 6789",
        "123.45.6789",
        "123\u00a045\u00a06789",
        "123\u201345\u20116789",
        "12-3456789",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "6304000000000000000",
        "SSN 123456789",
        "ssn: 123456789",
        "account no. 12345678",
        "Acct #1234-5678",
        "routing number 021000021",
        "medical record 00123456",
        "MRN: 123456",
        "member id 1234567",
        "account 12345",
        "checking 0012345678",
        "social security number 123456789",
        "Social Security No.: 123456789",
        "SSN on file for the defendant is 123456789",
        "123 - 45 - 6789",
        "123/45/6789",
        "123\u221245\u22126789",
        "123-45-\n6789",
        "4111.1111.1111.1111",
    ],
)
def test_a_number_that_is_shielded_is_found(text):
    assert restricted_numbers(f"It says {text}, and goes on.") == 1
    assert shielded({"justice": f"See {text}."}, ()) == {"justice": f"See {REDACTED}."}


@pytest.mark.parametrize(
    "text",
    [
        "D-08-CR-12-000123",
        "7B00500420",
        "117285012",
        "410-555-0100",
        "Attorney Number 0000000000",
        "Baltimore, Maryland 21202-1234",
        "2012-09-30",
        "2012-09-30 2013-01-15",
        "CR.5.601 2012-09-30 2013-01-15 2014-02-03",
        "2012-09-30 - 2013-01-15",
        "from 9/30/2012 to 1/15/2013",
        "on account of what was found on 2013-01-15",
        "a family member on 2012-09-30",
        "$1234567.89",
        "123-45-67890",
        "0123-45-6789",
        "SAO-12-0001",
        "410-555-0100 410-555-0101",
        "488 Md. 537 (2024)",
    ],
)
def test_a_number_of_a_case_a_day_or_a_telephone_is_not(text):
    assert restricted_numbers(text) == 0
    assert shielded({"justice": text}, ()) is None


def test_numbers_are_counted():
    assert restricted_numbers(f"{SECURITY} and {SECURITY}\n12-3456789") == 3


def test_every_kind_of_value_is_looked_through_and_the_rest_is_kept():
    row = ("001", SECURITY, "x", "x", "x", "x")
    told = {
        "trial": "Baltimore",
        "grounds": Listing(items=("one", f"two {SECURITY}")),
        "charges": Table(columns=charges().columns, widths=charges().widths, rows=(row, row)),
    }

    found = shielded(told, ())

    assert found["trial"] == "Baltimore"
    assert found["grounds"] == Listing(items=("one", f"two {REDACTED}"))
    assert [each[1] for each in found["charges"].rows] == [REDACTED] * 2
    assert found["charges"].columns == charges().columns
    assert found["charges"].widths == charges().widths


def test_what_an_office_shields_is_taken_out_whole():
    told = {"defendant-birth-date": "March 4, 1990", "grounds": Listing(items=("a",)), "trial": "x"}

    assert shielded(told, ["defendant-birth-date", "grounds"]) == {
        "defendant-birth-date": REDACTED, "grounds": REDACTED, "trial": "x",
    }  # fmt: skip
    assert shielded(told, ["sentence"]) is None
    assert shielded({}, ["sentence"]) is None


@pytest.mark.parametrize("name", [n for n, spec in book().papers.items() if spec.is_filed])
def test_the_redacted_version_of_every_filed_paper_can_be_set_and_holds_none(name):
    """Each particular that the paper prints holds a number, lists and tables too."""
    spec = book().papers[name]
    cell = (SECURITY,) * len(charges().columns)
    told = {
        key: SECURITY if isinstance(value, str) else value for key, value in values().items()
    } | {
        "grounds": Listing(items=(SECURITY,)),
        "materiality": Listing(items=(SECURITY,)),
        "justice": Listing(items=(SECURITY,)),
        "charges": Table(columns=charges().columns, widths=charges().widths, rows=(cell,)),
        "answers": Table(columns=charges().columns, widths=charges().widths, rows=(cell,)),
        **{key: str(values()[key]) for key in NEVER_SHIELDED},
    }
    printed = {key: told[key] for key in spec.prints()}

    hidden = {**told, **shielded(printed, ())}

    assert missing_in(spec, hidden) == ()
    made = job(spec, hidden)
    with press() as opened:
        bodies = bodies_of(opened.pdf(made.template, {**made.data, "first_page": 1}, on=DAY))
    assert restricted_numbers("\n".join(bodies)) == 0
    assert REDACTED in "\n".join(bodies)


def test_two_days_beside_each_other_in_a_table_are_no_number_of_a_card():
    """A charge without a disposition: its days stand beside each other in the text of the PDF."""
    row = ("001", "POSSESSION", "CR.5.601", "2012-09-30", "", "2013-01-15")
    table = Table(columns=charges().columns, widths=charges().widths, rows=(row,))
    made = job(book().papers["nolle-prosequi"], values(charges=table))

    with press() as opened:
        bodies = bodies_of(opened.pdf(made.template, {**made.data, "first_page": 1}, on=DAY))

    assert "2012-09-30 2013-01-15" in bodies[0]
    assert restricted_numbers("\n".join(bodies)) == 0


def test_what_is_shielded_whole_is_taken_out_wherever_its_text_stands():
    told = {
        "defendant-address": "1 EXAMPLE STREET,\nBALTIMORE",
        "served-on": "DOE, JANE, 1 EXAMPLE STREET, BALTIMORE, by mail",
        "case-number": "12-3456789",
    }
    assert shielded(told, ["defendant-address"]) == {
        "defendant-address": REDACTED,
        "served-on": f"DOE, JANE, {REDACTED}, by mail",
        "case-number": "12-3456789",
    }
