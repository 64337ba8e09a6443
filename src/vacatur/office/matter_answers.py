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

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.law.answers import POSITIVE, SCREENING_ANSWERS, PageKind, Published
from vacatur.matters.codec import canonical
from vacatur.matters.matter import Charge, Particulars
from vacatur.office.decisions import conditions_of, decisions_of
from vacatur.office.link_waiting import waiting_per_person
from vacatur.office.stale import StandingRun
from vacatur.office.workspace import Workspace

RELIEF = frozenset(str(each) for each in POSITIVE - SCREENING_ANSWERS)
DECLINE = str(Published.DECLINE)
_IN_FAVOUR = RELIEF | {DECLINE}
_REVIEW = str(Published.REVIEW)
# What a policy says that is no relief, and that contradicts a DECLINE of another one.
_OTHERWISE = frozenset({str(Published.DIVERT), str(Published.PROSECUTE)})
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
        return [self._answer(rows) for rows in self._grouped(None)]

    def of(self, case_ids: Iterable[str]) -> Mapping[tuple[str, str], CaseAnswer]:
        """The same for some cases, by case id and vehicle. What nothing can relieve is left out."""
        found = [self._answer(rows) for rows in self._grouped(sorted(set(case_ids)))]
        return {each.key: each for each in found}

    def _grouped(self, case_ids: Sequence[str] | None) -> Iterator[list[dict[str, Any]]]:
        with self._workspace.connection() as connection:
            rows = self._rows(connection, case_ids).to_pyarrow().to_pylist()
        for _, group in groupby(rows, key=lambda row: (row["case_id"], row["vehicle"])):
            if kept := self._reached(list(group)):
                yield kept

    def _rows(self, connection: Backend, case_ids: Sequence[str] | None) -> ir.Table:
        records = self._workspace.records(connection)
        charges, cases = records["charges"], records["cases"]
        if case_ids is not None:
            asked = ibis.memtable(pa.table({"case_id": pa.array(case_ids, pa.string())}))
            charges = charges.semi_join(asked, "case_id")
        decided = decisions_of(connection, self._run.folder)
        told = decided.published.isin([*_IN_FAVOUR, _REVIEW, *_OTHERWISE])
        decided = decided.filter(told).drop("case_number")
        joined = (
            decided.inner_join(self._vehicles(), "rule")
            .inner_join(
                charges.select(
                    "charge_id",
                    "case_id",
                    "person_id",
                    day=ibis.coalesce(charges.disposition_date, charges.offense_date),
                ),
                "charge_id",
            )
            .inner_join(cases.select("case_id", case_number=cases.number), "case_id")
            .left_join(self._reasons(connection), ["charge_id", "rule"])
            .left_join(waiting_per_person(connection, self._workspace), "person_id")
        )
        return joined.select(
            "case_id", "case_number", "person_hash", "vehicle", "charge_id", "rule",
            "implements", "published", "day",
            reason=joined.reason.fill_null(""),
            waiting=joined.waiting.fill_null(0),
        ).order_by("case_id", "vehicle", "charge_id", "rule")  # fmt: skip

    def _reached(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
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

    def _vehicles(self) -> ir.Table:
        names = list(self._pages)
        vehicles = [page.vehicle for page in self._pages.values()]
        columns = {"rule": pa.array(names, pa.string()), "vehicle": pa.array(vehicles, pa.string())}
        return ibis.memtable(pa.table(columns))

    def _reasons(self, connection: Backend) -> ir.Table:
        """Of each charge and page: every condition, as one text: yes, no or not known."""
        tables = []
        for page in self._pages.values():
            read = conditions_of(connection, self._run.folder, page.page_id)
            said = [_mark(read[name]) for name in page.condition_names()]
            reason = ibis.literal("").concat(*said) if said else ibis.literal("")
            tables.append(read.select("charge_id", rule=ibis.literal(page.page_id), reason=reason))
        return ibis.union(*tables) if len(tables) > 1 else tables[0]

    def _answer(self, rows: Sequence[dict[str, Any]]) -> CaseAnswer:
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

    def _decision_hash(self, rows: Sequence[dict[str, Any]]) -> str:
        """Of the law that was asked, of all that is recorded of the person, and of the answers.

        The day of decision is not in it: a later one that changes no answer changes nothing.
        """
        law = [self._law[row["rule"]] for row in rows]
        answers = [[row["charge_id"], row["rule"], row["published"], row["reason"]] for row in rows]
        vehicle = self._run.rulebook.vehicles[rows[0]["vehicle"]].sha256
        return _sha256([sorted(set(law)), vehicle, rows[0]["person_hash"], answers])

    @cached_property
    def _law(self) -> Mapping[str, str]:
        """By page: the hash of everything that decides under it."""
        return {name: self._run.rulebook.only([name]).sha256 for name in self._pages}

    def _verified_through(self, vehicle: str, rows: Sequence[dict[str, Any]]) -> date:
        reached = self._run.rulebook.reached
        rules = {row["rule"] for row in rows}
        days = [page.verified_through for rule in rules for page in reached[rule]]
        return min(*days, self._run.rulebook.vehicles[vehicle].verified_through)


def _relief_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What relieves a charge; of a charge that nothing relieves, what leaves it open."""
    relieved = {row["charge_id"] for row in rows if row["published"] in RELIEF}
    return [row for row in rows if row["published"] in RELIEF or row["charge_id"] not in relieved]


def _of_one_mind(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of charges that some policy declines, or that somebody must decide."""
    open_to_it = {row["charge_id"] for row in rows if row["published"] in (DECLINE, _REVIEW)}
    return [row for row in rows if row["charge_id"] in open_to_it]


def _pattern(rows: Sequence[dict[str, Any]]) -> str:
    """Cases of one pattern were decided under the same rules, for the same reasons."""
    return _sha256(sorted({(row["rule"], row["published"], row["reason"]) for row in rows}))


def _mark(condition: ir.BooleanValue) -> ir.StringValue:
    return ibis.cases((condition.isnull(), "?"), (condition, "y"), else_="n")


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()
