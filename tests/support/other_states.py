"""Generated lives in California, in Seattle and in Texas: offences of the pages of other states."""

from __future__ import annotations

from tests.support.people import Place
from vacatur.record.terms import (
    Act,
    Completion,
    Court,
    Disposition,
    Grade,
    IntentEvidence,
    Kind,
    ProductForm,
    Substance,
    WeightBasis,
)

# No local code and no section before a plea: a generated one would fit no list.
CANNABIS = {
    "kind": Kind.COMPLETED,
    "substance": Substance.CANNABIS,
    "local_code": None,
    "original_statute": None,
}
ENDED = (
    (Disposition.CONVICTED,) * 9
    + (Disposition.MERGED, Disposition.DISMISSED, Disposition.ADJUDICATED_JUVENILE, None)
)  # fmt: skip
WEIGHED = (WeightBasis.LAB,) * 4 + (*WeightBasis, None)

CALIFORNIA = Place(
    offenses=(
        {**CANNABIS, "statute": "HS 11357", "act": Act.POSSESSION,
         "description": "POSSESSION OF MARIJUANA"},
        {**CANNABIS, "statute": "HS 11357(a)", "act": Act.POSSESSION,
         "description": "POSSESSION OF CONCENTRATED CANNABIS"},
        {**CANNABIS, "statute": "HS 11358", "act": Act.CULTIVATION,
         "description": "CULTIVATION OF MARIJUANA"},
        {**CANNABIS, "statute": "HS 11359", "act": Act.POSSESSION_WITH_INTENT,
         "description": "POSSESSION OF MARIJUANA FOR SALE"},
        {**CANNABIS, "statute": "HS 11360(a)", "act": Act.DISTRIBUTION,
         "description": "SALE OF MARIJUANA"},
        {**CANNABIS, "statute": "HS 11360(b)", "act": Act.GIFT,
         "description": "GIVING AWAY MARIJUANA 28.5 G OR LESS"},
        {"statute": "PC 459", "act": Act.OTHER, "description": "BURGLARY",
         "kind": Kind.COMPLETED, "substance": Substance.NOT_APPLICABLE},
    ),
    values={
        "state": ("CA",) * 12 + ("NV", None),
        "disposition": ENDED,
        "statute": ("HS 11357", "HS 11358", "HS 11359", "HS 11360", "HS 11379.6", None),
        "description": ("POSSESSION OF MARIJUANA", "POSSESSION OF COCAINE", None),
        "grade": (Grade.FELONY,) * 4 + (Grade.MISDEMEANOR, Grade.INFRACTION, None),
        "sentence_completion": (Completion.SATISFACTORY,) * 6 + (*Completion, None),
        "product_form": (ProductForm.FLOWER,) * 4 + (*ProductForm, None),
        "weight_basis": WEIGHED,
        "plant_count": (5, 6, 7, None),
        "circumstances_recipient_age": (16, 17, 18, 20, 21, 30, None),
        "circumstances_near_children": (False,) * 6 + (True, None),
        "circumstances_drug_free_zone": (False,) * 6 + (True, None),
        "court": (Court.SUPERIOR,) * 6 + (Court.JUVENILE, None),
    },
)  # fmt: skip

SEATTLE = Place(
    offenses=(
        {**CANNABIS, "statute": "RCW 69.50.4014", "act": Act.POSSESSION,
         "description": "POSSESSION OF MARIJUANA 40 GRAMS OR LESS"},
        {**CANNABIS, "statute": "RCW 69.50.401(e)", "act": Act.POSSESSION,
         "description": "POSSESSION OF MARIJUANA"},
        {"statute": "RCW 69.50.401", "act": Act.DISTRIBUTION, "kind": Kind.COMPLETED,
         "description": "DELIVERY OF MARIJUANA", "substance": Substance.CANNABIS},
    ),
    values={
        "state": ("WA",) * 12 + ("OR", None),
        "city": ("Seattle",) * 12 + ("Kent", None),
        "court": (Court.MUNICIPAL,) * 12 + (Court.DISTRICT, None),
        "disposition": ENDED,
        "statute": ("RCW 69.50.4014", "RCW 69.50.401(e)", "RCW 69.50.401", None),
        "description": ("POSSESSION OF MARIJUANA", "POSSESSION OF COCAINE", None),
        "prosecuting_office": ("Seattle City Attorney",) * 6
        + ("King County Prosecuting Attorney", None),
        "agency_listed": (True, True, True, False, None),
    },
)  # fmt: skip

PENDING = (Disposition.PENDING,) * 9 + (Disposition.CONVICTED, Disposition.SUPERVISION, None)


def _texas(office: str, other: str) -> Place:
    """A county of Texas: what its prosecutor screens."""
    return Place(
        offenses=(
            {**CANNABIS, "statute": "TX H&S 481.121", "act": Act.POSSESSION,
             "description": "POSS MARIJ"},
            {**CANNABIS, "statute": "TX H&S 481.120", "act": Act.DISTRIBUTION,
             "description": "DEL MARIJ"},
            {"statute": "TX PC 30.05", "act": Act.OTHER, "description": "CRIMINAL TRESPASS",
             "kind": Kind.COMPLETED, "substance": Substance.NOT_APPLICABLE},
        ),
        values={
            "state": ("TX",) * 12 + (None,),
            "disposition": PENDING,
            "prosecuting_office": (office,) * 9 + (other, None),
            "grade": (Grade.MISDEMEANOR,) * 5 + (Grade.FELONY, None),
            "grade_class": ("A", "B", "C", "C", None),
            "product_form": (ProductForm.FLOWER,) * 6 + (ProductForm.CONCENTRATE, None),
            "weight_basis": WEIGHED,
            "circumstances_drug_free_zone": (False,) * 6 + (True, None),
            "circumstances_firearm": (None, False, True),
            "intent_evidence": ((), (), (), (IntentEvidence.SCALE,), None),
        },
    )  # fmt: skip


HARRIS_COUNTY = _texas("Harris County District Attorney", "Travis County Attorney")
NUECES_COUNTY = _texas("Nueces County District Attorney", "Kleberg County Attorney")
