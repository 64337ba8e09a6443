"""From the objects of a docket to the record, with whole ids and checked references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from vacatur.ingest.docket_shape import (
    CASE_LIST_CLASSES,
    NULL_SAYS,
    OTHER_KEYS,
    PERSON_LIST_CLASSES,
    Path,
    columns_in_docket,
)
from vacatur.ingest.docket_values import (
    Place,
    a_day,
    a_list,
    a_state,
    an_id,
    an_object,
    column_value,
    with_plain_apostrophes,
)
from vacatur.law.codes import CodeTable, Offense
from vacatur.record.case import Case, Participant
from vacatur.record.charge import Charge
from vacatur.record.findings import Findings
from vacatur.record.person import Person
from vacatur.record.record import Record
from vacatur.record.source import SourceRef
from vacatur.record.terms import WeightBasis

# Columns that name another row of the same record: what kind of row.
_REFERENCES: Mapping[tuple[str, str], str] = {
    ("Charge", "underlying"): "charge",
    ("Victim", "charge"): "charge",
    ("Participant", "charge"): "charge",
    ("Relief", "charge"): "charge",
    ("Warrant", "case"): "case",
}
# Columns that law pages compare with an office's name.
_OFFICES = ("prosecuting_office", "movant_office")


@dataclass(frozen=True, slots=True)
class _Names:
    """Ids of one record, as written in it."""

    record_id: str
    known: Mapping[str, frozenset[str]]  # "case" or "charge" -> ids

    def whole(self, name: str) -> str:
        return f"{self.record_id}/{name}"

    def reference(self, kind: str, value: object, at: Place) -> str:
        name = an_id(value, at)
        if name not in self.known[kind]:
            raise at.error(
                f"the record has no {kind} with this id",
                repair=f"Write the id of one of the record's {kind}s.",
            )
        return self.whole(name)


def record_from(
    values: Mapping[str, Any],
    at: Place,
    *,
    source: str,
    line: int,
    codes: Mapping[str, CodeTable],
) -> Record:
    """Build the record of a docket whose top-level keys have been checked."""
    names = _names_in(values, at)
    reader = _Reader(names, SourceRef(source, line), codes)
    cases = tuple(
        reader.case(each, place) for place, each in a_list(values["cases"], at.key("cases"))
    )
    return Record(
        record_id=names.record_id,
        as_of=a_day(values.get("as_of"), at.key("as_of")),
        person=reader.person(values.get("person"), at.key("person")),
        cases=cases,
        findings=reader.findings(values, at),
    )


def _names_in(values: Mapping[str, Any], at: Place) -> _Names:
    """Collect the ids first: a list may name a charge that stands further down."""
    record_id = an_id(values.get("id"), at.key("id"))
    found: dict[str, dict[str, Place]] = {"case": {}, "charge": {}}
    for case_at, case in a_list(values.get("cases"), at.key("cases")):
        keys = an_object(case, case_at, _known_keys(Case))
        _collect(found["case"], keys, case_at)
        for charge_at, charge in a_list(keys.get("charges"), case_at.key("charges")):
            _collect(found["charge"], an_object(charge, charge_at, _known_keys(Charge)), charge_at)
    return _Names(record_id, {kind: frozenset(ids) for kind, ids in found.items()})


def _collect(found: dict[str, Place], values: Mapping[str, Any], at: Place) -> None:
    name = an_id(values.get("id"), at.key("id"))
    if name in found:
        raise at.key("id").error(
            f"this id was already used at {found[name].path}",
            why="Rows are named by it, so two of them would become one.",
        )
    found[name] = at


@dataclass(frozen=True, slots=True)
class _Reader:
    names: _Names
    source: SourceRef
    codes: Mapping[str, CodeTable]

    def person(self, value: object, at: Place) -> Person:
        keys = an_object(value, at, _known_keys(Person))
        return Person(
            person_id=self.names.record_id,
            source=self.source,
            unreadable=frozenset(),
            **self._columns(Person, keys, at),
            **self._lists(PERSON_LIST_CLASSES, ("person_id", self.names.record_id), keys, at),
        )

    def case(self, value: object, at: Place) -> Case:
        keys = an_object(value, at, _known_keys(Case))
        case_id = self.names.whole(keys["id"])
        columns = self._columns(Case, keys, at)
        a_state(columns["state"], at.key("state"))
        table = self.codes.get(f"us-{(columns['state'] or '').lower()}")
        charges = tuple(
            self.charge(each, place, case_id=case_id, table=table)
            for place, each in a_list(keys["charges"], at.key("charges"))
        )
        return Case(
            case_id=case_id,
            person_id=self.names.record_id,
            source=self.source,
            unreadable=frozenset(),
            continued_in=None,
            charges=charges,
            **columns,
            **self._lists(CASE_LIST_CLASSES, ("case_id", case_id), keys, at),
        )

    def charge(self, value: object, at: Place, *, case_id: str, table: CodeTable | None) -> Charge:
        keys = an_object(value, at, _known_keys(Charge))
        ended = keys.get("disposition")
        # Two words of the docket are no dispositions: they say why there is none.
        if ended in ("missing", "unreadable"):
            keys = {**keys, "disposition": None}
        columns = self._columns(Charge, keys, at)
        if columns["sentence_end"] and keys.get("sentence_completion") is None:
            # There was a sentence, so null does not say that there was none.
            columns["sentence_completion"] = None
        charge = Charge(
            charge_id=self.names.whole(keys["id"]),
            case_id=case_id,
            person_id=self.names.record_id,
            source=self.source,
            unreadable=frozenset({"disposition"} if ended == "unreadable" else ()),
            quantity_below_grams=None,
            quantity_at_least_grams=None,
            **columns,
        )
        return _with_bounds(charge, table) if table else charge

    def findings(self, values: Mapping[str, Any], at: Place) -> Mapping[str, Findings]:
        """Findings belong to the charge that is asked about, or to every charge."""
        found_at = at.key("findings")
        keys = an_object(values.get("findings"), found_at, _known_keys(Findings))
        if not keys:
            return {}
        columns = self._columns(Findings, keys, found_at)
        target = values.get("target")
        ids = self.names.known["charge"] if target is None else {str(target)}
        whole = (self.names.whole(each) for each in sorted(ids))
        return {each: Findings(charge_id=each, **columns) for each in whole}

    def _lists(
        self,
        classes: Mapping[str, type[Any]],
        parent: tuple[str, str],
        keys: Mapping[str, Any],
        at: Place,
    ) -> dict[str, Any]:
        key, parent_id = parent
        return {
            name: None
            if keys.get(name) is None
            else tuple(
                entity(
                    **{key: parent_id},
                    **self._columns(entity, member, place),
                    **self._standing(entity),
                )
                for place, member in a_list(keys[name], at.key(name))
            )
            for name, entity in classes.items()
        }

    def _standing(self, entity: type) -> dict[str, Any]:
        """Where a row of a list stands, for those that say so themselves."""
        if entity is not Participant:
            return {}
        return {"source_file": self.source.file, "source_row": self.source.row}

    def _columns(self, entity: type, value: object, at: Place) -> dict[str, Any]:
        keys = an_object(value, at, _known_keys(entity))
        says = NULL_SAYS.get(entity, {})
        found: dict[str, Any] = {}
        for name, (column, path) in columns_in_docket(entity).items():
            raw, place = _step(keys, path, at, entity)
            kind = _REFERENCES.get((entity.__name__, name))
            if raw is None:
                found[name] = says.get(name)
            elif kind:
                found[name] = self.names.reference(kind, raw, place)
            else:
                found[name] = column_value(raw, column, place)
                if name in _OFFICES:
                    found[name] = with_plain_apostrophes(found[name])
        return found


@cache
def _known_keys(entity: type) -> frozenset[str]:
    own = OTHER_KEYS.get(entity, frozenset())
    return own | {path[0] for _, path in columns_in_docket(entity).values()}


@cache
def _keys_inside(entity: type, group: str) -> frozenset[str]:
    paths = (path for _, path in columns_in_docket(entity).values())
    return frozenset(path[1] for path in paths if len(path) > 1 and path[0] == group)


def _step(keys: Mapping[str, Any], path: Path, at: Place, entity: type) -> tuple[Any, Place]:
    """Follow a path of one or two keys; an object that is null or missing is null all through."""
    first, *rest = path
    value, place = keys.get(first), at.key(first)
    if not rest or value is None:
        return value, place
    inside = an_object(value, place, _keys_inside(entity, first))
    return inside.get(rest[0]), place.key(rest[0])


def _with_bounds(charge: Charge, table: CodeTable) -> Charge:
    """Take the bounds on the weight from the charge's own words, where nothing was weighed."""
    if charge.quantity_grams is not None:
        return charge
    below, at_least = table.bounds_of(
        Offense(
            statute=charge.statute,
            local_code=charge.local_code,
            description=charge.description,
            act=charge.act,
            substance=charge.substance,
            kind=charge.kind,
        )
    )
    if below is None and at_least is None:
        return charge
    nothing_said = charge.weight_basis is WeightBasis.NOT_APPLICABLE
    return replace(
        charge,
        quantity_below_grams=below,
        quantity_at_least_grams=at_least,
        weight_basis=WeightBasis.CHARGE_LABEL if nothing_said else charge.weight_basis,
    )
