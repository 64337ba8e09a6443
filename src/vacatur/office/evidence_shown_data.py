"""Figures that are shown, as data: of what is hidden, null."""

from __future__ import annotations

import json
from typing import Any

from vacatur.evidence.figures import plain
from vacatur.evidence.printed import WHY
from vacatur.office.evidence_data import group_data, named_groups
from vacatur.office.evidence_shown import Shown, ShownGroup
from vacatur.office.spreadsheet import NO_LAWYER


def shown_data(shown: Shown) -> dict[str, Any]:
    """What the exhibit and the page print, for another program."""
    found = shown.found
    return {
        "tier": shown.tier.value,
        "mark": shown.mark or None,
        "unit": found.source.unit.value,
        "what": found.overall.what,
        "by": found.by,
        "known": shown.known,
        "missing": shown.missing,
        "per": found.overall.per,
        "years": found.overall.years,
        "groups": [shown_group_data(each) for each in shown.groups],
        "districts": [
            {
                "district": each.district,
                "refused": each.refused or None,
                "groups": [shown_group_data(group) for group in each.groups],
            }
            for each in shown.districts
        ],
        "months": {month: dict(counts) for month, counts in shown.months.items()},
        "beside": [
            {**_plain(each), "by_group": named_groups(each.by_group)} for each in shown.beside
        ],
        "vanished": None if shown.vanished is None else plain(shown.vanished),
        "not_shown": list(shown.refused),
        "cautions": [each.value for each in shown.told.cautions],
        "source": plain(found.source),
        "population": {
            "file": found.population_file,
            "sha256": found.population_sha256,
            "denominator": plain(found.overall.denominator),
        },
        "cards": {each.group: plain(dict(shown.cards(each.group))) for each in shown.groups},
        "note": shown.note,
        "does_not_show": WHY,
        "no_lawyer": NO_LAWYER,
    }


def shown_group_data(shown: ShownGroup) -> dict[str, Any]:
    """One group; all of its figures are null where one that they follow from is hidden."""
    if shown.figure is None:
        return {"group": shown.group, "count": shown.count, "denominator": shown.denominator}
    return group_data(shown.figure)


def _plain(figure: object) -> dict[str, Any]:
    told = plain(figure)
    assert isinstance(told, dict)
    return told


def in_bytes(data: Any) -> bytes:
    """Data as JSON in a file."""
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()
