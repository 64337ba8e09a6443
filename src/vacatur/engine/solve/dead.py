"""Conditions that can have only one answer, and statements that can never speak or change nothing.

All of this is proved in the open world, so that a proof holds for every record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vacatur.engine.solve.examples import not_decided, place, plain, span_of
from vacatur.engine.solve.report import Finding, Kind
from vacatur.engine.solve.solving import Holds
from vacatur.engine.solve.study import Study
from vacatur.engine.solve.terms import Term
from vacatur.law import nodes as n
from vacatur.law.page import Bar, Condition, Grant, Page, Refer, Version
from vacatur.law.walk import walk

Spoken = Grant | Bar | Refer


def dead_in(study: Study) -> Iterator[Finding]:
    """Every condition and statement of a version that is dead or idle."""
    dead: set[str] = set()
    for name, condition in study.version.conditions.items():
        for finding in _dead_condition(study, condition):
            dead.add(name)
            yield finding
    for statement in _spoken(study.version):
        if _name(statement) not in dead:
            yield from _dead_statement(study, statement)
    yield from _idle_conditions(study)


def _dead_condition(study: Study, condition: Condition) -> Iterator[Finding]:
    where = place(study, condition.line)
    held = study.open.now.condition(condition.name)
    match study.can(study.open, [held.yes]):
        case Holds.NEVER:
            yield Finding(
                kind=Kind.DEAD,
                page_id=study.page.page_id,
                where=where,
                what=f"[{condition.name}] can never be true{span_of(study)}",
                why=_why(study, condition),
                repair="Mend the condition, or take it out.",
            )
            return
        case Holds.NOT_DECIDED:
            yield not_decided(study, where, f"whether [{condition.name}] can be true")
    # A masked day makes claims such as "has died by today" never false, and that is as meant.
    held = study.unmasked.now.condition(condition.name)
    match study.can(study.unmasked, [held.no]):
        case Holds.NEVER:
            unknown = study.can(study.unmasked, [held.unknown]) is not Holds.NEVER
            yield Finding(
                kind=Kind.DEAD,
                page_id=study.page.page_id,
                where=where,
                what=f"[{condition.name}] can never be false{span_of(study)}",
                why="It is true whenever it is known." if unknown else "It is always true.",
                repair="Mend the condition, or take it out.",
            )
        case Holds.NOT_DECIDED:
            yield not_decided(study, where, f"whether [{condition.name}] can be false")


def _why(study: Study, condition: Condition) -> str:
    """The parts of a condition that exclude each other, where it is a list of parts."""
    if not isinstance(condition.truth, n.AllOf):
        return "No record makes it true on any day of the version."
    rows = study.open.world.rows_for(study.open.world.target)
    parts = condition.truth.parts
    clash = study.clash(study.open, [study.open.now.truth(each, rows).yes for each in parts])
    named = " and ".join(f"[{plain(parts[number].text)}]" for number in clash)
    return f"{named} cannot hold together." if len(clash) > 1 else f"{named} cannot hold."


def _dead_statement(study: Study, statement: Spoken) -> Iterator[Finding]:
    where, name = place(study, statement.line), _name(statement)
    answer = study.open.answer()
    held = study.open.now.condition(name)
    speaks: list[Term] = [answer.in_scope, held.yes]
    if isinstance(statement, Grant):
        speaks.append(answer.decided_on)
    match study.can(study.open, speaks):
        case Holds.NEVER:
            yield Finding(
                kind=Kind.DEAD,
                page_id=study.page.page_id,
                where=where,
                what=f"{_words(statement)} can never speak{span_of(study)}",
                why=f"Wherever [{name}] is true, the charge is out of scope"
                + (", referred or barred." if isinstance(statement, Grant) else "."),
                repair="Mend the scope or the condition, or take the statement out.",
            )
            return
        case Holds.NOT_DECIDED:
            yield not_decided(study, where, f"whether {_words(statement)} can speak")
    if study.version.uncertain:
        return  # every answer is REVIEW while nobody can say whether the section speaks
    without = study.open.answer(_without(study.version, statement))
    match study.can(study.open, [answer.published != without.published]):
        case Holds.NEVER:
            yield Finding(
                kind=Kind.IDLE,
                page_id=study.page.page_id,
                where=where,
                what=f"{_words(statement)} changes no answer{span_of(study)}",
                why="With it and without it every record gets the same answer.",
                repair="Keep it if its reason or its citation is wanted in explanations.",
            )
        case Holds.NOT_DECIDED:
            yield not_decided(study, where, f"whether {_words(statement)} changes an answer")


def _idle_conditions(study: Study) -> Iterator[Finding]:
    """Conditions on which nothing hangs, here or on another page: shown, and no more."""
    library = study.rulebook.library.values()
    used = {*_hung_on(study.version), *(name for page in library for name in _named(study, page))}
    for name, condition in study.version.conditions.items():
        if name not in used:
            yield Finding(
                kind=Kind.IDLE,
                page_id=study.page.page_id,
                where=place(study, condition.line),
                what=f"[{name}] is shown and decides nothing{span_of(study)}",
                repair="Hang a statement on it, or keep it to be shown.",
            )


def _hung_on(version: Version) -> Iterator[str]:
    yield version.scope.when.name
    yield from (_name(each) for each in _spoken(version))


def _named(study: Study, page: Page) -> Iterator[str]:
    """The names of this page's conditions that the conditions of a page use."""
    own = {study.page.identifier} | ({""} if page.page_id == study.page.page_id else set())
    for condition in page.conditions():
        for node in walk(condition.truth):
            if isinstance(node, n.Ref) and node.page in own:
                yield node.name


def _spoken(version: Version) -> list[Spoken]:
    return [*version.grants, *version.bars, *version.refers]


def _name(statement: Spoken) -> str:
    return statement.condition if isinstance(statement, Refer) else statement.when.name


def _words(statement: Spoken) -> str:
    match statement:
        case Grant():
            return f"grants({statement.answer}, when={_name(statement)})"
        case Bar():
            return f"bar({statement.answer}, when={_name(statement)})"
        case _:
            return f"refer(when={_name(statement)})"


def _without(version: Version, statement: Spoken) -> Version:
    return replace(
        version,
        grants=tuple(each for each in version.grants if each is not statement),
        bars=tuple(each for each in version.bars if each is not statement),
        refers=tuple(each for each in version.refers if each is not statement),
    )
