"""Spans in words: what is told, what is left to the tree, and what is taken for granted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from vacatur.engine.spans import AnswerSpan
from vacatur.law.answers import Outcome, Published
from vacatur.law.rulebook import load_rulebook
from vacatur.office.explaining_dockets import explain_docket
from vacatur.office.telling import as_data, as_tree, in_words
from vacatur.office.telling_spans import spans_in_words

DOCKET = Path("src/vacatur/sample/docket.json")
AS_OF = date(2020, 1, 1)


def span(first, last, published, outcome=Outcome.MET):
    def day(text):
        return date.fromisoformat(text) if text else None

    return AnswerSpan(first=day(first), last=day(last), published=published, outcome=outcome)


def told(*spans, verified_through=date(2030, 12, 31), searched=True):
    return spans_in_words(spans, as_of=AS_OF, verified_through=verified_through, searched=searched)


def test_two_reasons_for_one_answer_are_one_span_to_a_reader():
    said = told(
        span(None, "2017-09-30", Published.NOT_ELIGIBLE, Outcome.NOT_MET),
        span("2017-10-01", "2018-06-02", Published.NOT_ELIGIBLE, Outcome.BARRED),
        span("2018-06-03", "2018-06-03", Published.REVIEW, Outcome.UNKNOWN),
        span("2018-06-04", None, Published.ELIGIBLE_PETITION),
    )

    assert (
        "NOT_ELIGIBLE until 2018-06-02; REVIEW on 2018-06-03; ELIGIBLE_PETITION from 2018-06-04."
    ) in said


def test_a_long_past_is_cut_and_the_days_to_come_never_are():
    yes_and_no = (Published.REVIEW, Published.NOT_ELIGIBLE)
    spans = [span(f"{y}-01-01", f"{y}-12-31", yes_and_no[y % 2]) for y in range(2010, 2029)]
    said = told(*spans, span("2029-01-01", None, Published.NOT_YET))

    assert "(earlier days: see --tree)" in said
    assert said.count(";") == 9
    assert "2020-01-01 to 2020-12-31" in said
    assert "2019-12-31" not in said


@pytest.mark.parametrize(
    ("searched", "provided"), [(True, "a search on the day finds"), (False, "nobody searches")]
)
def test_what_is_taken_for_granted_is_said(searched, provided):
    assert provided in told(span(None, None, Published.REVIEW), searched=searched)


def test_days_after_the_last_verified_one_are_named():
    spans = span(None, "2021-03-31", Published.NOT_YET), span("2021-04-01", None, Published.REVIEW)

    assert "(the law was not verified" in told(*spans, verified_through=date(2021, 3, 31))


def test_an_explanation_tells_the_example_over_time():
    (explanation, *_) = explain_docket(DOCKET, load_rulebook("us-md"))

    said = " ".join(in_words(explanation).split())
    assert "REVIEW 2017-10-01 to 2025-09-30; ELIGIBLE_PETITION 2025-10-01 to 2026-03-31;" in said
    assert "ELIGIBLE_PETITION 2025-10-01 to 2026-03-31 (MET)" in as_tree(explanation)
    (rule,) = (
        r for r in as_data(explanation)["rules"] if r["decision"]["implements"] == "MD-EXP-105-12"
    )
    assert rule["spans"][2] == {
        "first": "2025-10-01",
        "last": "2026-03-31",
        "outcome": "MET",
        "published": "ELIGIBLE_PETITION",
    }
