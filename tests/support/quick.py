"""Fewer pages, for tests that are about something else than the law."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from vacatur.law.rulebook import Rulebook, load_rulebook

FIVE = ("MD-CLASS", "MD-EXP-105-12", "MD-EXP-112", "MD-PARDON", "MD-VAC-8301.1")
# The same for the command line.
LAW_OF_FIVE = ("--law", "us-md", *(part for rule in FIVE for part in ("--rule", rule)))
# Pages that ask it name most others; the night reads them on every generated record.
UNIT_RULE = "us-md/cp-10-107"


@cache
def five_rules() -> Rulebook:
    """Five rules of Maryland: a grading, a petition, a removal, a pardon and a State's motion."""
    return load_rulebook("us-md").only(FIVE)


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


@cache
def without_the_unit_rule(name: str) -> Rulebook:
    """The pages of a law that do not ask what the other charges of an incident are worth."""
    rulebook = load_rulebook(name)
    return rulebook.only(page.page_id for page in rulebook.pages if not asks_it(name, page.page_id))
