"""What linking did, counted and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vacatur.identity.names_report import NamesReport
from vacatur.identity.reasons import DOUBTS, VETOES
from vacatur.identity.said_report import SaidReport


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """What linking did. `told` cases came with their person, and were left as they are."""

    cases: int  # linked ones
    persons: int  # that they belong to
    told: int
    largest: int  # cases of the person with the most of them
    disagreeing_birth_dates: int  # persons whose cases tell more than one
    added: Mapping[str, int]  # kind of key -> persons fewer than without it, in the order of KINDS
    vetoed: Mapping[str, int]  # `crowd` and `sexes` -> keys that join nobody
    names: NamesReport
    said: SaidReport


def format_link_report(report: LinkReport) -> str:
    """Print a report for a person."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: LinkReport) -> Iterator[str]:
    yield f"Linked {report.cases:,} cases to {report.persons:,} persons."
    yield f"  Most cases of one person: {report.largest:,}."
    yield (
        f"  Persons whose cases tell more than one birth date: {report.disagreeing_birth_dates:,}."
    )
    yield "  Persons fewer thanks to each key, in this order, and to names:"
    yield from (f"  {count:>12,}  {kind}" for kind, count in report.added.items())
    yield (
        f"  Keys that join nobody: {report.vetoed['crowd']:,} that name too many people,"
        f" {report.vetoed['sexes']:,} that name a man and a woman."
    )
    if report.told:
        yield f"  {report.told:,} cases came with their person, and were left alone."
    yield from _said(report.said)
    yield from _names(report.names)


def _said(said: SaidReport) -> Iterator[str]:
    if said.same or said.apart or said.gone:
        gone = f", {said.gone:,} about cases that have vanished" if said.gone else ""
        yield (
            f"  Answers of people: {said.same:,} that two cases are one person's,"
            f" {said.apart:,} that they are two people's{gone}."
        )
    if said.overruled:
        yield (
            f"  {said.overruled:,} persons are joined by a key although somebody said that they are"
            " two: their searches count for nothing until that is settled."
        )


def _names(names: NamesReport) -> Iterator[str]:
    if not names.spellings:
        yield "  No case tells a name, so nobody was linked by names."
        return
    yield f"  By names: {names.spellings:,} spellings, {names.pairs:,} pairs that may be one person"
    yield f"  {names.links:>12,}  pairs are linked"
    for word, count in names.vetoed.items():
        yield f"  {count:>12,}  stay apart: {VETOES[word]}"
    yield f"  {names.review:>12,}  pairs of {names.review_persons:,} persons wait for a person:"
    for word, count in names.held.items():
        yield f"  {'':>12}  {count:>9,}  {DOUBTS[word]}"
    left_out = [block for block, pairs in names.blocks.items() if pairs is None]
    if left_out:
        yield f"  Not compared, as it tells too little apart: {', '.join(left_out)}."
    if names.review:
        yield "  Look at them: vacatur link review"
