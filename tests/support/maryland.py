"""Generated lives in Maryland: offences as its courts print them."""

from __future__ import annotations

from datetime import date

from tests.support.people import Place
from vacatur.record.terms import (
    Act,
    Appeal,
    Disposition,
    Grade,
    Kind,
    ProductForm,
    RecordMedium,
    Substance,
    WeightBasis,
)

POSSESSION = {"statute": "CR 5-601(a)(1)", "kind": Kind.COMPLETED}
INTENT = {"statute": "CR.5.602.(2)", "kind": Kind.COMPLETED}

OFFENSES = (
    {**POSSESSION, "local_code": "1 0573", "description": "CDS: POSSESSION-MARIHUANA",
     "act": Act.POSSESSION, "substance": Substance.CANNABIS},
    {**POSSESSION, "local_code": "1 0573", "description": "CDS: POSSESSION-MARIHUANA",
     "act": None, "substance": None},
    {**POSSESSION, "local_code": "1 1635", "description": "CDS: POSS MARIJUANA L/T 10 G",
     "act": None, "substance": Substance.CANNABIS},
    {**POSSESSION, "local_code": "1 1564", "description": "CDS: POSS MARIJUANA 10 GM+",
     "act": None, "substance": None},
    {**POSSESSION, "local_code": "4 3550", "description": "CDS:POSSESS-NOT MARIHUANA",
     "act": Act.POSSESSION, "substance": Substance.OTHER},
    {**POSSESSION, "local_code": "1 1111", "description": "CDS:POSSESS-NOT MARIHUANA",
     "act": None, "substance": None},
    {"statute": "CL", "kind": Kind.CONSPIRACY, "local_code": "1C0573",
     "description": "CON-CDS: POSSESSION - MARIHUAN", "act": None, "substance": None},
    {"statute": "Art. 27 § 287", "kind": Kind.COMPLETED, "local_code": None,
     "description": "POSSESSION OF MARIHUANA", "act": None, "substance": None},
    {**INTENT, "local_code": "1 1119", "description": "CDS: POSS W/INT DIST-MARIHUANA",
     "act": Act.POSSESSION_WITH_INTENT, "substance": Substance.CANNABIS},
    {**INTENT, "local_code": None, "description": "CDS: POSS W/INT DIST-MARIHUANA",
     "act": None, "substance": None},
    {**INTENT, "local_code": "3 0233", "description": "CDS:P W/I DIST:NARC",
     "act": Act.POSSESSION_WITH_INTENT, "substance": Substance.OTHER},
    {**INTENT, "local_code": "1 1118", "description": "CDS DISTRIBUTION-MARIHUANA",
     "act": Act.DISTRIBUTION, "substance": Substance.CANNABIS},
    {"statute": "CR 5-619(c)(1)", "kind": Kind.COMPLETED, "local_code": "5 3550",
     "description": "CDS:POSS PARAPHERNALIA", "act": Act.PARAPHERNALIA,
     "substance": Substance.CANNABIS},
    {"statute": "CR 4-203", "kind": Kind.COMPLETED, "local_code": None,
     "description": "HANDGUN ON PERSON", "act": Act.OTHER,
     "substance": Substance.NOT_APPLICABLE},
    # so long a sentence that some are still served on every day of decision
    *[{"statute": "CR 5-612", "kind": Kind.COMPLETED, "local_code": None,
       "description": "CDS: POSS LARGE AMT-MARIHUANA", "act": None,
       "substance": Substance.CANNABIS, "disposition": Disposition.CONVICTED,
       "sentence_end": date(2031, 3, 4)}] * 2,
)  # fmt: skip

MARYLAND = Place(
    offenses=OFFENSES,
    values={
        "state": ("MD",) * 12 + ("VA", None),
        "prosecuting_office": ("Baltimore City State's Attorney",) * 6
        + ("Harford County State's Attorney", None),
        "disposition": (Disposition.CONVICTED,) * 6
        + (Disposition.PENDING,) * 6
        + (Disposition.MERGED, Disposition.PBJ, Disposition.NOLLE_PROSEQUI, None),
        "statute": ("CR 5-601(a)(1)", "CR.5.602.(2)", "CR 5-6010", "CR 3-203", None),
        "local_code": ("1 0573", "1-1635", "4 3550", "9 9999", None),
        "description": ("CDS: POSSESSION-MARIHUANA", "ATT-CDS: POSS MARIJ", "CDS POSSESSION", None),
        "grade": (Grade.FELONY,) * 4 + (Grade.MISDEMEANOR, Grade.CIVIL, None),
        "movant_office": ("Baltimore City State's Attorney",) * 5 + ("Another office", None),
        "ground_integrity": (True,) * 5 + (False, None),
        "appeal": (Appeal.NONE,) * 6 + (Appeal.PENDING, None),
        "product_form": (ProductForm.FLOWER,) * 3 + (*ProductForm, None),
        "weight_basis": (WeightBasis.LAB,) * 3 + (*WeightBasis, None),
        "record_medium": (RecordMedium.ELECTRONIC,) * 5 + (RecordMedium.PAPER, None),
        "pardon_docketed": (True, True, False, None),
        "minor_traffic": (True, False, False, None),
    },
)
