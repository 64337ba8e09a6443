"""Which generated people each packaged rulebook is tried on."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.boundaries import boundaries_of
from tests.support.fake_state import FAKE_STATE
from tests.support.maryland import MARYLAND
from tests.support.other_states import CALIFORNIA, HARRIS_COUNTY, NUECES_COUNTY, SEATTLE
from tests.support.people import Life, Place
from vacatur.law.rulebook import load_rulebook
from vacatur.record.record import Record

PLACES: Mapping[str, Place] = {
    "us-md": MARYLAND,
    "us-md-baltimore-city": MARYLAND,
    "us-xx": FAKE_STATE,
}

# Pages that show what the language can say elsewhere. The readers are held to each other on them;
# what else the generated records are for is tried on the places above.
ELSEWHERE: Mapping[str, Place] = {
    "us-ca": CALIFORNIA,
    "us-tx-harris": HARRIS_COUNTY,
    "us-tx-nueces": NUECES_COUNTY,
    "us-wa-seattle": SEATTLE,
}


def population(rulebook: str, charges: int, *, seed: int = 1, prefix: str = "r") -> list[Record]:
    """Generated records for a rulebook, with at least so many charges."""
    boundaries = boundaries_of(load_rulebook(rulebook))
    place = {**PLACES, **ELSEWHERE}[rulebook]
    return list(Life(seed, place, boundaries, prefix=prefix).records(charges))
