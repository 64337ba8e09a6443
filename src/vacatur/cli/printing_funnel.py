"""A funnel, or stages by themselves, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.cli.words import NO_LAWYER
from vacatur.evidence.cohort import DecidedBy, End, Stage
from vacatur.evidence.funnel import HORIZONS, Funnel
from vacatur.evidence.printed import WHY, cited, horizon, percent, percents, sentence
from vacatur.evidence.wording_of_cases import bound_sentence
from vacatur.figures.incidence import Incidence
from vacatur.office.evidence_data import INTERNAL
from vacatur.office.funnel_report import FunnelReport, sentences_of_funnel

_WIDTH = 28


def funnel_words(found: FunnelReport) -> Iterator[str]:
    """For a terminal."""
    yield sentence(found.what)
    if found.not_linked:
        yield f"  {found.not_linked}"
    if found.whole is not None:
        yield from _cohort(found.whole)
        yield from _months(found)
        yield ""
        yield from (f"  {each}" for each in sentences_of_funnel(found.whole))
    if found.unlinked is not None:
        yield ""
        yield "  Each stage by itself:"
        yield from (f"    {each}" for each in found.unlinked.lines())
    for what, of, bound in found.stated.bounds:
        yield f"  {sentence(what)}, of {of}: {bound_sentence(bound)}"
    yield ""
    if found.cohort is not None:
        if found.whole is not None:
            for reason, many in found.cohort.unlinked.items():
                yield f"  Not in the cohort: {many:,}: {reason}."
            yield f"  {cited(found.cohort.source)}"
        yield from (f"  {note}" for note in found.cohort.notes)
    yield f"  {INTERNAL}"
    yield f"  {WHY}"
    yield NO_LAWYER


def _cohort(found: Funnel) -> Iterator[str]:
    yield (
        f"  {found.total:,} followed to {found.followed_to}; {found.open:,} open on that day"
        + "".join(f"; left out {many:,}: {why}" for why, many in found.left_out.items())
    )
    yield "  " + " " * _WIDTH + "".join(f"{horizon(days):>26}" for days in HORIZONS)
    rows: list[tuple[str, tuple[Incidence, ...], type[Stage | End | DecidedBy]]] = [
        ("reached", found.stages, Stage),
        ("ended", found.ends, End),
        ("ended by decision of", found.decided_by, DecidedBy),
    ]
    for heading, figures, terms in rows:
        yield f"  {heading}"
        seen = {each.kind for each in figures if each.seen}
        shown = [each for each in terms if terms is Stage or each.value in seen]
        for term in shown:
            of = [each for each in figures if each.kind == term.value]
            if of:
                cells = "".join(f"{_cell(each):>26}" for each in of)
                yield f"    {term.value.replace('_', ' '):<{_WIDTH - 2}}{cells}"
    yield (
        "  "
        + f"{'open when last seen':<{_WIDTH}}"
        + "".join(f"{each.open + each.not_followed:>26,}" for each in found.ends[: len(HORIZONS)])
    )


def _cell(figure: Incidence) -> str:
    if figure.estimate is None or figure.estimate.value is None:
        return "nobody followed so long"
    return f"{percent(figure.estimate.value)} ({percents(figure.estimate.interval)})"


def _months(found: FunnelReport) -> Iterator[str]:
    yield ""
    kinds = [("stages", each) for each in dict.fromkeys(x.kind for x in found.months[0].stages)]
    yield "  by month, at one year:"
    yield "  " + f"{'':<10}{'arrests':>9}{'open':>9}" + "".join(f"{k:>24}" for _, k in kinds)
    for each in found.months:
        cells = [
            next(x for x in each.stages if (x.kind, x.days) == (kind, HORIZONS[1]))
            for _, kind in kinds
        ]
        said = "".join(f"{_cell(cell):>24}" for cell in cells)
        yield f"  {each.label:<10}{each.total:>9,}{each.open:>9,}{said}"
