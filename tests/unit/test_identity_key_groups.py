"""Which of some cases keys join, read off the rows around them alone."""

import pytest

from tests.unit.test_identity_exact_keys import Records
from vacatur.identity.key_groups import key_groups
from vacatur.identity.linking import link
from vacatur.identity.said import SaidOfPair


@pytest.fixture
def groups(tmp_path):
    """Write cases, link them, and tell which of those that are asked about stand together."""

    def asked(cases, said=(), *, about):
        link(Records(tmp_path).write(cases).folder, said=said)
        found = key_groups(tmp_path, about)
        together = {}
        for case, group in found.items():
            together.setdefault(group, set()).add(case)
        return sorted("".join(sorted(each)) for each in together.values())

    return asked


def test_keys_join_through_cases_that_nobody_asks_about(groups):
    cases = {
        "a": {"keys": "state_id=S10"},
        "b": {"keys": "state_id=S10 tracking_number=T10"},
        "c": {"keys": "tracking_number=T10"},
        "d": {"keys": "tracking_number=T20"},
    }
    assert groups(cases, about={"a", "c", "d"}) == ["ac", "d"]


def test_what_people_said_joins_nobody_here(groups):
    said = [SaidOfPair("a", "b", same=True)]
    assert groups({"a": {}, "b": {}}, said, about={"a", "b"}) == ["a", "b"]


def test_a_key_of_a_crowd_joins_nobody_though_few_are_asked_about(groups):
    cases = {case: {"keys": "tracking_number=T10"} for case in "abcdefgh"}
    assert groups(cases, about={"a", "b"}) == ["a", "b"]
    few = {case: {"keys": "tracking_number=T10"} for case in "abc"}
    assert groups(few, about={"a", "b"}) == ["ab"]


def test_a_case_that_is_not_there_is_left_out(groups):
    assert groups({"a": {}}, about={"a", "z"}) == ["a"]
