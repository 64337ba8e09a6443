"""The linkage behind a run: what joined the cases, who waits, what another weight changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from vacatur.identity.exact_keys import KINDS
from vacatur.identity.linking import LINKS, NAME_PAIRS
from vacatur.identity.names_report import NAMES
from vacatur.identity.quality import sizes
from vacatur.identity.reasons import DOUBTS
from vacatur.office.link_flips import RunFlips
from vacatur.office.link_waiting import WaitingLinks, waiting_links
from vacatur.office.linkage import Review, review_of
from vacatur.office.stale import refuse_changed
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLinkage:
    """How the cases behind a run were linked.

    `joined_by` are cases that some other case of their person joins by each kind of key, or by
    names; a case may be joined by several. `alone` are joined by nothing. `told` came with their
    person. `reasons` are why pairs wait, each pair under each of its reasons.
    """

    run: str
    law: str
    as_of: str
    cases: int  # linked ones
    persons: int  # that they belong to
    told: int
    alone: int
    joined_by: Mapping[str, int]
    sizes: Mapping[str, int]  # cases of a person -> persons
    review: Review
    reasons: Mapping[str, int]
    waiting: WaitingLinks
    flips: RunFlips | None  # None: not asked for


def linkage_of_run(workspace: Workspace, run: str, flips: RunFlips | None = None) -> RunLinkage:
    """Describe the linkage behind a run.

    Raises
    ------
    WorkspaceError
        The records, the facts or the law have changed since the run.
    """
    refuse_changed(workspace, run)
    manifest = workspace.run_manifest(run)
    rules = [each["rule"] for each in manifest["pages"]]
    with workspace.connection() as connection:
        waiting = waiting_links(connection, workspace, run, rules)
    folder = workspace.records_folder
    with duckdb.connect() as connection:
        connection.execute(f"create view links as from {parquet(folder / LINKS)}")
        persons = _column(connection, "select person_id from links")
        joined = connection.execute(
            """select kind, count(*) from (select unnest(joined_by) as kind from links)
            group by kind"""
        ).fetchall()
        alone = connection.execute("select count(*) from links where joined_by = []").fetchall()
        told = connection.execute(
            f"select count(*) from {parquet(folder / 'cases.parquet')} anti join links using"
            " (case_id)"
        ).fetchall()
        reasons = _reasons(connection, folder / NAME_PAIRS)
    by_kind = dict(joined)
    return RunLinkage(
        run=manifest["run"],
        law=Path(manifest["law"]).name,
        as_of=manifest["as_of"],
        cases=len(persons),
        persons=len(set(persons)),
        told=told[0][0],
        alone=alone[0][0],
        joined_by={kind: by_kind.get(kind, 0) for kind in (*KINDS, NAMES)},
        sizes=sizes(persons),
        review=review_of(workspace),
        reasons=reasons,
        waiting=waiting,
        flips=flips,
    )


def _column(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(value) for (value,) in connection.execute(query).fetchall()]


def _reasons(connection: duckdb.DuckDBPyConnection, pairs: Path) -> dict[str, int]:
    if not pairs.is_file():
        return {}
    rows = connection.execute(
        f"""select reason, count(*) from (
            select unnest(doubts) as reason from {parquet(pairs)} where band = 'review')
        group by reason order by count(*) desc, reason"""
    ).fetchall()
    return {DOUBTS[reason]: pairs for reason, pairs in rows}


def linkage_data(found: RunLinkage) -> dict[str, Any]:
    """The report for machines."""
    return asdict(found)
