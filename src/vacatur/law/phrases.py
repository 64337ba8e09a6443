"""Every node of a claim as an English phrase: one function for each kind, and one place to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from vacatur.law import nodes as n
from vacatur.law.rows import column_of, entity_of_set

OWNERS: Mapping[str, str] = {
    "charge": "the charge",
    "case": "the case",
    "person": "the person",
    "findings": "the findings",
}
JUDGES: Mapping[str, str] = {"ATTORNEY": "an attorney of the office", "COURT": "the court"}

_SETS: Mapping[n.SetName, str] = {
    n.SetName.CASE_CHARGES: "of the case",
    n.SetName.PERSON_CHARGES: "of the person",
    n.SetName.CHARGE_INCIDENT: "of the same incident",
    n.SetName.PERSON_REGISTRATIONS: "of the person",
    n.SetName.PERSON_WARRANTS: "against the person",
    n.SetName.PERSON_DIVERSIONS: "of the person",
    n.SetName.PERSON_RELIEF: "granted to the person",
    n.SetName.CASE_OBJECTIONS: "in the case",
    n.SetName.CASE_VICTIMS: "in the case",
}
_KINDS: Mapping[n.Entity, tuple[str, str]] = {
    n.Entity.CHARGE: ("charge", "charges"),
    n.Entity.REGISTRATION: ("duty to register", "duties to register"),
    n.Entity.WARRANT: ("warrant", "warrants"),
    n.Entity.DIVERSION: ("diversion programme", "diversion programmes"),
    n.Entity.RELIEF: ("order of relief", "orders of relief"),
    n.Entity.OBJECTION: ("objection", "objections"),
    n.Entity.VICTIM: ("victim", "victims"),
}


def phrase(node: n.Node) -> str:
    """A value or a claim in plain words, on one line."""
    return PHRASES[type(node)](node)


def spoken(name: str) -> str:
    """A name as words."""
    return name.replace("_", " ")


def listed(words: Sequence[str], joint: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def rows_in_words(rows: n.RowSet, *, many: bool) -> str:
    """The rows of a set: `a charge of the case`, `charges of the case`; without its condition."""
    if isinstance(rows.source, n.Field):
        return f"{'entries' if many else 'an entry'} in {phrase(rows.source)}"
    kind = _KINDS[entity_of_set(rows.source)][many]
    article = "" if many else ("an " if kind[0] in "aeiou" else "a ")
    return f"{article}{kind} {_SETS[rows.source]}"


def between(node: n.Node) -> tuple[n.Value, n.Value, n.Value] | None:
    """The day and its two ends, where a claim says that a day lies between two."""
    match node:
        case n.AllOf(
            parts=(n.Before(inclusive=True) as first, n.Before(inclusive=True) as second)
        ) if first.right == second.left:
            return first.right, first.left, second.right
    return None


# ---- values -------------------------------------------------------------------------------


def _literal(node: n.Literal) -> str:
    match node.value:
        case date():
            return node.value.isoformat()
        case Decimal():
            return f"{node.value:f}"
        case _:
            return spoken(node.value) if node.value in node.text.split(".") else f"[{node.value}]"


def _owner(row: str, entity: n.Entity = n.Entity.CHARGE) -> str:
    return OWNERS.get(row, f"that {spoken(entity)}")


def _field(node: n.Field) -> str:
    if node.entity is n.Entity.FINDINGS:
        return f"the recorded {spoken(node.column)}"
    return f"{_owner(node.row, node.entity)}'s {spoken(node.column)}"


def _as_of(node: n.AsOf) -> str:
    return "the day of decision"


def _later_of(node: n.LaterOf) -> str:
    return f"the later of {listed([phrase(day) for day in node.days], 'and')}"


def _age_on(node: n.AgeOn) -> str:
    return f"the person's age on {phrase(node.day)}"


def _amount(node: n.Amount) -> str:
    return f"{_owner(node.row)}'s amount"


def _dated_value(node: n.DatedValue) -> str:
    return f"the {spoken(node.name)} in force on {phrase(node.on)}"


def _row_set(node: n.RowSet) -> str:
    where = f" for which {claim(node.where)}" if node.where else ""
    return rows_in_words(node, many=True) + where


def _counted(node: n.Counted) -> str:
    what = "the number of different cases among" if node.cases else "the number of"
    return f"{what} {phrase(node.rows)}"


def _picked(node: n.Picked) -> str:
    which = "latest" if node.last else "earliest"
    return f"the {which} {spoken(node.day.column)} among {phrase(node.rows)}"


# ---- claims -------------------------------------------------------------------------------


def claim(node: n.Truth) -> str:
    """A claim as a sentence that can be true: a yes/no column is not one by itself."""
    if isinstance(node, n.Field):
        column = column_of(node.entity, node.column)
        assert column is not None  # the reader has looked it up
        return f"it is recorded of {_owner(node.row, node.entity)}: {column.about.meaning}"
    return phrase(node)


def _equal(node: n.Equal) -> str:
    return f"{phrase(node.left)} is {'not ' if node.negated else ''}{phrase(node.right)}"


def _same_row(node: n.SameRow) -> str:
    left, right = _owner(node.left), _owner(node.right)
    return f"{left} is {'not ' if node.negated else ''}{right} itself"


def _is_in(node: n.IsIn) -> str:
    return f"{phrase(node.left)} is {listed(sorted(map(spoken, node.terms)), 'or')}"


def _is_offense(node: n.IsOffense) -> str:
    return f"{_owner(node.row)} is for an offence on the list [{node.code_list}]"


def _under(node: n.Under) -> str:
    return f"{phrase(node.left)} is {node.citation} or stands within it"


def _same_statute(node: n.SameStatute) -> str:
    return f"{phrase(node.left)} and {phrase(node.right)} are the same provision"


def _before(node: n.Before) -> str:
    word = "on or before" if node.inclusive else "before"
    return f"{phrase(node.left)} is {word} {phrase(node.right)}"


def _waited(node: n.Waited) -> str:
    number, unit = (node.years, "year") if node.years else (node.days, "day")
    have = f"{unit} has" if number == 1 else f"{unit}s have"
    return f"{number:,} {have} run since {phrase(node.since)}"


def _not_within(node: n.NotWithin) -> str:
    years = "1 year" if node.years == 1 else f"{node.years:,} years"
    return f"more than {years} have run since {phrase(node.after)} (open on the anniversary itself)"


def _has_passed(node: n.HasPassed) -> str:
    return f"{phrase(node.day)} has come"


def _limit(node: n.Limit) -> str:
    return (
        f"{phrase(node.left)} is {'less than' if node.strict else 'at most'} {phrase(node.right)}"
    )


def _all_of(node: n.AllOf) -> str:
    if ends := between(node):
        day, first, last = map(phrase, ends)
        return f"{day} lies between {first} and {last}, both included"
    return _joined(node.parts, "and")


def _any_of(node: n.AnyOf) -> str:
    return _joined(node.parts, "or")


def _joined(parts: Sequence[n.Truth], joint: str) -> str:
    said = [claim(part) for part in parts]
    return said[0] if len(said) == 1 else f"({f'; {joint} '.join(said)})"


def _not(node: n.Not) -> str:
    if isinstance(node.part, n.AnyOf) and len(node.part.parts) > 1:
        return f"none of these is so: {'; '.join(claim(part) for part in node.part.parts)}"
    return f"it is not so that {claim(node.part)}"


def _there_is(node: n.ThereIs) -> str:
    where = f" for which {claim(node.rows.where)}" if node.rows.where else ""
    return f"there is {rows_in_words(node.rows, many=False)}{where}"


def _every(node: n.Every) -> str:
    where = f" {claim(node.rows.where)}" if node.rows.where else ""
    return f"for all {rows_in_words(node.rows, many=True)}:{where}"


def _finding(node: n.Finding) -> str:
    return f"{JUDGES[node.by]} answers yes to: {node.question}"


def _flagged(node: n.Flagged) -> str:
    return f"it is known that {claim(node.part)}"


def _meets(node: n.Meets) -> str:
    return f"of {_owner(node.row)} it is so that {phrase(node.condition)}"


def _ref(node: n.Ref) -> str:
    page = f" on the page {node.page}" if node.page else ""
    return f"[{spoken(node.name)}]{page}"


PHRASES: Mapping[type[n.Node], Callable[[Any], str]] = {
    n.Literal: _literal,
    n.Field: _field,
    n.AsOf: _as_of,
    n.LaterOf: _later_of,
    n.AgeOn: _age_on,
    n.Amount: _amount,
    n.DatedValue: _dated_value,
    n.RowSet: _row_set,
    n.Counted: _counted,
    n.Picked: _picked,
    n.Equal: _equal,
    n.SameRow: _same_row,
    n.IsIn: _is_in,
    n.IsOffense: _is_offense,
    n.Under: _under,
    n.SameStatute: _same_statute,
    n.Before: _before,
    n.Waited: _waited,
    n.NotWithin: _not_within,
    n.HasPassed: _has_passed,
    n.Limit: _limit,
    n.AllOf: _all_of,
    n.AnyOf: _any_of,
    n.Not: _not,
    n.ThereIs: _there_is,
    n.Every: _every,
    n.Finding: _finding,
    n.Flagged: _flagged,
    n.Meets: _meets,
    n.Ref: _ref,
}
