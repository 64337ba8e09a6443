"""What people said of pairs of cases: the log, and what contradicts what."""

import json
from datetime import date

import pytest

from vacatur.errors import WorkspaceError
from vacatur.identity.contradicting import contradicting
from vacatur.identity.hearing import said_sha256
from vacatur.identity.said import SaidOfPair
from vacatur.identity.said_log import (
    LOG,
    SaidEvent,
    SaidLine,
    forget_pairs,
    read_said_log,
    write_said,
)

DAY = date(2026, 2, 15)


def said(number, one, other, same, **more):
    return SaidLine(
        number=number,
        on=DAY,
        by="A. Attorney",
        event=SaidEvent.SAID,
        case_l=one,
        case_r=other,
        same=same,
        reason="They stood side by side.",
        **more,
    )


def undone(number, line):
    return SaidLine(number=number, on=DAY, by="B", event=SaidEvent.UNDONE, reason="", undoes=line)


# ---- the log -----------------------------------------------------------------------------------


def test_a_log_is_read_as_it_was_written(tmp_path):
    lines = [said(1, "a", "b", True, was=(("b", "p-b"),)), said(2, "a", "c", False), undone(3, 1)]
    write_said(tmp_path, lines)
    log = read_said_log(tmp_path)

    assert list(log.lines) == lines
    assert log.next_number == 4
    assert [line.as_said() for line in log.standing()] == [SaidOfPair("a", "c", same=False)]


def test_there_is_no_log_before_the_first_answer(tmp_path):
    log = read_said_log(tmp_path / "linkage")

    assert (log.standing(), log.next_number) == ((), 1)
    assert not (tmp_path / "linkage").exists()


@pytest.mark.parametrize(
    "broken",
    [{"event": "perhaps"}, {"on": "soon"}, {"case_q": "x"}, {"was": [["b"]]}],
)
def test_a_line_that_cannot_be_read_stops_and_is_not_shown(tmp_path, broken):
    write_said(tmp_path, [said(1, "secret", "b", True)])
    line = json.loads((tmp_path / LOG).read_text())
    (tmp_path / LOG).write_text(json.dumps({**line, **broken}))

    with pytest.raises(WorkspaceError) as stopped:
        read_said_log(tmp_path)
    assert stopped.value.where == "linkage/log.jsonl, line 1"
    assert "secret" not in str(stopped.value)


def test_what_vanished_leaves_every_line_and_no_number_changes(tmp_path):
    lines = [
        said(1, "gone", "b", True, was=(("b", "p-b"), ("c", "p-gone+"))),
        said(2, "b", "c", False, was=(("gone", "p-gone"),)),
    ]
    write_said(tmp_path, [*lines, undone(3, 2)])
    forget_pairs(read_said_log(tmp_path), {"gone"})
    after = read_said_log(tmp_path)

    assert "gone" not in (tmp_path / LOG).read_text()
    assert [line.pair for line in after.lines] == [("", ""), ("b", "c"), ("", "")]
    assert after.lines[0].reason == ""
    assert after.lines[0].was == (("b", "p-b"),)
    assert [line.number for line in after.standing()] == [1]


def test_what_was_said_has_one_hash_whoever_said_it_and_none_for_nothing():
    first = [said(1, "a", "b", True), said(2, "a", "c", False)]
    again = [said(5, "a", "c", False), said(7, "a", "b", True)]

    assert said_sha256(first) == said_sha256(again) != said_sha256(first[:1])
    assert said_sha256([said(1, "a", "b", False)]) != said_sha256(first[:1])
    assert said_sha256([]) == ""


# ---- contradictions ----------------------------------------------------------------------------

ALONE = {case: number for number, case in enumerate("abcdef")}


def numbers(new, standing, groups=ALONE):
    found = contradicting(new, standing, groups)
    return found if found is None else [line.number for line in found]


def test_one_person_through_a_chain_contradicts_that_two_are_two_people():
    standing = [said(1, "a", "b", True), said(2, "c", "d", True), said(3, "a", "d", False)]

    assert numbers(said(4, "b", "c", True), standing) == [1, 2, 3]
    assert numbers(said(4, "b", "e", True), standing) is None


def test_two_people_contradict_the_chain_that_joins_them_by_its_shortest_way():
    standing = [said(n, *pair, True) for n, pair in enumerate(("ab", "bc", "cd", "ad"), start=1)]

    assert numbers(said(5, "a", "c", False), standing) in ([1, 2], [3, 4])
    assert numbers(said(5, "a", "d", False), standing) == [4]
    assert numbers(said(5, "a", "e", False), standing) is None


def test_a_key_joins_as_an_answer_does_and_has_no_line():
    by_key = {**ALONE, "b": ALONE["a"], "d": ALONE["c"]}

    assert numbers(said(1, "a", "b", False), [], by_key) == []
    assert numbers(said(2, "a", "c", True), [said(1, "b", "d", False)], by_key) == [1]
    assert numbers(said(1, "a", "b", True), [], by_key) is None


def test_what_others_contradict_already_is_no_fault_of_a_new_answer():
    by_key = {**ALONE, "b": ALONE["a"]}

    assert numbers(said(2, "c", "d", True), [said(1, "a", "b", False)], by_key) is None
    assert numbers(said(2, "a", "c", True), [said(1, "a", "b", False)], by_key) is None
