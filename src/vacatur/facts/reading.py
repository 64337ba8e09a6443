"""How the cells of a fact file are read, in SQL: a value, nothing, or a row that is not taken.

A cell that says "unknown" tells nothing, as a blank one does.
"""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.facts.kinds import HISTORY, Cell, FactKind, Reads
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


def value_sql(cell: Cell) -> str:
    """SQL for what a cell says; null where it is blank or cannot be read."""
    text = trimmed(cell.name)
    match cell.reads:
        case Reads.TEXT:
            return f"case when lower({text}) not in ('', 'unknown') then {text} end"
        case Reads.DAY:
            day = f"try_strptime({text}, '%Y-%m-%d')::date"
            # Other lengths are not read: '2014-2-3' would be, and a short year would be guessed.
            return f"""case when length({text}) = 10
                and {day} between date '1900-01-01' and date '2199-12-31' then {day} end"""
        case Reads.NUMBER:
            number = f"try_cast({text} as decimal(20, 10))"
            return f"case when {number} >= 0 then {number} end"
        case Reads.YES_NO:
            said = f"lower({text})"
            return f"case when {said} = 'yes' then true when {said} = 'no' then false end"
        case Reads.WORD:
            assert cell.words is not None  # a word is always one of some
            known = ", ".join(literal(word.value) for word in cell.words)
            return f"case when lower({text}) in ({known}) then lower({text}) end"


def faults_sql(kind: FactKind) -> str:
    """SQL for why a row of `facts_rows` is not taken; null where it is."""
    return f"case {' '.join(_faults(kind))} end"


def _faults(kind: FactKind) -> Iterator[str]:
    for cell in kind.cells:
        blank = f"lower({trimmed(cell.name)}) in ('', 'unknown')"
        if cell.filled:
            yield f"when {blank} then 'no {cell.name}'"
        if cell.reads is not Reads.TEXT:
            wanted = literal(f"the {cell.name} is not {_wanted(cell)}")
            yield f"when not {blank} and ({value_sql(cell)}) is null then {wanted}"
    told = [cell for cell in kind.cells if _tells(kind, cell)]
    if told and not any(cell.filled for cell in told):
        nothing = " and ".join(f"{trimmed(cell.name)} = ''" for cell in told)
        yield f"when {nothing} then 'the row tells nothing'"
    if kind.name == HISTORY:
        yield from _faults_of_a_return(kind)


def _faults_of_a_return(kind: FactKind) -> Iterator[str]:
    """A charge that was found and cannot be placed must not be read as nothing found."""
    case, charge, under = (
        f"({value_sql(cell)})"
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


def _wanted(cell: Cell) -> str:
    if cell.words is None:
        return cell.reads.value
    words = [word.value for word in cell.words]
    return f"one of {', '.join(words)}"
