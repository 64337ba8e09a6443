"""From lines to a docket: what stands by a known label, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from vacatur.ingest.md_case_search.wordings import court_meaning, disposition_meaning
from vacatur.ingest.printed_record.labels import CASE, CHARGE, LABELS, WITH_COLON, folded
from vacatur.law.codes import CodeTable, Offense
from vacatur.record.terms import Kind, Substance

_DAYS = frozenset(
    {
        "case.filed_date",
        "case.issued_date",
        "case.offense_date",
        "charge.offense_date",
        "charge.disposition_date",
        "person.birth_date",
    }
)
_WRITTEN = ("%m/%d/%Y", "%Y-%m-%d")
_MOST_CASES, _MOST_CHARGES = 200, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What was read: a docket, and the lines that are no part of it, as they were printed."""

    docket: Mapping[str, Any]
    unread: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    person: dict[str, str] = field(default_factory=dict)
    cases: list[dict[str, Any]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def case(self) -> dict[str, Any]:
        if not self.cases:
            self.cases.append({"charges": []})
        return self.cases[-1]


def read_lines(lines: Iterable[str], *, as_of: date, codes: CodeTable | None) -> Printed:
    """Read a printed record.

    Parameters
    ----------
    lines
        In the order of reading. A label stands before its value: on the same line after a colon,
        or on the line before.
    as_of
        Day of the docket.
    codes
        Code lists: what a charge is for is taken over where code, words and statute agree on a
        list, as an ingest does. None: it stays unknown.

    Returns
    -------
    Printed
        A charge has what was printed of it, and nothing else: how a sentence ended is not known. A
        disposition that no map has is unreadable, with its words.
    """
    found = _Found()
    for label, value, line in _pairs(lines):
        if not label or not LABELS[label]:
            found.unread.append(line)
        elif value:
            _put(found, LABELS[label], value, line)
    docket = {
        "id": "clinic",
        "as_of": as_of.isoformat(),
        "person": found.person,
        "cases": [_case(place, each, codes) for place, each in enumerate(found.cases, start=1)],
        "findings": {},
    }
    return Printed(docket=docket, unread=tuple(found.unread))


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Label, value, and the line as it stands; an empty label: nobody knows what the line says."""
    waiting, printed = "", ""  # a label whose value has not come yet, folded and as it stands
    for line in lines:
        found = list(WITH_COLON.finditer(line))
        if not found and folded(line) in LABELS:
            waiting, printed = folded(line), line.strip()
            continue
        if not found:
            yield waiting, line.strip(), f"{printed} {line.strip()}".strip()
            waiting, printed = "", ""
            continue
        waiting, printed = "", ""
        if before := line[: found[0].start()].strip():
            yield "", before, before
        for place, each in enumerate(found):
            end = found[place + 1].start() if place + 1 < len(found) else len(line)
            label, value = folded(each.group(1)), line[each.end() : end].strip()
            if value:
                yield label, value, f"{each.group(0).strip()} {value}"
            elif place + 1 == len(found):
                waiting, printed = label, each.group(0).strip()


def _put(found: _Found, where: str, value: str, line: str) -> None:
    entity, _, column = where.partition(".")
    if where in _DAYS:
        day = _day(value)
        if day is None:
            found.unread.append(line)
            return
        value = day.isoformat()
    if where == CASE:
        _begin_case(found, value, line)
    elif where == CHARGE:
        _begin_charge(found, line)
    elif entity == "person":
        found.person.setdefault(column, value)
    elif entity == "case":
        _once(found, found.case(), column, value, line)
    elif charges := found.case()["charges"]:
        _once(found, charges[-1], column, value, line)
    else:
        found.unread.append(line)  # of which charge it is cannot be told


def _once(found: _Found, row: dict[str, Any], column: str, value: str, line: str) -> None:
    """The first that is printed counts; another is handed back, and not written over it."""
    if row.get(column, value) != value:
        found.unread.append(line)
        return
    row[column] = value


def _begin_case(found: _Found, number: str, line: str) -> None:
    if found.cases and found.cases[-1].get("number") == number:
        return  # printed again at the head of its next page
    if found.cases and "number" not in found.cases[-1] and not found.cases[-1]["charges"]:
        found.cases[-1]["number"] = number
    elif len(found.cases) < _MOST_CASES:
        found.cases.append({"number": number, "charges": []})
    else:
        found.unread.append(line)


def _begin_charge(found: _Found, line: str) -> None:
    charges = found.case()["charges"]
    if len(charges) < _MOST_CHARGES:
        charges.append({})
    else:
        found.unread.append(line)


def _case(number: int, told: Mapping[str, Any], codes: CodeTable | None) -> dict[str, Any]:
    court = court_meaning(told.get("court_system", ""))
    of_case = {name: told[name] for name in ("issued_date", "offense_date") if name in told}
    return {
        "id": f"k{number}",
        "number": told.get("number"),
        "state": "MD",
        "county": court.get("county"),
        "court": court.get("court") or "unknown",
        "prosecuting_office": court.get("prosecuting_office"),
        "filed_date": told.get("filed_date"),
        # A page leaves out what was expunged, so it cannot say that its charges are all.
        "charges_complete": None,
        "victims": None,
        "restitution": None,
        "charges": [
            {"id": f"c{number}-{place}", **_charge({**of_case, **each}, codes)}
            for place, each in enumerate(told["charges"], start=1)
        ],
    }


def _charge(told: Mapping[str, Any], codes: CodeTable | None) -> dict[str, Any]:
    recorded = told.get("disposition_recorded", "")
    meaning = disposition_meaning(recorded)
    how = meaning.get("disposition") or ("unreadable" if recorded else "missing")
    ended_softly = how in ("nolle_prosequi", "stet")
    return {
        "statute": told.get("statute"),
        "local_code": told.get("local_code"),
        "description": told.get("description"),
        "issued_date": told.get("issued_date"),
        "offense_date": told.get("offense_date"),
        "disposition": how,
        "disposition_recorded": recorded or None,
        "disposition_date": told.get("disposition_date"),
        "treatment": (meaning.get("treatment") or "unknown") if ended_softly else None,
        "sentence_completion": "unknown",
        **_what_for(told, codes),
    }


def _what_for(told: Mapping[str, Any], codes: CodeTable | None) -> dict[str, Any]:
    offense = Offense(
        statute=told.get("statute"),
        local_code=told.get("local_code"),
        description=told.get("description"),
        act=None,
        substance=None,
        kind=None,
    )
    listed = codes.reading_of(offense) if codes else None
    if listed is None:
        names = ("act", "kind", "substance", "product_form")
        return dict.fromkeys(names, "unknown")
    read = listed.reading
    return {
        "act": str(read.act),
        "kind": None if read.kind is Kind.COMPLETED else str(read.kind or "unknown"),
        "substance": None if read.substance is Substance.NOT_APPLICABLE else str(read.substance),
        "product_form": None if read.substance is not Substance.CANNABIS else "unknown",
    }


def _day(text: str) -> date | None:
    for written in _WRITTEN:
        try:
            return datetime.strptime(text, written).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
