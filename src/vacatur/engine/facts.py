"""The values that a claim read, each with the row and column it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from vacatur.engine.asking import why_empty
from vacatur.engine.explanation import Fact
from vacatur.engine.interpret import Interpreter
from vacatur.engine.questions import Why
from vacatur.law import nodes as n
from vacatur.law.walk import walk
from vacatur.record.source import SourceRef

# From `table.column@file` to the file's own columns that it was read from.
SourceColumns = Mapping[str, str]

# Our reading of a column, and the column that keeps the source's own words.
RECORDED = {"disposition": "disposition_recorded", "quantity_grams": "quantity_recorded"}
OFFENSE = ("local_code", "description", "statute", "act", "substance")
TABLE_OF = {"charge": "charges", "case": "cases", "person": "persons", "findings": "findings"}
SHOWN_ROWS = 5
_STATES = {
    Why.MISSING: "not recorded",
    Why.UNREADABLE: "cannot be read",
    Why.DISPUTED: "two sources disagree",
}


def fact_of(row_name: str, row: Any, column: str, columns: SourceColumns) -> Fact:
    """One column of one row as a fact."""
    held = getattr(row, column)
    state = "" if held is not None else _STATES[why_empty(row, column)]
    recorded = getattr(row, RECORDED[column], None) if column in RECORDED else None
    source = getattr(row, "source", None)
    read_from = source.of(column) if isinstance(source, SourceRef) else None
    key = f"{TABLE_OF.get(row_name, row_name)}.{column}"
    return Fact(
        name=f"{row_name}.{column}",
        value="" if held is None else _shown(held),
        state=state,
        recorded=recorded or "",
        source=str(read_from) if read_from else "",
        source_column=columns.get(f"{key}@{read_from.file}", "") if read_from else "",
    )


def facts_of(
    claim: n.Truth, rows: Mapping[str, Any], reader: Interpreter, columns: SourceColumns
) -> Iterator[Fact]:
    """The facts that a claim reads directly; names of other conditions are not followed."""
    seen: set[str] = set()
    for fact in _facts(claim, rows, reader, columns):
        if fact.name not in seen:
            seen.add(fact.name)
            yield fact


def _facts(
    claim: n.Node, rows: Mapping[str, Any], reader: Interpreter, columns: SourceColumns
) -> Iterator[Fact]:
    for node in walk(claim):
        match node:
            case n.Field() if node.row in rows:
                yield fact_of(node.row, rows[node.row], node.column, columns)
            case n.IsOffense() if node.row in rows:
                for column in OFFENSE:
                    yield fact_of(node.row, rows[node.row], column, columns)
            case n.Amount() if node.row in rows:
                for column in ("quantity_grams", "weight_basis", "product_form"):
                    yield fact_of(node.row, rows[node.row], column, columns)
            case n.AgeOn():
                yield fact_of("person", rows["person"], "birth_date", columns)
            case n.ThereIs() | n.Every() if isinstance(node.rows.source, n.SetName):
                yield from _set_facts(node, rows, reader, columns)


def _set_facts(
    node: n.ThereIs | n.Every, rows: Mapping[str, Any], reader: Interpreter, columns: SourceColumns
) -> Iterator[Fact]:
    """The rows that answer for a set, and what says whether the set is whole."""
    match node.rows.source:
        case n.SetName.CASE_CHARGES | n.SetName.CHARGE_INCIDENT:
            yield fact_of("case", rows["case"], "charges_complete", columns)
        case n.SetName.PERSON_CHARGES:
            yield _search(fact_of("person", rows["person"], "history_checked_on", columns), reader)
    found = [
        (member.row, answer)
        for member, answer in reader.each(node.rows, rows)
        if answer is not False and hasattr(member.row, "charge_id")
    ]
    for row, answer in found[:SHOWN_ROWS]:
        word = "satisfies it" if answer else "may satisfy it"
        yield Fact(
            name=f"{row.charge_id} {word}",
            value=_shown(row.disposition) if row.disposition is not None else "",
            state="" if row.disposition is not None else "disposition not recorded",
            recorded=row.disposition_recorded or "",
            source=str(row.source),
            source_column=columns.get(f"charges.disposition@{row.source.file}", ""),
        )
    if len(found) > SHOWN_ROWS:
        yield Fact(
            name=f"and {len(found) - SHOWN_ROWS} more charges",
            value="",
            state="",
            recorded="",
            source="",
            source_column="",
        )


def _search(fact: Fact, reader: Interpreter) -> Fact:
    """A search proves an absence on its own day only."""
    if fact.value in ("", str(reader.record.as_of)):
        return fact
    return replace(fact, state=f"searched on {fact.value}, not on the day of decision")


def _shown(value: Any) -> str:
    if value == "not_applicable":
        return "does not apply"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value) or "none"
    return str(value)
