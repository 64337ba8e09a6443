"""What each reader is told of an evaluation: sections of blocks, for a page and for papers alike.

Every number here is printed from the one `Evaluated`; nothing is reckoned again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vacatur.evaluation.calendar import Event
from vacatur.evaluation.charts import curve_chart, event_study_chart, gap_chart, series_chart
from vacatur.evaluation.falsify import shows_change
from vacatur.evaluation.monthly import FEWEST_SHOWN, monthly_of
from vacatur.evaluation.results import DesignResult
from vacatur.evaluation.wording import NOT_EFFECT, signed, signed_interval
from vacatur.figures.chart import Chart
from vacatur.office.evaluating import Evaluated
from vacatur.office.evaluation_limits import cannot_say, spoken
from vacatur.record.terms import Term

Block = Mapping[str, Any]
_COLUMNS = ("Design", "Change", "95 % interval", "p", "Smallest p", "Would see", "Months compared")
_WIDTHS = (1.5, 0.8, 1.35, 0.6, 0.7, 0.7, 1.6)


class Reader(Term):
    """For whom a report is written."""

    PUBLIC = "public", "anybody, without statistics"
    COURT = "court", "a judge and both sides"
    STATISTICIAN = "statistician", "somebody who would do it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it. `is_box`: it stands apart, in a frame."""

    heading: str
    blocks: tuple[Block, ...]
    is_box: bool = False

    @property
    def key(self) -> str:
        """Its place on a page."""
        return self.heading.lower().replace(" ", "-")


def charts_of(done: Evaluated) -> Mapping[str, Chart]:
    """Every chart that can be drawn, by its name."""
    told = done.evaluation
    policy = Event(name="the policy", on=told.plan.policy_date)
    monthly = monthly_of(told.window)
    made = [] if monthly.is_small else [series_chart(monthly, told.events, policy)]
    # With weights and the donors' public counts, gaps would give the months back.
    if told.comparisons and told.comparisons.gaps and not monthly.is_small:
        made.append(gap_chart(told.comparisons.gaps, policy))
    for each in told.results:
        if each.points:
            made.append(event_study_chart(each.points, told.plan.outcome))
    if told.comparisons and told.comparisons.curve:
        made.append(curve_chart(told.comparisons.curve))
    return {each.name: each for each in made}


def sections_for(
    reader: Reader, done: Evaluated, charts: Mapping[str, Chart]
) -> tuple[Section, ...]:
    """What a reader is told, in order; `charts` are those of `charts_of`."""
    told = done.evaluation
    is_public = reader is Reader.PUBLIC
    made = [
        _section("The answer", _answer(done)),
        Section(heading="What we cannot say", blocks=(_list(cannot_say(told)),), is_box=True),
        _section("What happened", _happened(done, charts)),
        _section("What else happened", _events(done)),
        _section("What each design says", _designs(done, charts, is_public)),
        _section("What the policy cannot touch", _placebos(done)),
        _section("Other choices", _choices(done, charts)),
        _section("The plan", _plan(done)),
    ]
    return tuple(each for each in made if each.blocks)


def _answer(done: Evaluated) -> Iterator[Block]:
    verdict = done.evaluation.verdict
    definition = verdict.word.definition
    yield _text(f"{definition[:1].upper()}{definition[1:]} (verdict: {spoken(verdict.word)}).")
    yield _list(verdict.reasons)
    if main := headline(done):
        yield _text(_with_months(main))
    yield _text(f"This answer is {done.stamp}.")


def headline(done: Evaluated) -> DesignResult | None:
    """The design whose sentence is read first: the first that compares; else the first at all."""
    given = [each for each in done.evaluation.results if each.estimate is not None]
    compared = [each for each in given if each.p_floor is not None]
    return next(iter(compared or given), None)


def _happened(done: Evaluated, charts: Mapping[str, Chart]) -> Iterator[Block]:
    told = done.evaluation
    yield _text(told.description.sentence)
    if "series" in charts:
        yield from _chart(charts["series"])
    else:
        yield _text(
            f"The months are not shown: some count fewer than {FEWEST_SHOWN}, which may tell of "
            "somebody."
        )
    yield _text(f"Whether practice changed: {told.dose.sentence} {NOT_EFFECT}")


def _events(done: Evaluated) -> Iterator[Block]:
    told = done.evaluation
    said = []
    for each in told.events:
        where = f" in {each.unit} alone" if each.unit else ""
        near = " It came within three months of the policy." if each in told.collisions else ""
        said.append(f"{each.name}, {each.on.isoformat()}{where}.{near}")
    if said:
        yield _list(said)


def _designs(done: Evaluated, charts: Mapping[str, Chart], is_public: bool) -> Iterator[Block]:
    given, refused = _parted(done.evaluation.results)
    if given:
        yield _numbers(given)
        yield _text(
            "A change is relative to what would have been expected. Would see: the smallest change "
            "that the design finds four times in five. Smallest p: what it could have given."
        )
    if "gaps" in charts:
        yield from _chart(charts["gaps"])
    if "event_study" in charts and not is_public:
        yield from _chart(charts["event_study"])
    if not is_public:
        yield from (_text(f"{label_of(each)}: {_with_months(each)}") for each in given)
    if refused:
        yield _text("No answer was given by:")
        yield _list(f"{label_of(each)}. {each.sentence}" for each in refused)
    cautions = dict.fromkeys(
        f"{label_of(each)}: {warning.rstrip('.')}." for each in given for warning in each.warnings
    )
    if cautions:
        yield _text("Cautions:")
        yield _list(cautions)


def _placebos(done: Evaluated) -> Iterator[Block]:
    placebos = done.evaluation.placebos
    if not placebos.results:
        return
    yield _numbers(
        [each for each in placebos.results.values() if each.estimate is not None],
        names=[f"[{name}]" for name, e in placebos.results.items() if e.estimate is not None],
    )
    moved = [name for name, each in placebos.results.items() if shows_change(each)]
    if moved:
        yield _text(f"These moved too, so that something else moved them: {', '.join(moved)}.")
    elif placebos.passes:
        yield _text("None of them moved.")
    else:
        yield _text("None could have shown anything, so that this is not passed.")


def _choices(done: Evaluated, charts: Mapping[str, Chart]) -> Iterator[Block]:
    comparisons = done.evaluation.comparisons
    if comparisons and comparisons.curve:
        yield _text(comparisons.curve.sentence)
    if "specification_curve" in charts:
        yield from _chart(charts["specification_curve"])


def _plan(done: Evaluated) -> Iterator[Block]:
    plan = done.evaluation.plan
    yield {
        "kind": "fields",
        "rows": [
            ["Outcome", plan.outcome],
            ["Unit with the policy", plan.treated],
            ["Day of the policy", plan.policy_date.isoformat()],
            ["Compared with", f"{len(done.evaluation.window.donors)} units"],
            ["Hash of the plan", plan.sha256],
            ["Hash of the data", done.data_sha256],
            ["How the plan stands", done.stamp],
        ],
    }
    if done.deviations:
        yield _text("What was changed in the plan after it was frozen:")
        yield _list(done.deviations)


def _numbers(results: Sequence[DesignResult], names: Sequence[str] = ()) -> Block:
    labels = names or [label_of(each) for each in results]
    return {
        "kind": "numbers",
        "columns": list(_COLUMNS),
        "widths": list(_WIDTHS),
        "rows": [[label, *cells(each)] for label, each in zip(labels, results, strict=True)],
    }


def cells(result: DesignResult) -> tuple[str, ...]:
    """One line of the table of designs, after its name."""
    size = result.minimum_detectable
    return (
        signed(result.estimate),
        signed_interval(result.low, result.high),
        _probability(result.p),
        _probability(result.p_floor),
        "" if size is None else f"{size * 100:.0f} %",
        "" if result.months is None else result.months.words,
    )


def _probability(p: float | None) -> str:
    if p is None:
        return ""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def label_of(result: DesignResult) -> str:
    """A design as it is read, with the event that it parts from the policy."""
    name = result.design
    said = (name[:1].upper() + name[1:]).replace("_", " ").replace("did", "DiD")
    event = result.diagnostics.get("event")
    return f"{said}, beside [{event}]" if event else said


def _with_months(result: DesignResult) -> str:
    return result.sentence + (f" Months: {result.months.words}." if result.months else "")


def _parted(results: Sequence[DesignResult]) -> tuple[list[DesignResult], list[DesignResult]]:
    """Those with a number, and those that refused; the curve is neither, and stands elsewhere."""
    given = [each for each in results if each.estimate is not None]
    return given, [e for e in results if e.estimate is None and e.design != "specification_curve"]


def _section(heading: str, blocks: Iterator[Block]) -> Section:
    return Section(heading=heading, blocks=tuple(blocks))


def _chart(chart: Chart) -> Iterator[Block]:
    yield {"kind": "chart", "name": chart.name, "title": chart.title, "words": chart.words}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _list(items: Iterator[str] | Sequence[str] | Mapping[str, None]) -> Block:
    return {"kind": "list", "items": list(items)}
