"""`vacatur link thresholds` and `vacatur link report`: what hangs on the linkage behind a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, RunName, WorkspaceFolder
from vacatur.cli.printing import change_in_words
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.identity.names import LINK_WEIGHT, REVIEW_WEIGHT
from vacatur.office.formats import open_workspace, writing
from vacatur.office.link_flips import TOLD_WEIGHTS, RunFlips, flips_by_weight
from vacatur.office.link_page import COLUMNS, FILES, row, write_linkage
from vacatur.office.link_report import linkage_data, linkage_of_run
from vacatur.office.outputs import refuse_written_over


def thresholds_command(
    weights: Annotated[
        list[float] | None,
        typer.Option(
            "--weight",
            help=f"Only this weight in bits, {REVIEW_WEIGHT:g} or more; may be repeated.",
        ),
    ] = None,
    workspace: WorkspaceFolder = Path(),
    run_name: RunName = "latest",
    as_json: AsJson = False,
) -> None:
    """Count the answers of a run that would be others, had names joined from another weight on.

    It needs no truth. At each weight all cases are linked anew, in a copy, and whoever has another
    record there is decided again. The run and the records stay as they are.

    Examples: vacatur link thresholds -w baltimore

    vacatur link thresholds --weight 3 --weight 6 --json -w baltimore
    """
    found = _flips(workspace, run_name, weights or TOLD_WEIGHTS)
    print(in_json(asdict(found)) if as_json else "\n".join(_words(found)))


def report_command(
    out: Annotated[Path, typer.Option(help="A folder for the report.", show_default=False)],
    run_name: RunName = "latest",
    thresholds: Annotated[
        bool,
        typer.Option("--thresholds", help="Also what `link thresholds` counts, with a chart."),
    ] = False,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write a page on the linkage behind a run: what joined the cases, who waits, what may flip.

    Example: vacatur link report --thresholds --out linkage -w baltimore
    """
    place = open_workspace(workspace)
    refuse_written_over(out, FILES)
    flips = _flips(workspace, run_name, TOLD_WEIGHTS) if thresholds else None
    found = linkage_of_run(place, run_name, flips)
    written = write_linkage(found, out)
    print(in_json(linkage_data(found)) if as_json else f"Written: {', '.join(map(str, written))}")


def _flips(workspace: Path, run: str, weights: Sequence[float]) -> RunFlips:
    # Nobody may change the records while they are linked at one weight after the other.
    with writing(workspace, "vacatur link thresholds") as place, progress_bar() as progress:
        return flips_by_weight(place, run, weights, progress=progress)


def _words(found: RunFlips) -> Iterator[str]:
    if not found.points:
        yield "No case tells a name, so no weight changes anything."
        return
    yield f"Run {found.run}, had names joined from another weight on; now: {LINK_WEIGHT:g} bits."
    yield "Persons: all; those of now with other cases; those who would wait. Charges: the rest."
    yield from _aligned([COLUMNS, *(row(point) for point in found.points)])
    yield "A charge counts once in each column; a positive answer that turns to REVIEW is in both."
    for point in found.points:
        if point.changes:
            yield f"At {point.weight:g} bits, by rule:"
        yield from (change_in_words(each) for each in point.changes)
    yield NO_LAWYER


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
