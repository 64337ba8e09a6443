"""Worked cases as a table: what most cases of a section share is told once, above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.law.page import CaseRow, Section
from vacatur.law.phrases import spoken
from vacatur.site.pieces import Linker, Piece

_ANSWERED = ("outcome", "eligible_on", "because")
_OWNER = {"same": "one more charge of the same case", "other": "one more charge, in another case"}


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One worked case.

    `facts` are those in which it differs from the usual; `companions` the other charges, each with
    all its facts. `eligible_on` is empty where the case does not say it.
    """

    title: str
    as_of: date
    facts: tuple[Fact, ...]
    companions: tuple[tuple[str, tuple[Fact, ...]], ...]
    outcome: str
    eligible_on: str
    because: tuple[Piece, ...]
    conditions: tuple[tuple[tuple[Piece, ...], str], ...]


@dataclass(frozen=True, slots=True)
class CasesView:
    """The worked cases of a section. `as_of` is null where they are decided on different days."""

    as_of: date | None
    usual: tuple[Fact, ...]
    cases: tuple[CaseView, ...]


def cases_of(section: Section, linker: Linker) -> CasesView | None:
    """The worked cases of a section; None where it has none."""
    if not section.cases:
        return None
    usual = _usual([case.charges[0] for case in section.cases])
    days = {case.as_of for case in section.cases}
    return CasesView(
        as_of=min(days) if len(days) == 1 else None,
        usual=_facts(usual),
        cases=tuple(_case(case, usual, linker) for case in section.cases),
    )


def _usual(charges: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What more than half of the cases state alike; none where there is one case only."""
    if len(charges) == 1:
        return {}
    columns = dict.fromkeys(name for charge in charges for name in charge)
    found: dict[str, str] = {}
    for name in columns:
        value, count = Counter(c[name] for c in charges if name in c).most_common(1)[0]
        if 2 * count > len(charges):
            found[name] = value
    return found


def _case(case: CaseRow, usual: Mapping[str, str], linker: Linker) -> CaseView:
    own, *others = case.charges
    expected = case.expected
    because = expected.get("because", "")
    return CaseView(
        title=case.title,
        as_of=case.as_of,
        facts=_facts(_differing(own, usual)),
        companions=tuple(_companion(each) for each in others),
        outcome=expected.get("outcome", ""),
        eligible_on=expected.get("eligible_on", ""),
        because=_name(because, linker) if because else (),
        conditions=tuple(
            (_name(name, linker), value)
            for name, value in expected.items()
            if name not in _ANSWERED
        ),
    )


def _differing(own: Mapping[str, str], usual: Mapping[str, str]) -> dict[str, str]:
    """What a case states otherwise than usual, and what it leaves unsaid."""
    silent = {name: "not said" for name in usual if name not in own}
    return {**{name: each for name, each in own.items() if usual.get(name) != each}, **silent}


def _companion(charge: Mapping[str, str]) -> tuple[str, tuple[Fact, ...]]:
    facts = {name: value for name, value in charge.items() if name != "case"}
    return _OWNER[charge["case"]], _facts(facts)


def _facts(facts: Mapping[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(_said(name), _value(value)) for name, value in facts.items())


def _said(column: str) -> str:
    """`person.history_checked_on` is person: history checked on."""
    owner, dot, name = column.partition(".")
    return f"{spoken(owner)}: {spoken(name).replace('.', ' ')}" if dot else spoken(name or owner)


def _value(cell: str) -> str:
    return "not known" if cell == "?" else cell


def _name(name: str, linker: Linker) -> tuple[Piece, ...]:
    return (Piece(spoken(name), linker.condition(name)),)
