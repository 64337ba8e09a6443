"""`vacatur evidence funnel`: what became of arrests, as far as one cohort can be followed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import today_in
from vacatur.cli.options import AsJson, a_day
from vacatur.cli.printing_funnel import funnel_words
from vacatur.cli.tiers import tier_named
from vacatur.cli.words import in_json
from vacatur.errors import UsageError
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.sources import Unit
from vacatur.law.rulebook import load_rulebook
from vacatur.office.evidence_selecting import EVERYTHING, codes_named, offense_named
from vacatur.office.formats import open_workspace, writing
from vacatur.office.funnel_files import COUNTS, Stated, cohort_of_file, stated_counts
from vacatur.office.funnel_paper import write_funnel_exhibit
from vacatur.office.funnel_records import Cohort, cohort_of_records
from vacatur.office.funnel_report import funnel_data, funnel_report

_DAY = "YYYY-MM-DD"


def funnel_command(
    first: Annotated[str, typer.Option("--from", help=f"First day of arrest, {_DAY}.")] = "",
    last: Annotated[str, typer.Option("--to", help=f"Last day of arrest, {_DAY}.")] = "",
    extracted_on: Annotated[
        str, typer.Option(help=f"Last day of which the source knows anything, {_DAY}.")
    ] = "",
    said_by: Annotated[str, typer.Option(help="Whose records they are.")] = "",
    offense: Annotated[
        str, typer.Option(help="Of the records: a code list, such as cannabis_possession.")
    ] = "",
    code: Annotated[
        list[str] | None, typer.Option(help="Instead of an offense: a code; may be repeated.")
    ] = None,
    cohort: Annotated[
        Path | None,
        typer.Option(help="Instead of a workspace: a CSV file with one linked case in each row."),
    ] = None,
    unit: Annotated[
        str, typer.Option(help="Of a cohort file: what one row is: arrest, case, person.")
    ] = Unit.ARREST.value,
    counts: Annotated[
        Path | None,
        typer.Option(help=f"CSV of counts that stand by themselves: {', '.join(COUNTS[:3])}, ..."),
    ] = None,
    what: Annotated[str, typer.Option(help="What is followed, in words.")] = "",
    law: Annotated[str, typer.Option("--law", help="The law whose code lists are used.")] = "us-md",
    exhibit: Annotated[
        Path | None, typer.Option(help="Also write an exhibit into this new folder.")
    ] = None,
    tier: Annotated[
        str, typer.Option(help="Of the exhibit: court (sealed) or public (small counts hidden).")
    ] = Tier.PUBLIC.value,
    released_by: Annotated[str, typer.Option(help="Who answers for the exhibit.")] = "",
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            "-w",
            help="Whose records and matters are read; with --cohort, where releases are kept.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Follow arrests by month to 30 days, one year and two: filed, ended, relieved, or still open.

    Where arrests and court cases cannot be linked, each stage stands by itself and there is no
    share. What is printed is internal: small counts are not hidden.

    Example: vacatur evidence funnel -w our_office --from 2015-01-01 --to 2016-12-31
    --extracted-on 2026-02-15 --said-by "District Court" --offense cannabis_possession

    vacatur evidence funnel --counts stated.csv
    """
    shown_as = tier_named(tier)
    if exhibit is not None and workspace is None:
        raise UsageError(
            "nothing leaves without a workspace",
            why="What left before is written down there, and would else be forgotten.",
            repair="Name one with --workspace, or make one: [vacatur init FOLDER].",
        )
    stated = stated_counts(counts) if counts else Stated(stages=(), bounds=())
    followed: Cohort | None = None
    chosen = EVERYTHING
    if workspace is not None or cohort is not None:
        days = {
            "first": a_day(first, "--from"),
            "last": a_day(last, "--to"),
            "extracted_on": a_day(extracted_on, "--extracted-on"),
        }
        if cohort is not None:
            followed = cohort_of_file(cohort, unit=unit, said_by=said_by, **days)
        elif workspace is not None:
            if offense and code:
                raise UsageError("an offense and codes", repair="Name the one or the others.")
            if offense:
                chosen = offense_named(tuple(load_rulebook(law).codes.values()), offense)
            elif code:
                chosen = codes_named(code)
            place = open_workspace(workspace)
            followed = cohort_of_records(place, chosen, said_by=said_by, **days)
    named = f" for {chosen.name.partition('/')[2].replace('-', ' ') or chosen.name}"
    words = what or ("stages" if followed is None else "arrests" + (named if chosen.name else ""))
    found = funnel_report(followed, what=words, stated=stated)
    if exhibit is not None and workspace is not None:
        with writing(workspace, "vacatur evidence funnel") as place:
            on = today_in(place)
            write_funnel_exhibit(found, exhibit, place, tier=shown_as, by=released_by, on=on)
    print(in_json(funnel_data(found)) if as_json else "\n".join(funnel_words(found)))
