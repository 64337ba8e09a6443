"""The pairs that wait for a look: two records side by side, what weighs for and against, rivals.

Names stand in it: it is for the screen of whoever looks, and for no log and no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from vacatur.identity.levels import LEVELS
from vacatur.identity.linking import NAME_PAIRS
from vacatur.identity.reasons import DOUBTS
from vacatur.office.decisions import DECISIONS, standing_sql
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

_SCRIPT = Path(__file__).with_name("link_review.sql")
_NAMED = {
    "name": "the name",
    "middle": "a middle name",
    "suffix": "a suffix",
    "birth_date": "the birth date",
    "sex": "the sex",
    "place": "the address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two cases, as its header prints its person. None: not recorded."""

    case_id: str
    case_number: str | None
    person_id: str
    cases: int  # of the person, this one among them
    name: str | None
    birth_date: date | None
    sex: str | None
    address: str | None
    zip: str | None
    court: str | None
    county: str | None
    first_day: date | None  # on which something charged in the case was done


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How alike the two are in one thing, and what that weighs in bits.

    `level` is None, and `words` say so, where it is not recorded of both.
    """

    comparison: str
    level: str | None
    words: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another case that could be the same person's, and what it is compared with.

    `beside` belongs to one of the two persons; `is_linked` says that both do by now.
    """

    case: str
    beside: str
    is_linked: bool
    bits: float
    name: str | None
    birth_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPair:
    """One pair that waits. `bits` is the sum of `prior` and of the evidence.

    `undecided` counts the charges of the two persons that the latest run could not decide for want
    of a fact; None: there is no run.
    """

    one: Side
    other: Side
    bits: float
    prior: float
    evidence: tuple[Evidence, ...]
    doubts: Mapping[str, str]  # word -> what it means
    rivals: tuple[Rival, ...]
    undecided: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The pairs that wait, the most useful first: by undecided charges, then by weight."""

    waiting: int
    pairs: tuple[ReviewPair, ...]  # as many as were asked for


def pairs_to_review(workspace: Workspace, *, most: int) -> Review:
    """List what waits for a person, with everything needed to look at it."""
    workspace.records_manifest()  # there are records
    folder = workspace.records_folder
    if not (folder / NAME_PAIRS).is_file():
        return Review(waiting=0, pairs=())
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        for name in ("name_pairs", "defendants", "cases", "charges"):
            connection.execute(f"create view {name} as from {parquet(folder / f'{name}.parquet')}")
        has_run = _open_undecided(connection, workspace)
        connection.execute(f"set variable most = {most}")
        connection.execute(_SCRIPT.read_text(encoding="utf-8"))
        sides = {row["case_id"]: Side(**row) for row in _rows(connection, "from sides")}
        rivals: dict[int, list[Rival]] = {}
        for row in _rows(connection, "from rivals order by bits desc, case_number, beside"):
            rivals.setdefault(row.pop("turn"), []).append(Rival(case=row.pop("case_number"), **row))
        pairs = tuple(
            _pair(row, sides, tuple(rivals.get(row["turn"], ())), has_run=has_run)
            for row in _rows(connection, "from shown order by turn")
        )
        waiting = connection.execute(
            "select count(*) from name_pairs where band = 'review'"
        ).fetchall()[0][0]
    return Review(waiting=waiting, pairs=pairs)


def _open_undecided(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> bool:
    """Make `undecided` (`charge_id`), of the latest run as it stands; whether there is one."""
    pointer = workspace.decisions_folder / "latest"
    if not pointer.is_file() or pointer.read_text("utf-8").strip() not in workspace.run_names():
        connection.execute("create table undecided (charge_id varchar)")
        return False
    standing = standing_sql(workspace.run_folder("latest"), DECISIONS)
    connection.execute(
        f"""create table undecided as
        select distinct charge_id from ({standing}) where outcome = 'UNKNOWN'"""
    )
    return True


def _pair(
    row: Mapping[str, Any], sides: Mapping[str, Side], rivals: tuple[Rival, ...], *, has_run: bool
) -> ReviewPair:
    evidence = tuple(_evidence(row, comparison) for comparison in LEVELS)
    return ReviewPair(
        one=sides[row["case_l"]],
        other=sides[row["case_r"]],
        bits=row["weight"],
        prior=row["weight"] - sum(each.bits for each in evidence),
        evidence=evidence,
        doubts={word: DOUBTS[word] for word in row["doubts"]},
        rivals=rivals,
        undecided=row["undecided"] if has_run else None,
    )


def _evidence(row: Mapping[str, Any], comparison: str) -> Evidence:
    level = row[comparison]
    if level is None:
        words = f"{_NAMED[comparison]} is not recorded on both sides"
    else:
        words = LEVELS[comparison][level]
    bits = row[f"{comparison}_weight"] or 0.0
    return Evidence(comparison=comparison, level=level, words=words, bits=bits)


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = connection.execute(query).to_arrow_table().to_pylist()
    return rows
