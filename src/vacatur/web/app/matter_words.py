"""What a matter's page asks of an explanation while it is laid out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vacatur.engine.explanation import ConditionAnswer
from vacatur.office.answer_forms import answer_form, why_not_by_hand
from vacatur.office.telling import question_in_words


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


HELPERS: Mapping[str, Callable[..., Any]] = {
    "dict_of": by_name,
    "top_of": top_of,
    "loop_id": element_id,
    "asked_words": question_in_words,
    "answer_form": answer_form,
    "not_by_hand": why_not_by_hand,
}
