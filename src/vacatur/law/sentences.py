"""What a page says, in sentences: the same ones for the terminal and for the site.

They come without layout. Names of conditions stand in brackets, as `phrases` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vacatur.dates import Span
from vacatur.law import nodes as n
from vacatur.law.page import (
    Bar,
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
from vacatur.law.phrases import JUDGES, between, phrase, rows_in_words, spoken
from vacatur.law.programme import ProgrammeSection
from vacatur.law.reads import Read
from vacatur.law.values import DatedAmount
from vacatur.law.vehicle import VehicleSection
from vacatur.law.vocabulary import Step
from vacatur.law.walk import walk

NO_LAWYER = "No lawyer has reviewed this page."


def days(span: Span) -> str:
    """The days of decision that a span holds."""
    if span.first and span.last:
        return f"for decisions from {span.first} to {span.last}"
    if span.first:
        return f"for decisions from {span.first} on"
    return f"for decisions up to {span.last}" if span.last else "for decisions on every day"


def when(span: Span) -> str:
    """A span for a table: `2017-10-01 to 2022-12-31`, `from 2023-01-01 on`, `always`."""
    if span.first and span.last:
        return f"{span.first} to {span.last}"
    if span.first:
        return f"from {span.first} on"
    return f"up to {span.last}" if span.last else "always"


def heading(section: Section | VehicleSection | ProgrammeSection) -> str:
    """A section's citation and title."""
    return f"{section.citation}: {section.title}" if section.title else section.citation


def provision(quoted: Provision) -> str:
    """The words of a provision and where they come from."""
    if quoted.verbatim:
        return f'"{quoted.words}" ({quoted.source})'
    return f"Paraphrase of: {quoted.source}. It says: {quoted.words}"


def reviewed(by: str) -> str:
    """Who has reviewed a page; empty = nobody yet."""
    return f"Reviewed by {by}." if by else NO_LAWYER


def doubt(uncertain: Span) -> str:
    """That nobody can say whether a section speaks on these days."""
    return (
        f"{days(uncertain).capitalize()} nobody can say whether it does: every charge "
        "is for a person to look at."
    )


def number_with_unit(amount: DatedAmount) -> str:
    """`10 g of flower`, `750 mg of THC`, `2 plants`."""
    units = {"plants": "plants", "thc_mg": "mg of THC"}
    number = f"{amount.amount:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{number} {units.get(amount.form, f'g of {amount.form}')}"


def amount(each: DatedAmount) -> str:
    """One row of an amount fixed by law."""
    when = f"{each.in_force.first or 'the beginning'} to {each.in_force.last or 'now'}"
    return f"The {spoken(each.name)} is {number_with_unit(each)} ({when}; {each.source})."


def statement(said: Statement) -> str:
    """A statement as a sentence; of a condition, how its definition begins."""
    match said:
        case ScopeOf():
            return f"The page speaks of a charge when {phrase(said.when)}."
        case Otherwise():
            return f"Where nothing is granted, the answer is {said.answer}."
        case Grant():
            return f"The answer is {said.answer} when {phrase(said.when)}."
        case Bar():
            until = f", until {said.until}" if said.until else ""
            return f"Barred, and {said.answer}, when {phrase(said.when)}{until}."
        case Refer():
            return f"For a person to look at when {phrase(said.when)}: {said.reason}"
        case Duty():
            return f"Duty, {Step(said.before).definition}: {said.text}."
    return f"[{spoken(said.name)}] means that"


def parts(truth: n.Truth) -> tuple[str, Sequence[n.Truth]]:
    """How a claim with parts begins, and its parts; nothing of both where it has none."""
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


def question(read: Read) -> str:
    """One column that a page can ask for."""
    unit = f", in {read.unit}" if read.unit else ""
    return f"{spoken(read.column)}: {read.meaning}{unit} (empty: {read.null})"


def findings(page: Page) -> Iterator[str]:
    """Every judgement that only a person can make, each once."""
    nodes = (node for condition in page.conditions() for node in walk(condition.truth))
    asked = ((each.by, each.question) for each in nodes if isinstance(each, n.Finding))
    for by, text in dict.fromkeys(asked):
        yield f"Of {JUDGES[by]}, who alone may judge it: {text}"
