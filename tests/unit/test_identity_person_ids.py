"""A person keeps the id by which decisions and letters know them."""

import pytest

from tests.unit.test_identity_exact_keys import Records
from vacatur.identity.linking import LINKS, link
from vacatur.identity.said import SaidOfPair


class Office:
    """Records that are linked again and again, each time after the last."""

    def __init__(self, folder):
        self.folder = folder
        self.cases = {}
        self.said = []

    def linked(self):
        """Case -> person."""
        new = self.folder / f"{len(list(self.folder.iterdir())):03}"
        earlier = sorted(self.folder.iterdir())[-1] / LINKS if new.name != "000" else None
        new.mkdir()
        records = Records(new).write({case: {"keys": key} for case, key in self.cases.items()})
        link(new, said=self.said, earlier=earlier)
        persons = {row["case_id"]: row["person_id"] for row in records.rows("cases")}
        assert len({row["person_id"] for row in records.rows("persons")}) == len(
            {*persons.values()}
        )
        return persons


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def test_a_smaller_case_that_joins_changes_no_id(office):
    office.cases = {"m": "state_id=S10", "n": "state_id=S10"}
    assert office.linked() == {"m": "p-m", "n": "p-m"}

    office.cases |= {"a": "state_id=S10", "b": "state_id=S20"}
    assert office.linked() == {"m": "p-m", "n": "p-m", "a": "p-m", "b": "p-b"}


def test_no_id_tells_of_a_case_that_has_vanished(office):
    office.cases = {"m": "state_id=S10", "n": "state_id=S10"}
    office.linked()
    del office.cases["m"]

    assert office.linked() == {"n": "p-n"}


def test_a_person_who_is_merged_with_another_has_the_id_of_the_larger_part(office):
    office.cases = {"a": "state_id=S10", "m": "state_id=S20", "n": "state_id=S20"}
    before = office.linked()
    office.said = [SaidOfPair("a", "n", same=True)]
    assert office.linked() == {"a": "p-m", "m": "p-m", "n": "p-m"}

    office.said = []
    assert office.linked() == before


def test_of_equal_parts_that_are_merged_and_parted_each_has_its_own_id_again(office):
    office.cases = {"a": "state_id=S10", "b": "state_id=S20"}
    before = office.linked()
    office.said = [SaidOfPair("a", "b", same=True)]
    assert office.linked() == {"a": "p-a", "b": "p-a"}

    office.said = []
    assert office.linked() == before


def test_nobody_gets_the_id_of_somebody_else(office):
    office.cases = dict.fromkeys("abc", "state_id=S10")
    office.linked()
    office.cases = {"a": "state_id=S20", "b": "state_id=S10", "c": "state_id=S10"}
    assert office.linked() == {"a": "p-a+", "b": "p-a", "c": "p-a"}

    office.cases |= {"a": "state_id=S10"}
    assert office.linked() == dict.fromkeys("abc", "p-a")
