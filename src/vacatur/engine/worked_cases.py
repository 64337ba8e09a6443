"""The `cases` tables of a page: each row becomes a record, and its answer is compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from vacatur.dates import parse_day
from vacatur.engine.decide_one import conditions_of_one, decide_one
from vacatur.engine.decision import Decision
from vacatur.engine.standing import version_on
from vacatur.engine.support import explaining_conditions
from vacatur.errors import LawError, nearest
from vacatur.law.nodes import Entity
from vacatur.law.page import CaseRow, Page
from vacatur.law.rows import column_names, column_of
from vacatur.law.rulebook import Rulebook
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType
from vacatur.record.findings import Findings
from vacatur.record.person import Person
from vacatur.record.record import Record
from vacatur.record.source import SourceRef
from vacatur.record.tables import CASE_LISTS, PERSON_LISTS
from vacatur.record.terms import Kind

TRUTHS: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
ENTITIES = (Entity.CHARGE, Entity.CASE, Entity.PERSON, Entity.FINDINGS)
LISTS: Mapping[Entity, tuple[str, ...]] = {
    Entity.PERSON: PERSON_LISTS,
    Entity.CASE: CASE_LISTS,
}
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
            failures = _tried(rulebook, page, row)
            yield Verdict(f"{page.path}, line {row.line}", row.title, tuple(failures))


def _tried(rulebook: Rulebook, page: Page, row: CaseRow) -> Iterator[str]:
    record = record_of_case(page, row)
    target = next(record.charges()).charge_id
    if page.decides:
        decision = decide_one(rulebook, page, record, target)
        explained = explained_by(rulebook, page, decision)
        yield from _failures(page, row, decision, explained)
    else:
        yield from _misread(page, row, conditions_of_one(rulebook, page, record, target))


def _misread(page: Page, row: CaseRow, held: Mapping[str, bool | None] | None) -> Iterator[str]:
    """What a definition's row says of its conditions and does not come out."""
    where = f"{page.path}, line {row.line}"
    if held is None:
        yield "the charge does not exist on that day, or the page is not in force"
        return
    for name, wanted in row.expected.items():
        if name not in held:
            raise LawError(
                f"[{name}] is not a condition of the definition",
                where=where,
                why="A definition has no answers, so its cases show conditions only.",
                repair=nearest(name, held),
            )
        if (got := _word(held[name])) != wanted:
            yield f"{name}: expected [{wanted}], got [{got}]"


def explained_by(rulebook: Rulebook, page: Page, decision: Decision | None) -> frozenset[str]:
    """The conditions that a row may give as its `because`."""
    if decision is None or not decision.conditions or decision.last_verified is not None:
        return frozenset()
    version = version_on(rulebook, page, decision.read_on)
    assert version is not None  # conditions were read, so a version was in force
    return explaining_conditions(version, decision)


def record_of_case(page: Page, row: CaseRow) -> Record:
    """The record that a row describes. What it does not say is not known.

    The first charge is the one under test. Its case is of the page's state and lists all its
    charges; `+ same case` and `+ other case` add charges to it or beside it.
    """
    where = f"{page.path}, line {row.line}"
    usual = {"charges_complete": "yes", **state_of(page)}
    charges: dict[str, list[Charge]] = {}
    cases: dict[str, dict[str, str]] = {}
    person: dict[str, str] = {}
    findings: dict[str, Findings] = {}
    for number, facts in enumerate(row.charges, start=1):
        parts = _split(facts, where)
        case_id = "k1" if number == 1 or facts.get("case") == "same" else f"k{number}"
        cases.setdefault(case_id, {**usual, **parts[Entity.CASE]})
        person |= parts[Entity.PERSON]
        charge = {"kind": Kind.COMPLETED.value, **parts[Entity.CHARGE]}
        keys = {"charge_id": f"c{number}", "case_id": case_id, "person_id": "p1"}
        charges.setdefault(case_id, []).append(_row(Charge, Entity.CHARGE, charge, keys, where))
        if found := parts[Entity.FINDINGS]:
            about = {"charge_id": keys["charge_id"]}
            findings[about["charge_id"]] = _row(Findings, Entity.FINDINGS, found, about, where)
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
        findings=findings,
    )


def state_of(page: Page) -> dict[str, str]:
    """The state that a page's id names: `us-md/...`; an office's own folder may name none."""
    country, _, rest = page.page_id.split("/")[0].partition("-")
    return {"state": rest.split("-")[0].upper()} if country == "us" and rest else {}


def _split(facts: Mapping[str, str], where: str) -> dict[Entity, dict[str, str]]:
    """The cells by the row they describe; `case.court` and `circumstances.firearm` are columns."""
    parts: dict[Entity, dict[str, str]] = {entity: {} for entity in ENTITIES}
    for name, cell in facts.items():
        if name == "case":
            continue
        owner, _, rest = name.partition(".")
        entity = Entity(owner) if rest and owner in ENTITIES else Entity.CHARGE
        column = (name if entity is Entity.CHARGE else rest).replace(".", "_")
        if column_of(entity, column) is None and column not in LISTS.get(entity, ()):
            raise LawError(
                f"[{name}] is not a column of a {entity}",
                where=where,
                repair=nearest(column, column_names(entity)),
            )
        parts[entity][column] = cell
    return parts


def _looked_for(cell: str, name: str, where: str) -> tuple[()] | None:
    """A list of rows in one cell: looked for and empty, or never looked for."""
    if cell not in ("none", "?"):
        raise LawError(f"[{cell}] is no value of [{name}]", where=where, repair="Write none or ?.")
    return () if cell == "none" else None


def _row(
    kind: type[Any], entity: Entity, facts: Mapping[str, str], keys: dict[str, Any], where: str
) -> Any:
    values: dict[str, Any] = {each.name: None for each in fields(kind)}
    for name, cell in facts.items():
        if name in LISTS.get(entity, ()):
            values[name] = _looked_for(cell, name, where)
            continue
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
    if "source" in values:
        values["source"] = SourceRef(where, 0)
        values["unreadable"] = values["disputed"] = frozenset()
    return kind(**{**values, **keys})


def _cell(cell: str, column: ColumnType) -> Any:
    if cell == "?":
        return None
    if column.is_list:
        return () if cell == "none" else tuple(column.kind(each) for each in cell.split())
    if cell == "none" and cell not in column.terms:
        return column.kind("not_applicable") if column.terms else None
    if column.kind is bool:
        return TRUTHS[cell] if cell in TRUTHS else _no_truth(cell)
    if column.kind is date:
        return parse_day(cell)
    if column.kind is Decimal:
        return Decimal(cell)
    return column.kind(cell)


def _no_truth(cell: str) -> bool:
    raise ValueError(f"[{cell}] is neither yes nor no")


def _failures(
    page: Page, row: CaseRow, decision: Decision | None, explained: frozenset[str]
) -> Iterator[str]:
    if decision is None:
        yield "the charge does not exist on that day"
        return
    where = f"{page.path}, line {row.line}"
    for name, wanted in row.expected.items():
        if name == "because":
            yield from _unexplained(page, wanted, decision, explained, where)
        elif (got := _got(page, name, decision, where)) != wanted:
            yield f"{name}: expected [{wanted}], got [{got}]"


def _unexplained(
    page: Page, name: str, decision: Decision, explained: frozenset[str], where: str
) -> Iterator[str]:
    _must_be_condition(name, page, where)
    if name not in explained:
        truth = _word(decision.conditions.get(name))
        does = ", ".join(f"[{each}]" for each in sorted(explained)) or "no condition"
        yield f"because: [{name}] is {truth} and does not explain the answer; {does} does"


def _got(page: Page, name: str, decision: Decision, where: str) -> str:
    match name:
        case "outcome":
            return str(decision.published)
        case "eligible_on":
            return str(decision.eligible_on or "")
    _must_be_condition(name, page, where)
    return _word(decision.conditions.get(name))


def _must_be_condition(name: str, page: Page, where: str) -> None:
    if name not in page.condition_names():
        raise LawError(
            f"[{name}] is neither a condition of the page nor one of {', '.join(ANSWER_COLUMNS)}",
            where=where,
            repair=nearest(name, page.condition_names()),
        )


def _word(truth: bool | None) -> str:
    return "unknown" if truth is None else ("yes" if truth else "no")
