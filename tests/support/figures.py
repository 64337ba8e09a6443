"""Tables of invented counts, and where their releases are written."""

from __future__ import annotations

from datetime import date

import numpy as np

from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.release import release
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.disclosure.tables import Basis, Dimension, FrequencyTable, Shape

DAY = date(2026, 3, 31)
RACES = ("A", "B", "C")


def dimension(name, categories, *, whole=True, tells=False, total=True, made_of=None):
    return Dimension(
        name=name,
        categories=tuple(categories),
        whole=whole,
        tells=tells,
        total_printed=total,
        made_of={k: frozenset(v) for k, v in (made_of or {}).items()},
    )


def table(counts, *dimensions, only=None, snapshot="s1", zeros=(), sensitive=False, name="t"):
    shape = Shape(
        name=name,
        basis=Basis(feed="court", snapshot=snapshot, unit="case"),
        dimensions=tuple(dimensions),
        only={k: frozenset(v) for k, v in (only or {}).items()},
        structural_zeros=frozenset(zeros),
    )
    return FrequencyTable(
        shape=shape, counts=np.array(counts, dtype=np.int64), sensitive_zeros=sensitive
    )


def plain(counts, **options):
    """A table over dimensions d0, d1 ... of categories 0, 1 ..."""
    axes = [dimension(f"d{at}", map(str, range(n))) for at, n in enumerate(np.shape(counts))]
    return table(counts, *axes, **options)


def publish(some, folder, **options):
    settings = {"tier": Tier.PUBLIC, "ledger": Ledger(folder), "by": "P. Lee", "on": DAY}
    return release(some, **{**settings, **options})
