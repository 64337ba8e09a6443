"""Which values of a key say "none": they stand for nobody, so nobody is told or joined by them."""

from __future__ import annotations

_WORDS = ("", "n", "na", "nan", "nil", "none", "null", "unk", "unknown")
_DIGITS = "|".join(["0+", "9+", *(f"{digit}{{2,}}" for digit in range(1, 9))])

# DuckDB's macro `is_key(value)`: marks apart, the value is no word for "none" ([N/A], [UNK]) and
# not one digit over and over, as [000000], [999-99-9999] or [1111]; a single 0 or 9 is none either.
# False for null.
IS_KEY = rf"""create macro is_key(value) as coalesce(
    lower(regexp_replace(value, '[^\pL\pN]', '', 'g')) not in {_WORDS}
    and not regexp_full_match(regexp_replace(value, '[^\pL\pN]', '', 'g'), '{_DIGITS}'), false)"""
