"""What a source prints of a defendant: name, address, town, ZIP code.

They stand in `defendants` as they were printed. Linking reads all but the town to tell people
apart, and papers print them; no report, reason or error holds one. No answer rests on them, so a
hash of what was mapped does not cover them.
"""

from __future__ import annotations

PRINTED = ("name", "address", "town", "zip")  # columns of `defendants`

# DuckDB's macro `unmasked(text)`: null where nothing but X's stands, as [XXXXX, XXXX]. An extract
# without names shows so how long each is, and strangers would be alike.
UNMASKED = r"""create or replace temp macro unmasked(text) as
    case when not regexp_full_match(text, '[^\pL\pN]*([Xx][^\pL\pN]*)+') then text end"""
