"""A public page of figures: one folder of HTML that needs no network, no script and no mouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from vacatur import __version__
from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.figures import Caution
from vacatur.evidence.printed import cited, sentence
from vacatur.figures.chart import Chart
from vacatur.office.evidence_shown import Shown
from vacatur.office.evidence_shown_data import in_bytes, shown_data
from vacatur.office.evidence_words import (
    HIDDEN,
    HIDDEN_WORDS,
    UNRELIABLE,
    beside_columns,
    beside_rows,
    columns_of,
    group_names,
    limits_of,
    rows_of,
    sentences_of,
    sums_of,
    title_of,
    vanished_words,
)
from vacatur.office.figures_paper import PAGES, WARNING, page_templates
from vacatur.office.hand_csv import csv_text
from vacatur.office.spreadsheet import NO_LAWYER

PAGE, STYLE, FIGURES = "index.html", "style.css", "figures.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the page, and the file that holds the same."""

    name: str  # of its file, without .csv
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    def csv(self) -> bytes:
        """The same table as CSV."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return csv_text(self.columns, rows).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart of the page, with the table beside it. `svg` takes the colours of the page."""

    name: str
    title: str
    words: str
    svg: str


def dashboard_files(shown: Shown, charts: Sequence[Chart], *, on: date) -> Mapping[str, bytes]:
    """Every file of the folder, by name.

    Raises
    ------
    DisclosureRefused
        The figures are not those of the public tier.
    """
    if shown.tier is not Tier.PUBLIC:
        raise DisclosureRefused(
            "a public page of sealed figures",
            why="Small counts are not hidden in them.",
            repair="Release them to the public tier first.",
        )
    tables = tables_of(shown)
    drawn = {
        each.name: Drawn(
            name=each.name,
            title=each.title,
            words=each.words,
            svg=each.svg(font="system-ui, sans-serif", ink="currentColor", paper="var(--paper)"),
        )
        for each in charts
    }
    page = page_templates().get_template("page.html").render(
        few=Caution.FEW_EVENTS.definition,
        warning=f"{WARNING} Small counts are hidden.",
        shown=shown,
        title=title_of(shown),
        sentences=sentences_of(shown),
        sums=sums_of(shown),
        vanished=vanished_words(shown),
        charts=drawn,
        tables={each.name: each for each in tables},
        hidden_words=HIDDEN_WORDS,
        unreliable=UNRELIABLE,
        limits=list(limits_of(shown)),
        cited=cited(shown.found.source),
        notes=shown.note.split("\n"),
        questions=questions_of(shown),
        no_lawyer=NO_LAWYER,
        on=on.isoformat(),
        version=__version__,
    )  # fmt: skip
    style = (files("vacatur.office") / PAGES / STYLE).read_bytes()
    contents = {PAGE: page.encode(), STYLE: style}
    contents |= {each.file: each.csv() for each in tables}
    return contents | {FIGURES: in_bytes(shown_data(shown))}


def tables_of(shown: Shown) -> tuple[Table, ...]:
    """The tables of the page."""
    columns = columns_of(shown)
    found = [
        Table(
            name="groups",
            caption=f"{title_of(shown)}, by {shown.found.by}",
            columns=columns,
            rows=tuple(rows_of(shown.groups)),
        )
    ]
    if shown.districts:
        rows = [(each.district, *row) for each in shown.districts for row in rows_of(each.groups)]
        found.append(
            Table(
                name="districts",
                caption=f"{title_of(shown)}, within each district",
                columns=("District", *columns),
                rows=tuple(rows),
            )
        )
    if shown.months:
        names = group_names(shown)
        found.append(
            Table(
                name="months",
                caption=f"{sentence(shown.found.overall.what)}, by month",
                columns=("Month", *names),
                rows=tuple(
                    (month, *(HIDDEN if counts[n] is None else f"{counts[n]:,}" for n in names))
                    for month, counts in shown.months.items()
                ),
            )
        )
    if shown.beside:
        found.append(
            Table(
                name="beside",
                caption="What another way of counting would have said",
                columns=tuple(beside_columns(shown)),
                rows=tuple(tuple(row) for row in beside_rows(shown)),
            )
        )
    return tuple(found)


def questions_of(shown: Shown) -> tuple[tuple[str, str], ...]:
    """What readers ask of every such page, and what this one answers."""
    found, source = shown.found, shown.found.source
    race = found.races.said_by if found.races else "the source is counted by district"
    offense = (
        f"Rows are chosen by the codes of the list {found.offense.name}."
        if found.offense.name
        else "Every row of the source is counted."
    )
    stated = "" if found.extract_day_stated else " Nobody stated that day; it is that of reading."
    return (
        (
            "Why do two numbers differ?",
            f"{offense} A search of the words, another code, charges instead of arrests, or a file "
            "that was extracted on another day each give another number: records that were "
            "expunged are taken out of the source, and are gone from a later file.",
        ),
        (
            f"Why does the series start on {source.first.isoformat()}?",
            f"It is the first day that was asked of the file {source.name}. The file has rows in "
            "each month of the period; a period that it does not cover is refused.",
        ),
        (
            "Can I have the raw data?",
            "The tables of this page are files beside it. The rows are not published here: they "
            f"are those of {source.said_by}, in a file of the hash {source.sha256}.",
        ),
        (
            "Are juveniles in it?",
            "Whoever is in the source is in the count: no row is left out by age, and many sources "
            "leave children out themselves.",
        ),
        (
            "Who recorded race?",
            f"The agency that made the source, and not the person. It is read by {race}. Rows "
            "without it are left out of shares and rates, and counted apart.",
        ),
        (
            "What does declined mean?",
            "A prosecutor declines a charge when no charge of the referral is filed. Nothing on "
            "this page says whether anything was declined: it counts what the source recorded.",
        ),
        (
            "Are these persons, cases or charges?",
            f"One unit here is {source.unit.definition}. Units differ about twofold, and none is "
            "turned into another.",
        ),
        (
            "How current is it?",
            f"It covers {source.first.isoformat()} to {source.last.isoformat()}, from a file "
            f"extracted on {source.extracted_on.isoformat()}.{stated}",
        ),
    )
