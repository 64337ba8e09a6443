"""`vacatur law show`: a page as a lawyer reads it, in words, with the questions it can ask."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from vacatur.dates import Span
from vacatur.law import nodes as n
from vacatur.law import sentences
from vacatur.law.page import Condition, Page, Provision, Section, Statement
from vacatur.law.phrases import claim, spoken
from vacatur.law.reads import reads_of

WIDTH = 100


def show(page: Page, others: Sequence[Page] = ()) -> str:
    """A page in words.

    Parameters
    ----------
    page
        The page.
    others
        Pages whose conditions it names, so that the questions behind those are told too:
        `rulebook.reached[page.page_id]`.
    """
    parts = [_head(page), *(_section(each) for each in page.sections), _questions(page, others)]
    parts.append(_cases(page))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(page: Page) -> Iterator[str]:
    yield from _wrapped(page.title or page.page_id)
    yield "=" * min(len(page.title or page.page_id), WIDTH)
    yield ""
    reviewed = sentences.reviewed(page.reviewed_by)
    yield from _wrapped(
        f"{reviewed} The law was checked through {page.verified_through}; after that day every "
        f"answer is REVIEW. Confidence: {page.confidence}."
    )
    yield from _wrapped(
        f"Page {page.page_id}, which implements {page.implements}. "
        f"Kind: {spoken(page.kind)} ({page.kind.definition})."
    )
    if page.vehicle:
        yield from _wrapped(f"Asked for by {page.vehicle} ([vacatur law show {page.vehicle}]).")
    first, last = page.versions[0].span.first, page.versions[-1].span.last
    if not page.decides:
        yield from _wrapped("It decides nothing itself: other pages name its conditions.")
    elif first or last:
        outside = f"on any other day the answer is {page.otherwise}"
        yield from _wrapped(f"It answers {sentences.days(Span(first, last))}; {outside}.")
    if len(page.versions) > 1:
        yield from _wrapped(
            f"The rule reads differently on different days: {len(page.versions)} versions."
        )


# ---- a section ------------------------------------------------------------------------------


def _section(section: Section) -> Iterator[str]:
    heading = sentences.heading(section)
    yield from _wrapped(heading)
    yield "-" * min(len(heading), WIDTH)
    yield from _when(section)
    if section.provision:
        yield ""
        yield from _provision(section.provision)
    if section.amounts:
        yield ""
        yield from (
            f"  {line}" for each in section.amounts for line in _wrapped(sentences.amount(each))
        )
    for statement in section.statements:
        yield ""
        yield from _statement(statement)


def _when(section: Section) -> Iterator[str]:
    yield f"Speaks {sentences.days(section.in_force)}. Confidence: {section.confidence}."
    if section.uncertain:
        yield from _wrapped(sentences.doubt(section.uncertain))


def _provision(provision: Provision) -> Iterator[str]:
    yield from _wrapped(sentences.provision(provision), "  | ", "  | ")


def _statement(statement: Statement) -> Iterator[str]:
    yield from _wrapped(sentences.statement(statement), "  ")
    if isinstance(statement, Condition):
        yield from _claim(statement.truth, "    ")


# ---- a claim --------------------------------------------------------------------------------


def _claim(truth: n.Truth, indent: str) -> Iterator[str]:
    """A claim; where it has parts, each on a line of its own."""
    head, parts = sentences.parts(truth)
    if not parts:
        yield from _wrapped(claim(truth), indent)
        return
    yield from _wrapped(head, indent)
    for part in parts:
        first, *rest = _claim(part, f"{indent}    ")
        yield f"{indent}  - {first.strip()}"
        yield from rest


# ---- the end --------------------------------------------------------------------------------


def _questions(page: Page, others: Sequence[Page]) -> Iterator[str]:
    heading = "Questions this page can ask"
    yield heading
    yield "-" * len(heading)
    yield from _wrapped("What a record does not say is not known, and the page asks for it.")
    for entity, reads in groupby(reads_of(page, others), key=lambda read: read.entity):
        yield ""
        yield f"  Of the {spoken(entity)}:" if entity != "findings" else "  Of the findings:"
        for read in reads:
            yield from _wrapped(f"- {sentences.question(read)}", "    ", "        ")
    for question in sentences.findings(page):
        yield ""
        yield from _wrapped(question, "  ")


def _cases(page: Page) -> Iterator[str]:
    count = sum(len(section.cases) for section in page.sections)
    charges = sum(len(case.charges) for section in page.sections for case in section.cases)
    yield from _wrapped(
        f"{count} worked cases, with {charges} charges, stand on the page; [vacatur law test] "
        "decides each of them."
    )


def _wrapped(text: str, indent: str = "", following: str | None = None) -> list[str]:
    hanging = f"{indent}  " if indent else ""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=hanging if following is None else following,
        break_on_hyphens=False,
        break_long_words=False,
    )
