"""What a column of the record model says about itself."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Meaning of one column, for readers, for the docket reader and for the law's checks.

    `null` is what an empty value says; everywhere in this project it says "not known", never "no".
    `later` marks a date that may lawfully lie after the day of decision (a sentence still running).
    """

    meaning: str
    null: str
    unit: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column's name, Python type (without None), whether it is a list, and its meaning."""

    name: str
    kind: type
    is_list: bool
    about: Column

    @property
    def terms(self) -> frozenset[str]:
        """The closed vocabulary of an enum column; empty for other kinds."""
        if issubclass(self.kind, StrEnum):
            return frozenset(member.value for member in self.kind)
        return frozenset()

    @property
    def ibis_type(self) -> str:
        """The column's type in the analytic store."""
        plain = "string" if issubclass(self.kind, str) else _IBIS_TYPES[self.kind]
        return f"array<{plain}>" if self.is_list else plain


# Ten decimal places keep 1.5 ounces = 42.5242846875 g exact.
_IBIS_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "int64",
    date: "date",
    Decimal: "decimal(20, 10)",
}


def columns_of(entity: type) -> tuple[ColumnType, ...]:
    """The columns of a record class, in the order in which they are declared."""
    if entity not in _READ:
        _READ[entity] = tuple(_columns(entity))
    return _READ[entity]


# Reading type hints is slow, and a class never changes.
_READ: dict[type, tuple[ColumnType, ...]] = {}


def _columns(entity: type) -> Iterator[ColumnType]:
    hints = typing.get_type_hints(entity, include_extras=True)
    for field in fields(entity):
        hint = hints[field.name]
        if typing.get_origin(hint) is typing.Annotated:
            bare, *extras = typing.get_args(hint)
            yield _column(field.name, bare, extras)


def _column(name: str, bare: Any, extras: list[Any]) -> ColumnType:
    about = next(extra for extra in extras if isinstance(extra, Column))
    parts = typing.get_args(bare) if isinstance(bare, types.UnionType) else (bare,)
    (kind,) = (part for part in parts if part is not type(None))
    is_list = typing.get_origin(kind) is tuple
    if is_list:
        kind = typing.get_args(kind)[0]
    return ColumnType(name, kind, is_list, about)
