"""What was seized in a drug case, and what the police's laboratory would report of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vacatur.sample.charges import Charges
from vacatur.sample.codes import ACT_OF, ACTS, OFFENSES, SUBSTANCES, per_offense
from vacatur.sample.dice import Dice, Flags, Ints

PRODUCT_FORMS = ("", "flower", "concentrate", "not_applicable")
FLOWER, CONCENTRATE, _NO_FORM = 1, 2, 3

# Weights in hundredths of a gram: the least, and the first that is too much.
_LEAST, _TOO_MUCH = 30, 6001
_SAID_BY_CODE: Mapping[str, tuple[int, int]] = {
    "1 1635": (_LEAST, 1000),
    "1 1564": (1000, _TOO_MUCH),
}
GRAMS = ("", *(f"{weight // 100}.{weight % 100:02}" for weight in range(1, _TOO_MUCH)))
_LEAST_THC, _MOST_THC = 550, 850  # of a concentrate, in tenths of a per cent
THC_PERCENTS = ("", *(f"{thc // 10}.{thc % 10}" for thc in range(_LEAST_THC, _MOST_THC + 1)))

_WEIGHTS = [_SAID_BY_CODE.get(offense.code, (_LEAST, _TOO_MUCH)) for offense in OFFENSES]
_LEAST_OF = per_offense([least for least, _ in _WEIGHTS])
_SPAN_OF = per_offense([too_much - least for least, too_much in _WEIGHTS])
_CONCENTRATES = 30  # of a thousand cannabis charges
_REPORTED = 930  # of a thousand


@dataclass(slots=True, kw_only=True)
class Seizures:
    """What was seized on each charge of a chunk, in the order of the charges.

    A charge of an object, or of no drug offense, has nothing to be weighed: all of it is 0.
    """

    form: Ints  # position in PRODUCT_FORMS
    weight: Ints  # net, in hundredths of a gram, and so a position in GRAMS
    thc: Ints  # position in THC_PERCENTS; 0 = not a concentrate
    reported: Flags  # the laboratory answers about this charge


def draw_seizures(dice: Dice, charges: Charges) -> Seizures:
    """Draw form and weight for every charge of a substance; light weights are the most often."""
    size, offense = len(charges), charges.offense
    weighed = (charges.substance > 0) & (ACT_OF[offense] != ACTS.index("paraphernalia"))
    cannabis = charges.substance == SUBSTANCES.index("cannabis")
    concentrate = weighed & cannabis & dice.chance(_CONCENTRATES, size)
    form = np.where(concentrate, CONCENTRATE, np.where(cannabis, FLOWER, _NO_FORM))
    above_least = dice.below(1 + dice.below(_SPAN_OF[offense], size), size)
    thc = 1 + dice.below(len(THC_PERCENTS) - 1, size)
    return Seizures(
        form=np.where(weighed, form, 0),
        weight=np.where(weighed, _LEAST_OF[offense] + above_least, 0),
        thc=np.where(concentrate, thc, 0),
        reported=weighed & dice.chance(_REPORTED, size),
    )
