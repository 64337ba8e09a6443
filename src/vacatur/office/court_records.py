"""What the records hold of warrants and dates in court: one reader, and three answers.

A warrant that nobody recorded is not a warrant that is not there. A case has none open only where
its export declares that it lists every one (docs/coverage.md), and goes as far as the day of
decision; elsewhere it is not known, and somebody must look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from vacatur.engine.truth import Truth
from vacatur.ingest.coverage import NOTHING_DECLARED, Coverage, WarrantLists, coverage_from
from vacatur.law.rulebook import Rulebook
from vacatur.law.vehicle import Circumstance, VehicleWord
from vacatur.office.cases_by_id import rows_of_cases
from vacatur.office.looking_up import rows_with
from vacatur.office.workspace import Workspace
from vacatur.record.terms import WarrantState

_WARRANTS, _SCHEDULE = "warrants", "court_schedule"  # roles of the files that hold them


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWarrant:
    """One warrant, as printed. `state` null: nobody knows whether it is open."""

    kind: str | None
    issued_on: date | None
    state: WarrantState | None
    recorded: str | None  # the court's own word for its status
    status_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWarrants:
    """The warrants of a case. `is_open`: whether one is; null: not known, and `why` says why."""

    warrants: tuple[CaseWarrant, ...]
    is_open: Truth
    why: str

    @property
    def open_ones(self) -> tuple[CaseWarrant, ...]:
        """Those that are known to be open."""
        return tuple(each for each in self.warrants if each.state is WarrantState.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtDate:
    """The next date in court, from the day of decision on. Texts are as printed; blank: none."""

    day: date
    time: str
    location: str
    room: str


def asks_of_warrants(rulebook: Rulebook, vehicle: str, on: date) -> bool:
    """Whether a vehicle asks for something where a warrant is open."""
    said = rulebook.vehicles[vehicle].on(on, VehicleWord.ACTS)
    return any(cited.statement.where is Circumstance.OPEN_WARRANT for cited in said)


class CourtRecords:
    """Reads warrants and dates in court of a workspace, for many cases at once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def warrants(self, case_ids: Collection[str], *, as_of: date) -> Mapping[str, CaseWarrants]:
        """What is known of each case's warrants on a day."""
        rows = self._rows("case_warrants", case_ids)
        cases = rows_of_cases(self._workspace.records_folder, case_ids)
        return {
            case_id: self._judged(
                [_warrant(row, as_of) for row in rows[case_id]], cases.get(case_id), as_of
            )
            for case_id in case_ids
        }

    def next_dates(
        self, case_ids: Collection[str], *, as_of: date
    ) -> Mapping[str, CourtDate | None]:
        """The first date in court from a day on of which nothing has come yet.

        A case that is left out: a date of it cannot be read. None: no date is recorded.
        """
        found: dict[str, CourtDate | None] = {}
        for case_id, rows in self._rows("court_dates", case_ids).items():
            if any(row["day"] is None for row in rows):
                continue
            ahead = [row for row in rows if row["day"] >= as_of and row["result"] is None]
            ahead.sort(key=lambda row: (row["day"], row["time"] or ""))
            found[case_id] = _court_date(ahead[0]) if ahead else None
        return found

    def printed_warrants(self, case_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """By case: its warrants in the court's own words. A case without any is left out."""
        return {
            case_id: tuple(
                f"{row['kind']}, {row['issued_on']}, {row['status_recorded']}, {row['status_on']}"
                for row in rows
            )
            for case_id, rows in self._rows("case_warrants", case_ids).items()
            if rows
        }

    @property
    def has_schedule(self) -> bool:
        """Whether the export came with a table of dates in court."""
        return _SCHEDULE in self._roles

    def _judged(
        self, warrants: Sequence[CaseWarrant], case: dict[str, Any] | None, as_of: date
    ) -> CaseWarrants:
        told = tuple(warrants)
        if any(each.state is WarrantState.OPEN for each in told):
            return CaseWarrants(warrants=told, is_open=True, why="")
        doubtful = next((each for each in told if each.state is None), None)
        if doubtful is not None:
            why = f"its status is [{doubtful.recorded or 'not recorded'}], which says neither"
            return CaseWarrants(warrants=told, is_open=None, why=why)
        lacking = self._lacking(case, as_of)
        return CaseWarrants(warrants=told, is_open=None if lacking else False, why=lacking)

    def _lacking(self, case: dict[str, Any] | None, as_of: date) -> str:
        """Why silence on a case proves nothing; blank: it proves that no warrant is open."""
        declared = self._coverage
        if _WARRANTS not in self._roles:
            return "the export has no table of warrants"
        if declared.warrants is not WarrantLists.ALL:
            return "nobody declares that the table lists every warrant"
        if case is None or case["court"] not in (declared.courts or ()):
            return "the table does not cover the case's court"
        if declared.counties is not None and case["county"] not in declared.counties:
            return "the table does not cover the case's county"
        if declared.through is None or declared.through < as_of:
            return "the table does not reach to the day of decision"
        return ""

    def _rows(self, table: str, case_ids: Collection[str]) -> Mapping[str, list[dict[str, Any]]]:
        """The rows of each case, in the order of the source; a case without any has none."""
        found: dict[str, list[dict[str, Any]]] = {each: [] for each in sorted(set(case_ids))}
        path = self._workspace.records_folder / f"{table}.parquet"
        # Most exports have none of it, and an earlier vacatur wrote no such table.
        if self._counts.get(table) and path.is_file():
            rows = rows_with(path, "case_id", case_ids)
            for row in sorted(rows, key=itemgetter("source_row")):
                found[row["case_id"]].append(row)
        return defaultdict(list, found)

    @cached_property
    def _manifest(self) -> Mapping[str, Any]:
        return self._workspace.records_manifest()

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        found: Mapping[str, int] = self._manifest.get("tables", {})
        return found

    @cached_property
    def _roles(self) -> frozenset[str]:
        return frozenset(str(file.get("role", "")) for file in self._manifest["files"])

    @cached_property
    def _coverage(self) -> Coverage:
        declared = self._manifest.get("coverage", {}).get("declared")
        return coverage_from(declared) if declared else NOTHING_DECLARED


def _warrant(row: dict[str, Any], as_of: date) -> CaseWarrant:
    """A warrant as it was known on a day: what came later does not say how it stood."""
    is_later = row["status_on"] is not None and row["status_on"] > as_of
    state = None if is_later or row["status"] is None else WarrantState(row["status"])
    return CaseWarrant(
        kind=row["kind"],
        issued_on=row["issued_on"],
        state=state,
        recorded=row["status_recorded"],
        status_on=row["status_on"],
    )


def _court_date(row: dict[str, Any]) -> CourtDate:
    texts = {name: row[name] or "" for name in ("time", "location", "room")}
    return CourtDate(day=row["day"], **texts)
