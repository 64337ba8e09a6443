"""From dated sections to the versions of a rule: exactly one on every day, or an error.

The days of decision are cut wherever a section begins or ends. Within a piece nothing changes, so
a piece is a version, and a condition defined twice in it would be two readings of one law.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from vacatur.dates import Span
from vacatur.errors import LawError, NoVersionInForce
from vacatur.law.answers import Published
from vacatur.law.page import (
    Bar,
    Condition,
    Duty,
    Grant,
    Otherwise,
    Refer,
    ScopeOf,
    Section,
    Version,
)

_ONE_DAY = timedelta(days=1)


def refuse_answers(sections: tuple[Section, ...], *, where: str) -> None:
    """A definition holds conditions and amounts, and no answer hangs on them there."""
    for section in sections:
        for statement in section.statements:
            if not isinstance(statement, Condition):
                raise LawError(
                    "a page of kind [definition] answers nothing",
                    where=f"{where}, line {statement.line}",
                    why="It only says what other pages name, so that one thought stands once.",
                    repair="Move the answer to the page that decides, or write [kind: law].",
                )


def otherwise_of(sections: tuple[Section, ...], *, where: str) -> Published:
    """The page's one `otherwise`, which also answers before its first and after its last day."""
    found = [s for section in sections for s in section.statements if isinstance(s, Otherwise)]
    if len(found) != 1:
        raise LawError(
            f"the page has {len(found)} otherwise(...) statements; it needs one",
            where=where,
            why="It answers out of scope, before the first day and when no grant is met.",
        )
    return found[0].answer


def versions_of(sections: tuple[Section, ...], *, where: str, decides: bool) -> tuple[Version, ...]:
    """Cut the page's life into versions, oldest first; one that `decides` has a scope and grants.

    Raises
    ------
    NoVersionInForce
        Two definitions of one condition on one day, or an inner gap.
    """
    speaking = [section for section in sections if section.statements or section.amounts]
    if not any(section.statements for section in speaking):
        raise LawError("the page has no rule", where=where)
    dated = [section for section in speaking if section.in_force != Span(None, None)] or speaking
    spans = _pieces(dated, doubts=[s.uncertain for s in speaking if s.uncertain])
    versions = tuple(_version(span, speaking, where=where, decides=decides) for span in spans)
    _refuse_gaps(versions, where=where)
    return versions


def _pieces(sections: Iterable[Section], *, doubts: list[Span]) -> list[Span]:
    """Spans between two neighbouring changes, from the first day to the last."""
    spans = [section.in_force for section in sections]
    starts = {span.first for span in [*spans, *doubts]}
    starts |= {span.last + _ONE_DAY for span in [*spans, *doubts] if span.last}
    first = None if None in {span.first for span in spans} else min(_days(s.first for s in spans))
    last = None if None in {span.last for span in spans} else max(_days(s.last for s in spans))
    inner = sorted(day for day in _days(starts) if _inside(day, first, last))
    edges: list[date | None] = [first, *inner]
    ends: list[date | None] = [day - _ONE_DAY for day in inner]
    return [Span(start, end) for start, end in zip(edges, [*ends, last], strict=True)]


def _days(values: Iterable[date | None]) -> list[date]:
    return [value for value in values if value is not None]


def _inside(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day > first) and (last is None or day <= last)


def _version(span: Span, sections: list[Section], *, where: str, decides: bool) -> Version:
    day = span.first or span.last or date.min
    live = [section for section in sections if day in section.in_force]
    conditions: dict[str, tuple[Condition, Section]] = {}
    for section in live:
        for statement in section.statements:
            if isinstance(statement, Condition):
                _refuse_second(statement, section, conditions, span, where=where)
                conditions[statement.name] = (statement, section)
    statements = [statement for section in live for statement in section.statements]
    scopes = [each for each in statements if isinstance(each, ScopeOf)]
    grants = tuple(each for each in statements if isinstance(each, Grant))
    if decides and (len(scopes) != 1 or not grants):
        raise NoVersionInForce(
            f"on {span.first or span.last or 'every day'} the page has {len(scopes)} scope(...) "
            f"and {len(grants)} grants(...); it needs one scope and at least one grant",
            where=where,
        )
    return Version(
        span=span,
        conditions={name: condition for name, (condition, _) in conditions.items()},
        scope_of=scopes[0] if decides else None,
        grants=grants,
        bars=tuple(each for each in statements if isinstance(each, Bar)),
        refers=tuple(each for each in statements if isinstance(each, Refer)),
        duties=tuple(each for each in statements if isinstance(each, Duty)),
        uncertain=any(s.uncertain is not None and day in s.uncertain for s in live),
        confidence=max((s.confidence for s in live), key=("high", "medium", "low").index),
    )


def _refuse_second(
    statement: Condition,
    section: Section,
    known: dict[str, tuple[Condition, Section]],
    span: Span,
    *,
    where: str,
) -> None:
    if statement.name not in known:
        return
    earlier, earlier_section = known[statement.name]
    raise NoVersionInForce(
        f"two versions of [{statement.name}] are in force on {span.first or 'every day'}",
        where=f"{where}, lines {earlier.line} and {statement.line}",
        why=f"Line {earlier.line} holds {earlier_section.in_force}, line {statement.line} "
        f"{section.in_force}; the same record could be decided two ways.",
        repair="If the later amends the earlier, end the earlier one the day before.",
    )


def _refuse_gaps(versions: tuple[Version, ...], *, where: str) -> None:
    """A condition that some version names must be there in every version."""
    names = {name: c for version in versions for name, c in version.conditions.items()}
    for version in versions:
        for name, condition in names.items():
            if name not in version.conditions:
                raise NoVersionInForce(
                    f"no version of [{name}] is in force from {version.span.first or 'the start'} "
                    f"to {version.span.last or 'the end'}",
                    where=f"{where}, line {condition.line}",
                    why="The page has a gap, and a record of those days could not be decided.",
                    repair="Stretch in_force of the section, or add the version of those days.",
                )
