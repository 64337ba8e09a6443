"""Restricted information: what may not stand in a paper that anybody can read.

Rule 1-322.1 keeps Social Security and taxpayer numbers, and numbers of financial and medical
accounts, out of court papers; Rule 20-201.1 asks for two versions of a paper that holds some. A day
of birth is not in that rule; an office may shield further particulars of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vacatur.documents.particulars import Listing, Table, Value, Values

REDACTED = "[REDACTED]"
UNREDACTED_MARK = "CONTAINS RESTRICTED INFORMATION. Unredacted - to be shielded."
REDACTED_MARK = "Redacted. The unredacted version is filed with it, to be shielded."

_GAP = "[-. \u00a0\u2010-\u2015]"  # hyphens and dashes, as they are typed
_NO_DAY = r"(?!\d{4}-\d{2}-\d{2}\b)"  # two days beside each other are no number of a card
_SOCIAL_SECURITY = rf"\b\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{4}}\b"
_TAXPAYER = "\\b\\d{2}[-\u2010-\u2015]\\d{7}\\b"
_CARD = rf"\b(?:{_NO_DAY}\d[ -]?){{12,18}}\d\b"
_NAMED = (
    r"\b(?:SSN|ITIN|TIN|account|acct|routing|medical record|MRN|member)\b"
    rf"[^\d\n]{{0,20}}{_NO_DAY}\d[\d -]{{4,}}\d"
)
_NUMBERS = re.compile("|".join((_SOCIAL_SECURITY, _TAXPAYER, _CARD, _NAMED)), re.IGNORECASE)


def shielded(values: Values, particulars: Iterable[str]) -> Values | None:
    """The same values with what is restricted taken out; None: nothing is.

    Parameters
    ----------
    particulars
        Those that an office shields whole.
    """
    whole = frozenset(particulars)
    found = {
        name: REDACTED if name in whole else _without_numbers(value)
        for name, value in values.items()
    }
    return None if found == dict(values) else found


def restricted_numbers(text: str) -> int:
    """How many numbers of a text look like one of Rule 1-322.1."""
    return len(_NUMBERS.findall(text))


def _without_numbers(value: Value) -> Value:
    match value:
        case str():
            return _NUMBERS.sub(REDACTED, value)
        case Listing():
            return Listing(items=tuple(_NUMBERS.sub(REDACTED, each) for each in value.items))
        case Table():
            rows = tuple(tuple(_NUMBERS.sub(REDACTED, cell) for cell in row) for row in value.rows)
            return Table(columns=value.columns, widths=value.widths, rows=rows)
