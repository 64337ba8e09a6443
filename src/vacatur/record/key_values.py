"""Which values of a key say "none": they stand for nobody, so nobody is told or joined by them."""

from __future__ import annotations

_WORDS = ("", "n", "na", "nan", "nil", "none", "null", "unk", "unknown")
_REPEATED = "|".join(f"{digit}{{2,}}" for digit in range(1, 9))
_PLAIN = r"regexp_replace(value, '[^\pL\pN]', '', 'g')"

# DuckDB's macro `says_none(value)`: marks apart, the value is a word for "none" ([N/A], [UNK]), or
# zeros or nines and nothing else, as [0], [000000] or [999-99-9999]. True for null.
SAYS_NONE = f"""create macro says_none(value) as coalesce(
    lower({_PLAIN}) in {_WORDS} or regexp_full_match({_PLAIN}, '0+|9+'), true)"""

# DuckDB's macro `is_key(value)`: the value may join cases. One digit over and over, as [1111], may
# not: it is filled in by hand. Where it stands in a row that was lost, it still casts doubt.
IS_KEY = f"""create macro is_key(value) as
    not says_none(value) and not regexp_full_match({_PLAIN}, '{_REPEATED}')"""
