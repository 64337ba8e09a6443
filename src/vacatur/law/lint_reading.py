"""What the checks of `vacatur law lint` read from a page: what decides, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vacatur.law import nodes as n
from vacatur.law.page import Bar, Condition, Duty, Grant, Page, Refer, ScopeOf
from vacatur.law.walk import walk


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a page that people read, with their line."""

    text: str
    line: int


def words_of(page: Page) -> Iterator[Words]:
    """Provisions, duties, reasons to refer, and what removes a bar. Prose is not read."""
    for section in page.sections:
        if section.provision is not None:
            yield Words(section.provision.words, section.provision.line)
        for statement in section.statements:
            if isinstance(statement, Duty):
                yield Words(statement.text, statement.line)
            elif isinstance(statement, Refer):
                yield Words(statement.reason, statement.line)
            elif isinstance(statement, Bar):
                yield Words(statement.until, statement.line)


def duties_of(page: Page) -> Iterator[Words]:
    """The duties alone."""
    for section in page.sections:
        for statement in section.statements:
            if isinstance(statement, Duty):
                yield Words(statement.text, statement.line)


def first_match(pattern: re.Pattern[str], words: Iterator[Words]) -> tuple[str, int] | None:
    """The first words that a pattern finds, and their line."""
    for each in words:
        if found := pattern.search(each.text):
            return found.group(), each.line
    return None


def answers_hung_on(page: Page) -> dict[str, str]:
    """By the name of each condition behind scope, a grant or a bar: the answer that hangs on it.

    A condition that only refers leaves nobody out, so it is not among them.
    """
    hung: dict[str, str] = {}
    for section in page.sections:
        for statement in section.statements:
            if isinstance(statement, Grant | Bar):
                _follow(statement.when.name, f"[{statement.answer}]", page, hung)
            elif isinstance(statement, ScopeOf):
                _follow(statement.when.name, "the scope", page, hung)
    return hung


def _follow(name: str, answer: str, page: Page, hung: dict[str, str]) -> None:
    if name in hung:
        return
    hung[name] = answer
    for condition in conditions_named(name, page):
        for node in walk(condition.truth):
            if isinstance(node, n.Ref) and not node.page:
                _follow(node.name, answer, page, hung)


def conditions_named(name: str, page: Page) -> Iterator[Condition]:
    """Every version of a condition of the page."""
    return (each for each in page.conditions() if each.name == name)


def deciding_nodes(page: Page) -> Iterator[tuple[Condition, str, n.Node]]:
    """Each node of a condition that decides, with the condition and the answer that hangs on it."""
    hung = answers_hung_on(page)
    for condition in page.conditions():
        if condition.name in hung:
            for node in walk(condition.truth):
                yield condition, hung[condition.name], node
