"""What each kind of noise does to a field of a name, a birth date, a sex or an address.

A change takes the fields of one header and a whole number to choose with. It returns the fields
that it changes; None where it would change nothing, or where the field gives it nothing to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from vacatur.sample.homes import STREET_KINDS
from vacatur.sample.name_words import OTHER_SPELLINGS

Fields = Mapping[str, str]
Change = Callable[[Fields, int], Fields | None]

# Fields of a header, in the order in which noise strikes them: what swaps two fields comes last.
GIVEN, MIDDLE, SUFFIX, SURNAME = "given", "middle", "suffix", "surname"
BIRTH_DATE, SEX, ADDRESS, ZIP = "birth date", "sex", "address", "zip"
FIELDS = (GIVEN, MIDDLE, SUFFIX, SURNAME, BIRTH_DATE, SEX, ADDRESS, ZIP)
# Not a field of the header: what the person is also called.
NICKNAME = "nickname"

_KEY_ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_NEIGHBOURS: Mapping[str, str] = {
    key: row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    for row in _KEY_ROWS
    for at, key in enumerate(row)
}
_TURNED_SEX = {"M": "F", "F": "M", "MALE": "FEMALE", "FEMALE": "MALE"}
_ABBREVIATED = dict(STREET_KINDS)
_DIRECTIONS = re.compile(r"\b(NORTH|SOUTH|EAST|WEST) ")
_STRESSED = re.compile("(.*)([AEIOU])([^AEIOU]+U?EZ)")
_ACCENTED = dict(zip("AEIOU", "ÁÉÍÓÚ", strict=True))
_DIGITS_OF_A_DATE = (3, 6, 8, 9)  # the last of the year, the last of the month, both of the day


def typing(field: str, slip: Callable[[str, int], str]) -> Change:
    """Return the change that makes a typing slip in a field."""

    def change(fields: Fields, roll: int) -> Fields | None:
        typed = slip(fields[field], roll)
        return {field: typed} if typed not in ("", fields[field]) else None

    return change


def left_out(field: str) -> Change:
    """Return the change that leaves a field out."""

    def change(fields: Fields, roll: int) -> Fields | None:
        return {field: ""} if fields[field] else None

    return change


def initial(field: str) -> Change:
    """Return the change that prints the first letter alone."""

    def change(fields: Fields, roll: int) -> Fields | None:
        return {field: fields[field][0]} if len(fields[field]) > 1 else None

    return change


def other_spelling(field: str) -> Change:
    """Return the change that spells a name as another alphabet, or another clerk, does."""

    def change(fields: Fields, roll: int) -> Fields | None:
        others = OTHER_SPELLINGS.get(fields[field]) or _accented(fields[field])
        return {field: others[roll % len(others)]} if others else None

    return change


def letter_left_out(word: str, roll: int) -> str:
    """Leave out one letter, or a digit, but not the first."""
    at = _place(word, roll)
    return word[:at] + word[at + 1 :]


def letter_doubled(word: str, roll: int) -> str:
    """Type one letter twice."""
    at = _place(word, roll)
    return word[: at + 1] + word[at:]


def letters_swapped(word: str, roll: int) -> str:
    """Swap one letter and the next."""
    at = _place(word, roll)
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def neighbouring_key(word: str, roll: int) -> str:
    """Hit the key beside the right one; a digit has none."""
    at = _place(word, roll)
    keys = _NEIGHBOURS.get(word[at], "")
    return word[:at] + keys[roll % len(keys)] + word[at + 1 :] if keys else word


def nickname(fields: Fields, roll: int) -> Fields | None:
    """Print what the person is called."""
    return {GIVEN: fields[NICKNAME]} if fields[NICKNAME] else None


def hyphen_dropped(fields: Fields, roll: int) -> Fields | None:
    """Print both surnames without the hyphen, as one word or as two."""
    if "-" not in fields[SURNAME]:
        return None
    return {SURNAME: fields[SURNAME].replace("-", ("", " ")[roll % 2])}


def half_of_the_surname(fields: Fields, roll: int) -> Fields | None:
    """Keep one of two surnames."""
    halves = fields[SURNAME].split("-")
    return {SURNAME: halves[roll % len(halves)]} if len(halves) > 1 else None


def names_swapped(fields: Fields, roll: int) -> Fields | None:
    """Put the given name where the surname belongs, and the surname where the given name does."""
    given, surname = fields[GIVEN], fields[SURNAME]
    return {SURNAME: given, GIVEN: surname} if given != surname else None


def day_and_month_swapped(fields: Fields, roll: int) -> Fields | None:
    """Swap day and month, where that gives another date."""
    year, month, day = fields[BIRTH_DATE].split("-")
    return {BIRTH_DATE: f"{year}-{day}-{month}"} if day <= "12" and day != month else None


def digit_wrong(fields: Fields, roll: int) -> Fields | None:
    """Mistype one digit; what results is a date."""
    born = fields[BIRTH_DATE]
    at = _DIGITS_OF_A_DATE[roll % len(_DIGITS_OF_A_DATE)]
    for step in range(9):
        digit = (int(born[at]) + 1 + (roll // 4 + step) % 9) % 10
        typed = f"{born[:at]}{digit}{born[at + 1 :]}"
        if _is_date(typed):
            return {BIRTH_DATE: typed}
    return None


def year_off_by_one(fields: Fields, roll: int) -> Fields | None:
    """Print the year before or the year after."""
    born = fields[BIRTH_DATE]
    typed = f"{int(born[:4]) + (-1, 1)[roll % 2]}{born[4:]}"
    return {BIRTH_DATE: typed} if _is_date(typed) else None


def sex_wrong(fields: Fields, roll: int) -> Fields | None:
    """Print the other sex."""
    return {SEX: _TURNED_SEX[fields[SEX]]}


def address_abbreviated(fields: Fields, roll: int) -> Fields | None:
    """Abbreviate the kind of street and the direction."""
    words = [_ABBREVIATED.get(word, word) for word in fields[ADDRESS].split(" ")]
    short = _DIRECTIONS.sub(lambda found: f"{found[1][0]} ", " ".join(words))
    return {ADDRESS: short} if short != fields[ADDRESS] else None


def zip_wrong(fields: Fields, roll: int) -> Fields | None:
    """Mistype one of the last three digits."""
    code, at = fields[ZIP], 2 + roll % 3
    digit = (int(code[at]) + 1 + roll // 3 % 9) % 10
    return {ZIP: f"{code[:at]}{digit}{code[at + 1 :]}"}


def _place(word: str, roll: int) -> int:
    """Return the position of one letter or digit: not the first, unless there is no other."""
    places = [at for at, letter in enumerate(word) if at and letter.isalnum()]
    return places[roll % len(places)] if places else 0


def _accented(name: str) -> tuple[str, ...]:
    """Return a Spanish surname with its accent: RODRIGUEZ, RODRÍGUEZ."""
    found = _STRESSED.fullmatch(name)
    return (found[1] + _ACCENTED[found[2]] + found[3],) if found else ()


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
