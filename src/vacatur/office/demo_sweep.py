"""A small sweep in the demonstration: invented pending cases, planned under the policy of 2020."""

from __future__ import annotations

from pathlib import Path

from vacatur.law.rulebook import load_rulebook
from vacatur.office.exports import export_of
from vacatur.office.formats import begin_workspace
from vacatur.office.intake import ingest
from vacatur.office.runs import run
from vacatur.office.stale import standing
from vacatur.office.sweep_plan import SweepPlan, plan_sweep
from vacatur.progress import Progress
from vacatur.sample.sweep import BALTIMORE, write_sweep
from vacatur.sample.sweep_cases import FIRST_DAY

_ONE_FOR = 50  # warrants of Baltimore
POLICY = "us-md-baltimore-city"


def make_sweep(export: Path, folder: Path, *, seed: int, progress: Progress) -> SweepPlan:
    """Invent an export of pending cases, take it into a workspace of its own, and plan a sweep."""
    first, second = (round(count / _ONE_FOR) for count in BALTIMORE)
    write_sweep(export, first=first, second=second, seed=seed)
    workspace = begin_workspace(folder)
    ingest(export_of([export]), workspace, progress=progress)
    report = run(workspace, load_rulebook(POLICY), FIRST_DAY, progress=progress)
    return plan_sweep(workspace, standing(workspace, report.name), progress=progress)
