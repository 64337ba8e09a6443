"""What the court printed of the defendants of some cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date

from vacatur.office.looking_up import rows_with
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the court printed of the defendant of a case. Null: not recorded."""

    name: str | None
    address: str | None
    town: str | None
    zip: str | None
    birth_date: date | None


_COLUMNS = tuple(each.name for each in fields(Printed))


def printed_of(workspace: Workspace, case_ids: Collection[str]) -> Mapping[str, Printed]:
    """By case; one of which nothing is recorded is left out."""
    path = workspace.records_folder / "defendants.parquet"
    if not case_ids or not path.is_file():
        return {}

    # An earlier vacatur wrote fewer columns.
    return {
        row["case_id"]: Printed(**{name: row.get(name) for name in _COLUMNS})
        for row in rows_with(path, "case_id", case_ids)
    }
