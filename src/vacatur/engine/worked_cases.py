"""The `cases` tables of a page: each row becomes a record, and its answer is compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from vacatur.dates import parse_day
from vacatur.engine.decide_one import decide_one
from vacatur.engine.decision import Decision
from vacatur.errors import LawError, nearest
from vacatur.law.nodes import Entity
from vacatur.law.page import CaseRow, Page
from vacatur.law.rows import column_names, column_of
from vacatur.law.rulebook import Rulebook
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType
from vacatur.record.person import Person
from vacatur.record.record import Record
from vacatur.record.source import SourceRef
from vacatur.record.terms import Kind

TRUTHS: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
ANSWER_COLUMNS = ("outcome", "eligible_on", "because")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One worked case: where it stands, and what did not come out; empty = passed."""

    where: str
    title: str
    failures: tuple[str, ...]


def try_cases(rulebook: Rulebook, page: Page) -> Iterator[Verdict]:
    """Decide every row of every `cases` table of a page."""
    for section in page.sections:
        for row in section.cases:
            record = record_of_case(page, row)
            target = next(record.charges()).charge_id
            decision = decide_one(rulebook, page, record, target)
            where = f"{page.path}, line {row.line}"
            yield Verdict(where, row.title, tuple(_failures(page, row, decision)))


def record_of_case(page: Page, row: CaseRow) -> Record:
    """The record that a row describes. What it does not say is not known.

    The first charge is the one under test. Its case is of the page's state and lists all its
    charges; `+ same case` and `+ other case` add charges to it or beside it.
    """
    where = f"{page.path}, line {row.line}"
    state = page.page_id.split("/")[0].split("-")[1].upper()
    usual = {"state": state, "charges_complete": "yes"}
    charges: dict[str, list[Charge]] = {}
    cases: dict[str, dict[str, str]] = {}
    person: dict[str, str] = {}
    for number, facts in enumerate(row.charges, start=1):
        parts = _split(facts, where)
        case_id = "k1" if number == 1 or facts.get("case") == "same" else f"k{number}"
        cases.setdefault(case_id, {**usual, **parts[Entity.CASE]})
        person |= parts[Entity.PERSON]
        charge = {"kind": Kind.COMPLETED.value, **parts[Entity.CHARGE]}
        keys = {"charge_id": f"c{number}", "case_id": case_id, "person_id": "p1"}
        charges.setdefault(case_id, []).append(_row(Charge, Entity.CHARGE, charge, keys, where))
    return Record(
        record_id="worked",
        as_of=row.as_of,
        person=_row(Person, Entity.PERSON, person, {"person_id": "p1"}, where),
        cases=tuple(
            _row(
                Case,
                Entity.CASE,
                facts,
                {"case_id": case_id, "person_id": "p1", "charges": tuple(charges[case_id])},
                where,
            )
            for case_id, facts in cases.items()
        ),
        findings={},
    )


def _split(facts: Mapping[str, str], where: str) -> dict[Entity, dict[str, str]]:
    parts: dict[Entity, dict[str, str]] = {
        e: {} for e in (Entity.CHARGE, Entity.CASE, Entity.PERSON)
    }
    for name, cell in facts.items():
        if name == "case":
            continue
        owner, dot, column = name.partition(".")
        entity = Entity(owner) if dot and owner in {"case", "person"} else Entity.CHARGE
        column = column if dot else name
        if column_of(entity, column) is None:
            raise LawError(
                f"[{name}] is not a column of a {entity}",
                where=where,
                repair=nearest(column, column_names(entity)),
            )
        parts[entity][column] = cell
    return parts


def _row(
    kind: type[Any], entity: Entity, facts: Mapping[str, str], keys: dict[str, Any], where: str
) -> Any:
    values: dict[str, Any] = {each.name: None for each in fields(kind)}
    if "objections" not in values and "registrations" not in values:
        values |= {}
    for name, cell in facts.items():
        column = column_of(entity, name)
        assert column is not None  # _split has checked it
        try:
            values[name] = _cell(cell, column)
        except (ValueError, InvalidOperation):
            raise LawError(
                f"[{cell}] is no value of [{name}]",
                where=where,
                repair=nearest(cell, column.terms) if column.terms else "",
            ) from None
    common = {"source": SourceRef(where, 0), "unreadable": frozenset()}
    return kind(**{**values, **common, **keys})


def _cell(cell: str, column: ColumnType) -> Any:
    if cell == "?":
        return None
    if column.is_list:
        return () if cell == "none" else tuple(column.kind(each) for each in cell.split())
    if cell == "none" and cell not in column.terms:
        return "not_applicable" if column.terms else None
    if column.kind is bool:
        return TRUTHS[cell] if cell in TRUTHS else _no_truth(cell)
    if column.kind is date:
        return parse_day(cell)
    if column.kind is Decimal:
        return Decimal(cell)
    return column.kind(cell)


def _no_truth(cell: str) -> bool:
    raise ValueError(f"[{cell}] is neither yes nor no")


def _failures(page: Page, row: CaseRow, decision: Decision | None) -> Iterator[str]:
    if decision is None:
        yield "the charge does not exist on that day"
        return
    for name, wanted in row.expected.items():
        got = _got(page, name, decision, f"{page.path}, line {row.line}")
        if name == "because":
            if decision.conditions.get(wanted, False) is not None and not _explains(
                wanted, decision
            ):
                yield f"because: [{wanted}] is {_word(decision.conditions.get(wanted))}"
        elif got != wanted:
            yield f"{name}: expected [{wanted}], got [{got}]"


def _explains(name: str, decision: Decision) -> bool:
    """A condition explains an answer when it is known and the answer is not a plain yes."""
    return name in decision.conditions


def _got(page: Page, name: str, decision: Decision, where: str) -> str:
    match name:
        case "outcome":
            return str(decision.published)
        case "eligible_on":
            return str(decision.eligible_on or "")
        case "because":
            return ""
    if name not in page.condition_names():
        raise LawError(
            f"[{name}] is neither a condition of the page nor one of {', '.join(ANSWER_COLUMNS)}",
            where=where,
            repair=nearest(name, page.condition_names()),
        )
    return _word(decision.conditions.get(name))


def _word(truth: bool | None) -> str:
    return "unknown" if truth is None else ("yes" if truth else "no")
