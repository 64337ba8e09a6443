"""The docket: one person's record as JSON, with or without a question and the expected answer.

Nothing unknown passes: a key, a word, a type or a date that the
format does not have is an error with its file, line and path.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from vacatur.errors import RecordError
from vacatur.ingest.docket_record import record_from
from vacatur.ingest.docket_shape import EXPECT_KEYS, RECORD_KEYS
from vacatur.ingest.docket_values import Place, a_day, an_id, an_object, term, text_or_none
from vacatur.law.answers import Published
from vacatur.law.codes import CodeTable
from vacatur.record.record import Record

NO_CODES: Mapping[str, CodeTable] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """One person's record, and what is asked of it."""

    record: Record
    rule: str | None  # rule under test; None = apply every rule
    target: str | None  # full id of the charge under test; None = every charge
    expect: Mapping[str, Any] | None  # `outcome` (text), `eligible_on` (day or None); None = none
    skip: str | None  # why the docket cannot be tested; None = it can


def read_docket(
    obj: Mapping[str, Any],
    *,
    source: str,
    line: int = 0,
    codes: Mapping[str, CodeTable] = NO_CODES,
) -> Docket:
    """Read one docket.

    Parameters
    ----------
    obj
        The parsed JSON. Numbers are whole numbers or `Decimal`.
    source
        Name of the file; it goes into every row's source and every error.
    line
        Line of the file, from 1; 0 when the file is one document.
    codes
        Code lists by jurisdiction (`us-md`). Where a charge has no weight, and code, words and
        statute agree on a list, its bounds on the weight ("L/T 10 G") are filled in.

    Returns
    -------
    Docket
        Ids are made whole: the person's is the record's, a case's or a charge's is
        `record/case` or `record/charge`.

    Raises
    ------
    RecordError
        A key, word, type, date or id that the format does not have.
    """
    at = Place(f"{source}, line {line}" if line else source)
    values = an_object(obj, at, RECORD_KEYS)
    record = record_from(values, at, source=source, line=line, codes=codes)
    target = values.get("target")
    return Docket(
        record=record,
        rule=text_or_none(values.get("rule"), at.key("rule")),
        target=None if target is None else _charge_id(record, target, at.key("target")),
        expect=_expectation(values.get("expect"), at.key("expect")),
        skip=text_or_none(values.get("skip"), at.key("skip")),
    )


def docket_from_json(
    raw: bytes, *, source: str, codes: Mapping[str, CodeTable] = NO_CODES
) -> Docket:
    """Read one docket from JSON, as `read_docket` does, its numbers exactly.

    Raises
    ------
    RecordError
        Also for what is no JSON, and for a key that stands twice in one object.
    """
    return read_docket(parsed_json(raw, source), source=source, codes=codes)


def read_dockets(path: Path, *, codes: Mapping[str, CodeTable] = NO_CODES) -> Iterator[Docket]:
    """Read a file of dockets: one JSON object, a JSON list of them, or one object per line (JSONL).

    One docket is in memory at a time when the file is JSONL. `RecordError` also for text that is
    not JSON, for a key that stands twice in one object, and for an id that stands twice in a file.
    """
    seen: dict[str, str] = {}
    for line, obj in _documents(path):
        docket = read_docket(obj, source=path.name, line=line, codes=codes)
        name = docket.record.record_id
        where = f"{path.name}, line {line}" if line else path.name
        if name in seen:
            raise RecordError(
                f"the id was already used by {seen[name]}",
                where=where,
                why="Rows are named by it, so two people would become one.",
            )
        seen[name] = where
        yield docket


def _charge_id(record: Record, target: object, at: Place) -> str:
    charge_id = f"{record.record_id}/{an_id(target, at)}"
    if all(charge.charge_id != charge_id for charge in record.charges()):
        raise at.error(
            "the record has no charge with this id",
            repair="Write the id of one of the record's charges, or null for all of them.",
        )
    return charge_id


def _expectation(value: object, at: Place) -> Mapping[str, Any] | None:
    if value is None:
        return None
    expect = an_object(value, at, EXPECT_KEYS)
    day = expect.get("eligible_on")
    return {
        "outcome": str(term(expect.get("outcome"), Published, at.key("outcome"))),
        "eligible_on": None if day is None else a_day(day, at.key("eligible_on")),
    }


def _documents(path: Path) -> Iterator[tuple[int, Any]]:
    if path.suffix == ".jsonl":
        with path.open("rb") as file:
            for line, raw in enumerate(file, start=1):
                if raw.strip():
                    yield line, parsed_json(raw, f"{path.name}, line {line}")
        return
    whole = parsed_json(path.read_bytes(), path.name)
    many: Iterable[Any] = whole if isinstance(whole, list) else [whole]
    yield from ((0, each) for each in many)


def parsed_json(raw: bytes, where: str) -> Any:
    """Parse JSON as dockets are: amounts as `Decimal`, and no key twice in one object.

    Raises
    ------
    RecordError
        It is not JSON in UTF-8. No value is shown: the line may be about a person.
    """
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as problem:
        raise RecordError(f"byte {problem.start} is not UTF-8", where=where) from None
    except json.JSONDecodeError as problem:
        raise RecordError(
            f"{problem.msg} at column {problem.colno}", where=where, why="A docket is JSON."
        ) from None
    except InvalidOperation:
        raise RecordError("a number is too large or too small to be kept", where=where) from None
    except ValueError as problem:
        raise RecordError(str(problem), where=where) from None
    except RecursionError:
        raise RecordError("objects are nested too deeply for a docket", where=where) from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"[{name}] is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, (key, value) in enumerate(pairs, start=1):
        if key in found:
            raise ValueError(f"key {number} of an object stands in it twice")
        found[key] = value
    return found
