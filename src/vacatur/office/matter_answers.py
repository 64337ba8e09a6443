"""What the latest run answers of cases: the charges that each vehicle could relieve, and why.

A case and a vehicle make one matter: a paper is filed in the case, for the charges of that case. A
page of law relieves a charge; a screening policy that names a vehicle lets go of one by DECLINE.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from vacatur.errors import UsageError
from vacatur.law.answers import POSITIVE, SCREENING_ANSWERS, PageKind, Published
from vacatur.matters.codec import canonical
from vacatur.matters.matter import Charge, Particulars
from vacatur.office.answer_rows import rows_of_case, rows_of_run
from vacatur.office.looked_up_case import NONE_READ, LookedUpCase
from vacatur.office.one_record import load_record_of_case
from vacatur.office.stale import StandingRun
from vacatur.office.standing_rows import Row
from vacatur.office.workspace import Workspace

RELIEF = frozenset(str(each) for each in POSITIVE - SCREENING_ANSWERS)
DECLINE = str(Published.DECLINE)
_IN_FAVOUR = RELIEF | {DECLINE}
_REVIEW = str(Published.REVIEW)
_FEW = 8  # cases
_GONE = "no rule of this vehicle reaches it"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswer:
    """What a run answers of the charges of one case under the rules of one vehicle.

    `oldest_day` is of the judgments or, where none is recorded, of the offences; null: neither is.
    `open_answers` names the charges that are not decided in the person's favour, and
    `waits_for_links` counts the pairs that may add a case to the person.
    """

    vehicle: str
    particulars: Particulars
    pattern: str
    decision_hash: str
    verified_through: date
    oldest_day: date | None
    open_answers: tuple[str, ...]
    waits_for_links: int

    @property
    def key(self) -> tuple[str, str]:
        return self.particulars.case_id, self.vehicle


class RunAnswers:
    """The answers of one run, asked all at once or case by case."""

    def __init__(self, workspace: Workspace, run: StandingRun) -> None:
        self._workspace, self._run = workspace, run
        self._pages = {page.page_id: page for page in run.rulebook.pages if page.vehicle}

    def all(self) -> list[CaseAnswer]:
        """Each case and vehicle with a charge that can be relieved, or that somebody must decide.

        Of a charge that a rule of law relieves, what other rules of the vehicle leave open is left
        out. Of policies nobody chooses: where two answer differently, the charge is open.
        """
        rows = rows_of_run(self._workspace, self._run, self._pages, None)
        return [self._answer(each) for each in self._grouped(rows)]

    def of(
        self, case_ids: Iterable[str], *, known: Mapping[str, LookedUpCase] = NONE_READ
    ) -> Mapping[tuple[str, str], CaseAnswer]:
        """The same for some cases, by case id and vehicle. What nothing can relieve is left out.

        `known` are those of them that were looked up already.
        """
        rows = self._rows(sorted(set(case_ids)), known)
        found = [self._answer(each) for each in self._grouped(rows)]
        return {each.key: each for each in found}

    def _grouped(self, rows: Iterable[Row]) -> Iterator[list[Row]]:
        for _, group in groupby(rows, key=lambda row: (row["case_id"], row["vehicle"])):
            if kept := self._reached(list(group)):
                yield kept

    def _rows(self, case_ids: Sequence[str], known: Mapping[str, LookedUpCase]) -> Iterator[Row]:
        """The rows of some cases: few are looked up sooner than a query is said."""
        if len(case_ids) > _FEW:
            yield from rows_of_run(self._workspace, self._run, self._pages, case_ids)
            return
        for case_id in case_ids:
            found = known.get(case_id)
            if found is None or found.run_folder != self._run.folder:  # another became the latest
                found = self._look_up(case_id)
            if found is not None:
                yield from rows_of_case(self._workspace, self._pages, found)

    def _look_up(self, case_id: str) -> LookedUpCase | None:
        """None: the records hold it no more."""
        try:
            record = load_record_of_case(self._workspace, case_id, as_of=self._run.as_of)
        except UsageError:
            return None
        return LookedUpCase(self._workspace, self._run.folder, record, case_id)

    def _reached(self, rows: list[Row]) -> list[Row]:
        """The rows of one case and vehicle that make a matter, or leave one open."""
        of_policy = [row for row in rows if row["rule"] in self._policies]
        law = [row for row in rows if row["rule"] not in self._policies]
        return sorted(
            [*_relief_first(law), *_of_one_mind(of_policy)],
            key=lambda row: (row["charge_id"], row["rule"]),
        )

    @cached_property
    def _policies(self) -> frozenset[str]:
        return frozenset(
            name for name, page in self._pages.items() if page.kind is PageKind.SCREENING_POLICY
        )

    def _answer(self, rows: Sequence[Row]) -> CaseAnswer:
        first = rows[0]
        charges = tuple(
            Charge(
                charge_id=row["charge_id"], implements=row["implements"], published=row["published"]
            )
            for row in rows
        )
        return CaseAnswer(
            vehicle=first["vehicle"],
            particulars=Particulars(
                case_id=first["case_id"],
                case_number=first["case_number"] or "",
                charges=charges,
            ),
            pattern=_pattern(rows),
            decision_hash=self._decision_hash(rows),
            verified_through=self._verified_through(first["vehicle"], rows),
            oldest_day=min((row["day"] for row in rows if row["day"]), default=None),
            open_answers=tuple(
                f"{row['charge_id']} by {row['implements']}: {row['published']}"
                for row in rows
                if row["published"] not in _IN_FAVOUR
            ),
            waits_for_links=first["waiting"],
        )

    def _decision_hash(self, rows: Sequence[Row]) -> str:
        """Of the law that was asked, of all that is recorded of the person, and of the answers.

        The day of decision is not in it: a later one that changes no answer changes nothing.
        """
        law = [self._run.rulebook.sha256_of[row["rule"]] for row in rows]
        answers = [[row["charge_id"], row["rule"], row["published"], row["reason"]] for row in rows]
        vehicle = self._run.rulebook.vehicles[rows[0]["vehicle"]].sha256
        return _sha256([sorted(set(law)), vehicle, rows[0]["person_hash"], answers])

    def _verified_through(self, vehicle: str, rows: Sequence[Row]) -> date:
        reached = self._run.rulebook.reached
        rules = {row["rule"] for row in rows}
        days = [page.verified_through for rule in rules for page in reached[rule]]
        return min(*days, self._run.rulebook.vehicles[vehicle].verified_through)


def _relief_first(rows: list[Row]) -> list[Row]:
    """What relieves a charge; of a charge that nothing relieves, what leaves it open."""
    relieved = {row["charge_id"] for row in rows if row["published"] in RELIEF}
    return [row for row in rows if row["published"] in RELIEF or row["charge_id"] not in relieved]


def _of_one_mind(rows: list[Row]) -> list[Row]:
    """Rows of charges that some policy declines, or that somebody must decide."""
    open_to_it = {row["charge_id"] for row in rows if row["published"] in (DECLINE, _REVIEW)}
    return [row for row in rows if row["charge_id"] in open_to_it]


def _pattern(rows: Sequence[Row]) -> str:
    """Cases of one pattern were decided under the same rules, for the same reasons."""
    return _sha256(sorted({(row["rule"], row["published"], row["reason"]) for row in rows}))


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()
