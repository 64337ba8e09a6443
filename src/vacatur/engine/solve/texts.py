"""The texts of which examples are made: those that pages name, those of worked cases, and another.

Without them an example could hold a word of one column in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vacatur.law import nodes as n
from vacatur.law.rows import column_of
from vacatur.record.record import Record

# A docket takes two capital letters and nothing else.
ANOTHER_STATE = "ZZ"
Texts = Mapping[str, frozenset[str]]


def texts_of(nodes: Iterable[n.Node], records: Iterable[Record]) -> Texts:
    """By name of a column of texts: what it may hold, besides another text.

    Columns that a claim compares with each other may hold each other's texts.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    compared: set[tuple[str, str]] = set()
    for node in nodes:
        if isinstance(node, n.Equal):
            fields = [each for each in (node.left, node.right) if isinstance(each, n.Field)]
            words = [
                each.value
                for each in (node.left, node.right)
                if isinstance(each, n.Literal) and isinstance(each.value, str)
            ]
            names = [each.column for each in fields if _holds_text(each)]
            for name in names:
                found[name].update(words)
            compared |= {(name, other) for name in names for other in names if name != other}
    for record in records:
        for row in _rows(record):
            for name in row.__slots__:
                if type(value := getattr(row, name)) is str:
                    found[name].add(value)
    both = {name: found[name] | found[other] for name, other in compared}
    return {name: frozenset(texts) for name, texts in {**found, **both}.items()}


def others(column: str) -> tuple[str, ...]:
    """Texts of a column that no page names: two, so that they can differ from each other."""
    if column == "state":
        return (ANOTHER_STATE,)
    name = column.replace("_", " ")
    return f"another {name}", f"yet another {name}"


def _holds_text(field: n.Field) -> bool:
    column = column_of(field.entity, field.column)
    return column is not None and column.kind is str and not column.is_list


def _rows(record: Record) -> Iterator[Any]:
    yield record.person
    yield from record.cases
    yield from record.charges()
    yield from record.findings.values()
