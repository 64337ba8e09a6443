"""The page on a run: one page whatever it holds, sound, and with the numbers it was given."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from tests.support.papers import tags
from vacatur.documents.conformance import faults_of
from vacatur.documents.pdf_text import holds, page_count, pages_of
from vacatur.facts.yields import Count, Searches
from vacatur.law.answers import POSITIVE, SCREENING_ANSWERS, Published
from vacatur.matters.states import State
from vacatur.office.differences import Cause
from vacatur.office.run_summary import (
    CauseLine,
    Changes,
    Group,
    OneFact,
    RuleLine,
    RunSummary,
    group_of,
    previous_run,
)
from vacatur.office.run_summary_paper import (
    INTERNAL,
    MOST_ANSWERS,
    MOST_RULES,
    paper_data,
    write_summary,
)
from vacatur.office.workspace import Workspace

LONG = "WIDE WORDS AND MANY OF THEM " * 12


def a_rule(name: str, title: str, *counts: int) -> RuleLine:
    groups = dict(zip(Group, counts, strict=True))
    return RuleLine(
        implements=name,
        title=title,
        reached=sum(counts),
        answers={},
        groups=groups,
        one_fact_away=groups[Group.REVIEW] // 2,
    )


EMPTY = RunSummary(
    run="us-xx_2026-02-15_0123456789",
    law="us-xx",
    as_of=date(2026, 2, 15),
    verified_through=date(2026, 3, 31),
    unreviewed=1,
    rows_in=0,
    mapped=0,
    quarantined=0,
    withheld=0,
    cases=0,
    charges=0,
    persons=0,
    searches=Searches(on_the_day=0, on_other_days=0, never=0),
    reached=Count(),
    relief=Count(),
    best={},
    rules=(a_rule("XX-1", "A rule", 0, 0, 0, 0, 0),),
    law_not_verified=0,
    one_fact=(),
    files_alone={},
    changes=None,
    persons_waiting_for_a_look=0,
    pairs_waiting_for_a_look=0,
    matters=None,
)
USUAL = replace(
    EMPTY,
    unreviewed=2,
    rows_in=3011,
    mapped=3001,
    quarantined=7,
    withheld=3,
    cases=1201,
    charges=2503,
    persons=977,
    searches=Searches(on_the_day=811, on_other_days=102, never=64),
    reached=Count(charges=2411, persons=951),
    relief=Count(charges=503, persons=307),
    best={"ELIGIBLE_PETITION": 503, "NOT_YET": 41, "REVIEW": 1204, "NOT_ELIGIBLE": 663},
    rules=(
        a_rule("XX-1", "A first rule", 503, 41, 1210, 13, 0),
        a_rule("XX-2", "A second rule", 0, 0, 906, 1505, 0),
    ),
    one_fact=(
        OneFact(
            implements="XX-1",
            fact="the last day of the sentence",
            told_by=("supervision",),
            count=Count(charges=605, persons=409),
        ),
    ),
    files_alone={"supervision": Count(charges=612, persons=411)},
    changes=Changes(
        before="us-xx_2026-01-15_9876543210",
        as_of=date(2026, 1, 15),
        causes=(CauseLine(cause=Cause.TIME, answers=57, gained=37, lost=2),),
        notes=("The law of both days is verified.",),
    ),
    persons_waiting_for_a_look=19,
    pairs_waiting_for_a_look=23,
    matters={"open": 71, "set_aside": 29},
)
MOST = replace(
    USUAL,
    run=LONG,
    law=LONG,
    best={str(each): 123_456_789 for each in Published},
    rules=tuple(
        a_rule(f"{LONG}{number}", LONG, *[9_876_543 * (number < 40)] * 5) for number in range(60)
    ),
    law_not_verified=9_876_543,
    one_fact=tuple(
        OneFact(
            implements=LONG,
            fact=LONG,
            told_by=("history", "laboratory", "pardons", "supervision"),
            count=Count(charges=9_876_543, persons=9_876_543),
        )
        for _ in range(30)
    ),
    files_alone=dict.fromkeys(
        ("history", "laboratory", "pardons", "supervision", "victims"),
        Count(charges=9_876_543, persons=9_876_543),
    ),
    changes=Changes(
        before=LONG,
        as_of=date(2026, 1, 15),
        causes=tuple(
            CauseLine(cause=each, answers=9_876_543, gained=9_876_543, lost=9_876_543)
            for each in list(Cause)[:5]  # more do not come together
        ),
        notes=(LONG,) * 40,
    ),
    matters={str(each): 9_876_543 for each in State},
)


@pytest.fixture
def set_page(tmp_path):
    def run(summary: RunSummary) -> bytes:
        path = tmp_path / "run.pdf"
        write_summary(Workspace(tmp_path), summary, path)
        return path.read_bytes()

    return run


@pytest.mark.parametrize("summary", [EMPTY, USUAL, MOST], ids=["empty", "usual", "most"])
def test_it_is_one_sound_page(set_page, summary):
    pdf = set_page(summary)

    assert page_count(pdf) == 1
    assert faults_of(pdf) == ()
    assert holds(pages_of(pdf), INTERNAL)
    assert holds(pages_of(pdf), "No lawyer has reviewed")


def test_the_page_says_the_numbers_it_was_given(set_page):
    pages = pages_of(set_page(USUAL))

    for told in (
        "us-xx_2026-02-15_0123456789",
        "us-xx as of February 15, 2026; last verified through March 31, 2026",
        "3,011 rows: 3,001 read, 7 quarantined, 3 withheld",
        "1,201 cases, 2,503 charges, 977 persons",
        "on the day of decision 811 persons; on other days 102; never 64",
        "2,411 charges of 951 persons are reached by some rule, of 2,503 charges on record",
        "503 charges of 307 persons have relief for an answer",
        "ELIGIBLE_PETITION 503 the person may file now",
        "REVIEW 1,204 a lawyer must decide",
        "XX-1 A first rule 1,767 503 41 1,210 13 0 605",
        "XX-2 A second rule 2,411 0 0 906 1,505 0 453",
        "XX-1 the last day of the sentence supervision 605 409",
        "supervision 612 charges of 411 persons",
        "Since run us-xx_2026-01-15_9876543210: 57 answers changed.",
        "Time passed 57 37 2",
        "19 persons wait for a look at 23 links",
        "100 matters of the office, from any run: 71 open, 29 set aside.",
    ):
        assert holds(pages, told), told


def test_the_charts_say_in_words_what_they_draw(set_page):
    with pikepdf.open(io.BytesIO(set_page(USUAL))) as pdf:
        said = [str(figure.Alt) for figure in tags(pdf, "Figure")]

    assert said == [
        "Bar chart of charges by their best answer. "
        "ELIGIBLE_PETITION: 503, NOT_YET: 41, REVIEW: 1,204, NOT_ELIGIBLE: 663",
        "Bar chart of the same charges by rule and answer. "
        "XX-1: relief 503, not yet 41, review 1,210, not eligible 13, other 0; "
        "XX-2: relief 0, not yet 0, review 906, not eligible 1,505, other 0",
    ]


def test_bars_are_as_long_as_their_charges_are_many():
    data = paper_data(USUAL)

    lengths = {bar["answer"]: bar["length"] for bar in data["best"]["bars"]}
    assert lengths["REVIEW"] == 1
    assert lengths["ELIGIBLE_PETITION"] == pytest.approx(503 / 1204)
    first, second = data["rules"]["rows"]
    assert sum(second["lengths"]) == pytest.approx(1)
    assert first["lengths"] == pytest.approx([n / 2411 for n in (503, 41, 1210, 13, 0)])


def test_what_does_not_fit_is_counted_together(set_page):
    data = paper_data(MOST)

    *_, more = data["rules"]["rows"]
    rest = 40 - MOST_RULES
    assert more["name"] == f"and {rest} more"
    assert more["groups"] == [rest * 9_876_543] * 5
    assert sum(int(bar["charges"].replace(",", "")) for bar in data["best"]["bars"]) == (
        123_456_789 * len(Published)
    )
    assert "and 17 more" in data["rules"]["none"]
    assert data["facts"]["more"] == f"And 25 lines more, with {25 * 9_876_543:,} charges. "


def test_of_many_answers_those_of_most_charges_stand_in_their_order():
    best = {str(each): 1 + number for number, each in enumerate(Published)}

    bars = paper_data(replace(USUAL, best=best))["best"]["bars"]
    assert [bar["answer"] for bar in bars[:-1]] == list(best)[-MOST_ANSWERS:]
    assert bars[-1]["charges"] == str(sum(list(best.values())[:-MOST_ANSWERS]))


def test_the_same_summary_gives_the_same_bytes(set_page):
    assert set_page(USUAL) == set_page(USUAL)


def test_a_law_that_was_not_verified_and_one_that_was_reviewed_are_told(set_page):
    late = replace(USUAL, law_not_verified=4178)
    read = replace(USUAL, unreviewed=0)
    partly = replace(USUAL, unreviewed=1)

    assert holds(pages_of(set_page(late)), "4,178 answers rest on no verified law.")
    assert holds(pages_of(set_page(read)), "A lawyer has reviewed every rule of this run.")
    assert holds(pages_of(set_page(partly)), "No lawyer has reviewed 1 of the 2 rules.")


def test_every_answer_is_drawn_in_one_way():
    groups = {each: group_of(str(each)) for each in Published}

    assert {each for each in groups if groups[each] is Group.RELIEF} == POSITIVE - SCREENING_ANSWERS
    assert groups[Published.REVIEW] is Group.REVIEW
    assert groups[Published.NOT_YET] is Group.NOT_YET
    assert groups[Published.NOT_ELIGIBLE] is Group.NOT_ELIGIBLE
    assert groups[Published.CLASS_FELONY] is groups[Published.DIVERT] is Group.OTHER


def test_the_office_has_its_own_template(tmp_path):
    own = tmp_path / "templates"
    own.mkdir()
    (own / "run-summary.typ").write_text(
        '#import "paper.typ": *\n#show: page-of-paper\n= Ours\n', encoding="utf-8"
    )
    write_summary(Workspace(tmp_path), USUAL, Path(tmp_path / "run.pdf"))

    assert holds(pages_of((tmp_path / "run.pdf").read_bytes()), "Ours")


RUNS = {
    "a": ("us-xx", "2026-01-15", ("r1", "r2"), 5),
    "b": ("us-xx", "2026-02-15", ("r2", "r1"), 2),
    "c": ("us-xx", "2026-02-15", ("r1", "r2"), 4),
    "d": ("us-xx", "2026-02-20", ("r1",), 6),
    "e": ("us-yy", "2026-02-21", ("r1", "r2"), 7),
    "f": ("us-xx", "2026-03-15", ("r1", "r2"), 1),
}


@pytest.mark.parametrize(
    ("run", "before"), [("a", ""), ("b", "a"), ("c", "b"), ("d", ""), ("e", ""), ("f", "c")]
)
def test_the_run_before_is_the_last_one_of_the_same_rules(tmp_path, run, before):
    for name, (law, day, rules, written) in RUNS.items():
        path = tmp_path / "decisions" / name / "manifest.json"
        path.parent.mkdir(parents=True)
        pages = [{"rule": rule} for rule in rules]
        path.write_text(json.dumps({"run": name, "law": law, "as_of": day, "pages": pages}))
        os.utime(path, (written, written))

    assert previous_run(Workspace(tmp_path), run) == before
