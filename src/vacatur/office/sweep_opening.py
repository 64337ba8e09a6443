"""Opening the matters of a sweep: one for each case that the plan calls to be dismissed."""

from __future__ import annotations

from datetime import date

from vacatur.matters.store import Casework, Doing
from vacatur.office.matter_opening import Opening, open_matters
from vacatur.office.stale import StandingRun
from vacatur.office.sweep_plan import Group, plan_sweep
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress


def open_sweep(
    workspace: Workspace,
    casework: Casework,
    run: StandingRun,
    doing: Doing,
    *,
    on: date,
    progress: Progress,
) -> Opening:
    """Open a matter for each case of which a policy declines every open charge.

    They are numbered in the order of work. A case that has a matter of this vehicle gets no second
    one; a mixed case gets none: an attorney looks at it.

    Raises
    ------
    UsageError
        The run was decided under no screening policy.
    """
    plan = plan_sweep(workspace, run, progress=progress)
    only = [each.case_id for each in plan.of(Group.TO_DISMISS)]
    return open_matters(workspace, casework, run, doing, on=on, only=only, progress=progress)
