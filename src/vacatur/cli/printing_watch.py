"""A watch of arrests, of filings and of approvals, for a terminal and for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from vacatur.cli.words import NO_LAWYER
from vacatur.evidence.disclosure.rule import USUAL
from vacatur.ingest.arrest_feed.feed import Feed
from vacatur.office.watch_public import PublicWatch
from vacatur.office.watching import ArrestWatch
from vacatur.screening.watch_artefacts import Found
from vacatur.screening.watched import RowStanding

INSIDE = "NOT FOR PUBLICATION: small counts stand open here. With --public they are hidden."
UNIT = (
    "One row is one arrest row: a charge of an arrest, as the feed prints it. Neither persons nor "
    "arrests are counted."
)
BY_CODE = (
    "The code and the day of arrest alone decide; what officers wrote beside a code is not read. "
    "A policy that looks at a person or at the other charges of a case may say otherwise of one."
)
HIDDEN = "-"
HIDES = (
    f"[{HIDDEN}] is hidden: a count from 1 to {USUAL.least_shown - 1}, or one from which it could "
    "be worked out. Counts are rounded to five, and need not sum. Nothing is summed over months."
)


# ---- the feed -----------------------------------------------------------------------------------


def feed_data(feed: Feed) -> dict[str, Any]:
    """A feed for a program."""
    return {
        "file": feed.name,
        "sha256": feed.sha256,
        "style": feed.style,
        "unit": "arrest row",
        "rows_in": feed.rows_in,
        "mapped": feed.mapped,
        "quarantined": [
            {"reason": each.reason, "rows": each.rows, "first_rows": list(each.first)}
            for each in feed.quarantined
        ],
        "arrest_numbers": feed.numbers,
        "rows_without_number": feed.unnumbered,
    }


def feed_words(feed: Feed) -> Iterator[str]:
    """A feed for a terminal: rows in = mapped + quarantined."""
    yield f"{feed.name}, style [{feed.style}], sha256 {feed.sha256}"
    yield f"  {feed.rows_in:,} rows in = {feed.mapped:,} mapped + {feed.out:,} quarantined"
    for each in feed.quarantined:
        rows = ", ".join(map(str, each.first)) + (", ..." if each.rows > len(each.first) else "")
        yield f"    {each.rows:>9,}  {each.reason}: row {rows}"
    yield f"  {feed.numbers:,} arrest numbers; {feed.unnumbered:,} rows without one"


def _found_data(found: Found) -> dict[str, Any]:
    return {
        "artefact": found.artefact.value,
        "measured": found.measured,
        "threshold": found.threshold,
        "reason": found.reason,
        "forbids": found.forbids,
        "cut": found.cut,
        "months": [f"{each:%Y-%m}" for each in found.months],
        "column": found.column,
    }


def _found_words(found: Found) -> Iterator[str]:
    yield f"  {found.artefact}: {found.measured}"
    yield f"    threshold: {found.threshold} ({found.reason})"
    yield f"    forbids: {found.forbids}"


# ---- arrests ------------------------------------------------------------------------------------


def arrests_data(watch: ArrestWatch, public: PublicWatch | None) -> dict[str, Any]:
    """A watch of arrests for a program; with `public`, what may be published of it alone."""
    told: dict[str, Any] = {
        "for_publication": public is not None,
        "feed": feed_data(watch.feed),
        "earlier": feed_data(watch.earlier) if watch.earlier else None,
        "policies": [
            {"policy": each.implements, "title": each.title, "first_day": each.first_day}
            for each in watch.policies
        ],
        "codes": [
            {"code": x.code, "list": x.code_list, "first": x.first, "last": x.last}
            for x in watch.codes
        ],
        "since": watch.since,
        "by": watch.by.value,
        "artefacts": [_found_data(each) for each in watch.artefacts],
        "reviewed_by": "no lawyer",
    }
    if public is not None:
        return told | {
            "labels": list(public.labels),
            "uncounted_in_a_hundred": {
                str(each): share for each, share in public.uncounted.items()
            },
            "left_out": [f"{each:%Y-%m}" for each in public.left_out],
            "not_shown": list(public.refused),
            "figures": [
                {
                    "standing": each.standing.value,
                    "month": f"{each.month:%Y-%m}",
                    "piece": each.piece,
                    "counts": dict(zip(public.labels, each.cells, strict=True)),
                    "total": each.total,
                }
                for each in public.figures
            ],
        }
    return told | {
        "labels": list(watch.labels),
        "rows": watch.rows,
        "standing": {str(each): rows for each, rows in watch.standing.items()},
        "under_18": watch.under_18,
        "age_not_known": watch.no_age,
        "figures": [
            {
                "standing": each.standing.value,
                "month": f"{each.month:%Y-%m}",
                "piece": each.piece,
                "whole": each.whole,
                "counts": dict(zip(watch.labels, each.counts, strict=True)),
            }
            for each in watch.figures
        ],
    }


def arrests_words(watch: ArrestWatch, public: PublicWatch | None) -> Iterator[str]:
    """A watch of arrests for a terminal; with `public`, what may be published of it alone."""
    yield from feed_words(watch.feed)
    if watch.earlier:
        yield "Held against the earlier snapshot:"
        yield from feed_words(watch.earlier)
    yield f"  {UNIT}"
    yield ""
    yield "What the feed does by itself, tested first:"
    for found in watch.artefacts:
        yield from _found_words(found)
    yield ""
    for policy in watch.policies:
        yield f"{policy.implements}, from {policy.first_day or 'ever'}: {policy.title}"
    yield f"  {BY_CODE}"
    for each in watch.codes:
        yield f"    {each.code} {each.code_list}: {each.first or ''}..{each.last or ''}"
    if not watch.codes:
        yield "    none of them covers a code on any day"
    yield ""
    yield from _standings(watch) if public is None else _uncounted(public)
    for standing in (RowStanding.COVERED, RowStanding.BEFORE):
        yield from (
            _table(watch, standing) if public is None else _public_table(watch, public, standing)
        )
    yield ""
    yield from [INSIDE] if public is None else public_end(public.refused)
    yield NO_LAWYER


def public_end(refused: Sequence[str]) -> Iterator[str]:
    """What is not shown, and what is hidden."""
    yield from (f"Not shown: {each}." for each in refused)
    yield HIDES


def _standings(watch: ArrestWatch) -> Iterator[str]:
    yield f"{watch.rows:,} arrest rows since {watch.since}:"
    for standing, rows in watch.standing.items():
        yield f"  {rows:>9,}  {standing}: {standing.definition}"
    yield (
        f"  Of the covered ones {watch.under_18:,} are of somebody under 18, and of "
        f"{watch.no_age:,} no age is known."
    )


def _uncounted(public: PublicWatch) -> Iterator[str]:
    yield "Of a hundred rows, so many in no table here, for nobody can say if a policy covers them:"
    for standing, share in public.uncounted.items():
        yield f"  {f'about {share}':>14}  {standing}: {standing.definition}"
    if public.left_out:
        months = ", ".join(f"{each:%Y-%m}" for each in public.left_out)
        yield f"  Left out, since they are not whole: {months}"


def _table(watch: ArrestWatch, standing: RowStanding) -> Iterator[str]:
    mine = [each for each in watch.figures if each.standing is standing]
    if not any(sum(each.counts) for each in mine):
        return
    yield from _head(standing, watch.labels)
    cuts = _cuts(watch.artefacts)
    for piece, figures in groupby(mine, key=lambda each: each.piece):
        months = list(figures)
        yield from _break(piece, months[0].month, cuts)
        for each in months:
            note = "" if each.whole else "  not a whole month"
            yield f"  {each.month:%Y-%m}  {cells_in_words(each.counts)}{note}"
        whole = [each.counts for each in months if each.whole]
        sums = [sum(column) for column in zip(*whole, strict=True)] or [0] * len(watch.labels)
        yield f"  {'whole':<7}  {cells_in_words(sums)}"


def _public_table(watch: ArrestWatch, public: PublicWatch, standing: RowStanding) -> Iterator[str]:
    mine = [each for each in public.figures if each.standing is standing]
    # Whether any row is there at all would tell of small counts, so an empty table is shown too.
    if not mine:
        return
    split = len(public.labels) > 1
    yield from _head(standing, (*public.labels, "all") if split else public.labels)
    cuts = _cuts(watch.artefacts)
    for piece, figures in groupby(mine, key=lambda each: each.piece):
        months = list(figures)
        yield from _break(piece, months[0].month, cuts)
        for each in months:
            cells = (*each.cells, each.total) if split else (each.total,)
            yield f"  {each.month:%Y-%m}  {cells_in_words(cells)}"


def _head(standing: RowStanding, labels: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f"{standing}: {standing.definition}"
    yield f"  {'month':<7}  " + "  ".join(f"{each:>12}" for each in labels)


def cells_in_words(counts: Sequence[int | None]) -> str:
    """Counts of one row of a table."""
    return "  ".join(f"{HIDDEN if each is None else f'{each:,}':>12}" for each in counts)


def _cuts(artefacts: Sequence[Found]) -> Mapping[date, list[str]]:
    cuts: dict[date, list[str]] = {}
    for each in artefacts:
        if each.cut:
            cuts.setdefault(each.cut, []).append(each.artefact.value)
    return cuts


def _break(piece: int, month: date, cuts: Mapping[date, Sequence[str]]) -> Iterator[str]:
    if piece:
        names = ", ".join(
            name for cut, told in sorted(cuts.items()) if cut == month for name in told
        )
        yield f"  ---- {names or 'a break'}: compare nothing across {month} ----"
