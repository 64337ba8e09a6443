"""Reports that the app makes: what somebody sent is read, counted and set in a process with limits.

Each report has a process of its own, begun with its limits and ended when its time is over. It gets
what was asked, which we made; it answers in JSON, and nothing that it read is run here.
"""

from __future__ import annotations

import base64
import json
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from vacatur import errors
from vacatur.errors import FigureRefused, VacaturError
from vacatur.evidence.charts import Event
from vacatur.law.codes import CodeTable
from vacatur.office.evidence_figures import EvidenceAsked
from vacatur.office.reports import Report, report_named
from vacatur.office.workspace import Workspace

PROCESS = "vacatur.office.limited_reports_process"
_SECONDS = 600  # until it is killed; its own limit of processor time is lower
_MOST_SAID = 256 * 1024 * 1024  # bytes of an answer: a sealed exhibit, packed


@dataclass(frozen=True, slots=True, kw_only=True)
class DisparityAsked:
    """Groups compared. `by` answers for the release; `is_sealed`: it is for a court alone."""

    folder: Path
    asked: EvidenceAsked
    tables: Sequence[CodeTable]  # by which offenses are known
    events: Sequence[Event]
    is_sealed: bool
    by: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationAsked:
    """A plan followed, its data beside it."""

    folder: Path
    plan: Path
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezingAsked:
    """A plan frozen before its data are read."""

    folder: Path
    plan: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedExhibit:
    """A ZIP file for a court, and how many events were counted for it. It is kept nowhere."""

    content: bytes
    total: int


ReportAsked = DisparityAsked | EvaluationAsked | FreezingAsked


def disparity_report(asked: DisparityAsked) -> Report | SealedExhibit:
    """Compare groups under limits.

    Raises
    ------
    VacaturError
        As `find_evidence` and whatever releases it do, or it takes more than it is given.
    """
    told = _asked(asked)
    if asked.is_sealed:
        return SealedExhibit(content=base64.b64decode(told["exhibit"]), total=int(told["total"]))
    return report_named(Workspace(asked.folder), str(told["report"]))


def evaluation_report(asked: EvaluationAsked) -> Report:
    """Follow a plan under limits.

    Raises
    ------
    VacaturError
        As `make_evaluation` does, or it takes more than it is given.
    """
    return report_named(Workspace(asked.folder), str(_asked(asked)["report"]))


def frozen_plan(asked: FreezingAsked) -> str:
    """Freeze a plan under limits; its hash.

    Raises
    ------
    VacaturError
        As `freeze_plan_of` does, or it takes more than it is given.
    """
    return str(_asked(asked)["sha256"])


def _asked(asked: ReportAsked, *, seconds: int = _SECONDS) -> dict[str, Any]:
    command = [sys.executable, "-m", PROCESS]
    try:
        done = subprocess.run(
            command,
            input=pickle.dumps(asked),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    if done.returncode or len(done.stdout) > _MOST_SAID:
        raise _too_much()
    told: dict[str, Any] = json.loads(done.stdout)
    if refused := told.get("refused"):
        raise _known(refused.pop("kind"))(refused.pop("what"), **refused)
    return told


def _known(name: str) -> type[VacaturError]:
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, VacaturError):
        return kind
    return FigureRefused


def _too_much() -> FigureRefused:
    return FigureRefused(
        "the files take more memory or time than a report in the app is given",
        why="Nothing was made.",
        repair="Send fewer rows, or make it on the command line: [vacatur evidence disparity], "
        "[vacatur evaluate].",
    )
