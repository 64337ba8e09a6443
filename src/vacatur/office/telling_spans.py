"""The spans of an answer in words, with what they take for granted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from vacatur.engine.spans import AnswerSpan

# Spans that one sentence tells; a long past is left to the tree.
MOST_TOLD = 5


def spans_in_words(
    spans: Sequence[AnswerSpan], *, as_of: date, verified_through: date, searched: bool
) -> str:
    """One sentence: what the page answers from when to when, the days to come among them.

    `searched` says that the record was searched on `as_of`; only then is a search taken to stand
    for the other days.
    """
    if not spans:
        return ""
    told = _by_answer(spans)
    ahead = sum(1 for span in told if span.last is None or span.last >= as_of)
    shown = told[-max(MOST_TOLD, ahead) :]
    parts = [_span(span) for span in shown]
    if told[-1].first is not None and told[-1].first > verified_through:
        parts[-1] += " (the law was not verified for those days)"
    earlier = "" if len(shown) == len(told) else "(earlier days: see --tree) "
    return f"Over time: {earlier}{'; '.join(parts)}. {_provided(as_of, searched)}"


def spans_in_lines(spans: Sequence[AnswerSpan]) -> Iterator[str]:
    """Every span on a line, with its outcome."""
    yield from (f"{_span(span)} ({span.outcome})" for span in spans)


def _by_answer(spans: Sequence[AnswerSpan]) -> list[AnswerSpan]:
    """Neighbours that publish the same answer, for whatever reason, are one to a reader."""
    told: list[AnswerSpan] = []
    for span in spans:
        if told and told[-1].published is span.published:
            told[-1] = replace(told[-1], last=span.last)
        else:
            told.append(span)
    return told


def _span(span: AnswerSpan) -> str:
    match span.first, span.last:
        case None, None:
            return f"{span.published} on every day"
        case None, last:
            return f"{span.published} until {last}"
        case first, None:
            return f"{span.published} from {first}"
        case first, last if first == last:
            return f"{span.published} on {first}"
        case first, last:
            return f"{span.published} {first} to {last}"


def _provided(as_of: date, searched: bool) -> str:
    if searched:
        return "This holds if nothing more is recorded, and a search on the day finds nothing new."
    return f"This holds if nothing more is recorded and, as on {as_of}, nobody searches on the day."
