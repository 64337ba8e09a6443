"""The exhibit of a cohort: a paper, its chart and its figures as data, from what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from vacatur import __version__
from vacatur.documents.composing import Marks, frame
from vacatur.documents.particulars import ENGLISH
from vacatur.documents.typesetting import press
from vacatur.errors import FigureRefused
from vacatur.evidence.cards import card_of_funnel
from vacatur.evidence.claims import require_cards
from vacatur.evidence.cohort import DecidedBy, End, Stage
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.figures import plain
from vacatur.evidence.funnel import HORIZONS
from vacatur.evidence.funnel_chart import Bar, funnel_chart
from vacatur.evidence.printed import WHY, cited, horizon, percent, percents, period, sentence
from vacatur.evidence.wording_of_cases import funnel_sentence
from vacatur.figures.chart import Chart
from vacatur.office.evidence_paper import FONT, SEALED, TEMPLATE, card_block
from vacatur.office.evidence_shown_data import in_bytes
from vacatur.office.evidence_words import HIDDEN, HIDDEN_WORDS
from vacatur.office.evidence_writing import FIGURES, PAPER, RELEASES, require_empty
from vacatur.office.funnel_report import FunnelReport
from vacatur.office.funnel_shown import (
    ShownFigure,
    ShownFunnel,
    by_kind,
    funnel_for_a_court,
    funnel_for_the_public,
)
from vacatur.office.packet_folder import own_folder
from vacatur.office.spreadsheet import NO_LAWYER
from vacatur.office.workspace import Workspace

_YEAR = HORIZONS[1]
_HEADINGS = ((Stage, "Reached"), (End, "How they ended"), (DecidedBy, "Who ended them"))


def write_funnel_exhibit(
    report: FunnelReport, out: Path, workspace: Workspace, *, tier: Tier, by: str, on: date
) -> ShownFunnel:
    """Write a folder: the paper, the figures, and the chart as SVG, PNG and words.

    Raises
    ------
    FigureRefused
        The cohort cannot be followed: stages by themselves make no such exhibit.
    DisclosureRefused
        Nobody answers for it, or it cannot be released.
    UsageError
        The folder is there and is not empty.
    """
    if report.whole is None or report.cohort is None:
        raise FigureRefused(
            "an exhibit of a cohort that cannot be followed",
            why=report.not_linked or "Its stages were counted separately.",
            repair="Print each stage by itself, without --exhibit.",
        )
    require_empty(out)
    ledger = Ledger(workspace.folder / RELEASES)
    if tier is Tier.COURT:
        shown = funnel_for_a_court(report.whole, report.months, ledger, by=by, on=on)
    else:
        shown = funnel_for_the_public(report.whole, ledger, by=by, on=on)
    charts = _charts(shown)
    own = own_folder(workspace, "templates"), own_folder(workspace, "fonts")
    notes = (*report.cohort.notes, *(_left_out(report) if tier is Tier.COURT else ()))
    with press(own[0], fonts=own[1]) as setter:
        pdf = setter.pdf(TEMPLATE, _paper(shown, charts, notes), on=on)
    out.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {PAPER: pdf, FIGURES: in_bytes(_data(shown, notes))}
    for chart in charts:
        contents[f"{chart.name}.svg"] = chart.svg(font=FONT).encode()
        contents[f"{chart.name}.png"] = chart.png(font="sans-serif")
        contents[f"{chart.name}.txt"] = (chart.words + "\n").encode()
    for name, content in contents.items():
        (out / name).write_bytes(content)
    return shown


def _left_out(report: FunnelReport) -> Iterator[str]:
    assert report.cohort is not None
    for reason, many in report.cohort.unlinked.items():
        yield f"Not in the cohort: {many:,}: {reason}."


def _title(shown: ShownFunnel) -> str:
    source = shown.found.source
    return f"What became of {shown.found.label} {period(source.first, source.last)}"


def _paper(shown: ShownFunnel, charts: tuple[Chart, ...], notes: tuple[str, ...]) -> dict[str, Any]:
    sealed = shown.tier is Tier.COURT
    title = f"Exhibit: {_title(shown)}"
    marks = Marks(
        note={ENGLISH: shown.mark or "Public: small counts are hidden."},
        author=f"vacatur {__version__}",
        page_prefix="",
        first_page=1,
        restricted=SEALED if sealed else "",
    )
    return {
        **frame(title, ENGLISH, marks),
        "heading": title,
        "warning": f"{NO_LAWYER} No statistician has reviewed these figures.",
        "sections": [
            {"heading": heading, "blocks": blocks}
            for heading, blocks in _sections(shown, charts, notes)
        ],
    }


def _sections(
    shown: ShownFunnel, charts: tuple[Chart, ...], notes: tuple[str, ...]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    found = shown.found
    if said := _sentences(shown):
        yield "What may be said", [_text(each) for each in said]
    opening = (
        f"{_told(shown.total)} followed to {found.followed_to}; {_told(shown.open)} of them open "
        "on that day."
    )
    drawn = [
        {"kind": "chart", "words": x.words, "svg": x.svg(font=FONT), "width": 1.0} for x in charts
    ]
    yield "The cohort", [_text(opening), *drawn]
    for terms, heading in _HEADINGS:
        rows = [
            [sentence(kind.definition), *map(_cell, figures)]
            for kind, figures in by_kind(shown).items()
            if isinstance(kind, terms) and any(x.seen != 0 for x in figures)
        ]
        if rows:
            yield heading, [_table(["", *(f"By {horizon(x)}" for x in HORIZONS)], rows)]
    if shown.tier is Tier.PUBLIC:
        yield "What is hidden", [_text(HIDDEN_WORDS), _text(_ENDS_ALONE)]
    if shown.months:
        yield "By month of arrest, at one year", [_months(shown)]
    limits = {"kind": "list", "items": [cited(found.source), *notes, WHY]}
    yield "Sources and limits", [limits, *map(_text, shown.note.split("\n"))]
    if shown.tier is Tier.COURT:
        cards = [
            card_block(f"{x.kind.value.replace('_', ' ')}, {horizon(x.days)}",
                       card_of_funnel(found, x.kind, x.days))
            for x in shown.figures if x.seen and x.estimate is not None
        ]  # fmt: skip
        yield "Claim cards: each number with what must stand beside it", cards


_ENDS_ALONE = (
    "The public sees how the cohort ended. Stages hold each other, so that one could be subtracted "
    "from another; and where somebody was not followed for so long, the share is for a court."
)


def _sentences(shown: ShownFunnel) -> list[str]:
    """Under seal alone: each tells how many are open, of which the public is shown the sum."""
    if shown.tier is not Tier.COURT:
        return []
    said = []
    for each in shown.figures:
        if each.days == _YEAR and each.seen and each.estimate is not None:
            card = card_of_funnel(shown.found, each.kind, each.days)
            text = funnel_sentence(shown.found, each.kind, each.days)
            said.append(require_cards(text, [card]))
    return said


def _charts(shown: ShownFunnel) -> tuple[Chart, ...]:
    """Bars of the stages, or of the ends where a source tells no stage; under seal alone."""
    if shown.tier is not Tier.COURT:
        return ()
    of_year = [each for each in shown.figures if each.days == _YEAR]
    chosen = [each for each in of_year if isinstance(each.kind, Stage)]
    chosen = chosen or [each for each in of_year if isinstance(each.kind, End) and each.seen]
    bars = [
        Bar(
            label=each.kind.value.replace("_", " "),
            reached=each.seen or 0,
            not_yet=each.still_open or 0,
            ended_before=each.ended_before or 0,
        )
        for each in chosen
    ]
    axis = f"{shown.found.source.unit.value}s, by {horizon(_YEAR)} after the arrest"
    title = f"{_title(shown)}: by {horizon(_YEAR)}"
    return (funnel_chart(bars, name="funnel", title=title, axis=axis),) if bars else ()


def _cell(figure: ShownFigure) -> str:
    seen = _told(figure.seen)
    if figure.estimate is None or figure.estimate.value is None:
        return seen
    return f"{seen}: {percent(figure.estimate.value)} ({percents(figure.estimate.interval)})"


def _months(shown: ShownFunnel) -> dict[str, Any]:
    stages = list(dict.fromkeys(x.kind for x in shown.months[0].stages))
    rows = []
    for each in shown.months:
        cells = [next(x for x in each.stages if (x.kind, x.days) == (k, _YEAR)) for k in stages]
        said = [_cell(_of_month(Stage(x.kind), x)) for x in cells]
        rows.append([each.label, f"{each.total:,}", f"{each.open:,}", *said])
    return _table(["Month", "In all", "Open", *map(sentence, stages)], rows)


def _of_month(kind: Stage, figure: Any) -> ShownFigure:
    return ShownFigure(
        kind=kind, days=figure.days, seen=figure.seen, still_open=None, ended_before=None,
        estimate=figure.estimate,
    )  # fmt: skip


def _table(columns: list[str], rows: list[list[str]]) -> dict[str, Any]:
    widths = [1.8 if not columns[0] else 1.0, *(1.4 for _ in columns[1:])]
    return {"kind": "numbers", "columns": columns, "widths": widths, "rows": rows}


def _data(shown: ShownFunnel, notes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "tier": shown.tier.value,
        "mark": shown.mark or None,
        "what": shown.found.label,
        "source": plain(shown.found.source),
        "followed_to": shown.found.followed_to.isoformat(),
        "total": shown.total,
        "open": shown.open,
        "figures": plain(shown.figures),
        "months": plain(shown.months),
        "notes": list(notes),
        "note": shown.note,
        "does_not_show": WHY,
        "no_lawyer": NO_LAWYER,
    }


def _text(text: str) -> dict[str, Any]:
    return {"kind": "text", "text": text}


def _told(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"
