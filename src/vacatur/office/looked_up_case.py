"""One case as a page looks it up: what several parts of the page ask for is read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from vacatur.office.printed import Printed, printed_of
from vacatur.office.standing_rows import Row, StandingRows, standing_rows
from vacatur.office.workspace import Workspace
from vacatur.record.case import Case
from vacatur.record.record import Record


class LookedUpCase:
    """A case of somebody's record, what is printed of its defendant, and what a run says of it."""

    def __init__(
        self, workspace: Workspace, run_folder: Path, record: Record, case_id: str
    ) -> None:
        self.record, self.run_folder = record, run_folder
        self.case: Case = next(each for each in record.cases if each.case_id == case_id)
        self._workspace = workspace

    @cached_property
    def printed(self) -> Printed | None:
        """None: nothing is recorded."""
        case_id = self.case.case_id
        return printed_of(self._workspace, [case_id]).get(case_id)

    @cached_property
    def decisions(self) -> list[Row]:
        """The answers of its charges as they stand. Columns as in `decisions.parquet`."""
        return self._standing.decisions()

    def conditions(self, page_id: str) -> list[Row]:
        """The conditions of one page, of the charges that it reached."""
        return self._standing.conditions(page_id)

    @cached_property
    def _standing(self) -> StandingRows:
        return standing_rows(self.run_folder, (each.charge_id for each in self.case.charges))


NONE_READ: Mapping[str, LookedUpCase] = MappingProxyType({})
