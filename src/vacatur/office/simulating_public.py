"""Whom each clause of a policy leaves out by itself, by group, as the public may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.release import release
from vacatur.evidence.disclosure.released import Released
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.disclosure.tables import Basis, Dimension, FrequencyTable, Shape
from vacatur.office.evidence_writing import RELEASES
from vacatur.office.simulating import Simulation, VariantCount
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicVariant:
    """Charges that a clause alone leaves out, by clause and group; null: nothing may be shown."""

    implements: str
    released: Released | None
    refused: str  # "": it was released

    def counts(self) -> Mapping[str, Mapping[str, int | None]]:
        """By clause and race; null: hidden."""
        if self.released is None:
            return {}
        clauses, labels = self.released.shape.dimensions
        return {
            clause: {
                label: self.released.values[(row, column)]
                for column, label in enumerate(labels.categories)
            }
            for row, clause in enumerate(clauses.categories)
        }


def public_variants(
    found: Simulation, workspace: Workspace, *, by: str, on: date
) -> tuple[PublicVariant, ...]:
    """Release a table of each policy into the ledger of the workspace."""
    ledger = Ledger(workspace.folder / RELEASES)
    made = []
    for variant in found.variants:
        if not variant.clauses:
            continue
        try:
            released = release(
                _table(found, variant, workspace),
                tier=Tier.PUBLIC,
                ledger=ledger,
                by=by,
                on=on,
                hide_more=True,
            )
            made.append(PublicVariant(implements=variant.implements, released=released, refused=""))
        except DisclosureRefused as refusal:
            if not by.strip():
                raise
            made.append(
                PublicVariant(implements=variant.implements, released=None, refused=refusal.what)
            )
    return tuple(made)


def _table(found: Simulation, variant: VariantCount, workspace: Workspace) -> FrequencyTable:
    """A charge that two clauses leave out is left out by neither alone: no cell holds it twice."""
    labels = [each or "not recorded" for each in variant.clauses[0].alone_by]
    dimensions = (
        Dimension(
            name="clause",
            categories=tuple(each.name for each in variant.clauses),
            whole=False,
            tells=True,
            total_printed=False,
        ),
        Dimension(
            name=found.by, categories=tuple(labels), whole=True, tells=True, total_printed=True
        ),
    )
    counts = [list(each.alone_by.values()) for each in variant.clauses]
    return FrequencyTable(
        shape=Shape(
            name=f"left out by one clause of {variant.implements}",
            basis=Basis(feed="records", snapshot=workspace.records_sha256(), unit="charge"),
            dimensions=dimensions,
            only={
                "policy": frozenset({variant.rule}),
                "decided": frozenset({f"{found.as_of}, {', '.join(found.notes)}"}),
            },
            structural_zeros=frozenset(),
        ),
        counts=np.array(counts, dtype=np.int64),
        sensitive_zeros=False,
    )
