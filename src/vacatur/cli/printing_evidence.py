"""Evidence for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.cli.words import NO_LAWYER
from vacatur.evidence.disparity import Disparity
from vacatur.evidence.printed import (
    WHY,
    cited,
    percent,
    percents,
    sentence,
    value_and_spread,
)
from vacatur.office.evidence_beside import Beside, Vanished
from vacatur.office.evidence_data import INTERNAL, named_groups
from vacatur.office.evidence_figures import Evidence
from vacatur.office.evidence_words import caution_words


def evidence_words(found: Evidence) -> Iterator[str]:
    """For a terminal."""
    overall = found.overall
    yield f"{sentence(overall.what)}, {found.source.first} to {found.source.last}: {found.total:,}"
    yield f"  counted: {overall.source.unit.definition}"
    yield from disparity_words(overall, found.by)
    for each in found.districts:
        yield ""
        yield f"  {each.district}:" + (f" no figure: {each.refused}" if each.refused else "")
        if each.found is not None:
            yield from disparity_words(each.found, found.by)
    if found.no_district:
        yield f"  {found.no_district:,} are in no district's figure: it is not recorded."
    yield from _beside_words(found)
    yield ""
    yield f"  {cited(found.source)}"
    if not found.extract_day_stated:
        yield "  Nobody stated the day of the extract; the day of the reading stands for it."
    yield from _rows_words(found)
    denominator = overall.denominator
    derived = f"derived: {denominator.derived}" if denominator.derived else "counted"
    yield (
        f"  Population: {found.population_file}, {denominator.kind.definition}, "
        f"{denominator.place}, {denominator.year}, {denominator.said_by}; {derived}"
    )
    if found.races is not None:
        yield f"  Races: {found.races.said_by}"
    yield f"  {INTERNAL}"
    yield f"  {WHY}"
    yield NO_LAWYER


def disparity_words(found: Disparity, by: str) -> Iterator[str]:
    """A table of the groups."""
    a_year = "" if found.years is None else " a year"
    yield (
        f"  {'group':<16} {'count':>8} {'share':>20} {f'per {found.per:,}{a_year}':>24} "
        f"{'times':>22} {'difference':>24}"
    )
    for each in found.groups:
        assert each.share.value is not None
        share = f"{percent(each.share.value)} ({percents(each.share.interval)})"
        compared = each.compared
        ratio, gap = (
            (value_and_spread(compared.ratio), value_and_spread(compared.difference))
            if compared
            else (each.not_compared_because, "")
        )
        yield (
            f"  {each.group:<16} {each.count:>8,} {share:>20} {value_and_spread(each.rate):>24} "
            f"{ratio:>22} {gap:>24}"
        )
    compared_with = {each.compared.reference for each in found.groups if each.compared}
    yield f"  Compared with {', '.join(sorted(compared_with))}. Intervals: {found.level:.0%}."
    if found.missing:
        yield f"  Not recorded, and left out: {found.missing:,} ({percent(found.missing_share)})."
    cautions = {c for each in found.groups for c in each.cautions} | set(found.cautions)
    yield from (f"  {sentence(caution_words(each, by))}." for each in sorted(cautions))


def _beside_words(found: Evidence) -> Iterator[str]:
    for each in found.beside:
        yield ""
        yield f"  {_asked(each)} would say {each.total:,}, of which {each.also_right:,} are right:"
        yield "    " + ", ".join(f"{g}: {n:,}" for g, n in named_groups(each.by_group).items())
    if found.vanished is not None:
        yield ""
        yield from _vanished_words(found.vanished)


def _asked(found: Beside) -> str:
    return f"The code [{found.asked}]" if found.by == "code" else f"A search for [{found.asked}]"


def _vanished_words(found: Vanished) -> Iterator[str]:
    share = found.gone / found.before if found.before else 0.0
    all_share = found.all_gone / found.all_before if found.all_before else 0.0
    yield (
        f"  The earlier snapshot {found.file} had {found.before:,} with a number, and the later "
        f"one {found.after:,}. Gone: {found.gone:,} ({percent(share)}; of all arrests of the "
        f"period {percent(all_share)}); counted as something else: {found.recoded:,}; "
        f"new: {found.added:,}."
    )
    yield "  What is gone was probably expunged. It is neither listed nor put back."


def _rows_words(found: Evidence) -> Iterator[str]:
    standing = ", ".join(f"{name} {rows:,}" for name, rows in found.standing.items())
    yield f"  Rows: {found.read.rows_in:,} in the file; {standing}."
    for reason, rows in found.read.refused.items():
        yield f"    refused {rows:,}: {reason}"
    yield from (f"    {note}" for note in found.read.notes)
