"""What a mapping file says, typed: which column of an export becomes which column of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vacatur.record.columns import ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """The same value on every row."""

    value: str | date | Decimal | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the cells of one or more columns are read. A field of another type keeps its default."""

    columns: tuple[str, ...]  # several: joined by ` | `
    blank: tuple[str, ...]  # words that mean "nothing was sent", in small letters
    formats: tuple[str, ...] = ()  # of a date
    pivot: int | None = None  # last year that a year of two digits can mean
    earliest: date | None = None  # first day that is believed
    latest: date | None = None  # last day that is believed
    factor: Decimal = Decimal(1)  # from the declared unit to the record's
    unit: str = ""  # as declared
    thousands: str = ""
    terms: Mapping[str, str | None] | None = None  # wording -> value; None: REVIEW
    keep_unmapped: bool = False  # a text that is in no map stays as it is
    split: str = ""  # between the items of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of the record and where it comes from."""

    column: ColumnType
    source: Constant | Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What the mapping says about a case, a person or a charge."""

    name: str
    key: tuple[str, ...]  # columns that name one; empty: nothing does
    fields: Mapping[str, Field]
    identifiers: Mapping[str, str]  # kind of identifier -> column

    def read_columns(self) -> Iterator[str]:
        """Columns of the file that this section reads, with repetitions."""
        yield from self.key
        yield from self.identifiers.values()
        for field in self.fields.values():
            if isinstance(field.source, Reading):
                yield from field.source.columns


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvMapping:
    """One mapping file, checked. `counted`: charges are numbered in the order of their rows."""

    name: str
    sha256: str
    jurisdiction: str | None
    delimiter: str
    encoding: str
    quotes: bool
    header: int  # line of the header; 0: there is none
    columns: tuple[str, ...]  # declared names; empty: the header has them
    blank: tuple[str, ...]  # words that mean "nothing was sent", in small letters
    largest_content: int | None  # bytes, unpacked; None: the default
    case: Section
    person: Section
    charge: Section
    counted: bool
    lines: Mapping[str, int]  # column of the file -> line of the mapping where it is first named

    def keys(self) -> Mapping[str, list[str]]:
        """Columns that name a case, a person and a charge."""
        return {section.name: list(section.key) for section in self.sections}

    @property
    def sections(self) -> Sequence[Section]:
        return (self.case, self.person, self.charge)

    def read_columns(self) -> tuple[str, ...]:
        """Columns of the file that are read, each once."""
        return tuple(dict.fromkeys(each for part in self.sections for each in part.read_columns()))
