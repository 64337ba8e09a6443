"""Counts rounded to five, for maps and updates of a feed, and what is known of them then."""

from __future__ import annotations

from vacatur.evidence.disclosure.rule import Rule

ROUNDED_TO = 5
EXACT = 1


def rounded(count: int, base: int) -> int:
    """To the nearest multiple of an odd base; there is no half way."""
    return base * ((count + base // 2) // base)


def known(printed: int, base: int, rule: Rule) -> tuple[int, int]:
    """Least and greatest count behind a printed one. Nought is nought: small ones are hidden."""
    if printed == 0 or base == EXACT:
        return printed, printed
    half = base // 2
    return max(printed - half, rule.least_shown), printed + half
