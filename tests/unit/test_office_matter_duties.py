"""Whether a duty about warrants covers what the records say of them by now."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tests.support.matters import DAY, opening
from vacatur.law.vehicle import Circumstance, Event
from vacatur.matters.applying import opened
from vacatur.matters.matter import Duty
from vacatur.matters.states import Discharge
from vacatur.office.matter_duties import covers

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def duty(ended: date | None) -> Duty:
    return Duty(
        number=1, text="look", before=Event.HEARING, where=Circumstance.OPEN_WARRANT,
        how=Discharge.NOT_NEEDED if ended else None, on=ended, by="A. Roe" if ended else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("duties", "issued", "wanted"),
    [
        ((), [BEFORE], False),  # nobody was asked to look
        ((duty(None),), [AFTER], True),  # somebody still has to
        ((duty(DAY),), [BEFORE], True),
        ((duty(DAY),), [DAY], False),  # it may have been issued after somebody looked
        ((duty(DAY),), [BEFORE, AFTER], False),
        ((duty(DAY),), [], True),
    ],
)
def test_an_attestation_covers_the_warrants_before_its_day_and_no_later_one(duties, issued, wanted):
    matter = opened(1, opening(duties=duties))
    open_ones = tuple(SimpleNamespace(issued_on=day, status_on=None) for day in issued)
    assert covers(matter, SimpleNamespace(open_ones=open_ones)) is wanted
