"""Evidence as data for another program: whole, for the office and a court."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from vacatur.evidence.disparity import Disparity, GroupFigure
from vacatur.evidence.figures import plain
from vacatur.evidence.printed import WHY
from vacatur.figures.intervals import Estimate, Interval
from vacatur.office.evidence_beside import Vanished
from vacatur.office.evidence_figures import Evidence
from vacatur.office.spreadsheet import NO_LAWYER

_Count = TypeVar("_Count", int, int | None)
INTERNAL = "Internal: counts below 10 are not hidden. What leaves goes through the exhibit."
NOT_RECORDED = "not recorded"


def evidence_data(found: Evidence) -> dict[str, Any]:
    """Everything, with the names that a program reads; `figure` is the whole object."""
    return {
        **disparity_data(found.overall),
        "by": found.by,
        "source": {**_plain(found.source), "extract_day_stated": found.extract_day_stated},
        "offense": _plain(found.offense),
        "races": _plain(found.races),
        "population": {
            "file": found.population_file,
            "sha256": found.population_sha256,
            **_plain(found.overall.denominator),
            "is_derived": bool(found.overall.denominator.derived),
        },
        "rows": {
            "in_file": found.read.rows_in,
            "refused": dict(found.read.refused),
            **{name.replace(" ", "_"): rows for name, rows in found.standing.items()},
        },
        "notes": list(found.read.notes),
        "districts": [
            {
                "district": each.district,
                "refused": each.refused or None,
                **({} if each.found is None else disparity_data(each.found)),
            }
            for each in found.districts
        ],
        "not_in_a_district": found.no_district,
        "months": {month: named_groups(groups) for month, groups in found.months.items()},
        "beside": [
            {
                **_plain(each),
                "by_group": named_groups(each.by_group),
                "also_right_by_group": named_groups(each.also_right_by_group),
            }
            for each in found.beside
        ],
        "vanished": None if found.vanished is None else _vanished(found.vanished),
        "internal": INTERNAL,
        "does_not_show": WHY,
        "no_lawyer": NO_LAWYER,
    }


def disparity_data(found: Disparity) -> dict[str, Any]:
    """One comparison of groups."""
    return {
        "unit": found.source.unit.value,
        "what": found.what,
        "total": found.known + found.missing,
        "missing": found.missing,
        "missing_share": found.missing_share,
        "per": found.per,
        "years": found.years,
        "groups": [group_data(each) for each in found.groups],
        "cautions": [each.value for each in found.cautions],
    }


def group_data(figure: GroupFigure) -> dict[str, Any]:
    """One group of a comparison; a ratio is never without its difference."""
    compared = figure.compared
    return {
        "group": figure.group,
        "count": figure.count,
        "share": figure.share.value,
        "interval": limits_data(figure.share.interval),
        "denominator": figure.denominator,
        "rate": figure.rate.value,
        "rate_interval": limits_data(figure.rate.interval),
        "reference": compared.reference if compared else None,
        "reference_rate": _value(figure.reference_rate),
        "ratio": compared.ratio.value if compared else None,
        "ratio_interval": limits_data(compared.ratio.interval) if compared else None,
        "difference": compared.difference.value if compared else None,
        "difference_interval": limits_data(compared.difference.interval) if compared else None,
        "not_compared_because": figure.not_compared_because or None,
        "unreliable": figure.unreliable,
        "cautions": [each.value for each in figure.cautions],
    }


def _vanished(found: Vanished) -> dict[str, Any]:
    return {
        **_plain(found),
        **{
            f"{name}_by_group": named_groups(getattr(found, f"{name}_by_group"))
            for name in ("before", "gone", "recoded", "added")
        },
    }


def limits_data(limits: Interval) -> list[float | None]:
    """Both limits of an interval; null: there is none on that side."""
    return [limits.low, limits.high]


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value


def _plain(figure: object) -> dict[str, Any]:
    told = plain(figure)
    return told if isinstance(told, dict) else {}


def named_groups(counts: Mapping[str, _Count]) -> dict[str, _Count]:
    """Counts by group, those of unknown race under words."""
    return {group or NOT_RECORDED: count for group, count in counts.items()}
