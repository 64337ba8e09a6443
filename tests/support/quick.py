"""Fewer pages, for tests that are about something else than the law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest

from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook, load_rulebook

FIVE = ("MD-CLASS", "MD-EXP-105-12", "MD-EXP-112", "MD-PARDON", "MD-VAC-8301.1")
# For the command line.
LAW_OF_TWO = ("--law", "us-md", "--rule", "MD-EXP-105-12", "--rule", "MD-EXP-112")
LAW_OF_FIVE = ("--law", "us-md", *(part for rule in FIVE for part in ("--rule", rule)))
# Pages that ask it name most others; the night reads them on every generated record.
UNIT_RULE = "us-md/cp-10-107"


@cache
def five_rules() -> Rulebook:
    """Five rules of Maryland: a grading, a petition, a removal, a pardon and a State's motion."""
    return load_rulebook("us-md").only(FIVE)


@cache
def two_rules() -> Rulebook:
    """The petition and the removal, for tests in which one answer may change beside another."""
    return five_rules().only(["MD-EXP-105-12", "MD-EXP-112"])


@cache
def one_rule() -> Rulebook:
    """The petition alone, for tests that need some answer and no other."""
    return five_rules().only(["MD-EXP-105-12"])


def slow_ones_marked(pages: Iterable[tuple[str, str]]) -> list[Any]:
    """Pages (law, id), those that ask the unit rule marked for the night."""
    return [
        pytest.param(*each, id="-".join(each), marks=[pytest.mark.long] if asks_it(*each) else [])
        for each in pages
    ]


def asks_it(name: str, page_id: str) -> bool:
    """Whether a page rests on the unit rule."""
    return UNIT_RULE in {page.page_id for page in load_rulebook(name).reached[page_id]}


def usual_days(name: str, page: Page, days: Iterable[date]) -> set[date]:
    """Of each version, and of the time after it was verified, the day that comes up most.

    Of a page that asks the unit rule one day of all: each is much SQL.
    """
    counted = Counter(days).most_common()
    usual: dict[object, date] = {}
    for day, _ in counted:
        version = page.version_on(day)
        usual.setdefault((version and version.span, day > page.verified_through), day)
    return {counted[0][0]} if asks_it(name, page.page_id) else set(usual.values())


@cache
def without_the_unit_rule(name: str) -> Rulebook:
    """The pages of a law that do not ask what the other charges of an incident are worth."""
    rulebook = load_rulebook(name)
    return rulebook.only(page.page_id for page in rulebook.pages if not asks_it(name, page.page_id))
