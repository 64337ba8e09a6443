"""The linkage of a workspace, held against a truth or explained for one person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from vacatur.errors import UsageError, nearest
from vacatur.identity.exact_keys import KINDS
from vacatur.identity.score import Score, score
from vacatur.identity.why import Why, why
from vacatur.office.hand_csv import rows_of_csv
from vacatur.office.workspace import Workspace
from vacatur.record.key_values import IS_KEY, SAYS_NONE
from vacatur.sql import parquet

TRUTH = ("case_number", "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageScore:
    """A score with what was not judged. `rows_in` = judged + `not_here` + `blank` + `ambiguous`.

    `review` counts the cases whose link waits for a person: exact keys leave none.
    """

    rows_in: int
    not_here: int  # the workspace has no such case
    blank: int  # it names no case or no person
    ambiguous: int  # several cases bear the number, or the truth names it twice
    not_judged: int  # cases of the workspace that the truth does not name
    review: int
    score: Score


def score_linkage(workspace: Workspace, truth: Path) -> LinkageScore:
    """Hold the persons of a workspace against a truth (`case_number`, `person`).

    Raises
    ------
    IngestError
        The file cannot be read.
    UsageError
        It names no case of the workspace.
    """
    rows = rows_of_csv(truth, TRUTH, TRUTH)
    whole = [row for row in rows if row["case_number"] and row["person"]]
    persons, borne = _persons_by_number(workspace)
    named = Counter(row["case_number"] for row in whole)
    there = [row for row in whole if row["case_number"] in borne]
    sure = [x for x in there if borne[x["case_number"]] == named[x["case_number"]] == 1]
    if not sure:
        raise UsageError(
            "the truth names no case of the workspace",
            repair="Its column case_number holds the numbers as the export prints them.",
        )
    return LinkageScore(
        rows_in=len(rows),
        not_here=len(whole) - len(there),
        blank=len(rows) - len(whole),
        ambiguous=len(there) - len(sure),
        not_judged=sum(borne.values()) - len(sure),
        review=0,
        score=score([x["person"] for x in sure], [persons[x["case_number"]] for x in sure]),
    )


def _persons_by_number(workspace: Workspace) -> tuple[dict[str, str], Counter[str]]:
    """The person of each case number, and how many cases bear the number."""
    workspace.records_manifest()  # there are records
    path = workspace.records_folder / "cases.parquet"
    rows = duckdb.execute(
        f"select trim(number), person_id from {parquet(path)} where number is not null"
    ).fetchall()
    return dict(rows), Counter(number for number, _ in rows)


def explain_person(workspace: Workspace, person_id: str) -> Why:
    """Why the cases of one person are that person's.

    Raises
    ------
    UsageError
        There is no such person; the nearest is named.
    """
    workspace.records_manifest()
    cases = parquet(workspace.records_folder / "cases.parquet")
    links = parquet(workspace.records_folder / "links.parquet")
    identifiers = parquet(workspace.records_folder / "identifiers.parquet")
    with duckdb.connect() as connection:
        connection.execute(SAYS_NONE)
        connection.execute(IS_KEY)
        mine = connection.execute(
            f"select case_id, coalesce(number, case_id) from {cases} where person_id = ?",
            [person_id],
        ).fetchall()
        if not mine:
            known = connection.execute(
                f"""select distinct person_id from {cases}
                order by levenshtein(person_id, ?) limit 1""",
                [person_id],
            ).fetchall()
            raise UsageError(
                f"the workspace has no person [{person_id}]",
                repair=nearest(person_id, (str(row[0]) for row in known)),
            )
        names = dict(mine)
        linked = connection.execute(
            f"select case_id from {links} where person_id = ?", [person_id]
        ).fetchall()
        keys = connection.execute(
            f"""select case_id, kind, trim(value) from {identifiers}
            where case_id in (select case_id from {links} where person_id = ?)
                and list_contains(?, kind) and is_key(value)""",
            [person_id, list(KINDS)],
        ).fetchall()
    joined = ((names[case], kind, value) for case, kind, value in keys if case in names)
    return why(person_id, names.values(), joined, told=not linked)
