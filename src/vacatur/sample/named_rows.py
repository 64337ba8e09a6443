"""Case headers as an office's own extract has them: with names, and without a ready-made key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from vacatur.sample.case_rows import CASE_COLUMNS, Headers, has_mistyped_birth_date
from vacatur.sample.chunk import Chunk
from vacatur.sample.columns import Table, all_cells, constant, iso, taken, text_column
from vacatur.sample.dice import Flags
from vacatur.sample.named_people import NamedPeople
from vacatur.sample.names_noise import NAMES_SWAPPED, HeaderFields, damage_fields
from vacatur.sample.names_noise_changes import (
    ADDRESS,
    BIRTH_DATE,
    GIVEN,
    MIDDLE,
    SEX,
    SUFFIX,
    SURNAME,
    ZIP,
)

_NAME, _ADDRESS = "defendant_name", "defendant_address"
_AT = CASE_COLUMNS.index("defendant_race")
NAMED_CASE_COLUMNS = (
    *CASE_COLUMNS[:_AT],
    _NAME,
    *CASE_COLUMNS[_AT:-3],
    _ADDRESS,
    *CASE_COLUMNS[-3:],
)
NAMED_SEARCH_COLUMNS = ("case_num", "searched_on")
NAME_TRUTH_COLUMNS = ("case_number", "person", "hard", "changed")
BIRTH_DATE_MISTYPED = "birth date: mistyped"  # as in a county without names
_BLANK = ("person_key", "name_only_key", "defendant_name_shape")


def named_tables(
    tables: Mapping[str, Table],
    chunk: Chunk,
    headers: Headers,
    named: NamedPeople,
    *,
    seed: int,
    index: int,
    percent: int,
) -> dict[str, Table]:
    """Return the headers with names, the truth about them, and the searches by case number.

    Parameters
    ----------
    tables
        Those of a county without names. Rows of its `cases` and `truth_persons` are in the order of
        `headers`.
    percent
        Of the fields that hold something so many in a hundred are damaged.
    """
    cases = tables["cases"]
    fields = _fields(cases, chunk, headers, named)
    mistyped = has_mistyped_birth_date(chunk, headers)
    swapped = headers.case == named.swapped_case[headers.person]
    called = named.nickname[headers.person].tolist()
    _swap(fields, swapped)
    spared = {BIRTH_DATE: mistyped, SURNAME: swapped, GIVEN: swapped}
    changed = damage_fields(fields, called, spared, seed=seed, index=index, percent=percent)
    for flags, kind in ((mistyped, BIRTH_DATE_MISTYPED), (swapped, NAMES_SWAPPED)):
        for at in np.flatnonzero(flags).tolist():
            changed[at].append(kind)
    return {
        "cases": {**cases, **_columns(fields, len(headers))},
        "history_searches": _searches(cases, chunk, headers),
        "truth_names": {
            **tables["truth_persons"],
            "hard": text_column(named.hard[headers.person].tolist()),
            "changed": text_column([";".join(each) for each in changed]),
        },
    }


def hard_people(truth: Table) -> Counter[str]:
    """Count the people of each kind of the hard set in rows of `truth/names.csv`."""
    people = set(zip(all_cells(truth["person"]), all_cells(truth["hard"]), strict=True))
    return Counter(kind for _, kind in people if kind)


def _searches(cases: Table, chunk: Chunk, headers: Headers) -> Table:
    """Return one row for each case of a searched person, in the order of the headers."""
    searched_on = chunk.people.searched_on[headers.person]
    rows = {"case_num": cases["case_num"], "searched_on": iso(searched_on)}
    return taken(rows, np.flatnonzero(~np.isnat(searched_on)))


def _fields(cases: Table, chunk: Chunk, headers: Headers, named: NamedPeople) -> HeaderFields:
    """Return what each header would say without noise, as of the day the case came to the court."""
    person, case = headers.person, headers.case
    day = np.where(headers.circuit, chunk.cases.forwarded[case], chunk.cases.offended[case])
    renamed = named.renamed_on[person] <= day
    surname = np.where(renamed, named.later_surname[person], named.surname[person])
    street, code = named.homes.of(person, day)
    return {
        GIVEN: named.given[person].tolist(),
        MIDDLE: named.middle[person].tolist(),
        SUFFIX: named.suffix[person].tolist(),
        SURNAME: surname.tolist(),
        BIRTH_DATE: all_cells(cases["defendant_dob_shifted"]),
        SEX: all_cells(cases["defendant_sex"]),
        ADDRESS: street.tolist(),
        ZIP: code.tolist(),
    }


def _swap(fields: HeaderFields, swapped: Flags) -> None:
    given, surname = fields[GIVEN], fields[SURNAME]
    for at in np.flatnonzero(swapped).tolist():
        given[at], surname[at] = surname[at], given[at]


def _columns(fields: HeaderFields, size: int) -> dict[str, Any]:
    others = zip(fields[GIVEN], fields[MIDDLE], fields[SUFFIX], strict=True)
    rest = [" ".join(part for part in parts if part) for parts in others]
    names = [f"{surname}, {given}" for surname, given in zip(fields[SURNAME], rest, strict=True)]
    return {
        **{name: constant("", size) for name in _BLANK},
        _NAME: text_column(names),
        _ADDRESS: text_column(fields[ADDRESS]),
        "defendant_dob_shifted": text_column(fields[BIRTH_DATE]),
        "defendant_sex": text_column(fields[SEX]),
        "defendant_zip5": text_column(fields[ZIP]),
    }
