"""How casework is told on a page: a sign and a word for everything, never a colour alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from vacatur.engine.explanation import ConditionAnswer
from vacatur.law.answers import POSITIVE, Published
from vacatur.matters.states import Harm, State
from vacatur.office.answer_forms import answer_form, why_not_by_hand
from vacatur.office.telling import question_in_words
from vacatur.web.app.in_app import in_app

__all__ = [
    "answer_form",
    "in_app",
    "question_in_words",
    "why_not_by_hand",
]  # for templates, as they are

# By state: the icon that stands beside its word.
STATE_ICONS = MappingProxyType(
    {
        State.OPEN: "radio_button_unchecked",
        State.ASSIGNED: "person",
        State.PREPARED: "edit",
        State.APPROVED: "verified",
        State.PACKETED: "folder",
        State.SUBMITTED: "send",
        State.FILED: "account_balance",
        State.RELIEVED: "check_circle",
        State.REFUSED: "cancel",
        State.CLOSED: "lock",
        State.SET_ASIDE: "remove_circle",
    }
)


def spoken(name: str) -> str:
    """An id as words: `us-md/state-motion-to-vacate`, `may_be_vacated`."""
    words = name.rpartition("/")[2].replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def harm_of(rank: int) -> str:
    """The worst harm of a line; empty: none is recorded."""
    return "" if rank == len(Harm) else str(list(Harm)[rank])


def answer_icon(published: str) -> str:
    """The icon beside a published answer."""
    if published in {str(each) for each in POSITIVE} or published == Published.DECLINE:
        return "check_circle"
    if published == Published.NOT_YET:
        return "schedule"
    return "help" if published == Published.REVIEW else "cancel"


def due_mark(day: date | None, today: date) -> str:
    """`overdue`, `soon` or nothing."""
    if day is None:
        return ""
    if day < today:
        return "overdue"
    return "soon" if (day - today).days <= 14 else ""


def by_name(conditions: Sequence[ConditionAnswer]) -> Mapping[str, ConditionAnswer]:
    """Conditions, each under its name."""
    return {each.name: each for each in conditions}


def top_of(conditions: Sequence[ConditionAnswer]) -> list[ConditionAnswer]:
    """The conditions that no other one names: where the tree begins."""
    named = {part for each in conditions for part in each.parts}
    return [each for each in conditions if each.name not in named]


def element_id(*parts: object) -> str:
    """A name for an element of a page, in which nothing can be read."""
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()[:10]
