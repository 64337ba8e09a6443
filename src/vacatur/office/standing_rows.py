"""What a run says of a few charges as it stands, looked up one by one.

What asks about a whole run reads `decisions.decisions_of`; both follow the rule that the last part
that holds a charge counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vacatur.office.decisions import CHARGES, DECISIONS, conditions_file, parts_of
from vacatur.office.looking_up import rows_with

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StandingRows:
    """Where the answers of some charges stand: the run's own folder, or a part decided later."""

    _places: Mapping[Path, frozenset[str]]

    def decisions(self) -> list[Row]:
        """Their answers. Columns as in `decisions.parquet`."""
        return [
            row
            for folder, charges in self._places.items()
            for row in rows_with(folder / DECISIONS, "charge_id", charges)
        ]

    def conditions(self, page_id: str) -> list[Row]:
        """The conditions of one page, of the charges that it reached."""
        files = {conditions_file(folder, page_id): ids for folder, ids in self._places.items()}
        return [
            row
            for path, charges in files.items()
            if path.is_file()
            for row in rows_with(path, "charge_id", charges)
        ]


def standing_rows(run_folder: Path, charge_ids: Iterable[str]) -> StandingRows:
    """Find where the answers of some charges stand."""
    left, places = frozenset(charge_ids), {}
    for part in reversed(parts_of(run_folder)):
        held = rows_with(part / CHARGES, "charge_id", left)
        places[part] = frozenset(row["charge_id"] for row in held)
        left -= places[part]
    places[run_folder] = left
    return StandingRows(places)
