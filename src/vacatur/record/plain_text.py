"""Characters that are not seen, or that turn the order of what is seen."""

from __future__ import annotations

import unicodedata

# Control characters, halves of a character, and ends of lines and paragraphs that no line feed is.
_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Marks, embeddings, overrides and isolates of direction (Unicode Standard Annex 9).
_DIRECTIONS = frozenset(
    map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def first_unprintable(text: str) -> tuple[int, str] | None:
    """The first character that no paper can print as it reads; None: there is none.

    Returns
    -------
    tuple
        Its place, from 1, and its code point, such as `U+202E`. A line feed may stand.
    """
    for place, character in enumerate(text, start=1):
        is_hidden = unicodedata.category(character) in _CATEGORIES or character in _DIRECTIONS
        if is_hidden and character != "\n":
            return place, f"U+{ord(character):04X}"
    return None
