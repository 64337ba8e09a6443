"""Where the columns of the record stand in a docket, and what a null there says.

A column stands under its own name unless it is listed here. The record classes are the one list of
columns; this file holds only the differences.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from vacatur.record.case import Case, Objection, Participant, Victim
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType, columns_of
from vacatur.record.findings import Findings
from vacatur.record.person import Diversion, Person, Registration, Relief, Warrant
from vacatur.record.terms import (
    Completion,
    Kind,
    ProductForm,
    Substance,
    Term,
    Treatment,
    WeightBasis,
)

Path = tuple[str, ...]

RECORD_KEYS = (
    "id", "rule", "as_of", "target", "title", "person", "cases", "findings", "expect", "because",
    "cite", "confidence", "skip",
)  # fmt: skip
EXPECT_KEYS = ("outcome", "eligible_on")
PERSON_LIST_CLASSES: Mapping[str, type[Any]] = {
    "registrations": Registration,
    "warrants": Warrant,
    "diversions": Diversion,
    "relief": Relief,
}
CASE_LIST_CLASSES: Mapping[str, type[Any]] = {
    "objections": Objection,
    "victims": Victim,
    "participants": Participant,
}

# Keys of an object that are no columns: ids, and the lists that hang on it.
OTHER_KEYS: Mapping[type, frozenset[str]] = {
    Person: frozenset(PERSON_LIST_CLASSES),
    Case: frozenset({"id", "charges", *CASE_LIST_CLASSES}),
    Charge: frozenset({"id"}),
    Victim: frozenset({"id"}),
}

# A group of columns that a docket writes as one object: prefix of the column -> key of the object.
_GROUPS: Mapping[type, Mapping[str, str]] = {
    Case: {"restitution_": "restitution"},
    Charge: {"circumstances_": "circumstances"},
    Findings: {"ground_": "ground"},
}
_RENAMED: Mapping[type, Mapping[str, str]] = {
    Charge: {"grade_class": "class"},
    Registration: {"convicted_on": "date"},
    Relief: {"granted_on": "date"},
}
# A docket cannot say these: a bound comes from the code list; a person's docket names every case,
# so that none goes on elsewhere; and a row of a list stands where the docket stands.
_NOT_IN_DOCKETS: Mapping[type, frozenset[str]] = {
    Case: frozenset({"continued_in"}),
    Charge: frozenset({"quantity_below_grams", "quantity_at_least_grams"}),
    Participant: frozenset({"source_file", "source_row"}),
}

# What null says, where it does not say "not known".
NULL_SAYS: Mapping[type, Mapping[str, Term]] = {
    Charge: {
        "kind": Kind.COMPLETED,
        "substance": Substance.NOT_APPLICABLE,
        "weight_basis": WeightBasis.NOT_APPLICABLE,
        "product_form": ProductForm.NOT_APPLICABLE,
        "sentence_completion": Completion.NOT_APPLICABLE,
        "treatment": Treatment.NOT_APPLICABLE,
    },
}


@cache
def columns_in_docket(entity: type) -> Mapping[str, tuple[ColumnType, Path]]:
    """Columns of a record class that a docket can say, with the path of each in its object."""
    absent = _NOT_IN_DOCKETS.get(entity, frozenset())
    return {
        column.name: (column, _path(entity, column.name))
        for column in columns_of(entity)
        if column.name not in absent
    }


def _path(entity: type, column: str) -> Path:
    for prefix, key in _GROUPS.get(entity, {}).items():
        if column.startswith(prefix):
            return (key, column.removeprefix(prefix))
    return (_RENAMED.get(entity, {}).get(column, column),)
