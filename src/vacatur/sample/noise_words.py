"""Other words for the same charge and the same outcome, as courts printed them.

Wordings and how often each was printed come from an extract of Case Search (6,346 charges); those
without a count come from the wordings that a legal-aid project (MVLSLAW/Expungealator) has met.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from vacatur.sample.codes import OFFENSES

Shares = tuple[tuple[str, int], ...]  # wording, charges of the extract that have it

# The first day of each later period: the spelling with H went out in the autumn of 2013.
_PERIOD_STARTS = ("2012-10-01", "2013-10-01", "2014-10-01")

_NOT_H, _NOT_J = "CDS:POSSESS-NOT MARIHUANA", "CDS:POSSESS-NOT MARIJUANA"
_UNDER_10_H, _UNDER_10_J = "CDS: POSS MARIHUANA L/T 10 G", "CDS: POSS MARIJUANA L/T 10 G"
_POSS_H, _POSS_J = "CDS: POSS-MARIHUANA", "CDS: POSS-MARIJUANA"
_POSSESSION_H, _POSSESSION_J = "CDS: POSSESSION-MARIHUANA", "CDS: POSSESSION-MARIJUANA"
_INTENT: Shares = (("CDS:POSS W/INTENT DIST: NARC", 609),)
_DIST, _MANUF = "CDS DIST-NARC", "CDS MANUF/DIST-NARC"
# The court's column holds thirty letters. The attempt is the legal-aid project's.
_ATTEMPT: Shares = (("ATT-CDS: POSSESSION - MARIHUAN", 1),)
_CONSPIRACY: Shares = (("CON-CDS: POSSESSION - MARIHUAN", 2),)

# Code -> what was printed in each period; an empty one was not seen.
_PRINTED: Mapping[str, tuple[Shares, Shares, Shares, Shares]] = {
    "1 0573": (
        ((_POSSESSION_H, 456),),
        ((_POSS_H, 60), (_POSSESSION_H, 13), (_POSS_J, 6)),
        ((_POSS_J, 47), (_POSSESSION_J, 20), (_POSS_H, 1)),
        ((_POSS_J, 13), ("CDS: POSSESSION MARIJUANA", 5), ("CDS: POSSE MARIJUANA 10GM+", 1)),
    ),
    "1 1635": ((), ((_UNDER_10_H, 40), (_UNDER_10_J, 7)), ((_UNDER_10_J, 76),), ()),
    "4 3550": (
        ((_NOT_H, 1016), (_NOT_J, 1)),
        ((_NOT_H, 320), (_NOT_J, 17)),
        ((_NOT_J, 234), (_NOT_H, 4)),
        ((_NOT_J, 170),),
    ),
    "2 0696": (
        ((_DIST, 47), (_MANUF, 43)),
        ((_DIST, 28), (_MANUF, 6)),
        ((_DIST, 22),),
        ((_DIST, 14), (_MANUF, 3)),
    ),
    "3 0233": (_INTENT, _INTENT, _INTENT, _INTENT),
    "1A0573": (_ATTEMPT, _ATTEMPT, _ATTEMPT, _ATTEMPT),
    "1C0573": (_CONSPIRACY, _CONSPIRACY, _CONSPIRACY, _CONSPIRACY),
}

# Met by the legal-aid project and in none of the extract's charges. Each fits its code.
RARE_WORDINGS: Mapping[str, tuple[str, ...]] = {
    "1 0573": (
        "CDS: P0SSESSION-MARIHUANA",
        "CDS:POSSESSION-MARIHUANA",
        "CDS:POSSESSION",
        "CDS POSS: MARIHUANA",
        "CDS UNLAWFUL POSS-MARIJUANA",
        "POSSESSION OF MARIHUANA",
        "POSSESSION OF MARIJ",
    ),
    "4 3550": (
        "CDS :POSSESS-NOT MARIHUANA",
        "CDS PS NOT MARIHUANA",
        "CDS:POSSESS-NOT MARIHUANA-COC.",
        "CDS:POSSESS-HEROIN",
        "CDS:POSSESS OF HERION",
        "CDS POSSESSION",
        "POSS. COCAINE",
    ),
    "5 3550": ("CDS: POSS PARAPHENALIA", "CDS-PARAPHERNALIA", "CDS PARA USE POS W/INT USE"),
    "1 1415": ("ASSAU", "ASSAULT-SE DEGREE", "SECOND DEGREE ASSAULT"),
    "2 2210": ("TRESPASS",),
}

# The same outcome in the words of other years and other courts.
OTHER_OUTCOME_WORDS: Mapping[str, tuple[str, ...]] = {
    "GUILTY": ("SENTENCED", "GUILTY - DOMESTIC RLTD"),
    "GUILTY-MERGED": ("MERGED", "MERGED WITH OTHER COUNTS"),
    "JUDGMENT OF ACQUITAL": ("ACQUITTAL JUDGMENT GRANTED", "ACQUITTED"),
    "PBJ SUPERVISED": ("PROBATION BEFORE JUDGEMENT", "PROBATION BEFORE JUDGMENT"),
    "PBJ UNSUPERVISED": ("PROBATION BEFORE JUDGMENT", "PROBATION WITHOUT VERDICT"),
}
# Of these nobody can tell how the charge ended.
UNTELLING_OUTCOME_WORDS = ("COMPROMISED", "PROBATION CONTINUE", "HELD IN ABEYANCE", "OTHER")

_CONTRADICTING = frozenset((each.code, each.description) for each in OFFENSES if each.contradicts)


# Words of the county that leave a charge unread; noise does not mend them.
UNREAD = frozenset({"MARIQUANA LESS THAN 10 GR"})


def contradicts(code: str, description: str) -> bool:
    """Whether the county made code and words of a charge disagree on purpose."""
    return (code, description) in _CONTRADICTING


def printed_in_its_time(code: str, day: str, roll: int) -> str:
    """Return the words that stood beside a code on a day (YYYY-MM-DD); blank where none was seen.

    `roll` is any whole number; each wording comes up as often as it was printed.
    """
    shares = _PRINTED[code][bisect_right(_PERIOD_STARTS, day)] if code in _PRINTED else ()
    return weighted(shares, roll) if shares else ""


def weighted(shares: Shares, roll: int) -> str:
    """Return the word on which a whole number falls, each as often as its weight says."""
    left = roll % sum(weight for _, weight in shares)
    for word, weight in shares:
        if left < weight:
            return word
        left -= weight
    raise AssertionError("the weights do not add up")
