"""The version of a page on a day, with the doubts of every page it names.

An answer is no surer than the least sure page it rests on: it is verified only as far as all of
them are, and a doubtful commencement or a low confidence of one is one of the whole.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from vacatur.law.page import Page, Version
from vacatur.law.rulebook import Rulebook
from vacatur.law.settings import CONFIDENCES


def verified_through(rulebook: Rulebook, page: Page) -> date:
    """Last day to which a page, and every page it names, was checked."""
    return min(each.verified_through for each in rulebook.reached[page.page_id])


def version_on(rulebook: Rulebook, page: Page, day: date) -> Version | None:
    """The version of a page in force on a day; None where there is none."""
    own = page.version_on(day)
    if own is None:
        return None
    named = [each.version_on(day) for each in rulebook.reached[page.page_id]]
    there = [version for version in named if version is not None]
    return replace(
        own,
        uncertain=any(version.uncertain for version in there),
        confidence=max((version.confidence for version in there), key=CONFIDENCES.index),
    )
