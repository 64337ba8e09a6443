"""Invented files to count from: an arrest feed, populations, and files of events."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tests.support.arrest_feed import HEADER
from vacatur.evidence.denominators import DenominatorKind
from vacatur.law.rulebook import load_rulebook
from vacatur.office.evidence_figures import Evidence, EvidenceAsked, find_evidence
from vacatur.office.evidence_population import PopulationAsked

READ_ON = date(2026, 1, 2)
RIGHT, WRONG, CIVIL = "1 0573", "4 3550", "1 1415"
DISTRICTS = ("Central", "Eastern")
POPULATION = (
    ("Black", "Central", 20_000), ("White", "Central", 20_000), ("another race", "Central", 4_000),
    ("Black", "Eastern", 30_000), ("White", "Eastern", 10_000), ("another race", "Eastern", 4_000),
)  # fmt: skip


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def arrest(number: object, day: date, code: str, race: str, district: str, words: str) -> list:
    return [
        number, number, 30, "M", race, day.isoformat(), "", "", "", code, words, district,
        "", "", "", "", "",
    ]  # fmt: skip


def arrests(months: int = 12, first: int = 1) -> list[list]:
    """Per month and district: 30 Black, 12 White, of the right code; others of other codes.

    Besides: 20 of the wrong code with words of the right one; 2 with two codes, of which one is
    right; one without race, and one without district, in all.
    """
    rows, number = [], 0
    for month in range(first, first + months):
        for district in DISTRICTS:
            told = [(RIGHT, "B", "CDS")] * 30 + [(RIGHT, "W", "POSS MARIJUANA")] * 12
            told += [(WRONG, "W", "POSS MARIJUANA")] * 20 + [(CIVIL, "A", "ASSAULT")] * 5
            for at, (code, race, words) in enumerate(told):
                number += 1
                day = date(2014, month, 1) + timedelta(days=at % 28)
                rows.append(arrest(number, day, code, race, district, words))
        for code in (RIGHT, WRONG):
            rows.append(arrest(f"99{month:04}", date(2014, month, 3), code, "B", "Central", "CDS"))
    rows.append(arrest(800_001, date(2014, first, 5), RIGHT, "U", "Central", "CDS"))
    rows.append(arrest(800_002, date(2014, first, 6), RIGHT, "B", "", "CDS"))
    return rows


def write_arrests(path: Path, rows: Iterable[Sequence[object]] | None = None) -> Path:
    numbered = [
        [at, *row[1:]] for at, row in enumerate(arrests() if rows is None else rows, start=1)
    ]
    return write_csv(path, HEADER, numbered)


def write_population(path: Path, rows: Iterable[Sequence[object]] = POPULATION) -> Path:
    return write_csv(
        path,
        ("group", "district", "population"),
        [(group, district, people) for group, district, people in rows],
    )


ASKED = EvidenceAsked(
    source=Path(),
    adapter="bpd-arrests",
    columns=(),
    offense="cannabis_possession",
    codes=(),
    what="",
    first=date(2014, 1, 1),
    last=date(2014, 12, 31),
    unit="",
    extracted_on=date(2015, 3, 1),
    said_by="",
    population=Path(),
    population_asked=PopulationAsked(
        kind=DenominatorKind.RESIDENTS,
        year=2014,
        place="Somewhere",
        said_by="an invented census",
        derived="",
        years_apart_because="",
    ),
    by="race",
    reference=None,
    each_district=False,
    per=1000,
    wrong_codes=(),
    wrong_words=(),
    earlier=None,
)


def told(**changes: object):
    """What a population file says of itself, with changes."""
    return replace(ASKED.population_asked, **changes)  # type: ignore[arg-type]


def counted(folder: Path, source: Path, population: Path | None = None, **changes) -> Evidence:
    """Count a file as it is asked for."""
    population = population or write_population(folder / "population.csv")
    asked = replace(ASKED, source=source, population=population, **changes)
    tables = tuple(load_rulebook("us-md").codes.values())
    return find_evidence(asked, tables, read_on=READ_ON, beside=folder)
