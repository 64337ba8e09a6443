"""Names of invented officers, plainly invented, and the ways in which records spell one name."""

from __future__ import annotations

from enum import IntEnum

# No two are one slip apart, so a misspelt one is never another's.
SURNAMES = (
    "AMBLEWICK",
    "BRINDLECOT",
    "CORVANELL",
    "DUNMARROW",
    "ELDERQUILL",
    "FENNIGROVE",
    "GORSELING",
    "HOLLOWBEN",
    "INKERLOW",
    "JASPERMOOT",
    "KETTLEMERE",
    "LARKENFELL",
    "MOSSWIDDLE",
    "NETTLEGARTH",
    "OAKENDRIFT",
    "PEBBLEWANE",
    "QUILLOWAY",
    "RUSHMIRREN",
    "SALTERFEN",
    "THISTLEDON",
    "UMBERVANE",
    "VELLICOTT",
    "WOBBLESTONE",
    "YARROWMUNT",
    "ZEPHYRLAW",
)
GIVEN_NAMES = (
    "ADRELL",
    "BELWIN",
    "CALLORY",
    "DORVIN",
    "ELSPRA",
    "FARLOTTE",
    "GANDRIC",
    "HESTOVAR",
    "IMELDRA",
    "JORVELL",
    "KESTRIN",
    "LUNETTO",
    "MARLOWIN",
    "NERISSO",
    "ORPHELIN",
    "PRENTOR",
    "QUENLY",
    "ROSWENNA",
    "SYLVORN",
    "TAVISHA",
)


class Spelling(IntEnum):
    """How a row prints a name."""

    WHOLE = 0
    INITIAL = 1
    NO_COMMA = 2
    GIVEN_SLIP = 3
    SURNAME_SLIP = 4
    NONE = 5  # the row has no name


def spellings(surname: str, given: str, *, misspelt: bool) -> tuple[str, ...]:
    """Return one name in each `Spelling`.

    Parameters
    ----------
    misspelt
        Records misspell the surname too. Where not, `SURNAME_SLIP` is the whole name: whoever
        bears a number under two surnames that no ground lists would be two people to a reader.
    """
    slip = surname[:3] + surname[4:] if misspelt else surname
    return (
        f"{surname}, {given}",
        f"{surname}, {given[0]}.",
        f"{surname} {given}".title(),
        f"{surname}, {given[0]}{given[2]}{given[1]}{given[3:]}",
        f"{slip}, {given}",
        "",
    )
