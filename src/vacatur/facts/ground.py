"""A ground: what an office has learned that calls judgments into question, as a document.

A ground says whom it is about and which cases it may touch. It is written by a person and adopted
by a named attorney; nothing here infers one, and none is recorded in a case whose materiality
nobody answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.record.terms import (
    Disposition,
    Evidence,
    GroundType,
    Materiality,
    ParticipantRole,
    Term,
)

# What a court vacates. A merged count may have no judgment of its own: a page sends it to a person.
JUDGMENTS = (Disposition.CONVICTED, Disposition.PBJ, Disposition.MERGED)


POLICY_ALONE = (
    "A change of law or policy alone is not plainly new information about a judgment: every case"
    " stays with an attorney."
)

# How people say yes and no in a file, a sheet or an option.
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


class GroundStatus(Term):
    """How far a ground has come."""

    DRAFT = "draft", "written, and nothing may rest on it"
    ADOPTED = "adopted", "a named attorney stands for it"
    WITHDRAWN = "withdrawn", "it was taken back, and what hung on it is open again"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAs:
    """One number by which records know a person, and the names they print beside it."""

    agency: str
    identifier: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedPerson:
    """Whom a ground is about, and where the person's part in a case is touched by it.

    Empty `roles`, `units` and `evidence` mean any; `first` and `last` are days of the offence, both
    included, None: without a bound.
    """

    label: str
    known_as: tuple[KnownAs, ...]
    roles: tuple[ParticipantRole, ...]
    first: date | None
    last: date | None
    units: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One version of a ground, read from its file and checked.

    `received_on` is the day on which the office received what is `learned`; `document` says where
    it is written down; `office` is the one that moves.
    """

    path: Path
    sha256: str
    ground_id: str
    title: str
    kind: GroundType
    learned: str
    document: str
    received_on: date
    known_before_judgment: bool | None  # None: not known
    office: str
    author: str
    status: GroundStatus
    adopted_by: str  # empty for a draft
    adopted_on: date | None
    affects: tuple[AffectedPerson, ...]

    @property
    def is_adopted(self) -> bool:
        return self.status is GroundStatus.ADOPTED

    @property
    def is_law_or_policy(self) -> bool:
        """Whether it is of a kind that by itself calls no judgment into question."""
        return self.kind in (GroundType.LAW_CHANGE, GroundType.POLICY)

    @property
    def is_withdrawn(self) -> bool:
        return self.status is GroundStatus.WITHDRAWN


# Why a case that the ground touches is not proposed, once its materiality is answered.
RESTS_ELSEWHERE: Mapping[Materiality, str] = {
    Materiality.CORROBORATED: "other evidence carries the judgment",
    Materiality.PERIPHERAL: "the person's part did not bear on the judgment",
    Materiality.NOT_INVOLVED: "the person took no part in the case",
}


def stated(ground_id: str, version: int) -> str:
    """How a finding names the version of a ground that it rests on."""
    return f"{ground_id}, version {version}"


def ground_stated(text: str) -> tuple[str, int | None]:
    """The ground and the version that a finding names; None: it names no version."""
    named = re.fullmatch(r"(?P<ground>.+), version (?P<version>[1-9]\d*)", text)
    return (named["ground"], int(named["version"])) if named else (text, None)


def identifier_key(text: str) -> str:
    """One spelling of an agency or an identifier: [D-0417], [d417] and [ D417 ] are one.

    Case, punctuation, blanks and the zeros that fill up a number are folded; nothing else. What
    stands between two digits parts two numbers, and stays: [4-17] is neither [41-7] nor [417].
    """
    marked = re.sub(r"[^0-9a-z]+", "-", text.casefold())
    parted = re.sub(r"(?<![0-9])-|-(?![0-9])", "", marked)
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", parted)


def loose_key(text: str) -> str:
    """The same without what parts two numbers: where only this agrees, a person looks."""
    return identifier_key(text).replace("-", "")
