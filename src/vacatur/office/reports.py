"""Reports that the app made: public exhibits and pages, and evaluations, a folder for each.

They hold counts that passed disclosure control, and nobody's name. A sealed exhibit lists cases, so
it is handed out and kept nowhere: who forgets a case need not look here.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError
from vacatur.evaluation.plan import Plan
from vacatur.evidence.charts import Event
from vacatur.evidence.disclosure.rule import Tier
from vacatur.office.evaluating import FROZEN_SUFFIX, evaluate_plan, freeze_plan
from vacatur.office.evaluating_others import AnyPlan, load_any
from vacatur.office.evaluation_data import as_data
from vacatur.office.evaluation_writing import write_reports
from vacatur.office.evidence_figures import Evidence
from vacatur.office.evidence_words import title_of
from vacatur.office.evidence_writing import Leaving, let_out
from vacatur.office.workspace import Workspace
from vacatur.record.terms import Term

FOLDER, ABOUT, EVALUATION = "reports", "report.json", "evaluation.json"
PAGE, EXHIBIT = "page", "exhibit"
_NAME = re.compile("[0-9]{4,8}")


class ReportKind(Term):
    """What a report is."""

    DISPARITY = "disparity", "groups compared, for the public"
    EVALUATION = "evaluation", "whether a policy changed anything, by a plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report. `files` are paths below its folder; who made it stands in the audit chain."""

    name: str  # "0003"
    kind: ReportKind
    title: str
    made_on: date
    files: tuple[str, ...]

    @property
    def page(self) -> str:
        """The page of figures; empty: there is none."""
        return next((each for each in self.files if each == f"{PAGE}/index.html"), "")


def reports(workspace: Workspace) -> Sequence[Report]:
    """Every report, the latest first."""
    folder = workspace.folder / FOLDER
    if not folder.is_dir():
        return ()
    names = sorted(each.name for each in folder.iterdir() if _NAME.fullmatch(each.name))
    return [report_named(workspace, name) for name in reversed(names)]


def report_named(workspace: Workspace, name: str) -> Report:
    """One report.

    Raises
    ------
    UsageError
        There is none of this name.
    """
    path = workspace.folder / FOLDER / name / ABOUT
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UsageError("there is no such report", repair="Choose one of the list.")
    told = json.loads(path.read_text("utf-8"))
    return Report(
        name=name,
        kind=ReportKind(told["kind"]),
        title=told["title"],
        made_on=date.fromisoformat(told["made_on"]),
        files=tuple(told["files"]),
    )


def report_file(workspace: Workspace, name: str, path: str) -> Path | None:
    """A file of a report; None: it has none of this path."""
    report = report_named(workspace, name)
    return workspace.folder / FOLDER / name / path if path in report.files else None


def evaluation_of(workspace: Workspace, report: Report) -> Mapping[str, Any]:
    """The answer of an evaluation, as `vacatur evaluate --json` has it."""
    path = workspace.folder / FOLDER / report.name / EVALUATION
    told: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return told


def make_public_report(
    found: Evidence,
    workspace: Workspace,
    *,
    events: Sequence[Event],
    by: str,
    on: date,
    at: datetime,
) -> Report:
    """Release figures to the public: an exhibit and a page of one release.

    Raises
    ------
    DisclosureRefused
        Nobody answers for it, or it cannot be released. Then there is no report.
    """
    with _making(workspace) as scratch:
        leaving = Leaving(
            exhibit=scratch / EXHIBIT,
            tier=Tier.PUBLIC,
            dashboard=scratch / PAGE,
            events=tuple(events),
        )
        made = let_out(found, leaving, workspace, by=by, on=on, at=at)
        title = title_of(made[0].shown)
        return _kept(workspace, scratch, ReportKind.DISPARITY, title, on)


def sealed_exhibit(
    found: Evidence,
    workspace: Workspace,
    *,
    events: Sequence[Event],
    by: str,
    on: date,
    at: datetime,
) -> bytes:
    """An exhibit for a court as a ZIP file. It names cases, and is kept nowhere.

    Raises
    ------
    DisclosureRefused
        Nobody answers for it.
    """
    with _making(workspace) as scratch:
        leaving = Leaving(
            exhibit=scratch / EXHIBIT, tier=Tier.COURT, dashboard=None, events=tuple(events)
        )
        let_out(found, leaving, workspace, by=by, on=on, at=at)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            for path in sorted((scratch / EXHIBIT).iterdir()):
                file.write(path, path.name)
    return packed.getvalue()


def make_evaluation(workspace: Workspace, plan: Path, *, on: date) -> Report:
    """Follow a plan whose data lie beside it.

    Raises
    ------
    FigureRefused
        The plan, the data or a design is refused.
    """
    if not isinstance(_beside(plan), Plan):
        raise UsageError(
            "a report is written of one unit and its donors alone",
            repair="Follow this plan on the command line: [vacatur evaluate PLAN --json].",
        )
    done = evaluate_plan(plan)
    with _making(workspace) as scratch:
        write_reports(done, scratch / PAGE, on=on)
        told = json.dumps(as_data(done), indent=2, ensure_ascii=False, default=str)
        (scratch / EVALUATION).write_text(told + "\n", "utf-8")
        question = done.evaluation.plan.question
        return _kept(workspace, scratch, ReportKind.EVALUATION, question, on)


def freeze_plan_of(plan: Path) -> str:
    """Freeze a plan before its data are read; its hash.

    Raises
    ------
    FigureRefused
        It cannot be read, or another version is frozen already.
    """
    loaded = _beside(plan)
    freeze_plan(loaded)
    return loaded.sha256


def is_frozen(plan: Path) -> bool:
    """Whether a plan was frozen, in this version or another."""
    return plan.with_name(plan.name + FROZEN_SUFFIX).exists()


def _beside(path: Path) -> AnyPlan:
    """A plan whose data lie beside it: another could have any file of this machine read."""
    plan = load_any(path)
    if plan.data.parent.resolve() != path.parent.resolve() or plan.data.is_symlink():
        raise UsageError(
            "the plan names data that do not lie beside it", repair="Name the file alone."
        )
    return plan


@contextmanager
def _making(workspace: Workspace) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=workspace.folder, prefix=".scratch-") as scratch:
        made = Path(scratch) / "report"
        made.mkdir(mode=0o700)
        yield made


def _kept(workspace: Workspace, scratch: Path, kind: ReportKind, title: str, on: date) -> Report:
    """Give what was made a number and its place, at once."""
    folder = workspace.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    numbers = [int(each.name) for each in folder.iterdir() if _NAME.fullmatch(each.name)]
    files = sorted(
        each.relative_to(scratch).as_posix() for each in scratch.rglob("*") if each.is_file()
    )
    report = Report(
        name=f"{max(numbers, default=0) + 1:04}",
        kind=kind,
        title=title,
        made_on=on,
        files=tuple(files),
    )
    told = {**asdict(report), "made_on": on.isoformat()}
    (scratch / ABOUT).write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    scratch.rename(folder / report.name)
    return report
