"""Every key of a mapping file, with its meaning. docs/mapping.md explains the same ones."""

from __future__ import annotations

from collections.abc import Mapping

from vacatur.ingest.printed import PRINTED
from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.columns import Column, ColumnType, columns_of
from vacatur.record.person import Person

FORMAT = 1
COUNTED = "counted in order"
REVIEW = "REVIEW"
UNREADABLE, AS_RECORDED = "unreadable", "as recorded"
JOINED = " | "

FILE_KEYS: Mapping[str, str] = {
    "format": "version of this format, 1",
    "jurisdiction": "whose code lists read the offences",
    "delimiter": "the character between two cells, or tab",
    "encoding": "how the file's letters are written",
    "quotes": "whether quotation marks may stand around a cell",
    "header": "line of the header, or none",
    "columns": "names of the columns, in order",
    "blank": "words that mean that nothing was sent",
    "declared_through": "last day that the export covers",
    "largest_content_mb": "most megabytes the file may hold when it is unpacked",
    "case": "what is read about a case",
    "person": "what is read about a person",
    "charge": "what is read about a charge",
}
FIELD_KEYS: Mapping[str, str] = {
    "const": "the same value on every row",
    "column": "the column, or a list of columns that are read together",
    "blank": "more words that mean that nothing was sent, in this column",
    "formats": "how a date is written",
    "pivot": "last year that a year of two digits can mean",
    "earliest": "first day that is believed",
    "latest": "last day that is believed",
    "unit": "unit of the numbers in the column",
    "thousands": "the character between thousands",
    "map": "from each wording to a term or a value",
    "unmapped": "what becomes of a wording that is in no map",
    "split": "the character between the items of a list",
}
IDENTIFIERS: Mapping[str, Mapping[str, str]] = {
    "case": {
        "tracking_number": "number that one arrest or booking has in every court",
        "linked_case": "number of the case that this one goes on from",
    },
    "person": {"state_id": "number that the state's repository gives a person"},
    "charge": {},
}
DELIMITERS: Mapping[str, str] = {",": ",", ";": ";", "|": "|", "tab": "\t"}
ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "latin-1": "latin-1",
    "windows-1252": "cp1252",
}
# Linking takes these from the cases; the other columns of a person need a source of their own.
_OF_A_PERSON = ("birth_date", "race", "sex", "history_checked_on")
# Of a person these stand in `defendants` alone, and no map reads them.
AS_PRINTED: Mapping[str, ColumnType] = {
    name: ColumnType(name, str, False, Column(meaning="as printed", null="not recorded"))
    for name in PRINTED
}


def _named(entity: type) -> Mapping[str, ColumnType]:
    return {column.name: column for column in columns_of(entity)}


RECORD_COLUMNS: Mapping[str, Mapping[str, ColumnType]] = {
    "case": _named(Case),
    "person": {**{name: _named(Person)[name] for name in _OF_A_PERSON}, **AS_PRINTED},
    "charge": _named(Charge),
}
