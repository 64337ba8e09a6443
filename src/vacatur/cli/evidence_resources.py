"""`vacatur evidence resources`: what cases took, or did not take, at declared unit costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.evidence.printed import WHY, cited, value_and_spread
from vacatur.evidence.resources import ResourceFigure
from vacatur.evidence.wording_of_cases import resource_sentence
from vacatur.office.resources_file import (
    COSTS,
    declared_costs,
    declared_counts,
    resources,
    resources_data,
)


def resources_command(
    costs: Annotated[
        Path, typer.Option(help=f"CSV of unit costs: {', '.join(COSTS)}.", show_default=False)
    ],
    counts: Annotated[
        Path,
        typer.Option(
            help="CSV of counts: what, count, and the declared source of each.", show_default=False
        ),
    ],
    avoided: Annotated[
        bool,
        typer.Option(
            "--avoided",
            help="Compare two periods: what the later one took less than at the old pace.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bookings, jail days, hearings and attorney hours: a count times what somebody declared.

    Both intervals stand in the result. Hours and days are never added up, and that something was
    avoided does not show why.

    Examples: vacatur evidence resources --costs costs.csv --counts counts.csv

    vacatur evidence resources --costs costs.csv --counts two_periods.csv --avoided --json
    """
    found = resources(declared_costs(costs), declared_counts(counts), is_avoided=avoided)
    print(in_json(resources_data(found)) if as_json else "\n".join(_words(found)))


def _words(figures: tuple[ResourceFigure, ...]) -> Iterator[str]:
    for each in figures:
        yield f"{each.resource.definition}, {each.kind.value}: {value_and_spread(each.amount)}"
        yield f"  {resource_sentence(each)}"
    sources = dict.fromkeys(source for each in figures for source in each.sources)
    yield from (f"  {cited(each)}" for each in sources)
    yield f"  {WHY}"
    yield NO_LAWYER
