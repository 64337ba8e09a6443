"""How the cells of a fact file are read, in SQL: a value, nothing, or a row that is not taken.

A cell that says "unknown" tells nothing, as a blank one does.
"""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.day_formats import day_sql
from vacatur.facts.fact_mapping import DAYS, FactMapping
from vacatur.facts.kinds import HISTORY, YES_NO, Cell, FactKind, Reads
from vacatur.sql import literal, trimmed

# What stands in a row only where a charge was found.
_OF_A_FOUND_CHARGE = (
    *("case_num", "charge_num", "listed_under", "description", "statute"),
    *("offense_date", "disposition", "disposition_date"),
)
SQL_TYPES = {
    Reads.TEXT: "varchar",
    Reads.DAY: "date",
    Reads.NUMBER: "decimal(20, 10)",
    Reads.YES_NO: "boolean",
    Reads.WORD: "varchar",
}


def value_sql(cell: Cell, mapping: FactMapping) -> str:
    """SQL for what a cell says; null where it is blank or cannot be read."""
    text = trimmed(cell.name)
    match cell.reads:
        case Reads.TEXT:
            return f"case when lower({text}) not in ('', 'unknown') then {text} end"
        case Reads.DAY:
            day = day_sql(text, [mapping.days], mapping.pivot)
            return f"""case when {day} between date '1900-01-01' and date '2199-12-31'
                then {day} end"""
        case Reads.NUMBER:
            number = f"try_cast({text} as decimal(20, 10))"
            return f"case when {number} >= 0 then {number} end"
        case Reads.YES_NO:
            said = _word_sql(cell, mapping)
            return f"case {said} when 'yes' then true when 'no' then false end"
        case Reads.WORD:
            said = _word_sql(cell, mapping)
            known = ", ".join(literal(word) for word in words_of(cell))
            return f"case when {said} in ({known}) then {said} end"


def words_of(cell: Cell) -> tuple[str, ...]:
    """The words that a cell can say; none where it does not read words."""
    if cell.reads is Reads.YES_NO:
        return YES_NO
    return tuple(word.value for word in cell.words or ())


def _word_sql(cell: Cell, mapping: FactMapping) -> str:
    """SQL for our word of what a cell says, in small letters; null: none of the agency's words."""
    said = f"lower({trimmed(cell.name)})"
    words = mapping.words.get(cell.name)
    if words is None:
        return said
    cases = " ".join(f"when {literal(word)} then {literal(ours)}" for word, ours in words.items())
    return f"(case {said} {cases} end)"


def faults_sql(kind: FactKind, mapping: FactMapping) -> str:
    """SQL for why a row of `facts_rows` is not taken; null where it is."""
    return f"case {' '.join(_faults(kind, mapping))} end"


def _faults(kind: FactKind, mapping: FactMapping) -> Iterator[str]:
    for cell in kind.cells:
        silent = ", ".join(literal(word) for word in mapping.silent_words(cell.name))
        blank = f"lower({trimmed(cell.name)}) in ({silent})"
        if cell.filled:
            yield f"when {blank} then 'no {cell.name}'"
        if cell.reads is not Reads.TEXT:
            wanted = literal(f"the {cell.name} is not {_wanted(cell, mapping)}")
            yield f"when not {blank} and ({value_sql(cell, mapping)}) is null then {wanted}"
    told = [cell for cell in kind.cells if _tells(kind, cell)]
    if told and not any(cell.filled for cell in told):
        nothing = " and ".join(f"{trimmed(cell.name)} = ''" for cell in told)
        yield f"when {nothing} then 'the row tells nothing'"
    if kind.name == HISTORY:
        yield from _faults_of_a_return(kind, mapping)


def _faults_of_a_return(kind: FactKind, mapping: FactMapping) -> Iterator[str]:
    """A charge that was found and cannot be placed must not be read as nothing found."""
    case, charge, under = (
        f"({value_sql(cell, mapping)})"
        for name in ("case_num", "charge_num", "listed_under")
        for cell in kind.cells
        if cell.name == name
    )
    found = " || ".join(trimmed(name) for name in _OF_A_FOUND_CHARGE)
    outcome = f"{trimmed('disposition')} || {trimmed('disposition_date')}"
    # "unknown" here is no blank: it says that there is a charge.
    yield f"when {case} is null and {found} <> '' then 'a charge without a case_num'"
    yield f"""when {case} is not null and {charge} is null and {under} is null
        then 'a case_num without a charge_num'"""
    yield f"""when {under} is not null and {trimmed("charge_num")} || {outcome} <> ''
        then 'a charge beside listed_under'"""
    yield f"when {under} = {case} then 'a case listed under itself'"


def _tells(kind: FactKind, cell: Cell) -> bool:
    # A search that found nothing tells that.
    return kind.name != HISTORY and any(column == cell.name for _, column in kind.tells)


def _wanted(cell: Cell, mapping: FactMapping) -> str:
    if cell.name in mapping.words:
        return "a word of the mapping"
    if cell.words is not None:
        return f"one of {', '.join(words_of(cell))}"
    if cell.reads is Reads.DAY and mapping.days != DAYS:
        return f"a day, {mapping.days}"
    return cell.reads.value
