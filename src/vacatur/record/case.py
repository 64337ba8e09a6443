"""One court case, and the lists that hang on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from vacatur.record.charge import Charge
from vacatur.record.columns import Column
from vacatur.record.source import SourceRef
from vacatur.record.terms import (
    Appeal,
    Court,
    Evidence,
    ObjectionBy,
    ObjectionStatus,
    ParticipantRole,
    RecordMedium,
    Release,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An objection to the relief. Grain: one objection in one case."""

    case_id: str
    by: Annotated[ObjectionBy | None, Column(meaning="who objects", null="not known")]
    filed_date: Annotated[date | None, Column(meaning="day filed", null="not known")]
    status: Annotated[ObjectionStatus | None, Column(meaning="its state", null="not known")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim:
    """A person whom the record lists as a victim. Grain: one victim of one case."""

    case_id: str
    charge: Annotated[str | None, Column(meaning="charge", null="not known")]
    notice_sent: Annotated[
        date | None, Column(meaning="notice of the hearing", null="not known to have been sent")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who took part in a case beside the defendant, as one row of a source names them.

    Grain: one person or laboratory in one role, in one case or in one of its charges. Each row says
    itself where it stands, since a paper that names somebody must show its evidence.
    """

    case_id: str
    source_file: Annotated[str, Column(meaning="file the row was read from", null="never")]
    source_row: Annotated[
        int,
        Column(meaning="data row of that file, from 1; 0 = the file is one document", null="never"),
    ]
    charge: Annotated[str | None, Column(meaning="charge", null="the whole case, or not known")]
    role: Annotated[ParticipantRole | None, Column(meaning="part taken", null="not known")]
    agency: Annotated[
        str | None, Column(meaning="agency, as the source names it", null="not recorded")
    ]
    unit: Annotated[str | None, Column(meaning="unit of the agency", null="not recorded")]
    identifier: Annotated[
        str | None, Column(meaning="the agency's number of the person", null="not recorded")
    ]
    name: Annotated[str | None, Column(meaning="name, as recorded", null="not recorded")]
    evidence: Annotated[
        Evidence | None, Column(meaning="what the participant gave the case", null="not known")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One court case. Grain: one case number of one court. Key: `case_id`."""

    case_id: str
    person_id: str
    source: SourceRef
    unreadable: frozenset[str]
    disputed: frozenset[str] = frozenset()
    number: Annotated[str | None, Column(meaning="docket number as printed", null="not known")]
    state: Annotated[
        str | None, Column(meaning="state of the court, two letters", null="not recorded")
    ]
    county: Annotated[str | None, Column(meaning="county or Baltimore City", null="not recorded")]
    city: Annotated[
        str | None,
        Column(
            meaning="city of the offence or of the municipal court",
            null="not recorded, or none matters",
        ),
    ]
    court: Annotated[Court | None, Column(meaning="level of the court", null="not known")]
    prosecuting_office: Annotated[
        str | None, Column(meaning="office that brought or screens the case", null="not recorded")
    ]
    filed_date: Annotated[
        date | None, Column(meaning="day the case was filed", null="not recorded")
    ]
    release: Annotated[
        Release | None, Column(meaning="status while the case is pending", null="not known")
    ]
    record_medium: Annotated[
        RecordMedium | None, Column(meaning="how the court holds it", null="not known")
    ]
    appeal: Annotated[Appeal | None, Column(meaning="appeal or transfer", null="not known")]
    charges_complete: Annotated[
        bool | None,
        Column(
            meaning="the charges listed are all there are; false = some are known to be missing",
            null="not known",
        ),
    ]
    notice_date: Annotated[
        date | None, Column(meaning="notice to the person", null="not known to have been sent")
    ]
    restitution_ordered: Annotated[
        Decimal | None, Column(meaning="ordered; 0 = none", null="not known", unit="US dollars")
    ]
    restitution_balance: Annotated[
        Decimal | None, Column(meaning="still owed", null="not known", unit="US dollars")
    ]
    restitution_able_to_pay: Annotated[
        bool | None, Column(meaning="found able to pay", null="no finding")
    ]
    continued_in: Annotated[
        str | None,
        Column(
            meaning="case number under which a higher court went on; [?] when it went on and the "
            "record does not say where",
            null="not known to have gone on elsewhere",
        ),
    ]
    charges: tuple[Charge, ...] = ()
    objections: tuple[Objection, ...] | None = None
    victims: tuple[Victim, ...] | None = None
    participants: tuple[Participant, ...] | None = None
