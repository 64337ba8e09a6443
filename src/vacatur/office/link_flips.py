"""How many answers would be others, had names joined from another weight on.

The cases are linked anew at each weight, in a copy, and whoever's record is another one there is
decided again: no truth is needed, and nothing is estimated. The run and the records stay.
"""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.errors import UsageError
from vacatur.identity.link_report import LinkReport
from vacatur.identity.linking import LINKS, NAME_PAIRS
from vacatur.identity.names import REVIEW_WEIGHT
from vacatur.identity.threshold import WEIGHTS
from vacatur.law.answers import POSITIVE, Published
from vacatur.office.comparing import ABSENT, Change
from vacatur.office.deciding_again import changes_sql
from vacatur.office.deciding_relinked import decide_people, write_charges
from vacatur.office.decisions import DECISIONS
from vacatur.office.intake import link_records
from vacatur.office.intake_commit import Staging, stage_records
from vacatur.office.link_differences import differences, snapshot
from vacatur.office.stale import StandingRun, refuse_changed, standing
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.sql import literal

# Of pairs that weigh less nothing is kept.
TOLD_WEIGHTS = tuple(float(weight) for weight in WEIGHTS if weight >= REVIEW_WEIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """What another weight would change in a run.

    `charges` have another answer under some rule. Each counts once there, and once under each of
    the four ways in which it changes; a positive answer that turns to REVIEW is `lost` and
    `to_review`. `changes` count answers, so a charge counts under each of its rules.
    """

    weight: float  # bits
    persons: int  # as linked at that weight
    others: int  # persons of now who would have other cases
    waiting: int  # persons at that weight with a pair that waits: their searches would not count
    decided_again: int  # persons at that weight whose record is another one
    charges: int
    gained: int  # charges with a positive answer that is none now
    lost: int
    to_review: int
    from_review: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFlips:
    """The flips of a run, by weight; none where nobody's name was compared."""

    run: str
    points: tuple[Flips, ...]


def flips_by_weight(
    workspace: Workspace, name: str, weights: Sequence[float], *, progress: Progress
) -> RunFlips:
    """Count what each weight would change in a run of a workspace.

    Parameters
    ----------
    name
        Of the run.
    weights
        In bits, `REVIEW_WEIGHT` or more, in any order. Each costs a linking, and the deciding of
        whom it touches.

    Raises
    ------
    UsageError
        A weight is too small, or no number.
    WorkspaceError
        There is no such run, or the records, the facts or the law have changed since.
    """
    for weight in weights:
        _refuse_untold(weight)
    refuse_changed(workspace, name)
    run = standing(workspace, name)
    if not (workspace.records_folder / NAME_PAIRS).is_file():
        return RunFlips(run=run.name, points=())
    with (
        tempfile.TemporaryDirectory(prefix=".scratch-", dir=workspace.folder) as scratch,
        snapshot(workspace) as before,
    ):
        counted = _Counted(workspace, run, before, Path(scratch))
        points = []
        asked = sorted(set(weights))
        for number, weight in enumerate(asked):
            progress(f"linking at {weight:g} bits", number, len(asked))
            points.append(counted.at(weight))
    return RunFlips(run=run.name, points=tuple(points))


def _refuse_untold(weight: float) -> None:
    if not REVIEW_WEIGHT <= weight < math.inf:
        raise UsageError(
            f"the weight [{weight:g}] is not {REVIEW_WEIGHT:g} bits or more",
            why="Pairs that weigh less are not kept, so nobody knows what they would do.",
            repair=f"Ask about {REVIEW_WEIGHT:g} bits or more.",
        )


class _Counted:
    """Counts weight by weight; nobody whose record was the same at an earlier one is decided twice.

    `scratch` holds for each weight the answers of those who were decided for it.
    """

    def __init__(self, workspace: Workspace, run: StandingRun, before: Path, scratch: Path) -> None:
        self._workspace = workspace
        self._run = run
        self._before = before
        self._scratch = scratch
        self._decided: set[str] = set()  # hashes of persons
        self._parts: list[Path] = []

    def at(self, weight: float) -> Flips:
        """What one weight would change."""
        folder = self._scratch / f"{weight:g}"
        (folder / "new" / "conditions").mkdir(parents=True)
        with _linked_at(self._workspace, weight) as (copy, linked):
            with snapshot(copy) as after:
                differ = differences(self._before, after)
            new = [person for person, mark in differ.touched if mark not in self._decided]
            if new:
                decide_people(copy, self._run, new, folder / "new")
                self._parts.append(folder / "new" / DECISIONS)
            write_charges(copy, self._run, [person for person, _ in differ.touched], folder)
        marks = [mark for _, mark in differ.touched]
        self._decided.update(marks)
        counts, changes = self._changes(folder, marks) if marks else ((0,) * 5, ())
        charges, gained, lost, to_review, from_review = counts
        return Flips(
            weight=weight,
            persons=linked.persons,
            others=differ.others,
            waiting=linked.names.review_persons,
            decided_again=len(differ.touched),
            charges=charges,
            gained=gained,
            lost=lost,
            to_review=to_review,
            from_review=from_review,
            changes=changes,
        )

    def _changes(
        self, folder: Path, marks: Sequence[str]
    ) -> tuple[tuple[int, ...], tuple[Change, ...]]:
        """Hold the answers of these persons against the run's."""
        parts = ", ".join(literal(part) for part in self._parts)
        with duckdb.connect() as connection:
            connection.register("touched", pa.table({"person_hash": pa.array(marks, pa.string())}))
            connection.execute(
                f"""copy (from read_parquet([{parts}]) semi join touched using (person_hash))
                to {literal(folder / DECISIONS)} (format parquet)"""
            )
            changed = changes_sql(connection, self._run.folder, folder)
            connection.execute(f"create table changed as {changed}")
            counts = connection.execute(_DIRECTIONS).fetchall()[0]
            rows = connection.execute(
                """select implements, before, after, count(*) from changed
                group by all order by all"""
            ).fetchall()
        changes = tuple(
            Change(implements=rule, before=was or ABSENT, after=now or ABSENT, charges=charges)
            for rule, was, now, charges in rows
        )
        return counts, changes


_POSITIVE = ", ".join(literal(answer) for answer in sorted(POSITIVE))
_REVIEW = literal(Published.REVIEW)
# An answer that differs is never REVIEW on both sides; it may be positive on both.
_DIRECTIONS = f"""select count(distinct charge_id),
    count(distinct charge_id) filter (after in ({_POSITIVE}) and before not in ({_POSITIVE})),
    count(distinct charge_id) filter (before in ({_POSITIVE}) and after not in ({_POSITIVE})),
    count(distinct charge_id) filter (after = {_REVIEW}),
    count(distinct charge_id) filter (before = {_REVIEW})
    from changed"""


@contextmanager
def _linked_at(workspace: Workspace, weight: float) -> Iterator[tuple[Workspace, LinkReport]]:
    """A copy of a workspace's records and facts, linked as if names joined from a weight on.

    Files are shared and not copied: linking writes beside them and replaces them. The copy is gone
    afterwards.
    """
    folder = Path(tempfile.mkdtemp(prefix=".scratch-", dir=workspace.folder))
    try:
        copy = Staging(folder, workspace)
        stage_records(copy)
        if workspace.facts_folder.is_dir():
            shutil.copytree(workspace.facts_folder, copy.facts_folder, copy_function=os.link)
        links = workspace.records_folder / LINKS
        yield copy, link_records(copy, earlier=links, link_weight=weight).linked
    finally:
        shutil.rmtree(folder, ignore_errors=True)
