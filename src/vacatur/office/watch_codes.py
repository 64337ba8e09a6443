"""Which codes a policy covers, and on which days: asked of the policy's own page.

Nothing here lists what a policy covers. Of each code on the code lists a charge is made that says
no more than its list does, pending and alone in its case, and the policies are asked what they say
of it on each span of days within which neither a policy nor a code changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vacatur.errors import UsageError
from vacatur.ingest.docket import read_docket
from vacatur.law.answers import PageKind, Published
from vacatur.law.codes import Code, CodeList
from vacatur.law.nodes import Equal, Field, Literal
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import walk
from vacatur.office.screening import require_policies
from vacatur.record.record import Record
from vacatur.record.terms import Substance
from vacatur.screening.screened import screen
from vacatur.screening.watched import RowStanding

_ONE_DAY = timedelta(days=1)
# In a docket null says "not a drug charge", and an open substance has a word of its own.
_IN_A_DOCKET: Mapping[Substance | None, str | None] = {
    Substance.NOT_APPLICABLE: None,
    None: "unknown",
}
# Outside the days on which a code was in use it says nothing.
_UNREAD: Mapping[str, str | None] = {"act": None, "substance": "unknown", "kind": "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSpan:
    """What the policies say of one code from `first` to `last`, both included; null: no end."""

    code: str
    code_list: str
    first: date | None
    last: date | None
    standing: RowStanding


def policies_of(rulebook: Rulebook) -> tuple[Page, ...]:
    """The screening policies of a rulebook, which has one at least.

    Raises
    ------
    UsageError
        There is none.
    """
    require_policies(rulebook)
    return tuple(each for each in rulebook.pages if each.kind is PageKind.SCREENING_POLICY)


def office_of(rulebook: Rulebook) -> str:
    """The prosecuting office of which the policies speak, as their pages write it.

    Raises
    ------
    UsageError
        They name none, or several: an arrest would be asked of an office that it never reached.
    """
    named = {
        str(literal.value)
        for page in policies_of(rulebook)
        for condition in page.conditions()
        for node in walk(condition.truth)
        if isinstance(node, Equal)
        for field, literal in ((node.left, node.right), (node.right, node.left))
        if isinstance(field, Field) and field.column == "prosecuting_office"
        if isinstance(literal, Literal)
    }
    if len(named) != 1:
        raise UsageError(
            f"the policies of [{rulebook.name}] name {len(named)} prosecuting offices, and not one",
            why="An arrest row names no office, so it is asked of the one that the policies name.",
            repair="Choose policies of one office with --rule.",
        )
    return named.pop()


def code_spans(rulebook: Rulebook) -> tuple[CodeSpan, ...]:
    """What the policies say of every code on the code lists, on every day.

    The day of arrest stands for the day of the offense, which a feed does not have. Spans of one
    code follow each other without a gap, and two that follow each other differ.
    """
    pages, office = policies_of(rulebook), office_of(rulebook)
    return tuple(
        span
        for table in rulebook.codes.values()
        for code in table.codes.values()
        for span in _merged(_spans(rulebook, pages, office, code, table.lists[code.code_list]))
    )


def _spans(
    rulebook: Rulebook, pages: tuple[Page, ...], office: str, code: Code, listed: CodeList
) -> Iterator[CodeSpan]:
    starts = sorted(_turns(rulebook, pages, code))
    for first, following in zip([None, *starts], [*starts, None], strict=True):
        last = following - _ONE_DAY if following else None
        day = first or last or date(2000, 1, 1)
        yield CodeSpan(
            code=code.code,
            code_list=code.code_list,
            first=first,
            last=last,
            standing=_standing_of(rulebook, pages, office, code, listed, day),
        )


def _turns(rulebook: Rulebook, pages: Iterable[Page], code: Code) -> set[date]:
    """The days on which an answer about a code may begin to be another one."""
    turns: set[date] = set()
    ends = [code.used.last]
    for page in pages:
        ends += [each.verified_through for each in rulebook.reached[page.page_id]]
        ends += [version.span.last for version in page.versions]
        turns |= {version.span.first for version in page.versions if version.span.first}
        for condition in page.conditions():
            written = (each for each in walk(condition.truth) if isinstance(each, Literal))
            days = {each.value for each in written if isinstance(each.value, date)}
            turns |= days
            ends += days
    turns |= {code.used.first} if code.used.first else set()
    return turns | {end + _ONE_DAY for end in ends if end}


def _standing_of(
    rulebook: Rulebook,
    pages: tuple[Page, ...],
    office: str,
    code: Code,
    listed: CodeList,
    day: date,
) -> RowStanding:
    said = _said(rulebook, office, code, listed, day, as_of=day)
    if said is Published.DECLINE:
        return RowStanding.COVERED
    if said is Published.REVIEW:
        return RowStanding.NOT_KNOWN
    for page in pages:
        if page.first_day is not None and day < page.first_day:
            alone = rulebook.only([page.page_id])
            later = _said(alone, office, code, listed, day, as_of=page.first_day)
            if later is Published.DECLINE:
                return RowStanding.BEFORE
            if later is Published.REVIEW and day not in code.used:
                return RowStanding.NOT_KNOWN
    return RowStanding.NOT_COVERED


def _said(
    rulebook: Rulebook, office: str, code: Code, listed: CodeList, day: date, *, as_of: date
) -> Published:
    record = _record(rulebook, office, code, listed, day, as_of)
    (charge,) = record.charges()
    return screen(rulebook, record, charge.charge_id).published


def _record(
    rulebook: Rulebook, office: str, code: Code, listed: CodeList, day: date, as_of: date
) -> Record:
    charge = {
        "id": "charge",
        "local_code": code.code,
        "offense_date": day.isoformat(),
        "disposition": "pending",
        **(_as_listed(listed) if day in code.used else _UNREAD),
    }
    docket = {
        "id": "arrest",
        "as_of": as_of.isoformat(),
        "person": {"history_checked_on": as_of.isoformat()},
        "findings": {},
        "cases": [
            {
                "id": "case",
                "prosecuting_office": office,
                "charges_complete": True,
                "charges": [charge],
            }
        ],
    }
    return read_docket(docket, source="a code of the code lists").record


def _as_listed(listed: CodeList) -> dict[str, str | None]:
    """What the list says of its codes."""
    reading = listed.reading
    return {
        "statute": ".".join(listed.statutes[0].parts) if listed.statutes else None,
        "act": reading.act,
        "substance": _IN_A_DOCKET.get(reading.substance, reading.substance),
        "kind": reading.kind,
    }


def _merged(spans: Iterable[CodeSpan]) -> list[CodeSpan]:
    merged: list[CodeSpan] = []
    for span in spans:
        if merged and merged[-1].standing is span.standing:
            span = CodeSpan(
                code=span.code,
                code_list=span.code_list,
                first=merged.pop().first,
                last=span.last,
                standing=span.standing,
            )
        merged.append(span)
    return merged
