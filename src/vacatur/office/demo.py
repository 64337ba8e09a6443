"""The demonstration: an invented county, from export to a packet of papers, on days of the law."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from vacatur.errors import WorkspaceError
from vacatur.law.rulebook import load_rulebook
from vacatur.office.comparing import Change, compare_runs
from vacatur.office.decisions import decisions_of
from vacatur.office.demo_app import DemoApp, make_accounts
from vacatur.office.demo_evaluation import DemoEvaluation, make_evaluations
from vacatur.office.demo_evidence import DemoEvidence, make_exhibits
from vacatur.office.demo_packet import DemoPacket, make_packet
from vacatur.office.demo_sweep import make_sweep
from vacatur.office.explaining import explain_charge
from vacatur.office.exports import export_of
from vacatur.office.formats import begin_workspace
from vacatur.office.intake import Intake, ingest
from vacatur.office.questions import Pattern, Questions, open_questions
from vacatur.office.runs import RunReport, run
from vacatur.office.sweep_plan import SweepPlan
from vacatur.office.telling import in_words
from vacatur.office.worklist import Worklist, write_worklist
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.sample.county import write_county

# Before the law of 2017, under its four years, and under the rule of 2025.
DAYS = (date(2014, 9, 30), date(2019, 10, 1), date(2026, 2, 15))
SCREENING_DAY = date(2019, 3, 1)
CONVICTION_RULE = "MD-EXP-105-12"
EXPLAINED = ("ELIGIBLE_PETITION", "NOT_YET")
SEED = 20190129
OFFICERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Everything the demonstration made."""

    intake: Intake
    runs: tuple[RunReport, ...]
    changes: tuple[tuple[Change, ...], ...]
    screening: RunReport
    questions: Questions
    explanations: tuple[str, ...]
    worklist: Worklist
    packet: DemoPacket
    sweep: SweepPlan
    evidence: DemoEvidence
    evaluations: tuple[DemoEvaluation, ...]
    app: DemoApp
    next_commands: tuple[str, ...]


def run_demo(out: Path, *, people: int, at: datetime, progress: Progress) -> Demo:
    """Make an invented county and walk it from export to a packet.

    Parameters
    ----------
    at
        Now: when its accounts are made.

    Raises
    ------
    WorkspaceError
        The folder holds something that no demonstration made.
    """
    _clear(out)
    county = out / "county"
    write_county(county, people=people, seed=SEED, officers=OFFICERS, names=True, progress=progress)
    workspace = begin_workspace(out / "workspace")
    intake = ingest(export_of([county]), workspace, progress=progress)
    law = load_rulebook("us-md")
    runs = tuple(run(workspace, law, day, progress=progress) for day in DAYS)
    changes = tuple(
        _changes(workspace, before.name, after.name) for before, after in pairwise(runs)
    )
    policy = load_rulebook("us-md-baltimore-city")
    screening = run(workspace, policy, SCREENING_DAY, progress=progress)
    latest = runs[-1].name
    workspace.point_latest_at(latest)
    questions = open_questions(workspace, law.only([CONVICTION_RULE]), latest)
    examples = _examples(workspace, latest, questions.patterns)
    explanations = tuple(
        in_words(explain_charge(workspace, charge, run=latest)) for charge in examples
    )
    worklist = write_worklist(workspace, latest, out / "worklist.csv")
    return Demo(
        intake=intake,
        runs=runs,
        changes=changes,
        screening=screening,
        questions=questions,
        explanations=explanations,
        worklist=worklist,
        packet=make_packet(out / "office", county, on=DAYS[-1], progress=progress),
        sweep=make_sweep(out / "june", out / "sweep", seed=SEED, progress=progress),
        evidence=make_exhibits(Workspace(out / "office"), out / "evidence", on=DAYS[-1]),
        app=make_accounts(Workspace(out / "office"), at=at),
        evaluations=make_evaluations(out / "evaluation", seed=SEED, on=DAYS[-1]),
        next_commands=(
            f".venv/bin/vacatur explain {examples[0]} --tree --workspace {workspace.folder}",
            ".venv/bin/vacatur ingest YOUR_EXPORT/ --workspace our_office",
            ".venv/bin/vacatur decide --law us-md --as-of 2026-02-15 --workspace our_office",
            ".venv/bin/vacatur questions --workspace our_office",
            f".venv/bin/vacatur matters summary --workspace {out / 'office'}",
            f".venv/bin/vacatur sweep plan --limit 5 --workspace {out / 'sweep'}",
            ".venv/bin/vacatur questions --request history --out letters --workspace our_office",
        ),
    )


def _changes(workspace: Workspace, before: str, after: str) -> tuple[Change, ...]:
    changes = compare_runs(workspace, before, after)
    return tuple(each for each in changes if each.implements == CONVICTION_RULE)


def _clear(out: Path) -> None:
    """Remove an earlier demonstration, and nothing else."""
    marker = out / ".vacatur-demo"
    if out.exists() and any(out.iterdir()) and not marker.exists():
        raise WorkspaceError(
            f"the folder [{out}] is not empty, and no demonstration made it",
            repair="Name another with --out.",
        )
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    marker.touch()


def _examples(workspace: Workspace, name: str, patterns: Sequence[Pattern]) -> list[str]:
    """One charge that can be filed, one that must wait, and one that a single fact would decide."""
    with workspace.connection() as connection:
        table = decisions_of(connection, workspace.run_folder(name))
        mine = table.filter(
            (table.implements == CONVICTION_RULE) & table.published.isin(list(EXPLAINED))
        )
        first = mine.group_by("published").agg(charge=mine.charge_id.min())
        found = {row["published"]: row["charge"] for row in first.to_pyarrow().to_pylist()}
    one_fact_away = [p.example for p in patterns if any(each.decides for each in p.asked)]
    return [*(found[answer] for answer in EXPLAINED if answer in found), *one_fact_away[:1]]
