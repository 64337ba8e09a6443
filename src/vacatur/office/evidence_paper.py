"""The disparity exhibit as a paper: what its template prints of the figures that are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from vacatur import __version__
from vacatur.documents.composing import Marks, frame
from vacatur.documents.particulars import ENGLISH
from vacatur.evidence.claims import ClaimCard
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.petitions import PetitionList
from vacatur.evidence.printed import cited
from vacatur.figures.chart import Chart
from vacatur.office.evidence_shown import Shown
from vacatur.office.evidence_words import (
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
from vacatur.office.spreadsheet import NO_LAWYER

TEMPLATE = "figures-exhibit"
FONT = "Libertinus Serif"
SEALED = "SEALED: COURT TIER, NOT FOR PUBLICATION. Small counts are not hidden."
_WIDTHS = (1.75, 0.6, 1.3, 0.85, 1.5, 1.8, 1.65)
_CARD = (
    ("Number", "number"),
    ("Interval", "interval"),
    ("Denominator", "denominator"),
    ("Missing", "missing"),
    ("Source", "source"),
    ("Does not show", "does_not_show"),
)
_CASES = ("Case", "Eligibility", "Consequence", "Companion charges", "Status")


def paper_data(shown: Shown, charts: Sequence[Chart], cases: PetitionList | None) -> dict[str, Any]:
    """What the template prints.

    Parameters
    ----------
    cases
        For a court alone, one line each; null: no workspace has any.
    """
    sealed = shown.tier is Tier.COURT
    title = f"Exhibit: {title_of(shown)}"
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
        "sections": list(_sections(shown, charts, cases if sealed else None)),
    }


def _sections(
    shown: Shown, charts: Sequence[Chart], cases: PetitionList | None
) -> Iterator[dict[str, Any]]:
    drawn = {each.name: each for each in charts}
    if says := sentences_of(shown):
        told = zip(("In full", "In short"), says, strict=True)
        said = [f"{start}: {each}" for start, each in told]
        yield _section("What may be said", [_text(each) for each in said])
    blocks = [_numbers(shown, rows_of(shown.groups)), _text(sums_of(shown)), *_notes(shown)]
    yield _section("The groups", [*blocks, *_charts(drawn, "ratios")])
    if shown.districts:
        yield _section("Within each district", list(_districts(shown, drawn)))
    if shown.months:
        yield _section("By month", [*_charts(drawn, "months"), _months(shown)])
    yield from _beside(shown)
    if cases is not None:
        yield _section("The cases", list(_cases(cases)))
    sources = _list([cited(shown.found.source), *limits_of(shown)])
    yield _section("Sources and limits", [sources, *map(_text, shown.note.split("\n"))])
    cards = [
        card_block(f"{group.group}: {name.replace('_', ' ')}", card)
        for group in shown.groups
        for name, card in shown.cards(group.group).items()
    ]
    if cards:
        yield _section("Claim cards: each number with what must stand beside it", cards)


def _notes(shown: Shown) -> Iterator[dict[str, Any]]:
    groups = [*shown.groups, *(x for each in shown.districts for x in each.groups)]
    if any(each.count is None for each in groups):
        yield _text(HIDDEN_WORDS)
    if any(each.figure is not None and each.figure.unreliable for each in groups):
        yield _text(UNRELIABLE)


def _districts(shown: Shown, drawn: dict[str, Chart]) -> Iterator[dict[str, Any]]:
    yield from _charts(drawn, "districts")
    rows = []
    for each in shown.districts:
        if each.refused:
            yield _text(f"{each.district}: no figure. {each.refused}.")
        rows += [(f"{each.district}: {row[0]}", *row[1:]) for row in rows_of(each.groups)]
    yield {**_numbers(shown, rows), "columns": ["District: race", *columns_of(shown)[1:]]}
    if shown.tier is Tier.COURT and shown.found.no_district:
        yield _text(f"{shown.found.no_district:,} are in no district's figure: it is not recorded.")


def _months(shown: Shown) -> dict[str, Any]:
    names = group_names(shown)
    return {
        "kind": "numbers",
        "columns": ["Month", *names],
        "widths": [1.2, *(1.0 for _ in names)],
        "rows": [
            [month, *("*" if counts[n] is None else f"{counts[n]:,}" for n in names)]
            for month, counts in shown.months.items()
        ],
    }


def _beside(shown: Shown) -> Iterator[dict[str, Any]]:
    """What another way of counting would have said, and what became of the records since."""
    if shown.beside:
        columns = beside_columns(shown)
        blocks = [
            {
                "kind": "numbers",
                "columns": columns,
                "widths": [1.6, *(1.0 for _ in columns[1:])],
                "rows": beside_rows(shown),
            },
            _text("A wrong code counts another offense; words are what an officer wrote."),
        ]
        yield _section("What another way of counting would have said", blocks)
    if words := vanished_words(shown):
        yield _section("What an earlier snapshot of the source said", [_text(words)])


def _cases(cases: PetitionList) -> Iterator[dict[str, Any]]:
    yield _text(
        "One line for each case: an aggregate says nothing of what one person suffers. "
        "Known: "
        + "; ".join(f"{each.fact.definition}, of {each.known:,} of {each.total:,}"
                    for each in cases.facts) + "."
    )  # fmt: skip
    rows = []
    for each in cases.cases:
        companions = "not checked"
        if each.companions_checked_on is not None:
            listed = ", ".join(each.companions) or "none"
            companions = f"{listed} (checked {each.companions_checked_on})"
        rows.append(
            [
                each.case_id,
                each.eligibility or "not decided",
                each.consequence or "not recorded",
                companions,
                each.status or "not known",
            ]
        )
    yield {"kind": "table", "columns": list(_CASES), "widths": [1.1, 1.3, 1.3, 2.0, 0.9],
           "rows": rows}  # fmt: skip


def _numbers(shown: Shown, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {
        "kind": "numbers",
        "columns": list(columns_of(shown)),
        "widths": list(_WIDTHS),
        "rows": [list(row) for row in rows],
    }


def _charts(drawn: dict[str, Chart], name: str) -> Iterator[dict[str, Any]]:
    if name in drawn:
        chart = drawn[name]
        yield {"kind": "chart", "words": chart.words, "svg": chart.svg(font=FONT), "width": 1.0}


def card_block(name: str, card: ClaimCard) -> dict[str, Any]:
    """A claim card as the template prints it."""
    return {
        "kind": "card",
        "name": name,
        "rows": [[label, getattr(card, field)] for label, field in _CARD],
    }


def _section(heading: str, blocks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"heading": heading, "blocks": list(blocks)}


def _text(text: str) -> dict[str, Any]:
    return {"kind": "text", "text": text}


def _list(items: Sequence[str]) -> dict[str, Any]:
    return {"kind": "list", "items": list(items)}
