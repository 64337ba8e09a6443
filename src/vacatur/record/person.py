"""The person whose record it is, and the lists that hang on the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from vacatur.record.columns import Column
from vacatur.record.source import SourceRef
from vacatur.record.terms import (
    Custody,
    DiversionStatus,
    ReliefKind,
    WarrantReason,
    WarrantStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A duty to register as an offender. Grain: one duty of one person."""

    person_id: str
    statute: Annotated[str | None, Column(meaning="the duty", null="not known")]
    convicted_on: Annotated[
        date | None, Column(meaning="conviction that created the duty", null="not known")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warrant:
    """An arrest or bench warrant. Grain: one warrant of one person."""

    person_id: str
    case: Annotated[str | None, Column(meaning="case it was issued in", null="an unlisted matter")]
    reason: Annotated[WarrantReason | None, Column(meaning="why issued", null="not known")]
    status: Annotated[WarrantStatus | None, Column(meaning="its state", null="not known")]
    issued_date: Annotated[date | None, Column(meaning="day issued", null="not known")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diversion:
    """A diversion programme entered. Grain: one enrolment of one person."""

    person_id: str
    program: Annotated[str | None, Column(meaning="programme", null="not known")]
    enrolled_date: Annotated[date | None, Column(meaning="day enrolled", null="not known")]
    status: Annotated[DiversionStatus | None, Column(meaning="how it stands", null="not known")]
    ended_date: Annotated[date | None, Column(meaning="day ended", null="enrolled, or not known")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """A clearance order already granted, pardons excepted. Grain: one order of one person."""

    person_id: str
    kind: Annotated[ReliefKind | None, Column(meaning="kind of relief", null="not known")]
    granted_on: Annotated[
        date | None, Column(meaning="day of the order or of its effect", null="not known")
    ]
    charge: Annotated[str | None, Column(meaning="charge relieved", null="an unlisted record")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person. Grain: one row for each linked person. Key: `person_id`.

    A list is None when nobody looked, and empty when somebody looked and found none.
    """

    person_id: str
    source: SourceRef
    unreadable: frozenset[str]
    disputed: frozenset[str] = frozenset()
    birth_date: Annotated[date | None, Column(meaning="day of birth", null="not known")]
    death_date: Annotated[date | None, Column(meaning="day of death", null="not known to be dead")]
    race: Annotated[str | None, Column(meaning="as recorded; never decides", null="not recorded")]
    sex: Annotated[str | None, Column(meaning="as recorded; never decides", null="not recorded")]
    noncitizen: Annotated[bool | None, Column(meaning="not a citizen", null="not known")]
    identity_verified: Annotated[bool | None, Column(meaning="identity verified", null="not known")]
    custody: Annotated[
        Custody | None, Column(meaning="custody on the day of decision", null="not known")
    ]
    history_checked_on: Annotated[
        date | None,
        Column(
            meaning="day of a full search for convictions and pending cases, all jurisdictions, "
            "with all its results among the cases",
            null="never searched: absence of a case proves nothing",
        ),
    ]
    registrations: tuple[Registration, ...] | None = None
    warrants: tuple[Warrant, ...] | None = None
    diversions: tuple[Diversion, ...] | None = None
    relief: tuple[Relief, ...] | None = None
