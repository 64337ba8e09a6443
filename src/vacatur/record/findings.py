"""What a person has recorded about the relief sought: inputs of a decision, never its output."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from vacatur.record.columns import Column
from vacatur.record.terms import (
    Consequence,
    GroundType,
    Materiality,
    Movant,
    ParticipantRole,
    Scope,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Recorded findings. Grain: one charge for which relief is sought. Key: `charge_id`."""

    charge_id: str
    general_waiver: Annotated[
        bool | None, Column(meaning="General Waiver and Release signed", null="not known")
    ]
    only_substance_concentrate: Annotated[
        bool | None, Column(meaning="only substance was concentrate", null="not proven")
    ]
    violent_association: Annotated[
        bool | None, Column(meaning="associated with a violent crime", null="not decided")
    ]
    movant: Annotated[Movant | None, Column(meaning="who asks", null="not known")]
    movant_office: Annotated[str | None, Column(meaning="office that asks", null="not known")]
    scope: Annotated[Scope | None, Column(meaning="one person or many", null="not known")]
    ground_id: Annotated[str | None, Column(meaning="which recorded ground", null="none recorded")]
    ground_type: Annotated[GroundType | None, Column(meaning="ground", null="none recorded")]
    ground_received_date: Annotated[
        date | None, Column(meaning="day the office received it", null="not recorded")
    ]
    ground_document: Annotated[
        str | None, Column(meaning="where it is written down", null="not recorded")
    ]
    ground_known_before_judgment: Annotated[
        bool | None, Column(meaning="known before judgment", null="not known")
    ]
    ground_integrity: Annotated[
        bool | None, Column(meaning="calls the judgment into question", null="no finding")
    ]
    ground_justice: Annotated[
        bool | None, Column(meaning="in the interest of justice", null="no finding")
    ]
    ground_role: Annotated[
        ParticipantRole | None,
        Column(meaning="role of the person whom the ground is about", null="nobody has answered"),
    ]
    ground_materiality: Annotated[
        Materiality | None,
        Column(meaning="how much the judgment rests on that person", null="nobody has answered"),
    ]
    ground_reason: Annotated[
        str | None, Column(meaning="the attorney's sentence on it", null="nobody has answered")
    ]
    alleged_error: Annotated[str | None, Column(meaning="error alleged", null="none recorded")]
    consequences: Annotated[
        tuple[Consequence, ...] | None,
        Column(meaning="significant collateral consequences", null="not assessed"),
    ]
    hearing_date: Annotated[
        date | None, Column(meaning="hearing on the relief", null="not set", later=True)
    ]
