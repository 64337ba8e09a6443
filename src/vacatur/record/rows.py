"""Between a record as a tree and the rows of its tables, both ways, losing nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from vacatur.record.case import Case, Objection, Participant, Victim
from vacatur.record.charge import Charge
from vacatur.record.columns import columns_of
from vacatur.record.findings import Findings
from vacatur.record.person import Diversion, Person, Registration, Relief, Warrant
from vacatur.record.record import Record
from vacatur.record.source import SourceRef
from vacatur.record.tables import CASE_LISTS, PERSON_LISTS, TABLES

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]

LIST_CLASS: Mapping[str, type] = {
    "registrations": Registration,
    "warrants": Warrant,
    "diversions": Diversion,
    "relief": Relief,
    "objections": Objection,
    "victims": Victim,
    "participants": Participant,
}
OFFENSE = ("statute", "local_code", "description", "act", "substance", "kind")


def rows_of(records: Iterable[Record]) -> Rows:
    """The rows of every table for some records. Equal offences share an `offense_id`."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    offenses: dict[tuple[Any, ...], int] = {}
    for record in records:
        _add_parent(rows, "persons", record.person, "person_id", PERSON_LISTS)
        for case in record.cases:
            _add_parent(rows, "cases", case, "case_id", CASE_LISTS)
            for charge in case.charges:
                words = tuple(_plain(getattr(charge, name)) for name in OFFENSE)
                number = offenses.setdefault(words, len(offenses))
                rows["charges"].append({**_flat(charge), "offense_id": number})
        rows["findings"] += [_flat(findings) for findings in record.findings.values()]
    rows["offenses"] = [
        {"offense_id": number, **dict(zip(OFFENSE, words, strict=True))}
        for words, number in offenses.items()
    ]
    return rows


def _add_parent(
    rows: dict[str, list[Row]], table: str, entity: Any, key: str, lists: tuple[str, ...]
) -> None:
    row = _flat(entity)
    for name in lists:
        members = getattr(entity, name)
        row[f"{name}_checked"] = members is not None
        rows[name] += [_flat(member) for member in members or ()]
    rows[table].append(row)


def _flat(entity: Any) -> Row:
    row = {column.name: _plain(getattr(entity, column.name)) for column in columns_of(type(entity))}
    for key in ("charge_id", "case_id", "person_id"):
        if hasattr(entity, key):
            row[key] = getattr(entity, key)
    if hasattr(entity, "source"):
        row["source_file"] = entity.source.file
        row["source_row"] = entity.source.row
        row["read_elsewhere"] = list(entity.source.elsewhere)
        row["unreadable"] = sorted(entity.unreadable)
        row["disputed"] = sorted(entity.disputed)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value


def record_of(rows: Rows, *, record_id: str, as_of: date) -> Record:
    """Build one person's record from the rows of that person only."""
    (person_row,) = rows["persons"]
    charges = defaultdict(list)
    for row in rows["charges"]:
        charges[row["case_id"]].append(_entity(Charge, row))
    cases = tuple(
        _entity(
            Case,
            row,
            charges=tuple(charges[row["case_id"]]),
            **_lists(row, CASE_LISTS, "case_id", rows),
        )
        for row in rows["cases"]
    )
    person = _entity(Person, person_row, **_lists(person_row, PERSON_LISTS, "person_id", rows))
    findings = {row["charge_id"]: _entity(Findings, row) for row in rows["findings"]}
    return Record(record_id=record_id, as_of=as_of, person=person, cases=cases, findings=findings)


def _lists(row: Row, names: tuple[str, ...], key: str, rows: Rows) -> dict[str, Any]:
    return {
        name: tuple(
            _entity(LIST_CLASS[name], member) for member in rows[name] if member[key] == row[key]
        )
        if row[f"{name}_checked"]
        else None
        for name in names
    }


def _entity(kind: type[Any], row: Row, **more: Any) -> Any:
    values = {column.name: _typed(column, row[column.name]) for column in columns_of(kind)}
    for key in ("charge_id", "case_id", "person_id"):
        if key in kind.__dataclass_fields__:
            values[key] = row[key]
    if "source" in kind.__dataclass_fields__:
        values["source"] = SourceRef(
            row["source_file"], row["source_row"], tuple(row["read_elsewhere"] or ())
        )
        values["unreadable"] = frozenset(row["unreadable"] or ())
        values["disputed"] = frozenset(row.get("disputed") or ())
    return kind(**values, **more)


def _typed(column: Any, value: Any) -> Any:
    if value is None:
        return None
    if column.is_list:
        return tuple(column.kind(each) for each in value)
    return column.kind(value) if column.terms else value
