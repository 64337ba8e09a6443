"""`vacatur due`: the wave of charges that become eligible, by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, RunName, WorkspaceFolder, a_day
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.office.due import Due, due_charges
from vacatur.office.formats import open_workspace

PROVIDED = "A month holds only if nothing more is recorded until then, and the law stays as it is."


def due_command(
    until: Annotated[
        str, typer.Option(help="The last day that counts, YYYY-MM-DD; no limit by default.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="Also write every charge that has a day, as CSV.")
    ] = None,
    workspace: WorkspaceFolder = Path(),
    run_name: RunName = "latest",
    as_json: AsJson = False,
) -> None:
    """Show how many charges come due under each rule, month by month.

    A charge that is NOT_YET eligible comes due on the day on which every period has run.

    Example: vacatur due --until 2027-12-31 --out wave.csv --workspace baltimore
    """
    last = a_day(until, "--until") if until else None
    found = due_charges(open_workspace(workspace), run_name, until=last, path=out)
    print(in_json([_data(each) for each in found]) if as_json else "\n".join(_words(found)))


def _data(due: Due) -> dict[str, object]:
    month = None if due.month is None else f"{due.month:%Y-%m}"
    return {"rule": due.implements, "month": month, "charges": due.charges}


def _words(found: Sequence[Due]) -> Iterator[str]:
    if not found:
        yield "No charge is waiting for a day to come."
    for due in found:
        when = "no day can be said" if due.month is None else f"{due.month:%Y-%m}"
        yield f"  {due.implements:<15} {when:<18} {due.charges:>11,}"
    if found:
        yield PROVIDED
    yield NO_LAWYER
