"""The rows of which answers about cases are made: of a whole run, or of the one case on a page.

A row is one charge under one page of law that names a vehicle, where the page says something of it:
`case_id`, `case_number`, `person_hash`, `vehicle`, `charge_id`, `rule`, `implements`, `published`,
`day` (of the judgment or else of the offence; null: neither is recorded), `reason` (how each of the
page's conditions was met) and `waiting` (pairs that may add a case to the person). Both readers say
the same of a case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.law.answers import POSITIVE, Published
from vacatur.law.page import Page
from vacatur.office.decisions import conditions_of, decisions_of
from vacatur.office.link_waiting import waiting_of_cases, waiting_per_person
from vacatur.office.looked_up_case import LookedUpCase
from vacatur.office.stale import StandingRun
from vacatur.office.standing_rows import Row
from vacatur.office.workspace import Workspace

# What makes a matter or leaves one open; and what contradicts a policy that lets a charge go.
TOLD = frozenset(str(each) for each in (*POSITIVE, Published.REVIEW, Published.PROSECUTE))
Pages = Mapping[str, Page]


def rows_of_run(
    workspace: Workspace, run: StandingRun, pages: Pages, case_ids: Sequence[str] | None
) -> list[Row]:
    """The rows of all cases, or of some, in the order of cases, vehicles, charges and rules."""
    with workspace.connection() as connection:
        rows: list[Row] = (
            _query(connection, workspace, run, pages, case_ids).to_pyarrow().to_pylist()
        )
    return rows


def rows_of_case(workspace: Workspace, pages: Pages, found: LookedUpCase) -> list[Row]:
    """The rows of one case of somebody's record, in the same order."""
    case = found.case
    charges = {each.charge_id: each for each in case.charges}
    decided = [row for row in found.decisions if row["rule"] in pages and row["published"] in TOLD]
    reasons = _reasons_of(found, [pages[name] for name in sorted({x["rule"] for x in decided})])
    waiting = waiting_of_cases(workspace, [each.case_id for each in found.record.cases])
    rows = [
        {
            **{name: row[name] for name in _OF_THE_ANSWER},
            "case_id": case.case_id,
            "case_number": case.number,
            "vehicle": pages[row["rule"]].vehicle,
            "day": charges[row["charge_id"]].disposition_date
            or charges[row["charge_id"]].offense_date,
            "reason": reasons.get((row["charge_id"], row["rule"]), ""),
            "waiting": waiting,
        }
        for row in decided
    ]
    return sorted(rows, key=lambda row: (row["vehicle"], row["charge_id"], row["rule"]))


_OF_THE_ANSWER = ("person_hash", "charge_id", "rule", "implements", "published")


def _query(
    connection: Backend,
    workspace: Workspace,
    run: StandingRun,
    pages: Pages,
    case_ids: Sequence[str] | None,
) -> ir.Table:
    records = workspace.records(connection)
    charges, cases = records["charges"], records["cases"]
    if case_ids is not None:
        asked = ibis.memtable(pa.table({"case_id": pa.array(case_ids, pa.string())}))
        charges = charges.semi_join(asked, "case_id")
    decided = decisions_of(connection, run.folder)
    decided = decided.filter(decided.published.isin(sorted(TOLD))).drop("case_number")
    joined = (
        decided.inner_join(_vehicles(pages), "rule")
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
        .left_join(_reasons(connection, run, pages), ["charge_id", "rule"])
        .left_join(waiting_per_person(connection, workspace), "person_id")
    )
    return joined.select(
        "case_id", "case_number", "vehicle", "day", *_OF_THE_ANSWER,
        reason=joined.reason.fill_null(""),
        waiting=joined.waiting.fill_null(0),
    ).order_by("case_id", "vehicle", "charge_id", "rule")  # fmt: skip


def _vehicles(pages: Pages) -> ir.Table:
    vehicles = [page.vehicle for page in pages.values()]
    columns = {"rule": pa.array(pages, pa.string()), "vehicle": pa.array(vehicles, pa.string())}
    return ibis.memtable(pa.table(columns))


def _reasons(connection: Backend, run: StandingRun, pages: Pages) -> ir.Table:
    """Of each charge and page: every condition, as one text: yes, no or not known."""
    tables = []
    for page in pages.values():
        read = conditions_of(connection, run.folder, page.page_id)
        said = [_mark(read[name]) for name in page.condition_names()]
        reason = ibis.literal("").concat(*said) if said else ibis.literal("")
        tables.append(read.select("charge_id", rule=ibis.literal(page.page_id), reason=reason))
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def _reasons_of(found: LookedUpCase, pages: Sequence[Page]) -> Mapping[tuple[str, str], str]:
    """The same of a few charges."""
    return {
        (row["charge_id"], page.page_id): "".join(_MARKS[row[x]] for x in page.condition_names())
        for page in pages
        for row in found.conditions(page.page_id)
    }


_MARKS: Mapping[bool | None, str] = {None: "?", True: "y", False: "n"}


def _mark(condition: ir.BooleanValue) -> ir.StringValue:
    return ibis.cases(
        (condition.isnull(), _MARKS[None]), (condition, _MARKS[True]), else_=_MARKS[False]
    )
