"""Generated lives in the invented state XX."""

from __future__ import annotations

from tests.support.people import Place
from vacatur.record.terms import (
    Act,
    Disposition,
    Kind,
    ProductForm,
    Substance,
    WarrantStatus,
    WeightBasis,
)

HOLDING = {"statute": "XL 3-203", "kind": Kind.COMPLETED, "act": None, "substance": None}

OFFENSES = (
    {**HOLDING, "local_code": "7 0001", "description": "HOLDING LEAF"},
    {**HOLDING, "local_code": "7 0001", "description": "HOLDING LEAF"},
    {**HOLDING, "local_code": "7-0002", "description": "LEAF, HOLDING OF",
     "act": Act.POSSESSION, "substance": Substance.CANNABIS},
    {**HOLDING, "local_code": "7 0003", "description": None, "statute": "XL.3.203.(a)"},
    {**HOLDING, "local_code": "7 0009", "description": "HOLDING SHRUB"},
    {**HOLDING, "local_code": None, "description": "HOLDING NOT LEAF"},
    {**HOLDING, "local_code": "7 0010", "description": "SELLING LEAF", "statute": "XL 3-204"},
    {**HOLDING, "local_code": None, "description": "TRESPASS", "statute": "XL 9-1"},
)  # fmt: skip

FAKE_STATE = Place(
    offenses=OFFENSES,
    values={
        "state": ("XX",) * 12 + ("YY", None),
        "disposition": (Disposition.CONVICTED,) * 8
        + (Disposition.DISMISSED,) * 3
        + (Disposition.ACQUITTED,) * 2
        + (Disposition.NOLLE_PROSEQUI, Disposition.MERGED, Disposition.PENDING, None),
        "statute": ("XL 3-203", "XL.3.203", "XL 3-2030", "XL 9-1", None),
        "local_code": ("7 0001", "7 0009", "9 9999", None),
        "description": ("HOLDING LEAF", "HOLDING", "SHRUB", None),
        "ground_justice": (True,) * 6 + (False, None, None),
        "ground_integrity": (False,) * 6 + (True, None),
        "circumstances_firearm": (False,) * 8 + (True, None),
        "product_form": (ProductForm.FLOWER,) * 4 + (*ProductForm, None),
        "weight_basis": (WeightBasis.LAB,) * 4 + (*WeightBasis, None),
        "status": (None, WarrantStatus.OPEN, WarrantStatus.SERVED),
        "intent_evidence": (None, ()),
    },
)
