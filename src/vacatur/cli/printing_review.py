"""Pairs that wait for a look, for a terminal: two records side by side, and what weighs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from vacatur.cli.words import counted
from vacatur.office.link_review import Review, ReviewPair, Rival, Side

_WIDTH = 100
_COLUMN = 40
_SIGNS = 20  # a sign for each bit, at most
_SIDE = {
    "name": "name",
    "birth_date": "born",
    "sex": "sex",
    "address": "address",
    "zip": "ZIP",
    "court": "court",
    "county": "county",
    "first_day": "first day",
    "cases": "cases",
}


def review_in_words(review: Review) -> str:
    """Every pair that was asked for, and how many wait."""
    if not review.waiting:
        return "No pair waits for a person."
    parts = [head_in_words(review)]
    parts += [
        pair_in_words(pair, f"{place} of {review.waiting:,}")
        for place, pair in enumerate(review.pairs, start=1)
    ]
    return "\n\n".join([*parts, "Answer: vacatur link answer CASE CASE same|different --help"])


def head_in_words(review: Review) -> str:
    """How many wait, and how many are shown."""
    shown = len(review.pairs)
    rest = f"; the {shown:,} on which most hangs are shown" if shown < review.waiting else ""
    return f"{counted(review.waiting, 'pair')} of records may be one person's each{rest}."


def review_as_data(review: Review) -> dict[str, Any]:
    """The same for machines."""
    return asdict(review)


def pair_in_words(pair: ReviewPair, place: str) -> str:
    """One pair: side by side, the evidence, why it waits, and who else it could be."""
    return "\n".join(_pair(pair, place))


def _pair(pair: ReviewPair, place: str) -> Iterator[str]:
    hangs = ""
    if pair.undecided is not None:
        hangs = f": {counted(pair.undecided, 'charge')} of these people cannot be decided yet"
    yield f"{place}{hangs}"
    yield ""
    yield from _beside("case", pair.one.case_number, pair.other.case_number)
    for field, word in _SIDE.items():
        yield from _beside(word, _of(pair.one, field), _of(pair.other, field))
    yield ""
    yield "  What weighs for one person (+) or two (-), in bits:"
    yield _weight("before anything is compared", pair.prior)
    for each in pair.evidence:
        yield _weight(each.words, each.bits)
    yield _weight("together", pair.bits)
    yield ""
    yield from _wrapped(f"It waits: {'; '.join(pair.doubts.values())}.")
    if pair.rivals:
        yield "  Others who could be the same person:"
        yield from (_rival(each) for each in pair.rivals)


def _of(side: Side, field: str) -> str | None:
    value = getattr(side, field)
    return None if value is None else str(value)


def _beside(word: str, one: str | None, other: str | None) -> Iterator[str]:
    """A row of two cells; a long one goes on below."""
    left, right = (textwrap.wrap(cell or "-", _COLUMN - 2) or ["-"] for cell in (one, other))
    for line in range(max(len(left), len(right))):
        cells = [side[line] if line < len(side) else "" for side in (left, right)]
        head = word if line == 0 else ""
        yield f"  {head:<12}{cells[0]:<{_COLUMN}}{cells[1]}".rstrip()


def _weight(words: str, bits: float) -> str:
    signs = ("+" if bits > 0 else "-") * min(round(abs(bits)), _SIGNS)
    return f"  {bits:>+7.1f}  {words:<52} {signs}".rstrip()


def _rival(rival: Rival) -> str:
    state = "linked with" if rival.is_linked else "waits beside"
    born = f", born {rival.birth_date}" if rival.birth_date else ""
    return f"    {rival.case}  {rival.name or '-'}{born}: {state} {rival.beside}, {rival.bits:+.1f}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
