"""What changed between two runs: the same charges under another day, another law, later records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ibis

from vacatur.office.decisions import decisions_of
from vacatur.office.outputs import refuse_unwritable
from vacatur.office.workspace import Workspace

ABSENT = "(not reached)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many charges one rule answered in one way before and in another way after."""

    implements: str
    before: str
    after: str
    charges: int


def compare_runs(
    workspace: Workspace, before: str, after: str, *, path: Path | None = None
) -> tuple[Change, ...]:
    """Count the answers that differ between two runs of a workspace.

    Parameters
    ----------
    path
        Where to write every changed charge as CSV; None = only count.
    """
    if path is not None:
        refuse_unwritable(path)
    with workspace.connection() as connection:
        old, new = (
            decisions_of(connection, workspace.run_folder(name)) for name in (before, after)
        )
        left = old.select("charge_id", "implements", before=old.published)
        right = new.select("charge_id", "implements", after=new.published)
        both = left.outer_join(right, ["charge_id", "implements"])
        changed = both.select(
            charge_id=ibis.coalesce(both.charge_id, both.charge_id_right),
            implements=ibis.coalesce(both.implements, both.implements_right),
            before=both.before.fill_null(ABSENT),
            after=both.after.fill_null(ABSENT),
        )
        changed = changed.filter(changed.before != changed.after)
        if path is not None:
            changed.order_by("charge_id", "implements").to_csv(path)
        counted = (
            changed.group_by("implements", "before", "after")
            .agg(charges=changed.count())
            .order_by("implements", ibis.desc("charges"), "before", "after")
        )
        return tuple(Change(**row) for row in counted.to_pyarrow().to_pylist())
