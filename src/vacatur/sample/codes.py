"""The offenses of the invented county: Maryland's codes, wordings and statutes as printed.

Codes are real and public; none is invented. A blank statute is
one that no public source gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from vacatur.sample.dice import Ints


class Family(IntEnum):
    """What a charge is about. The era settles which code stands for it."""

    CANNABIS = 0
    NOT_CANNABIS = 1
    WITH_INTENT = 2
    PARAPHERNALIA = 3
    DISTRIBUTION = 4
    HANDGUN = 5
    ASSAULT = 6
    TRESPASS = 7
    DISORDERLY = 8
    PROSTITUTION = 9
    ROGUE = 10
    FAILURE_TO_APPEAR = 11
    INCHOATE_CANNABIS = 12


class Ceiling(IntEnum):
    """Longest sentence an invented court gives for an offense; at or under the statute's."""

    NINETY_DAYS = 0
    SIX_MONTHS = 1
    ONE_YEAR = 2
    THREE_YEARS = 3


ACTS = ("possession", "possession_with_intent", "distribution", "paraphernalia", "other")
KINDS = ("", "attempt", "conspiracy")  # "" = the completed offense
SUBSTANCES = ("", "cannabis", "other")  # "" = the offense is not about a substance
_EITHER = "either"  # the court's row does not say; the truth is drawn

CANNABIS_POSSESSION_CODES = ("1 0573", "1 1635", "1 1564")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offense:
    """One way the court prints one offense."""

    code: str
    description: str
    statute: str  # "" = no public source gives it
    family: Family
    act: str  # one of ACTS
    kind: str  # one of KINDS
    substance: str  # one of SUBSTANCES, or "either"
    ceiling: Ceiling
    weights: tuple[int, int, int, int]  # how often it stands for its family, in each era
    contradicts: bool  # code and text disagree, as some real rows do


def _offense(
    code: str,
    description: str,
    statute: str,
    family: Family,
    act: str,
    substance: str,
    ceiling: Ceiling,
    weights: tuple[int, int, int, int],
    *,
    kind: str = "",
    contradicts: bool = False,
) -> Offense:
    return Offense(
        code=code,
        description=description,
        statute=statute,
        family=family,
        act=act,
        kind=kind,
        substance=substance,
        ceiling=ceiling,
        weights=weights,
        contradicts=contradicts,
    )


_POSSESSION = "CR.5.601.(a)(1)"
_NINETY, _SIX, _YEAR, _THREE = Ceiling
_ALWAYS = (1000, 1000, 1000, 1000)

# Eras: to 2012-09-30 | to 2014-09-30, with "1 1635" for under 10 g | to 2017-10-31 | afterwards.
OFFENSES: tuple[Offense, ...] = (
    _offense(
        "1 0573",
        "CDS: POSSESSION-MARIHUANA",
        _POSSESSION,
        Family.CANNABIS,
        "possession",
        "cannabis",
        _YEAR,
        (894, 300, 894, 0),
    ),
    _offense(
        "1 0573",
        "CDS: POSSESSION - MARIHUANA",
        _POSSESSION,
        Family.CANNABIS,
        "possession",
        "cannabis",
        _YEAR,
        (100, 40, 100, 0),
    ),
    _offense(
        "1 1635",
        "CDS: POSS MARIJUANA L/T 10 G",
        _POSSESSION,
        Family.CANNABIS,
        "possession",
        "cannabis",
        _NINETY,
        (0, 640, 0, 0),
    ),
    _offense(
        "1 1635",
        "MARIQUANA LESS THAN 10 GR",
        _POSSESSION,
        Family.CANNABIS,
        "possession",
        "cannabis",
        _NINETY,
        (0, 14, 0, 0),
    ),
    _offense(
        "1 1564",
        "CDS: POSS MARIJUANA 10 GM+",
        _POSSESSION,
        Family.CANNABIS,
        "possession",
        "cannabis",
        _SIX,
        (0, 0, 0, 1000),
    ),
    # Three contradictions that legal-aid lists report. The code is true in the first two.
    _offense(
        "1 0573",
        "CDS:POSSESS-NOT MARIHUANA",
        _POSSESSION,
        Family.CANNABIS,
        "possession",
        "cannabis",
        _YEAR,
        (3, 3, 3, 0),
        contradicts=True,
    ),
    _offense(
        "1 0573",
        "ASSAULT-SEC DEGREE",
        _POSSESSION,
        Family.CANNABIS,
        "possession",
        "cannabis",
        _YEAR,
        (3, 3, 3, 0),
        contradicts=True,
    ),
    _offense(
        "4 3550",
        "CDS: POSSESSION-MARIHUANA",
        _POSSESSION,
        Family.NOT_CANNABIS,
        "possession",
        "cannabis",
        _YEAR,
        (4, 4, 4, 0),
        contradicts=True,
    ),
    _offense(
        "4 3550",
        "CDS:POSSESS-NOT MARIHUANA",
        _POSSESSION,
        Family.NOT_CANNABIS,
        "possession",
        "other",
        _YEAR,
        (796, 796, 796, 0),
    ),
    _offense(
        "4 3550",
        "CDS: POSSESS - NOT MARIJUANA",
        _POSSESSION,
        Family.NOT_CANNABIS,
        "possession",
        "other",
        _YEAR,
        (200, 200, 200, 0),
    ),
    _offense(
        "1 1111",
        "CDS: POSSESS - NOT MARIJUANA",
        _POSSESSION,
        Family.NOT_CANNABIS,
        "possession",
        "other",
        _YEAR,
        (0, 0, 0, 700),
    ),
    _offense(
        "1 1111",
        "CDS:POSSESS-NOT MARIHUANA",
        _POSSESSION,
        Family.NOT_CANNABIS,
        "possession",
        "other",
        _YEAR,
        (0, 0, 0, 300),
    ),
    _offense(
        "1 0233",
        "CDS POSS W/INT TO DIST",
        "CR.5.602",
        Family.WITH_INTENT,
        "possession_with_intent",
        _EITHER,
        _THREE,
        (450, 450, 450, 0),
    ),
    _offense(
        "3 0233",
        "CDS:P W/I DIST:NARC",
        "CR.5.602.(2)",
        Family.WITH_INTENT,
        "possession_with_intent",
        "other",
        _THREE,
        (550, 550, 550, 0),
    ),
    _offense(
        "1 1119",
        "CDS POSS W/INT TO DIST",
        "CR.5.602",
        Family.WITH_INTENT,
        "possession_with_intent",
        _EITHER,
        _THREE,
        (0, 0, 0, 1000),
    ),
    _offense(
        "5 3550",
        "CDS:POSS PARAPHERNALIA",
        "CR.5.619.(c)(1)",
        Family.PARAPHERNALIA,
        "paraphernalia",
        _EITHER,
        _SIX,
        _ALWAYS,
    ),
    _offense(
        "2 0696",
        "CDS MANUF/DIST-NARC",
        "CR.5.602.(1)",
        Family.DISTRIBUTION,
        "distribution",
        "other",
        _THREE,
        _ALWAYS,
    ),
    _offense(
        "1 5212", "HANDGUN ON PERSON", "CR.4.203", Family.HANDGUN, "other", "", _THREE, _ALWAYS
    ),
    _offense(
        "1 1415", "ASSAULT-SEC DEGREE", "CR.3.203", Family.ASSAULT, "other", "", _THREE, _ALWAYS
    ),
    _offense(
        "2 2210",
        "TRESPASS-POSTED PROPERTY",
        "CR.6.402",
        Family.TRESPASS,
        "other",
        "",
        _NINETY,
        _ALWAYS,
    ),
    _offense(
        "2 0050",
        "DISORDERLY CONDUCT",
        "CR.10.201.(c)(2)",
        Family.DISORDERLY,
        "other",
        "",
        _NINETY,
        _ALWAYS,
    ),
    _offense(
        "1 1093", "GENERAL PROSTITUTION", "", Family.PROSTITUTION, "other", "", _YEAR, _ALWAYS
    ),
    _offense(
        "2 3090", "ROGUE AND VAGABOND", "CR.6.206.(b)", Family.ROGUE, "other", "", _THREE, _ALWAYS
    ),
    _offense(
        "1 0077", "FAILURE TO APPEAR", "", Family.FAILURE_TO_APPEAR, "other", "", _NINETY, _ALWAYS
    ),
    _offense(
        "1A0573",
        "ATT-CDS: POSSESSION-MARIHUANA",
        "CL",
        Family.INCHOATE_CANNABIS,
        "possession",
        "cannabis",
        _YEAR,
        (400, 400, 400, 400),
        kind="attempt",
    ),
    _offense(
        "1C0573",
        "CON-CDS: POSSESSION-MARIHUANA",
        "CL",
        Family.INCHOATE_CANNABIS,
        "possession",
        "cannabis",
        _YEAR,
        (600, 600, 600, 600),
        kind="conspiracy",
    ),
)

ERAS = 4


def offense_weights() -> Ints:
    """Return how often each offense stands for each family and era; row = family * ERAS + era."""
    table = np.zeros((len(Family) * ERAS, len(OFFENSES)), dtype=np.int64)
    for column, offense in enumerate(OFFENSES):
        first = offense.family * ERAS
        table[first : first + ERAS, column] = offense.weights
    return table


def per_offense(values: list[int]) -> Ints:
    """Return a lookup column, one whole number for each offense."""
    return np.array(values, dtype=np.int64)


CEILING_OF = per_offense([offense.ceiling for offense in OFFENSES])
ACT_OF = per_offense([ACTS.index(offense.act) for offense in OFFENSES])
KIND_OF = per_offense([KINDS.index(offense.kind) for offense in OFFENSES])
CONTRADICTS = per_offense([offense.contradicts for offense in OFFENSES]).astype(bool)
SUBSTANCE_UNSAID = per_offense([offense.substance == _EITHER for offense in OFFENSES]).astype(bool)
SUBSTANCE_OF = per_offense(
    [
        0 if offense.substance == _EITHER else SUBSTANCES.index(offense.substance)
        for offense in OFFENSES
    ]
)
IS_CANNABIS_POSSESSION = per_offense(
    [offense.code in CANNABIS_POSSESSION_CODES for offense in OFFENSES]
).astype(bool)


def offense_index(code: str, description: str = "") -> int:
    """Return the position in OFFENSES of a code, and of a wording if one is given."""
    for position, offense in enumerate(OFFENSES):
        if offense.code == code and description in ("", offense.description):
            return position
    raise KeyError(code)
