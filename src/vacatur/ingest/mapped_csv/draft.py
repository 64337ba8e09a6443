"""Write the draft of a mapping from what was seen of each column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.ingest.mapped_csv.guesses import (
    formats_of,
    is_date_shape,
    part_of_a_name,
    plain_term,
    target_of,
)
from vacatur.ingest.mapped_csv.keys import COUNTED, FORMAT, IDENTIFIERS, RECORD_COLUMNS, REVIEW
from vacatur.yaml_nodes import OPEN

_QUESTION = json.dumps(OPEN)
_MOST_WORDINGS = 200
_NAME = ("person", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFacts:
    """Cells of one shape: digits as 9, letters as a."""

    shape: str
    cells: int
    first_over_12: bool
    second_over_12: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """What the sample shows of one column."""

    name: str
    filled: int  # cells in which something stands
    distinct: int  # about
    shapes: tuple[ShapeFacts, ...]  # the most frequent ones first
    values: tuple[tuple[str, int], ...]  # the same, with their cells


def draft_of(
    source: str,
    *,
    encoding: str,
    delimiter: str,
    header: int,
    columns: Sequence[ColumnFacts],
    unknown: list[str],
) -> str:
    """The draft as YAML; sentences about what it cannot tell are added to `unknown`."""
    targets: dict[tuple[str, str], ColumnFacts] = {}
    rest = []
    for column in columns:
        target = target_of(column.name)
        if target and target not in targets and column.name:
            targets[target] = column
        else:
            rest.append(column)
    parts = [] if _NAME in targets else _parts_of_a_name(rest)
    rest = [each for each in rest if each not in parts]
    body = [
        line for section in RECORD_COLUMNS for line in _section(section, targets, unknown, parts)
    ]
    unread = [_comment(each) for each in rest]
    if rest:
        names = ", ".join(f"[{each.name}]" for each in rest)
        unknown.append(
            f"What these columns are, if anything, was not told by their names: {names}."
        )
    return "\n".join(
        [
            f"# A draft for {_plain(source)}. Fill each {_QUESTION}, or remove its line.",
            "# docs/mapping.md explains the keys.",
            "# What the file does not tell:",
            *(f"#   - {_plain(each)}" for each in unknown),
            f"format: {FORMAT}",
            f"delimiter: {'tab' if delimiter == chr(9) else json.dumps(delimiter)}",
            f"encoding: {encoding}",
            f"header: {header}",
            "# jurisdiction: us-md     # whose code lists read the offences",
            "# declared_through: 2020-12-31     # last day that the export covers",
            *body,
            "# Columns that are not read:",
            *unread,
            "",
        ]
    )


def _parts_of_a_name(columns: Sequence[ColumnFacts]) -> list[ColumnFacts]:
    """One column for each part that is there, the surname first; none without a surname."""
    found: dict[int, ColumnFacts] = {}
    for column in columns:
        part = part_of_a_name(column.name)
        if part is not None:
            found.setdefault(part, column)
    return [found[part] for part in sorted(found)] if 0 in found else []


def _plain(text: str) -> str:
    return re.sub(r"[^\x20-\x7e\xa0-\uffff]", " ", text)


def _comment(column: ColumnFacts) -> str:
    shapes = ", ".join(f"{each.shape} x {each.cells:,}" for each in column.shapes[:3])
    return _plain(
        f"#   {column.name}: {column.filled:,} cells, about {column.distinct:,} values; {shapes}"
    )


def _section(
    section: str,
    targets: dict[tuple[str, str], ColumnFacts],
    unknown: list[str],
    parts: Sequence[ColumnFacts],
) -> Iterator[str]:
    yield f"{section}:"
    key = targets.get((section, "key"))
    if key:
        yield f"  key: {json.dumps(key.name, ensure_ascii=False)}"
    elif section == "charge":
        yield f"  key: {COUNTED}     # no column seems to number the charges of a case"
        unknown.append("Which columns name a charge within its case: charges are counted in order.")
    else:
        yield f"  key: {_QUESTION}     # the column, or the columns, that name a {section}"
        unknown.append(f"Which column names a {section}.")
    if section == "case":
        yield f"  state: {{const: {_QUESTION}}}     # two letters"
        yield f"  # prosecuting_office: {{const: {_QUESTION}}}"
        unknown.append("Which state and which office the cases are of.")
    for name in (*IDENTIFIERS[section], *RECORD_COLUMNS[section]):
        column = targets.get((section, name))
        if column:
            yield from _field(section, name, column, unknown)
        elif (section, name) == _NAME and parts:
            yield f"  name: {json.dumps([each.name for each in parts], ensure_ascii=False)}"


def _field(section: str, name: str, facts: ColumnFacts, unknown: list[str]) -> Iterator[str]:
    source = json.dumps(facts.name, ensure_ascii=False)
    column = RECORD_COLUMNS[section].get(name)
    if column is None or (column.kind is str and not column.terms):
        yield f"  {name}: {source}"
    elif column.kind is date:
        yield from _date(name, source, facts, unknown)
    elif column.terms:
        yield from _terms(name, source, facts, unknown)
    elif column.about.unit and name != "plant_count":
        yield f"  {name}: {{column: {source}, unit: {_QUESTION}}}     # {column.about.unit}"
        unknown.append(f"In which unit [{facts.name}] is.")
    else:
        yield f"  {name}: {source}"


def _date(name: str, source: str, facts: ColumnFacts, unknown: list[str]) -> Iterator[str]:
    formats: dict[str, None] = {}
    yield f"  {name}:"
    yield f"    column: {source}"
    for each in facts.shapes:
        told = formats_of(
            each.shape, first_over_12=each.first_over_12, second_over_12=each.second_over_12
        )
        yield _plain(f"    # {each.cells:,} cells of the shape {each.shape}")
        if told:
            formats[told] = None
        elif is_date_shape(each.shape):
            unknown.append(f"How dates of the shape {each.shape} in [{facts.name}] are written.")
            formats[OPEN] = None
    if not formats:
        unknown.append(f"[{facts.name}] has the name of a date, and no cell that looks like one.")
        formats[OPEN] = None
    yield f"    formats: {json.dumps(list(formats))}"
    if any("%y" in each for each in formats):
        yield f"    pivot: {_QUESTION}     # the last year that two digits can mean"
        unknown.append(f"In which century the years of two digits in [{facts.name}] are.")


def _terms(name: str, source: str, facts: ColumnFacts, unknown: list[str]) -> Iterator[str]:
    yield f"  {name}:"
    yield f"    column: {source}"
    yield f"    map:     # to a term (docs/records.md), or to {REVIEW}"
    open_wordings = 0
    seen: set[str] = set()
    for wording, cells in facts.values[:_MOST_WORDINGS]:
        if wording.upper() in seen:
            continue
        seen.add(wording.upper())
        term = plain_term(wording) if name == "disposition" else None
        open_wordings += term is None
        said = json.dumps(wording, ensure_ascii=False)
        yield _plain(f"      {said}: {term or _QUESTION}     # {cells:,} rows")
    if not facts.values:
        yield f"      {_QUESTION}: {_QUESTION}"
    if open_wordings:
        unknown.append(f"What {open_wordings:,} wordings of [{facts.name}] mean.")
    if facts.distinct > _MOST_WORDINGS:
        unknown.append(
            f"[{facts.name}] has more wordings than the {_MOST_WORDINGS} that are shown."
        )
