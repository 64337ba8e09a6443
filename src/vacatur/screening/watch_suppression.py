"""Small counts hidden so that none of them can be worked out again from what is printed.

Of a row of counts its total is printed too, for another table of the same months prints it. So
wherever one count is hidden for being small, others are hidden with it, until each of them could be
any of ten numbers or more, even for a reader who knows these rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# The default of the project's evidence rules: a count below ten is hidden, nought too, so that a
# hidden count is known to lie in a range of width nine, and no closer.
SMALLEST_SHOWN = 10
WIDTH = SMALLEST_SHOWN - 1
# What is hidden beside a larger count sums to this at least; `published` says why.
_LEAST_HIDDEN_SUM = SMALLEST_SHOWN + WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRow:
    """A row of counts as it may be printed; null: hidden. `total` is of the whole row."""

    cells: tuple[int | None, ...]
    total: int | None


def published(cells: Sequence[int]) -> PublicRow:
    """Hide what must be hidden of one row of counts.

    Parameters
    ----------
    cells
        Counts of things that are each in one cell alone, in an order that no count decides.

    Notes
    -----
    Four cases. A total below ten hides the row. A row without a small count is printed. Otherwise
    the small counts are hidden together with the first larger one, in the order of the cells, if
    those hidden sum to nineteen or more; and if not, the whole split is hidden, and the total is
    printed.

    Which larger one goes is not chosen by its size, or the choice would tell of it. Why no hidden
    count can be bounded more closely than to a width of nine: in the third case every small one may
    be nought or nine, for beside a nine at least ten are left, which is one larger count; and the
    larger one may lose nine to a small one. In the fourth any two of the counts may share the total
    between them in as many ways.
    `tests/unit/test_screening_watch.py` asks an adversary who knows all of this, on every small
    table there is.
    """
    total, hidden = sum(cells), (None,) * len(cells)
    if total < SMALLEST_SHOWN:
        return PublicRow(cells=hidden, total=None)
    small = {place for place, count in enumerate(cells) if count < SMALLEST_SHOWN}
    if not small:
        return PublicRow(cells=tuple(cells), total=total)
    larger = next((place for place in range(len(cells)) if place not in small), None)
    if larger is None or sum(cells[place] for place in {*small, larger}) < _LEAST_HIDDEN_SUM:
        return PublicRow(cells=hidden, total=total)
    gone = {*small, larger}
    shown = tuple(None if place in gone else count for place, count in enumerate(cells))
    return PublicRow(cells=shown, total=total)


def pooled(
    labels: Sequence[str], rows: Sequence[Sequence[int]], *, kept: int, into: str
) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Put the labels that are rare in a whole table into one, so that an odd one is not printed.

    Parameters
    ----------
    labels, rows
        A table: one count in each row for each label.
    kept
        The first so many labels stay, however rare.
    into
        Name of the label of all the rare ones, which comes after those.
    """
    sums = [sum(row[place] for row in rows) for place in range(len(labels))]
    stay = [place for place, many in enumerate(sums) if place >= kept and many >= SMALLEST_SHOWN]
    rare = [place for place in range(kept, len(labels)) if place not in stay]
    if not rare:
        return tuple(labels), tuple(tuple(row) for row in rows)
    return (
        (*labels[:kept], into, *(labels[place] for place in stay)),
        tuple(
            (*row[:kept], sum(row[place] for place in rare), *(row[place] for place in stay))
            for row in rows
        ),
    )
