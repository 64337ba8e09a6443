"""Evidence as JSON and for a terminal: printed from one object, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vacatur.cli.words import NO_LAWYER
from vacatur.evidence.disparity import Disparity, GroupFigure
from vacatur.evidence.figures import Estimate, plain
from vacatur.evidence.intervals import Interval
from vacatur.evidence.printed import (
    WHY,
    cited,
    number,
    percent,
    percents,
    sentence,
    value_and_spread,
)
from vacatur.office.evidence_beside import Beside, Vanished
from vacatur.office.evidence_figures import Evidence

INTERNAL = "Internal: counts below 10 are not hidden. What leaves goes through the exhibit."
NOT_RECORDED = "not recorded"


def evidence_data(found: Evidence) -> dict[str, Any]:
    """Everything, with the names that a program reads; `figure` is the whole object."""
    return {
        **disparity_data(found.overall),
        "by": found.by,
        "source": {**_plain(found.source), "extract_day_stated": found.extract_day_stated},
        "offense": _plain(found.offense),
        "races": _plain(found.races),
        "population": {
            "file": found.population_file,
            "sha256": found.population_sha256,
            **_plain(found.overall.denominator),
            "is_derived": bool(found.overall.denominator.derived),
        },
        "rows": {
            "in_file": found.read.rows_in,
            "refused": dict(found.read.refused),
            **{name.replace(" ", "_"): rows for name, rows in found.standing.items()},
        },
        "notes": list(found.read.notes),
        "districts": [
            {
                "district": each.district,
                "refused": each.refused or None,
                **({} if each.found is None else disparity_data(each.found)),
            }
            for each in found.districts
        ],
        "not_in_a_district": found.no_district,
        "months": {month: _groups(groups) for month, groups in found.months.items()},
        "beside": [{**_plain(each), "by_group": _groups(each.by_group)} for each in found.beside],
        "vanished": None if found.vanished is None else _vanished(found.vanished),
        "internal": INTERNAL,
        "does_not_show": WHY,
        "no_lawyer": NO_LAWYER,
    }


def disparity_data(found: Disparity) -> dict[str, Any]:
    """One comparison of groups."""
    return {
        "unit": found.source.unit.value,
        "what": found.what,
        "total": found.known + found.missing,
        "missing": found.missing,
        "missing_share": found.missing_share,
        "per": found.per,
        "years": found.years,
        "groups": [_group(each) for each in found.groups],
        "cautions": [each.value for each in found.cautions],
    }


def _group(figure: GroupFigure) -> dict[str, Any]:
    compared = figure.compared
    return {
        "group": figure.group,
        "count": figure.count,
        "share": figure.share.value,
        "interval": _limits(figure.share.interval),
        "denominator": figure.denominator,
        "rate": figure.rate.value,
        "rate_interval": _limits(figure.rate.interval),
        "reference": compared.reference if compared else None,
        "reference_rate": _value(figure.reference_rate),
        "ratio": compared.ratio.value if compared else None,
        "ratio_interval": _limits(compared.ratio.interval) if compared else None,
        "difference": compared.difference.value if compared else None,
        "difference_interval": _limits(compared.difference.interval) if compared else None,
        "not_compared_because": figure.not_compared_because or None,
        "unreliable": figure.unreliable,
        "cautions": [each.value for each in figure.cautions],
    }


def _vanished(found: Vanished) -> dict[str, Any]:
    return {
        **_plain(found),
        "before_by_group": _groups(found.before_by_group),
        "gone_by_group": _groups(found.gone_by_group),
    }


def _limits(limits: Interval) -> list[float | None]:
    return [limits.low, limits.high]


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value


def _plain(figure: object) -> dict[str, Any]:
    told = plain(figure)
    return told if isinstance(told, dict) else {}


def _groups(counts: Mapping[str, int]) -> dict[str, int]:
    return {group or NOT_RECORDED: count for group, count in counts.items()}


def evidence_words(found: Evidence) -> Iterator[str]:
    """For a terminal."""
    overall = found.overall
    yield f"{sentence(overall.what)}, {found.source.first} to {found.source.last}: {found.total:,}"
    yield f"  counted: {overall.source.unit.definition}"
    yield from disparity_words(overall)
    for each in found.districts:
        yield ""
        yield f"  {each.district}:" + (f" no figure: {each.refused}" if each.refused else "")
        if each.found is not None:
            yield from disparity_words(each.found)
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


def disparity_words(found: Disparity) -> Iterator[str]:
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
    yield from (f"  {sentence(each.definition)}." for each in sorted(cautions))


def _beside_words(found: Evidence) -> Iterator[str]:
    for each in found.beside:
        yield ""
        yield f"  {_asked(each)} would say {each.total:,}, of which {each.also_right:,} are right:"
        yield "    " + ", ".join(f"{g}: {n:,}" for g, n in _groups(each.by_group).items())
    if found.vanished is not None:
        yield ""
        yield from _vanished_words(found.vanished)


def _asked(found: Beside) -> str:
    return f"The code [{found.asked}]" if found.by == "code" else f"A search for [{found.asked}]"


def _vanished_words(found: Vanished) -> Iterator[str]:
    share = found.gone / found.before if found.before else 0.0
    all_share = found.all_gone / found.all_before if found.all_before else 0.0
    yield (
        f"  The earlier snapshot {found.file} had {found.before:,} with a number, and the later one "
        f"{found.after:,}. Gone: {found.gone:,} ({percent(share)}; of all arrests of the period "
        f"{percent(all_share)}); counted as something else: {found.recoded:,}; new: {found.added:,}."
    )
    yield "  What is gone was probably expunged. It is neither listed nor put back."


def _rows_words(found: Evidence) -> Iterator[str]:
    standing = ", ".join(f"{name} {rows:,}" for name, rows in found.standing.items())
    yield f"  Rows: {number(found.read.rows_in)} in the file; {standing}."
    for reason, rows in found.read.refused.items():
        yield f"    refused {rows:,}: {reason}"
    yield from (f"    {note}" for note in found.read.notes)
