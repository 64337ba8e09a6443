"""One charge: what was alleged, how it ended, and what was proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from vacatur.record.columns import Column
from vacatur.record.source import SourceRef
from vacatur.record.terms import (
    Act,
    Completion,
    Disposition,
    Grade,
    IntentEvidence,
    Kind,
    ProductForm,
    Substance,
    Treatment,
    WeightBasis,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One accusation in one case. Grain: one charge. Key: `charge_id` = record/charge.

    `unreadable` names the columns for which the court sent something that we cannot map; their
    value is empty, as a missing one is, but the question to ask is another. So is that of the
    columns that `disputed` names, on which two sources disagree.
    """

    charge_id: str
    case_id: str
    person_id: str
    source: SourceRef
    unreadable: frozenset[str]
    disputed: frozenset[str] = frozenset()

    # what was alleged
    incident: Annotated[
        str | None,
        Column(meaning="same id = found to be the same incident", null="not determined"),
    ]
    statute: Annotated[
        str | None, Column(meaning="statute of the charge, as cited", null="not recorded")
    ]
    original_statute: Annotated[
        str | None, Column(meaning="statute before a plea changed it", null="same, or not known")
    ]
    local_code: Annotated[
        str | None, Column(meaning="court's own code, as recorded", null="not recorded")
    ]
    description: Annotated[
        str | None, Column(meaning="words of the charge, as printed", null="not recorded")
    ]
    act: Annotated[Act | None, Column(meaning="what act is charged", null="not known")]
    kind: Annotated[
        Kind | None,
        Column(
            meaning="whether the offence was completed, attempted or a conspiracy", null="not known"
        ),
    ]
    grade: Annotated[
        Grade | None, Column(meaning="grade of the charge, as charged", null="not recorded")
    ]
    grade_class: Annotated[
        str | None, Column(meaning="class or degree of the grade", null="not recorded, or none")
    ]
    enhancements: Annotated[
        tuple[str, ...] | None, Column(meaning="penalty enhancements", null="not checked")
    ]
    lead: Annotated[bool | None, Column(meaning="top charge of the case", null="not known")]
    underlying: Annotated[
        str | None,
        Column(meaning="charge behind a derivative entry", null="not derivative, or not known"),
    ]
    offense_date: Annotated[date | None, Column(meaning="day of the offence", null="not recorded")]
    arrest_date: Annotated[date | None, Column(meaning="day of arrest", null="not recorded")]
    issued_date: Annotated[
        date | None, Column(meaning="charging document issued", null="not recorded")
    ]

    # how it ended
    disposition: Annotated[
        Disposition | None, Column(meaning="how the charge ended", null="not recorded")
    ]
    disposition_recorded: Annotated[
        str | None, Column(meaning="the court's words", null="none sent")
    ]
    disposition_date: Annotated[
        date | None, Column(meaning="day it ended", null="open, or not recorded")
    ]
    treatment: Annotated[
        Treatment | None,
        Column(
            meaning="whether treatment was a term, and whether it was completed", null="not known"
        ),
    ]
    sentence_end: Annotated[
        date | None,
        Column(
            meaning="last day of all of the sentence: custody, parole, probation",
            null="not recorded, or no sentence",
            later=True,
        ),
    ]
    sentence_completion: Annotated[
        Completion | None, Column(meaning="how the sentence closed", null="not known")
    ]

    # what was proven
    substance: Annotated[
        Substance | None, Column(meaning="substance, as proven or recorded", null="not known")
    ]
    quantity_grams: Annotated[
        Decimal | None,
        Column(meaning="weight of the substance", null="no weight recorded", unit="grams"),
    ]
    quantity_below_grams: Annotated[
        Decimal | None,
        Column(meaning="the charge's words: less than this", null="no such words", unit="grams"),
    ]
    quantity_at_least_grams: Annotated[
        Decimal | None,
        Column(meaning="the charge's words: this or more", null="no such words", unit="grams"),
    ]
    quantity_recorded: Annotated[
        str | None, Column(meaning="weight as written", null="recorded in grams, or none")
    ]
    weight_basis: Annotated[
        WeightBasis | None, Column(meaning="how the weight was taken", null="not known")
    ]
    product_form: Annotated[
        ProductForm | None, Column(meaning="form of the cannabis", null="not known")
    ]
    plant_count: Annotated[
        int | None, Column(meaning="number of plants", null="not recorded", unit="plants")
    ]
    thc_mg: Annotated[
        Decimal | None,
        Column(meaning="amount of THC in the product", null="not recorded", unit="milligrams"),
    ]
    thc_percent: Annotated[
        Decimal | None, Column(meaning="THC by a laboratory", null="not tested", unit="per cent")
    ]
    intent_evidence: Annotated[
        tuple[IntentEvidence, ...] | None,
        Column(meaning="articulated evidence of intent other than amount", null="not assessed"),
    ]
    circumstances_public_smoking: Annotated[
        bool | None, Column(meaning="smoked in public", null="not known")
    ]
    circumstances_near_children: Annotated[
        bool | None, Column(meaning="near children, a park or a school", null="not known")
    ]
    circumstances_while_driving: Annotated[
        bool | None, Column(meaning="smoked while driving", null="not known")
    ]
    circumstances_drug_free_zone: Annotated[
        bool | None, Column(meaning="in a drug-free zone", null="not known")
    ]
    circumstances_firearm: Annotated[
        bool | None, Column(meaning="whether a firearm was involved", null="not known")
    ]
    circumstances_other_aggravating: Annotated[
        bool | None, Column(meaning="another aggravating fact", null="not assessed")
    ]
    circumstances_compensated: Annotated[
        bool | None, Column(meaning="something of value received", null="not known")
    ]
    circumstances_recipient_age: Annotated[
        int | None, Column(meaning="age of the recipient", null="not known", unit="years")
    ]
    circumstances_minor_involved: Annotated[
        bool | None, Column(meaning="a minor bought or was used", null="not known")
    ]
    circumstances_import_export: Annotated[
        bool | None, Column(meaning="across the state line", null="not known")
    ]
    minor_traffic: Annotated[
        bool | None, Column(meaning="minor traffic violation", null="not known")
    ]
    domestically_related: Annotated[
        bool | None, Column(meaning="recorded as domestically related", null="not known")
    ]
    violent: Annotated[
        bool | None, Column(meaning="violent crime in the charging state", null="not classified")
    ]
    sex_offense: Annotated[
        bool | None, Column(meaning="sex offence in the charging state", null="not classified")
    ]
    pardon_docketed: Annotated[
        bool | None, Column(meaning="the docket shows a pardon", null="docket not checked")
    ]
    pardon_signed_date: Annotated[
        date | None, Column(meaning="day the pardon was signed", null="not known, or none")
    ]
    agency_listed: Annotated[
        bool | None, Column(meaning="an agency lists it for the order", null="not known")
    ]
