"""What became of arrests: one linked cohort at fixed horizons, or stages that are not linked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vacatur.errors import FigureRefused
from vacatur.evidence.cohort import DecidedBy, End, Stage
from vacatur.evidence.figures import plain
from vacatur.evidence.funnel import HORIZONS, Funnel, funnel, funnels_by_month
from vacatur.evidence.printed import WHY
from vacatur.evidence.unlinked import StageCount, StatedCount, UnlinkedStages
from vacatur.evidence.wording_of_cases import bound_sentence, funnel_sentence
from vacatur.figures.incidence import Incidence
from vacatur.office.evidence_data import INTERNAL
from vacatur.office.funnel_files import Stated
from vacatur.office.funnel_records import Cohort
from vacatur.office.spreadsheet import NO_LAWYER

# Of what should be in a cohort, the share that may have no arrest to follow it from. Ours.
MOST_UNLINKED = 0.10
_NOTHING = Stated(stages=(), bounds=())


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelReport:
    """A cohort with its months, or why there is none; and what was counted separately.

    `cohort` null: only counts were given. `whole` null: it cannot be followed, and `not_linked`
    says why. `unlinked` holds each stage by itself; it is null where nothing was so counted.
    """

    what: str
    cohort: Cohort | None
    whole: Funnel | None
    months: tuple[Funnel, ...]
    not_linked: str  # "": it is linked, or nothing was asked of a cohort
    unlinked: UnlinkedStages | None
    stated: Stated


def funnel_report(cohort: Cohort | None, *, what: str, stated: Stated = _NOTHING) -> FunnelReport:
    """Follow a cohort where it can be followed; else each stage stands by itself.

    Raises
    ------
    FigureRefused
        There is nothing to count.
    """
    if cohort is None:
        if not stated.stages:
            raise FigureRefused(
                "nothing is counted", why="A share of nothing says nothing.",
                repair="Name a workspace, a cohort file or a file of counts.",
            )  # fmt: skip
        unlinked = UnlinkedStages(stages=stated.stages)
        return FunnelReport(
            what=what, cohort=None, whole=None, months=(), not_linked="", unlinked=unlinked,
            stated=stated,
        )  # fmt: skip
    why = _not_linked(cohort)
    whole: Funnel | None = None
    months: tuple[Funnel, ...] = ()
    if not why:
        followed_to, source = cohort.source.extracted_on, cohort.source
        whole = funnel(cohort.cases, source, followed_to=followed_to, label=what, told=cohort.told)
        months = funnels_by_month(cohort.cases, source, followed_to=followed_to, told=cohort.told)
    stages = [*(_stages(cohort) if why else ()), *stated.stages]
    return FunnelReport(
        what=what,
        cohort=cohort,
        whole=whole,
        months=months,
        not_linked=why,
        unlinked=UnlinkedStages(stages=tuple(stages)) if stages else None,
        stated=stated,
    )


def _not_linked(cohort: Cohort) -> str:
    lacking, linked = sum(cohort.unlinked.values()), len(cohort.cases)
    if not linked and not lacking:
        raise FigureRefused(
            "no arrest and no case stands in the period", where=cohort.source.name,
            why="A share of nothing says nothing.",
        )  # fmt: skip
    if lacking <= MOST_UNLINKED * (linked + lacking):
        return ""
    reasons = "; ".join(f"{reason}: {many:,}" for reason, many in cohort.unlinked.items())
    return (
        f"Arrests and court cases cannot be linked: {lacking:,} of {linked + lacking:,} have no "
        f"arrest to follow them from ({reasons}). A funnel of the others would be of other cases."
    )


def _stages(cohort: Cohort) -> Iterator[StageCount]:
    for stage, many in cohort.stages.items():
        count = StatedCount(count=many, more_than=False)
        yield StageCount(stage=stage, count=count, source=cohort.stages_source)


def sentences_of_funnel(found: Funnel) -> tuple[str, ...]:
    """What may be said at one and at two years, of the stages and of who decided."""
    kinds: list[Stage | End | DecidedBy] = list(dict.fromkeys(Stage(x.kind) for x in found.stages))
    seen = {each.kind for each in found.decided_by if each.seen}
    kinds += [each for each in DecidedBy if each.value in seen]
    return tuple(funnel_sentence(found, kind, days) for days in HORIZONS[1:] for kind in kinds)


def funnel_data(found: FunnelReport) -> dict[str, Any]:
    """Everything, with the names that a program reads."""
    cohort = found.cohort
    return {
        "what": found.what,
        "is_linked": found.whole is not None,
        "not_linked_because": found.not_linked or None,
        "source": None if cohort is None else plain(cohort.source),
        "stages_told": None if cohort is None else [each.value for each in cohort.told],
        "unlinked_cases": None if cohort is None else dict(cohort.unlinked),
        "notes": [] if cohort is None else list(cohort.notes),
        "cohort": None if found.whole is None else _funnel(found.whole),
        "months": [_funnel(each) for each in found.months],
        "sentences": [] if found.whole is None else list(sentences_of_funnel(found.whole)),
        "stages_by_themselves": None if found.unlinked is None else plain(found.unlinked.stages),
        "bounds": [
            {"what": what, "of": of, **_plain(bound), "sentence": bound_sentence(bound)}
            for what, of, bound in found.stated.bounds
        ],
        "internal": INTERNAL,
        "does_not_show": WHY,
        "no_lawyer": NO_LAWYER,
    }


def _funnel(found: Funnel) -> dict[str, Any]:
    return {
        "label": found.label,
        "followed_to": found.followed_to.isoformat(),
        "total": found.total,
        "left_out": dict(found.left_out),
        "open": found.open,
        "ended": plain(found.ended),
        "stages": [_incidence(each) for each in found.stages],
        "ends": [_incidence(each) for each in found.ends],
        "decided_by": [_incidence(each) for each in found.decided_by],
    }


def _incidence(found: Incidence) -> dict[str, Any]:
    told = _plain(found)
    estimate = found.estimate
    told["estimate"] = None if estimate is None else estimate.value
    told["interval"] = None if estimate is None else [estimate.interval.low, estimate.interval.high]
    told["method"] = None if estimate is None else estimate.interval.method.value
    return told


def _plain(figure: object) -> dict[str, Any]:
    told = plain(figure)
    assert isinstance(told, dict)
    return told
