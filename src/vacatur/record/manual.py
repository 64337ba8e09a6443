"""Writes docs/records.md from the tables themselves: `python -m vacatur.record.manual`.

The page is never edited by hand; a test fails when it is stale.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Mapping

from vacatur.record import terms
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType, columns_of
from vacatur.record.findings import Findings
from vacatur.record.person import Person
from vacatur.record.rows import LIST_CLASS
from vacatur.record.tables import CASE_LISTS, PERSON_LISTS, TABLES, TableSpec

WIDTH = 100

RECORD_CLASS: Mapping[str, type] = {
    "persons": Person,
    "cases": Case,
    "charges": Charge,
    "offenses": Charge,
    "findings": Findings,
    **LIST_CLASS,
}

# Columns that stand in no record class: meaning, and what null says.
KEYS: Mapping[str, tuple[str, str]] = {
    "person_id": ("the linked person", "not linked yet; never null in persons"),
    "case_id": ("the case", "never"),
    "charge_id": ("the charge: id of its case or record, a slash, its own id there", "never"),
    "offense_id": ("row of `offenses`: charges with equal words share one", "never"),
    "source_file": ("file the row was read from", "never"),
    "source_row": ("data row of that file, from 1; 0 = the file is one document", "never"),
    "read_elsewhere": (
        "`column=file#row` for each column that was read from another file",
        "every column was read from `source_file`",
    ),
    "unreadable": (
        "columns for which something was sent that could not be mapped; each is null here",
        "never; an empty list = every column was read or missing",
    ),
    "disputed": (
        "columns on which two sources disagree; each is null here",
        "no column is disputed",
    ),
    **{
        f"{name}_checked": (
            f"somebody looked for {name}: without rows in that table there are none",
            "nobody looked, as false says: no rows prove nothing",
        )
        for name in (*PERSON_LISTS, *CASE_LISTS)
    },
}

HEAD = """\
# The record tables

Written by `python -m vacatur.record.manual` from the record classes. Do not edit it by hand.

The tables hold what a source said of people, cases and charges, each row with the file and row it
was read from. They are Parquet files in the workspace's `records` folder.

**Null means "not known" in every column of every table.** It never means "no". Where the record
shows that a column has no answer, the value is the term `not_applicable`, which is known. Where
something was recorded that could not be mapped, the value is null and the row's `unreadable` names
the column. Amounts are exact decimals with ten places. Dates are days of the court's calendar,
without a time zone.

Five tables beside these hold what linking needs, what a sweep needs, and what could not be mapped:
`identifiers`, `defendants`, `case_warrants`, `court_dates` and `quarantine`. They are declared in
`ingest/side_tables.py`. `defendants` has what a case's header says of the person, with name,
address, town and ZIP code as printed; linking and papers alone read it. No law page sees any of the
five.
"""


def manual() -> str:
    """The whole page, as text that ends in one line end."""
    parts = [HEAD, "## Tables\n", *(f"- [{name}](#{name})" for name in TABLES)]
    for spec in TABLES.values():
        parts += _table(spec)
    parts += ["\n## Vocabularies\n"]
    parts += ["Each term with its definition. Not known is null, never a term."]
    for vocabulary in _vocabularies():
        parts += [f"\n### {vocabulary.__name__}\n"]
        parts += [_item(f"`{term}`: {term.definition}") for term in vocabulary]
    return "\n".join(parts) + "\n"


def _table(spec: TableSpec) -> Iterator[str]:
    key = ", ".join(f"`{name}`" for name in spec.key) or "none; two rows may be equal"
    yield f"\n## {spec.name}\n"
    yield f"One row: {spec.grain}. Key: {key}.\n"
    known = {column.name: column for column in columns_of(RECORD_CLASS[spec.name])}
    for name, kind in spec.columns.items():
        yield _item(f"`{name}`, {_kind(kind, known.get(name))}: {_says(name, known)}")


def _kind(ibis_type: str, column: ColumnType | None) -> str:
    plain = ibis_type.removeprefix("array<").removesuffix(">")
    shape = plain if plain == ibis_type else f"list of {plain}"
    return f"{shape} ({column.kind.__name__})" if column is not None and column.terms else shape


def _says(name: str, known: Mapping[str, ColumnType]) -> str:
    if name not in known:
        meaning, null = KEYS[name]
        return f"{meaning}. Null: {null}."
    about = known[name].about
    unit = f", in {about.unit}" if about.unit else ""
    later = " It may lie after the day of decision." if about.later else ""
    return f"{about.meaning}{unit}. Null: {about.null}.{later}"


def _vocabularies() -> list[type[terms.Term]]:
    found = {
        column.kind.__name__: column.kind
        for entity in dict.fromkeys(RECORD_CLASS.values())
        for column in columns_of(entity)
        if column.terms
    }
    return [found[name] for name in sorted(found)]


def _item(text: str) -> str:
    return textwrap.fill(
        f"- {text}", WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


if __name__ == "__main__":
    sys.stdout.write(manual())
