"""How a question is answered by hand: what is asked, and what may be said."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.errors import UsageError
from vacatur.facts.apply import LISTS, RECORD, columns_that_can_be_told
from vacatur.office.ground_guard import refuse_by_hand
from vacatur.record.columns import ColumnType

_SEARCH = "person.history_checked_on"
_KINDS = {"date": "date", "int64": "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """`options` are all that may be said; empty: it is typed, as a `date`, `number` or `text`."""

    meaning: str
    options: tuple[str, ...]
    kind: str


def answer_form(column: str) -> AnswerForm | None:
    """The form of a column such as `charge.sentence_end`; None: it is not answered by hand."""
    entity, _, name = column.partition(".")
    if why_not_by_hand(column) or entity not in RECORD:
        return None
    if name in LISTS.get(entity, ()):
        words = f"{name.replace('_', ' ')}: whether there are any"
        return AnswerForm(meaning=words, options=("none",), kind="text")
    known = columns_that_can_be_told(entity)
    return _form(known[name]) if name in known else None


def why_not_by_hand(column: str) -> str:
    """Why a column is not answered by hand; empty: it is."""
    if column == _SEARCH:
        return "A search is told by its return only: attach the file of the searches."
    try:
        refuse_by_hand(column)
    except UsageError as problem:
        return f"{problem.why} Answer the ground of the case: vacatur ground answer."
    return ""


def _form(column: ColumnType) -> AnswerForm:
    meaning = column.about.meaning
    if column.terms:
        words = [each.value for each in column.kind]  # type: ignore[attr-defined]
        return AnswerForm(meaning=meaning, options=tuple(words), kind="text")
    if column.ibis_type == "boolean":
        return AnswerForm(meaning=meaning, options=("yes", "no"), kind="text")
    return AnswerForm(meaning=meaning, options=(), kind=_KINDS.get(column.ibis_type, "text"))
