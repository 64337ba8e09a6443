"""The linkage of a workspace, held against a truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.errors import UsageError
from vacatur.identity.judged import Judged
from vacatur.identity.linking import NAME_PAIRS
from vacatur.identity.score import Score, score
from vacatur.office.hand_csv import rows_of_csv
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

_REQUIRED = ("case_number", "person")
# As `sample county --names` writes it: the kind of hard pair, and what is wrong in the case.
TRUTH = (*_REQUIRED, "hard", "changed")
# Rows alike in these say the same.
_SAME = (*_REQUIRED, "hard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What waits for a person to look, in the whole workspace."""

    pairs: int
    cases: int  # of the persons
    persons: int
    share_of_persons: float | None  # None: nobody is linked


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCases:
    """The cases of a workspace that a truth judges, and why it judges no others.

    `rows_in` = judged + `not_here` + `blank` + `repeated` + `ambiguous`.
    """

    rows_in: int
    not_here: int  # the workspace has no such case
    blank: int  # it names no case or no person
    repeated: int  # an earlier row says the very same
    ambiguous: int  # several cases bear the number, or the truth names it with two persons
    not_judged: int  # cases of the workspace that the truth does not name, or that have no number
    has_hard: bool  # the truth tells of which hard pairs the persons are
    cases: Sequence[Judged]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageScore:
    """A score, what was not judged, and what waits for a person."""

    judged: JudgedCases
    review: Review
    score: Score


def score_linkage(workspace: Workspace, truth: Path) -> LinkageScore:
    """Hold the persons of a workspace against a truth (`case_number`, `person`).

    Raises
    ------
    IngestError
        The file cannot be read.
    UsageError
        It judges no case of the workspace.
    """
    judged = judged_cases(workspace, truth)
    return LinkageScore(
        judged=judged,
        review=review_of(workspace),
        score=score(
            [each.truth for each in judged.cases], [each.person_id for each in judged.cases]
        ),
    )


def judged_cases(workspace: Workspace, truth: Path) -> JudgedCases:
    """Find the cases that a truth judges; it raises what `score_linkage` does."""
    rows = rows_of_csv(truth, TRUTH, _REQUIRED)
    told = [row for row in rows if row["case_number"] and row["person"]]
    whole = list({tuple(row.get(name) for name in _SAME): row for row in told}.values())
    every = _cases(workspace)
    borne = Counter(number for number, _, _ in every if number is not None)
    cases = {number: (case, person) for number, case, person in every if number is not None}
    named = Counter(row["case_number"] for row in whole)
    there = [row for row in whole if row["case_number"] in borne]
    sure = [x for x in there if borne[x["case_number"]] == named[x["case_number"]] == 1]
    _require_cases(there, sure)
    return JudgedCases(
        rows_in=len(rows),
        not_here=len(whole) - len(there),
        blank=len(rows) - len(told),
        repeated=len(told) - len(whole),
        ambiguous=len(there) - len(sure),
        not_judged=len(every) - len(sure),
        has_hard="hard" in rows[0],
        cases=[
            Judged(
                case_id=cases[row["case_number"]][0],
                case_number=row["case_number"],
                truth=row["person"],
                person_id=cases[row["case_number"]][1],
                hard=row.get("hard", ""),
            )
            for row in sure
        ],
    )


def _require_cases(there: Sequence[object], sure: Sequence[object]) -> None:
    if not there:
        raise UsageError(
            "the truth names no case of the workspace",
            repair="Its column case_number holds the numbers as the export prints them.",
        )
    if not sure:
        raise UsageError(
            "every row of the truth is ambiguous",
            why="The truth names each case with two persons, or several cases of the workspace"
            " bear its number.",
            repair="Name each case once, with one person.",
        )


def _cases(workspace: Workspace) -> list[tuple[str | None, str, str]]:
    """The number, id and person of each case."""
    workspace.records_manifest()  # there are records
    path = workspace.records_folder / "cases.parquet"
    return duckdb.execute(
        f"select trim(number), case_id, person_id from {parquet(path)}"
    ).fetchall()


def review_of(workspace: Workspace) -> Review:
    """Count what waits for a person."""
    folder = workspace.records_folder
    pairs = cases = waiting = 0
    with duckdb.connect() as connection:
        connection.execute(f"create view links as from {parquet(folder / 'links.parquet')}")
        ((persons,),) = connection.execute("select count(distinct person_id) from links").fetchall()
        if (folder / NAME_PAIRS).is_file():
            connection.execute(
                f"""create table review as
                select case_l, case_r from {parquet(folder / NAME_PAIRS)} where band = 'review'"""
            )
            ((pairs,),) = connection.execute("select count(*) from review").fetchall()
            ((cases, waiting),) = connection.execute(
                """select count(*), count(distinct person_id) from links
                where person_id in (
                    select person_id from links where case_id in (
                        select unnest([case_l, case_r]) from review))"""
            ).fetchall()
    return Review(
        pairs=pairs,
        cases=cases,
        persons=waiting,
        share_of_persons=waiting / persons if persons else None,
    )
