"""`vacatur link review`: what waits, side by side, with what weighs; asked about in a terminal."""

from __future__ import annotations

import io
import json
from pathlib import Path

import duckdb
import pytest

from tests.support.facts import copy_of, read_rows
from tests.support.links import BROTHERS, STRANGERS, content, named_county, rewrite, taken_in
from vacatur.identity.levels import LEVELS
from vacatur.office.link_review import ReviewPair, pairs_to_review
from vacatur.office.workspace import Workspace

# The second case of a stranger, spelt as the first one, and at the same address ...
RIVAL = "8B61646309"
# ... and one of which nothing but the name and the birth date is printed.
THIRD = "7B79116563"
TOGETHER = {*STRANGERS, RIVAL, THIRD}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("review")
    export = named_county(folder / "export")
    rows = read_rows(export / "cases.csv")
    mine, other = (next(x for x in rows if x["case_num"] == case) for case in STRANGERS)
    for row in rows:
        if row["case_num"] == RIVAL:
            row |= {name: mine[name] for name in mine if name.startswith("defendant_")}
        if row["case_num"] in (RIVAL, STRANGERS[0]):
            row |= {"defendant_address": "12 EAST GROVE STREET", "defendant_zip5": "21230"}
        if row["case_num"] == THIRD:
            row |= {name: other[name] for name in other if name.startswith("defendant_")}
    rewrite(export, rows)
    return taken_in(export, folder / "workspace")


@pytest.fixture
def place(whole: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(whole, tmp_path)


def waiting(workspace: Workspace) -> list[tuple[str, str]]:
    path = workspace.records_folder / "name_pairs.parquet"
    query = f"select case_l, case_r from '{path}' where band = 'review' order by all"
    return duckdb.execute(query).fetchall()


def pair_of(workspace: Workspace, *cases: str) -> ReviewPair:
    pairs = pairs_to_review(workspace, most=50).pairs
    (found,) = (each for each in pairs if {each.one.case_id, each.other.case_id} == {*cases})
    return found


def test_every_pair_that_waits_is_shown_and_the_most_useful_first(whole):
    review = pairs_to_review(whole, most=50)
    order = [(-(each.undecided or 0), -each.bits) for each in review.pairs]

    assert sorted((x.one.case_id, x.other.case_id) for x in review.pairs) == waiting(whole)
    assert review.waiting == len(review.pairs) > 3
    assert order == sorted(order)
    assert len({undecided for undecided, _ in order}) > 1
    assert pairs_to_review(whole, most=2).pairs == review.pairs[:2]


def test_the_undecided_charges_are_those_of_both_people(whole):
    pair = pairs_to_review(whole, most=50).pairs[0]
    run = (whole.decisions_folder / "latest").read_text().strip()
    (charges,) = duckdb.execute(
        f"""select count(distinct charge_id)
        from '{whole.decisions_folder}/{run}/decisions.parquet'
        join '{whole.records_folder}/charges.parquet' using (charge_id)
        where outcome = 'UNKNOWN' and person_id in (?, ?)""",
        [pair.one.person_id, pair.other.person_id],
    ).fetchone()

    assert pair.undecided == charges > 0
    assert pair_of(whole, *BROTHERS).one.cases == 2  # one by a key


def test_what_weighs_adds_up_and_says_what_it_is(whole):
    for pair in pairs_to_review(whole, most=50).pairs:
        parts = {each.comparison: each for each in pair.evidence}
        assert list(parts) == list(LEVELS)
        assert pair.prior + sum(each.bits for each in pair.evidence) == pytest.approx(pair.bits)
        assert pair.prior < 0  # most pairs are two people
        for name, each in parts.items():
            known = LEVELS[name].get(each.level or "")
            assert each.words == known or (each.level is None and "not recorded" in each.words)
        assert pair.doubts


def test_who_else_it_could_be_is_named(whole):
    others = [
        (each.case, each.beside, each.is_linked) for each in pair_of(whole, *STRANGERS).rivals
    ]

    assert (RIVAL, STRANGERS[0], True) in others
    assert pair_of(whole, *BROTHERS).rivals == ()


def test_it_prints_where_nobody_sits_at_a_terminal(whole, vacatur, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    shown = vacatur("link", "review", "-w", whole.folder).out
    some = vacatur("link", "review", "--most", "1", "-w", whole.folder).out
    told = json.loads(vacatur("link", "review", "-w", whole.folder, "--json").out)
    races = duckdb.execute(
        f"select distinct race from '{whole.records_folder}/defendants.parquet' where race <> ''"
    ).fetchall()

    assert told["waiting"] == len(told["pairs"]) == len(waiting(whole))
    for pair in told["pairs"]:
        for side in (pair["one"], pair["other"]):
            assert side["case_number"] in shown
            assert (side["name"] or "-").split(",")[0] in shown
        for each in pair["evidence"]:
            assert f"{each['bits']:>+7.1f}  {each['words']}" in shown
        for words in pair["doubts"].values():
            assert words.split(",")[0] in " ".join(shown.split())
    assert "linked with" in shown
    assert max(len(line) for line in shown.splitlines()) <= 100
    assert "the 1 on which most hangs are shown" in some
    assert not [race for (race,) in races if race in shown]
    assert not (whole.folder / "linkage").exists()


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def test_answers_are_asked_for_and_kept_when_somebody_quits(place, vacatur, monkeypatch):
    pairs = pairs_to_review(place, most=50).pairs
    others = [each for each in pairs if not {each.one.case_id, each.other.case_id} & TOGETHER]
    first, second, third = others[:3]
    skipped = ["s"] * pairs.index(first)
    answers = ["?", "n", "", "n", "Two mothers.", "s", "y", "One thumb.", "q"]
    typed = ["A. Attorney", *skipped, *answers]
    monkeypatch.setattr("sys.stdin", Terminal("\n".join([*typed, ""])))
    done = vacatur("link", "review", "-w", place.folder)

    assert done.code == 0, done.err
    said = [(line.pair, line.same, line.reason, line.by) for line in place.said().lines]
    assert said == [
        ((first.one.case_id, first.other.case_id), False, "Two mothers.", "A. Attorney"),
        ((third.one.case_id, third.other.case_id), True, "One thumb.", "A. Attorney"),
    ]
    assert "it is not said why" in done.out  # and asked again
    left = waiting(place)
    assert (second.one.case_id, second.other.case_id) in left
    assert (first.one.case_id, first.other.case_id) not in left
    assert "Decided again" in done.out
    assert len(list((place.decisions_folder).glob("*/again/*/manifest.json"))) == 1


def test_whoever_leaves_without_an_answer_changes_nothing(place, vacatur, monkeypatch):
    before = content(place)
    monkeypatch.setattr("sys.stdin", Terminal("A. Attorney\ns\n"))  # and the line is cut
    done = vacatur("link", "review", "-w", place.folder)

    assert done.code == 0
    assert "nothing changed" in done.out
    assert content(place) == before
    assert not (place.folder / "linkage").exists()


def test_a_contradiction_is_told_at_once_and_asked_again(place, vacatur, monkeypatch):
    typed: list[str] = []
    answers = iter((["y", "Seen."], ["y", "Seen."], ["n", "Seen.", "s"]))
    for pair in pairs_to_review(place, most=50).pairs:
        is_mine = {pair.one.case_id, pair.other.case_id} <= {*STRANGERS, THIRD}
        typed += next(answers) if is_mine else ["s"]
    assert next(answers, None) is None
    monkeypatch.setattr("sys.stdin", Terminal("\n".join([*typed, ""])))
    done = vacatur("link", "review", "--by", "A. Attorney", "-w", place.folder)

    assert done.code == 0, done.err
    assert "contradicts earlier answers: line 1" in done.out
    assert [line.same for line in place.said().standing()] == [True, True]


def test_nothing_waits_where_no_name_is_told(vacatur, office):
    assert "No pair waits" in vacatur("link", "review", "-w", office).out
    assert json.loads(vacatur("link", "review", "-w", office, "--json").out) == {
        "waiting": 0,
        "pairs": [],
    }
