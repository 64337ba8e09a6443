"""The end of the demonstration: an exhibit for a court and a public page, of the invented county.

The county is invented, and so are its residents: no number here is of any place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import ibis

from vacatur.errors import DisclosureRefused, FigureRefused
from vacatur.evidence.charts import Event
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.disclosure.rule import Tier
from vacatur.law.rulebook import load_rulebook
from vacatur.office.evidence_figures import EvidenceAsked, find_evidence
from vacatur.office.evidence_population import PLAIN, PopulationAsked
from vacatur.office.evidence_writing import Exhibit, Leaving, let_out
from vacatur.office.hand_csv import csv_text
from vacatur.office.workspace import Workspace
from vacatur.screening.watch_artefacts import next_month

OFFENSE = "us-md/cannabis-possession"
# So many for each charged person, of a group and of the others: invented, so that it is a county.
_RESIDENTS = {"BLACK": 12, "WHITE": 55, "OTHER": 60}
_BEFORE = date(2014, 10, 1)  # later charges of the list are few
_MOST_MONTHS = 24  # an audit of many months takes longer than a demonstration should
_EVENTS = (Event(day=date(2013, 10, 1), words="a day that an office would name"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEvidence:
    """What was counted, and what was written of it; or why a small county has no such figure."""

    total: int
    exhibits: tuple[Exhibit, ...]
    refused: str


def make_exhibits(workspace: Workspace, out: Path, *, on: date) -> DemoEvidence:
    """Count the county's possession charges by race, and write both exhibits and the page.

    Parameters
    ----------
    workspace
        That of the practice office: its matters are the cases of the sealed exhibit.
    out
        A folder that is not there yet.
    """
    out.mkdir()
    source, population = out / "charges.csv", out / "residents.csv"
    days = _write_source(workspace, source)
    _write_population(workspace, population)
    try:
        return _made(workspace, out, _asked(source, population, _longest(days), on), on)
    except (FigureRefused, DisclosureRefused) as refusal:
        return DemoEvidence(total=0, exhibits=(), refused=str(refusal))


def _asked(source: Path, population: Path, period: tuple[date, date], on: date) -> EvidenceAsked:
    return EvidenceAsked(
        source=source,
        adapter="events",
        columns=("day=offense_date", "race=race", "code=local_code", "count=charges"),
        offense=OFFENSE,
        codes=(),
        what="charges of cannabis possession in an invented county",
        first=period[0],
        last=period[1],
        unit="charge",
        extracted_on=on,
        said_by="an invented county, drawn by a computer",
        population=population,
        population_asked=PopulationAsked(
            kind=DenominatorKind.RESIDENTS,
            year=period[0].year,
            place="an invented county",
            said_by="an invented census",
            derived="so many residents for each charged person",
            years_apart_because="invented residents are of every year",
        ),
        by="race",
        reference=None,
        each_district=False,
        per=1000,
        wrong_codes=("4 3550",),
        wrong_words=(),
        earlier=None,
    )


def _made(workspace: Workspace, out: Path, asked: EvidenceAsked, on: date) -> DemoEvidence:
    tables = tuple(load_rulebook("us-md").codes.values())
    found = find_evidence(asked, tables, read_on=on, beside=workspace.folder)
    made: list[Exhibit] = []
    for tier in Tier:
        dashboard = out / "page" if tier is Tier.PUBLIC else None
        leaving = Leaving(exhibit=out / tier, tier=tier, dashboard=dashboard, events=_EVENTS)
        made += let_out(found, leaving, workspace, by="A. Roe", on=on, at=datetime.now(UTC))
    return DemoEvidence(total=found.total, exhibits=tuple(made), refused="")


def _longest(days: Iterable[date]) -> tuple[date, date]:
    """The end of the longest stretch of months that have a day each: others are refused."""
    months = sorted({day.replace(day=1) for day in days if day < _BEFORE})
    runs: list[list[date]] = []
    for month in months:
        if runs and next_month(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    longest = max(runs, key=len)[-_MOST_MONTHS:]
    return longest[0], next_month(longest[-1]) - timedelta(days=1)


def _write_source(workspace: Workspace, path: Path) -> list[date]:
    """The charges of the county, counted by day, race and code; the days on which there are any."""
    columns = ("offense_date", "race", "local_code", "charges")
    with workspace.connection() as connection:
        records = workspace.records(connection)
        charges = records["charges"]
        joined = charges.filter(charges.offense_date.notnull()).join(
            _persons(records["persons"]), "person_id"
        )
        counted = joined.group_by(*columns[:3]).agg(charges=joined.count())
        rows = counted.order_by(*columns[:3]).to_pyarrow().to_pylist()
    told = [{name: "" if row[name] is None else str(row[name]) for name in columns} for row in rows]
    path.write_text(csv_text(columns, told), "utf-8")
    return [row["offense_date"] for row in rows]


def _write_population(workspace: Workspace, path: Path) -> None:
    """Residents of each group: so many for each person who was ever charged."""
    with workspace.connection() as connection:
        persons = _persons(workspace.records(connection)["persons"])
        counted = persons.group_by("race").agg(people=persons.count()).to_pyarrow().to_pylist()
    charged = {row["race"]: row["people"] for row in counted}
    rows = [
        {"group": group, "population": str(charged.get(group, 1) * times)}
        for group, times in _RESIDENTS.items()
    ]
    path.write_text(csv_text(PLAIN, rows), "utf-8")


def _persons(persons: ibis.Table) -> ibis.Table:
    """Persons with one word for their race; courts spell one two ways. Null: not recorded."""
    word = persons.race.upper().split(",")[0]
    others = ("OTHER", "ASIAN", "AMERICAN INDIAN")
    group = ibis.cases(
        (word.isin([*_RESIDENTS][:2]), word), (word.isin(others), "OTHER"), else_=ibis.null(str)
    )
    return persons.select("person_id", race=group)
