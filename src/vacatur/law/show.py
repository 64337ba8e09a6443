"""`vacatur law show`: a page as a lawyer reads it, in words, with the questions it can ask."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from vacatur.dates import Span
from vacatur.law import nodes as n
from vacatur.law.page import (
    Bar,
    Condition,
    Duty,
    Grant,
    Otherwise,
    Page,
    Provision,
    Refer,
    ScopeOf,
    Section,
    Statement,
)
from vacatur.law.phrases import JUDGES, between, claim, phrase, rows_in_words, spoken
from vacatur.law.reads import Read, reads_of
from vacatur.law.values import DatedAmount
from vacatur.law.vocabulary import Step
from vacatur.law.walk import walk

WIDTH = 100
NO_LAWYER = "No lawyer has reviewed this page."


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
    reviewed = f"Reviewed by {page.reviewed_by}." if page.reviewed_by else NO_LAWYER
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
        yield from _wrapped(f"It answers {_days(Span(first, last))}; {outside}.")
    if len(page.versions) > 1:
        yield from _wrapped(
            f"The rule reads differently on different days: {len(page.versions)} versions."
        )


# ---- a section ------------------------------------------------------------------------------


def _section(section: Section) -> Iterator[str]:
    heading = f"{section.citation}: {section.title}" if section.title else section.citation
    yield from _wrapped(heading)
    yield "-" * min(len(heading), WIDTH)
    yield from _when(section)
    if section.provision:
        yield ""
        yield from _provision(section.provision)
    if section.amounts:
        yield ""
        yield from (f"  {line}" for each in section.amounts for line in _wrapped(_amount(each)))
    for statement in section.statements:
        yield ""
        yield from _statement(statement)


def _when(section: Section) -> Iterator[str]:
    yield f"Speaks {_days(section.in_force)}. Confidence: {section.confidence}."
    if section.uncertain:
        yield from _wrapped(
            f"{_days(section.uncertain).capitalize()} nobody can say whether it does: every charge "
            "is for a person to look at."
        )


def _days(span: Span) -> str:
    if span.first and span.last:
        return f"for decisions from {span.first} to {span.last}"
    if span.first:
        return f"for decisions from {span.first} on"
    return f"for decisions up to {span.last}" if span.last else "for decisions on every day"


def _provision(provision: Provision) -> Iterator[str]:
    if provision.verbatim:
        said = f'"{provision.words}" ({provision.source})'
    else:
        said = f"Paraphrase of: {provision.source}. It says: {provision.words}"
    yield from _wrapped(said, "  | ", "  | ")


def _amount(amount: DatedAmount) -> str:
    units = {"plants": "plants", "thc_mg": "mg of THC"}
    unit = units.get(amount.form, f"g of {amount.form}")
    number = f"{amount.amount:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    days = f"{amount.in_force.first or 'the beginning'} to {amount.in_force.last or 'now'}"
    return f"The {spoken(amount.name)} is {number} {unit} ({days}; {amount.source})."


def _statement(statement: Statement) -> Iterator[str]:
    match statement:
        case Condition():
            yield from _wrapped(f"[{spoken(statement.name)}] means that", "  ")
            yield from _claim(statement.truth, "    ")
        case ScopeOf():
            yield from _wrapped(f"The page speaks of a charge when {phrase(statement.when)}.", "  ")
        case Otherwise():
            yield from _wrapped(
                f"Where nothing is granted, the answer is {statement.answer}.", "  "
            )
        case Grant():
            said = f"The answer is {statement.answer} when {phrase(statement.when)}."
            yield from _wrapped(said, "  ")
        case Bar():
            until = f", until {statement.until}" if statement.until else ""
            said = f"Barred, and {statement.answer}, when {phrase(statement.when)}{until}."
            yield from _wrapped(said, "  ")
        case Refer():
            said = f"For a person to look at when {phrase(statement.when)}: {statement.reason}"
            yield from _wrapped(said, "  ")
        case Duty():
            step = Step(statement.before).definition
            yield from _wrapped(f"Duty, {step}: {statement.text}.", "  ")


# ---- a claim --------------------------------------------------------------------------------


def _claim(truth: n.Truth, indent: str) -> Iterator[str]:
    """A claim; where it has parts, each on a line of its own."""
    head, parts = _parts(truth)
    if not parts:
        yield from _wrapped(claim(truth), indent)
        return
    yield from _wrapped(head, indent)
    for part in parts:
        first, *rest = _claim(part, f"{indent}    ")
        yield f"{indent}  - {first.strip()}"
        yield from rest


def _parts(truth: n.Truth) -> tuple[str, Sequence[n.Truth]]:
    match truth:
        case n.AllOf(parts=parts) if len(parts) > 1 and not between(truth):
            return "all of this is so:", parts
        case n.AnyOf(parts=parts) if len(parts) > 1:
            return "at least one of these is so:", parts
        case n.Not(part=n.AnyOf(parts=parts)) if len(parts) > 1:
            return "none of these is so:", parts
        case n.ThereIs(rows=n.RowSet(where=n.AllOf() as where) as rows):
            return f"there is {rows_in_words(rows, many=False)} for which", _inner(where)
        case n.Every(rows=n.RowSet(where=n.AllOf() as where) as rows):
            return f"of all {rows_in_words(rows, many=True)} it is so that", _inner(where)
    return "", ()


def _inner(where: n.AllOf) -> Sequence[n.Truth]:
    return (where,) if between(where) else where.parts


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
            yield from _wrapped(_question(read), "    ", "        ")
    for question in _findings(page):
        yield ""
        yield from _wrapped(question, "  ")


def _question(read: Read) -> str:
    unit = f", in {read.unit}" if read.unit else ""
    return f"- {spoken(read.column)}: {read.meaning}{unit} (empty: {read.null})"


def _findings(page: Page) -> Iterator[str]:
    nodes = (node for condition in page.conditions() for node in walk(condition.truth))
    asked = ((each.by, each.question) for each in nodes if isinstance(each, n.Finding))
    for by, question in dict.fromkeys(asked):
        yield f"Of {JUDGES[by]}, who alone may judge it: {question}"


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
