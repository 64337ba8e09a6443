"""Restricted information: what may not stand in a paper that anybody can read.

Rule 1-322.1 keeps Social Security and taxpayer numbers, and numbers of financial and medical
accounts, out of court papers; Rule 20-201.1 asks for two versions of a paper that holds some. A day
of birth is not in that rule; an office may shield further particulars of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from vacatur.documents.particulars import Listing, Table, Value, Values

REDACTED = "[REDACTED]"
UNREDACTED_MARK = "CONTAINS RESTRICTED INFORMATION. Unredacted - to be shielded."
REDACTED_MARK = "Redacted. The unredacted version is filed with it, to be shielded."

_GAP = "[-. /\u00a0\u2010-\u2015\u2212\n]{1,3}"  # as people type it, and where a line is broken
_NO_DAY = r"(?!\d{4}-\d{2}-\d{2}\b)"  # two days beside each other are no number of a card
_SOCIAL_SECURITY = rf"(?<!\d)\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{4}}(?!\d)"
_TAXPAYER = "(?<!\\d)\\d{2}[-\u2010-\u2015\u2212]\\d{7}(?!\\d)"
_CARD = rf"(?P<card>(?<!\d)(?:{_NO_DAY}\d[ .-]?){{12,18}}\d(?!\d))"
# A number of nine digits alone may be a case number; beside such a word it is none.
_NAMED = (
    r"(?:\bsocial\s+security|\bS\.?S\.?N\b|\bSSN|\bITIN|\bTIN\b|\btaxpayer|\baccount|\bacct|\brouting"
    r"|\bchecking|\bsavings|\bmedical record|\bMRN|\bmember (?:no|number|id))"
    rf"[^\d\n]{{0,40}}{_NO_DAY}\d[\d ./-]{{3,}}\d"
)
_NUMBERS = re.compile("|".join((_SOCIAL_SECURITY, _TAXPAYER, _CARD, _NAMED)), re.IGNORECASE)
# What a court files a paper by. A paper without it is none, so it is never taken out.
NEVER_SHIELDED = frozenset({"case-number", "court-name"})


def shielded(values: Values, particulars: Iterable[str]) -> Values | None:
    """The same values with what is restricted taken out; None: nothing is.

    Parameters
    ----------
    particulars
        Those that an office shields whole, wherever their text stands.
    """
    whole = frozenset(particulars) - NEVER_SHIELDED
    texts = {text for name in whole if isinstance(text := values.get(name), str)}
    found = {
        name: REDACTED if name in whole else _elsewhere(name, value, texts)
        for name, value in values.items()
    }
    return None if found == dict(values) else found


def _elsewhere(name: str, value: Value, texts: Iterable[str]) -> Value:
    if name in NEVER_SHIELDED:
        return value
    return _each(value, lambda text: _hidden(text, texts))


def restricted_numbers(text: str) -> int:
    """How many numbers of a text look like one of Rule 1-322.1."""
    return sum(1 for found in _NUMBERS.finditer(text) if _taken_out(found) == REDACTED)


def _hidden(text: str, texts: Iterable[str]) -> str:
    for each in sorted(texts, key=len, reverse=True):
        words = r"\s+".join(re.escape(word) for word in each.split())
        text = re.sub(words, REDACTED, text) if words else text
    return _NUMBERS.sub(_taken_out, text)


def _taken_out(found: re.Match[str]) -> str:
    """What stands in its place: itself, where it only has the length of a card's number."""
    card = found["card"]
    return found[0] if card and not _is_of_a_card(card) else REDACTED


def _is_of_a_card(text: str) -> bool:
    """Whether the digits add up as those of a card do (ISO/IEC 7812-1, the Luhn formula)."""
    digits = [int(each) for each in reversed(text) if each.isdecimal()]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _each(value: Value, change: Callable[[str], str]) -> Value:
    match value:
        case str():
            return change(value)
        case Listing():
            return Listing(items=tuple(change(each) for each in value.items))
        case Table():
            rows = tuple(tuple(change(cell) for cell in row) for row in value.rows)
            return Table(columns=value.columns, widths=value.widths, rows=rows)
