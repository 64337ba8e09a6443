"""`vacatur evidence`: how unequal counts are, with everything that must stand beside them."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.evidence_funnel import funnel_command
from vacatur.cli.evidence_resources import resources_command
from vacatur.cli.facts import today
from vacatur.cli.matter_moving import today_in
from vacatur.cli.options import AsJson, a_day
from vacatur.cli.printing_evidence import evidence_words
from vacatur.cli.tiers import tier_named
from vacatur.cli.words import in_json
from vacatur.errors import UsageError, nearest
from vacatur.evidence.charts import Event
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.disclosure.rule import Tier
from vacatur.law.rulebook import load_rulebook
from vacatur.office.evidence_data import evidence_data
from vacatur.office.evidence_figures import EvidenceAsked, find_evidence
from vacatur.office.evidence_population import PopulationAsked
from vacatur.office.evidence_reading import ADAPTERS, OWN
from vacatur.office.evidence_writing import Leaving, let_out
from vacatur.office.formats import writing

app = typer.Typer(
    help="Count, compare and show: figures with their intervals, sources and limits.",
    no_args_is_help=True,
)

_DAY = "YYYY-MM-DD"
Source = Annotated[
    Path, typer.Option(help="CSV, or packed as .gz or .zip. Nothing is kept.", show_default=False)
]
Adapter = Annotated[
    str, typer.Option(help=f"How it is read: {', '.join(ADAPTERS)}.", show_default=False)
]
First = Annotated[str, typer.Option("--from", help=f"The first day, {_DAY}.", show_default=False)]
Last = Annotated[
    str, typer.Option("--to", help=f"The last day, itself included, {_DAY}.", show_default=False)
]
PopulationFile = Annotated[
    Path,
    typer.Option(
        "--population",
        help="CSV: group,population (and district), or one of two files of Baltimore.",
        show_default=False,
    ),
]
OffenseName = Annotated[
    str, typer.Option("--offense", help="A code list, such as cannabis_possession.")
]
Codes = Annotated[
    list[str] | None, typer.Option("--code", help="Instead of an offense: a code; may be repeated.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", help=f"Of {OWN}: NAME=COLUMN, as in day=Date; may be repeated."),
]
Unit = Annotated[str, typer.Option(help="What is counted: arrest, charge, person, case or event.")]
Law = Annotated[str, typer.Option("--law", help="The law whose code lists are used.")]


@app.callback()
def evidence_app() -> None:
    """Count, compare and show: figures with their intervals, sources and limits."""


app.command("funnel")(funnel_command)
app.command("resources")(resources_command)


@app.command("disparity")
def disparity_command(
    source: Source,
    adapter: Adapter,
    first: First,
    last: Last,
    population: PopulationFile,
    offense: OffenseName = "",
    code: Codes = None,
    column: Columns = None,
    unit: Unit = "",
    by: Annotated[str, typer.Option(help="race or district.")] = "race",
    each_district: Annotated[
        bool, typer.Option("--each-district", help="Also the races within each district.")
    ] = False,
    reference: Annotated[
        str, typer.Option(help="Compare with this group; everyone else by default.")
    ] = "",
    per: Annotated[int, typer.Option(min=1, help="Rates are per so many.")] = 1000,
    what: Annotated[str, typer.Option(help="What is counted, in words.")] = "",
    extracted_on: Annotated[
        str, typer.Option(help=f"Day on which the source was extracted, {_DAY}.")
    ] = "",
    said_by: Annotated[str, typer.Option(help="Whose count it is.")] = "",
    population_kind: Annotated[
        str, typer.Option(help=f"One of: {', '.join(DenominatorKind)}.")
    ] = DenominatorKind.RESIDENTS.value,
    population_year: Annotated[int, typer.Option(help="Its year.")] = 0,
    population_place: Annotated[str, typer.Option(help="Whose population it is.")] = "",
    population_said_by: Annotated[str, typer.Option(help="Who counted it.")] = "",
    population_derived: Annotated[
        str, typer.Option(help="How it was derived, if it was not counted.")
    ] = "",
    years_apart_because: Annotated[
        str, typer.Option(help="Why a population of distant years may serve.")
    ] = "",
    wrong_code: Annotated[
        list[str] | None,
        typer.Option(help="Show beside it what this code would say; may be repeated."),
    ] = None,
    wrong_word: Annotated[
        list[str] | None,
        typer.Option(help="Show beside it what a search for this word would say."),
    ] = None,
    earlier: Annotated[
        Path | None, typer.Option(help="An earlier snapshot of the source, to hold it against.")
    ] = None,
    law: Law = "us-md",
    exhibit: Annotated[
        Path | None, typer.Option(help="Also write an exhibit into this new folder.")
    ] = None,
    tier: Annotated[
        str, typer.Option(help="Of the exhibit: court (sealed) or public (small counts hidden).")
    ] = Tier.PUBLIC.value,
    dashboard: Annotated[
        Path | None, typer.Option(help="Also write a public page into this new folder.")
    ] = None,
    released_by: Annotated[str, typer.Option(help="Who answers for what leaves.")] = "",
    event: Annotated[
        list[str] | None,
        typer.Option(help=f"A named day on the chart of months, as {_DAY}=WORDS."),
    ] = None,
    workspace: Annotated[
        Path, typer.Option("--workspace", "-w", help="Where releases are written down.")
    ] = Path(),
    as_json: AsJson = False,
) -> None:
    """Compare groups: count, share, rate, ratio and difference, each with its interval.

    The offense is told by the code lists and never by words. The counts that are printed are
    internal; an exhibit and a public page go through disclosure control, and into the ledger of
    releases in the workspace.

    Example: vacatur evidence disparity --source arrests.csv.gz --adapter bpd-arrests
    --offense cannabis_possession --from 2014-01-01 --to 2014-12-31 --population population.csv.gz
    """
    asked = EvidenceAsked(
        source=source,
        adapter=adapter,
        columns=tuple(column or ()),
        offense=offense,
        codes=tuple(code or ()),
        what=what,
        first=a_day(first, "--from"),
        last=a_day(last, "--to"),
        unit=unit,
        extracted_on=a_day(extracted_on, "--extracted-on") if extracted_on else None,
        said_by=said_by,
        population=population,
        population_asked=PopulationAsked(
            kind=_kind(population_kind),
            year=population_year or None,
            place=population_place,
            said_by=population_said_by,
            derived=population_derived,
            years_apart_because=years_apart_because,
        ),
        by=by,
        reference=reference or None,
        each_district=each_district,
        per=per,
        wrong_codes=tuple(wrong_code or ()),
        wrong_words=tuple(wrong_word or ()),
        earlier=earlier,
    )
    tables = tuple(load_rulebook(law).codes.values())
    shown_as, named = tier_named(tier), tuple(_event(each) for each in event or ())
    with tempfile.TemporaryDirectory() as folder:
        found = find_evidence(asked, tables, read_on=today(), beside=Path(folder))
    if exhibit or dashboard:
        leaving = Leaving(exhibit=exhibit, tier=shown_as, dashboard=dashboard, events=named)
        with writing(workspace, "vacatur evidence disparity") as place:
            let_out(found, leaving, place, by=released_by, on=today_in(place), at=datetime.now(UTC))
    print(in_json(evidence_data(found)) if as_json else "\n".join(evidence_words(found)))


def _event(text: str) -> Event:
    day, _, words = text.partition("=")
    if not words.strip():
        raise UsageError(
            f"[{text}] names no day",
            why="A rule on a chart says what happened, and when.",
            repair=f"Write {_DAY}=WORDS.",
        )
    return Event(day=a_day(day.strip(), "--event"), words=words.strip())


def _kind(name: str) -> DenominatorKind:
    if name not in list(DenominatorKind):
        raise UsageError(
            f"[{name}] is no kind of population", repair=nearest(name, list(DenominatorKind))
        )
    return DenominatorKind(name)
