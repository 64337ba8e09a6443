"""What the two sides of a comparison are: two days, two laws, or two runs of a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.dates import ISO_DAY, parse_day
from vacatur.errors import UsageError, nearest
from vacatur.law.rulebook import Rulebook, jurisdiction_of, load_rulebook, packaged_folders
from vacatur.office.differences import Difference
from vacatur.office.differing_days import differing_days
from vacatur.office.differing_laws import differing_laws
from vacatur.office.differing_runs import differing_runs
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of a comparison.

    `law` and `rules` choose the pages that two days are compared under (no rule = all pages);
    `as_of` is the day on which two laws are; None = not given. Two runs need none of them.
    """

    law: str
    rules: tuple[str, ...]
    as_of: date | None
    suppose_searched: bool
    examples: int


def differing(
    workspace: Workspace, before: str, after: str, asked: Asked, *, progress: Progress
) -> Difference:
    """Compare two days (YYYY-MM-DD), two laws or folders of pages, or two runs.

    Raises
    ------
    UsageError
        A side is none of them, the two are of different kinds, or a choice does not fit the kind.
    """
    kinds = [_kind(workspace, each) for each in (before, after)]
    if kinds[0] != kinds[1]:
        raise UsageError(
            f"[{before}] is a {kinds[0]} and [{after}] a {kinds[1]}",
            repair="Name two days, two laws or folders of pages, or two runs.",
        )
    kind = kinds[0]
    if kind == "day":
        if asked.as_of is not None:
            raise UsageError(
                "--as-of says on which day two laws are compared, and two days were named"
            )
        return differing_days(
            workspace,
            _rulebook(asked.law, asked.rules),
            _day(before),
            _day(after),
            suppose_searched=asked.suppose_searched,
            examples=asked.examples,
            progress=progress,
        )
    if kind == "law":
        if asked.as_of is None:
            raise UsageError(
                "two laws are compared on one day, and none was given",
                why="A decision hangs on its day, so it is never guessed.",
                repair="Write it like [--as-of 2026-02-15].",
            )
        return differing_laws(
            workspace,
            _rulebook(before, asked.rules),
            _rulebook(after, asked.rules),
            asked.as_of,
            suppose_searched=asked.suppose_searched,
            examples=asked.examples,
            progress=progress,
        )
    if asked.as_of is not None or asked.suppose_searched or asked.rules:
        raise UsageError(
            "--as-of, --suppose-searched and --rule do not go with two runs",
            why="A run was made on its own day, under its own pages.",
        )
    return differing_runs(workspace, before, after, examples=asked.examples, progress=progress)


def _kind(workspace: Workspace, name: str) -> str:
    if ISO_DAY.fullmatch(name):
        return "day"
    laws = [jurisdiction_of(folder) for folder in packaged_folders()]
    if name in laws or Path(name).is_dir():
        return "law"
    runs = workspace.run_names()
    if any(run.startswith(name) for run in runs) or name == "latest":
        return "run"
    raise UsageError(
        f"[{name}] is no day, no law and no run of this workspace",
        why="A day is written YYYY-MM-DD; a law comes with vacatur or is a folder of pages.",
        repair=nearest(name, [*laws, *runs]),
    )


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as problem:
        raise UsageError(str(problem)) from None


def _rulebook(law: str, rules: tuple[str, ...]) -> Rulebook:
    rulebook = load_rulebook(law)
    return rulebook.only(rules) if rules else rulebook
