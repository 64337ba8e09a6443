"""Released tables as rows and a note. What is for the public takes a `Released`, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vacatur.evidence.disclosure.released import Released, Sealed
from vacatur.evidence.disclosure.tables import Place, Shape

HIDDEN = "*"
ALL = "all"


def public_rows(released: Released) -> Iterator[tuple[str, ...]]:
    """One row for each place: its categories, and the count or an asterisk."""
    for place, value in released.values.items():
        yield (*_labels(released.shape, place), HIDDEN if value is None else str(value))


def public_note(released: Released) -> str:
    """What a reader of the table must know; it stands under it."""
    k = released.least_shown
    shape = released.shape
    said = [
        f"Release {released.number}, {released.on.isoformat()}, by {released.by}."
        f" Counts of: {shape.basis.unit}.",
        f"{HIDDEN}: hidden. Counts from 1 to {k - 1} are hidden, and others with them, so that none"
        " can be worked out.",
    ]
    if released.rounded_to > 1:
        said.append(f"Counts are rounded to {released.rounded_to}; they need not sum.")
    if not released.complete:
        said.append(
            "It was audited with earlier releases by the totals they share, and no further."
        )
    return "\n".join(said)


def sealed_rows(sealed: Sealed) -> Iterator[tuple[str, ...]]:
    """All counts, each row with the mark, so that no row is without it."""
    shape = sealed.table.shape
    for place, count in sealed.table.values().items():
        yield (*_labels(shape, place), str(count), sealed.mark)


def _labels(shape: Shape, place: Place) -> Sequence[str]:
    return [ALL if each is None else each for each in shape.labels(place)]
