"""Which values of a key say "none": they stand for nobody, so nobody is told or joined by them."""

from __future__ import annotations

_WORDS = ("", "n", "na", "nan", "nil", "none", "null", "unk", "unknown")
# Most values hold no marks, and are not gone through a second time to take them out.
_PLAIN = r"""case when regexp_matches(value, '[^\pL\pN]')
    then regexp_replace(value, '[^\pL\pN]', '', 'g') else value end"""
_ONE_CHARACTER = f"replace({_PLAIN}, left({_PLAIN}, 1), '') = ''"

# DuckDB's macro `says_none(value)`: marks apart, the value is a word for "none" ([N/A], [UNK]), or
# zeros or nines and nothing else, as [0], [000000] or [999-99-9999]. True for null.
SAYS_NONE = f"""create or replace temp macro says_none(value) as coalesce(
    lower({_PLAIN}) in {_WORDS} or (left({_PLAIN}, 1) in ('0', '9') and {_ONE_CHARACTER}), true)"""

# DuckDB's macro `names_nobody(value)`: the same of the number that an agency gives a person, where
# [999] may be somebody's. Needs `says_none`.
NAMES_NOBODY = """create or replace temp macro names_nobody(value) as
    says_none(value) and not starts_with(trim(coalesce(value, '')), '9')"""

# DuckDB's macro `is_key(value)`: the value may join cases. One digit over and over, as [1111], may
# not: it is filled in by hand. Where it stands in a row that was lost, it still casts doubt.
IS_KEY = f"""create or replace temp macro is_key(value) as not says_none(value) and not coalesce(
    left({_PLAIN}, 1) between '1' and '8' and length({_PLAIN}) > 1 and {_ONE_CHARACTER}, false)"""
