"""Whether a comparison points the other way within districts than it does taken together."""

from __future__ import annotations

from vacatur.errors import FigureRefused
from vacatur.evidence.disparity import GroupFigure
from vacatur.evidence.figures import Caution
from vacatur.evidence.mantel_haenszel import RateStratum
from vacatur.evidence.strata import stratify
from vacatur.evidence.tables import TableStratum, stratify_tables
from vacatur.office.evidence_figures import Evidence


def reverses_by_district(found: Evidence, group: str) -> bool:
    """Whether it does, for a group; False where nobody counted the groups within districts.

    It is asked of all counts, for the public too: one answer for a whole place tells no count, and
    a comparison without it would mislead.
    """
    figures = [(each.district, each.found.group(group)) for each in found.districts if each.found]
    told = [(name, each) for name, each in figures if each.compared is not None]
    if len(told) < 2:
        return False
    try:
        if found.overall.years is None:
            strata = [_table(name, each) for name, each in told]
            cautions = stratify_tables(strata, reference="").cautions
        else:
            cautions = stratify([_rates(name, each) for name, each in told], reference="").cautions
    except FigureRefused:
        return False  # nothing can be pooled, and so nothing is known to reverse
    return Caution.SIGN_FLIP in cautions


def _rates(name: str, figure: GroupFigure) -> RateStratum:
    # The years are the same for all, and fall out of a ratio.
    return RateStratum(
        name=name,
        count=figure.count,
        exposure=figure.denominator,
        reference_count=figure.reference_count or 0,
        reference_exposure=figure.reference_denominator or 0.0,
    )


def _table(name: str, figure: GroupFigure) -> TableStratum:
    return TableStratum(
        name=name,
        count=figure.count,
        total=int(figure.denominator),
        reference_count=figure.reference_count or 0,
        reference_total=int(figure.reference_denominator or 0),
    )
