"""How many open charges hang on pairs of cases that wait for a look."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur.engine.deciders import OPEN
from vacatur.facts.yields import Count
from vacatur.identity.linking import NAME_PAIRS, WAITING_PAIRS
from vacatur.office.decisions import decisions_of
from vacatur.office.looking_up import rows_with
from vacatur.office.workspace import Workspace

_WAITS = "review"  # the band of pairs that somebody is to look at


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLinks:
    """Pairs of cases that may be one person's, and the open charges of those persons.

    Of `open`, the charges of `search_withheld` are of people who were searched, and whose search
    counts for nothing until somebody has answered about the pair.
    """

    pairs: int
    open: Count
    search_withheld: Count


def waiting_links(
    connection: Backend, workspace: Workspace, run: str, rules: Iterable[str]
) -> WaitingLinks:
    """Count what hangs on waiting pairs in a run as it stands, under some of its pages (ids)."""
    path = workspace.records_folder / NAME_PAIRS
    if not path.is_file():
        return WaitingLinks(pairs=0, open=Count(), search_withheld=Count())
    pairs = _waiting_pairs(connection, path)
    records = workspace.records(connection)
    waiting = waiting_per_person(connection, workspace)
    decisions = decisions_of(connection, workspace.run_folder(run))
    is_open = decisions.outcome.isin([str(each) for each in OPEN])
    opened = decisions.filter(is_open & decisions.rule.isin(list(rules)))
    charges = records["charges"].semi_join(opened, "charge_id").semi_join(waiting, "person_id")
    persons = records["persons"]
    withheld = persons.filter(persons.unreadable.contains("history_checked_on"))
    return WaitingLinks(
        pairs=int(pairs.count().execute()),
        open=_count(charges),
        search_withheld=_count(charges.semi_join(withheld, "person_id")),
    )


def waiting_per_person(connection: Backend, workspace: Workspace) -> ir.Table:
    """How many pairs that wait may add a case to a person: `person_id`, `waiting`, unexecuted.

    Whoever has no such pair is left out.
    """
    cases = workspace.records(connection)["cases"].select("case_id", "person_id")
    path = workspace.records_folder / NAME_PAIRS
    if not path.is_file():
        return cases.filter(False).select("person_id", waiting=ibis.literal(0, "int64"))
    pairs = _waiting_pairs(connection, path)
    ends = pairs.select(case_id=pairs.case_l).union(pairs.select(case_id=pairs.case_r))
    return ends.inner_join(cases, "case_id").group_by("person_id").agg(waiting=lambda t: t.count())


def waiting_of_cases(workspace: Workspace, case_ids: Collection[str]) -> int:
    """The same number for the person whose cases these are, all of them."""
    return len(waiting_under(workspace, case_ids))


def waiting_under(workspace: Workspace, case_ids: Collection[str]) -> list[tuple[str, str]]:
    """The pairs that wait under some cases; one between two of them stands under both."""
    waiting, pairs = (workspace.records_folder / name for name in (WAITING_PAIRS, NAME_PAIRS))
    if waiting.is_file():
        rows = rows_with(waiting, "case_id", case_ids)
    elif pairs.is_file():  # an earlier vacatur linked them
        ends = [rows_with(pairs, end, case_ids) for end in ("case_l", "case_r")]
        rows = [row for found in ends for row in found if row["band"] == _WAITS]
    else:
        rows = []
    return [(row["case_l"], row["case_r"]) for row in rows]


def _waiting_pairs(connection: Backend, path: Path) -> ir.Table:
    pairs = connection.read_parquet(path)
    return pairs.filter(pairs.band == _WAITS)


def _count(charges: ir.Table) -> Count:
    counted = charges.aggregate(
        charges=charges.charge_id.nunique(), persons=charges.person_id.nunique()
    )
    return Count(**counted.to_pyarrow().to_pylist()[0])
