"""The appendix for a statistician: every estimator with all that it told, and every variant."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.evaluation.monthly import monthly_of
from vacatur.evaluation.results import DesignResult
from vacatur.evaluation.wording import signed
from vacatur.office.evaluating import Evaluated
from vacatur.office.evaluation_told import Block, Section, label_of


def appendix_of(done: Evaluated) -> tuple[Section, ...]:
    """What stands after the sections of `sections_for`."""
    told = done.evaluation
    results = [*told.results]
    named_results = [(label_of(each), each) for each in results]
    named_results += [(f"Placebo [{name}]", e) for name, e in told.placebos.results.items()]
    made = [
        Section(heading="Every estimator", blocks=(_errors(named_results),)),
        Section(heading="Diagnostics", blocks=tuple(_diagnostics(named_results))),
        Section(heading="Weights of donors", blocks=tuple(_weights(results))),
        Section(heading="Event study", blocks=tuple(_points(results))),
        Section(heading="Every variant", blocks=tuple(_variants(done))),
        Section(heading="Months", blocks=tuple(_months(done))),
    ]
    return tuple(each for each in made if each.blocks)


def _errors(results: list[tuple[str, DesignResult]]) -> Block:
    rows = [
        [
            name,
            signed(each.estimate),
            _four(each.error),
            each.error_of,
            _four(each.p),
            _four(each.p_floor),
            _four(_number(each, "pre_rmspe")),
        ]
        for name, each in results
    ]
    columns = ["Estimator", "Change", "Standard error", "Of", "p", "Smallest p", "RMSPE before"]
    return _numbers(columns, [1.6, 0.8, 0.8, 1.4, 0.7, 0.7, 0.8], rows)


def _diagnostics(results: list[tuple[str, DesignResult]]) -> Iterator[Block]:
    for name, each in results:
        if each.diagnostics:
            said = "; ".join(
                f"{key.replace('_', ' ')}: {_plain(value)}"
                for key, value in each.diagnostics.items()
            )
            yield {"kind": "text", "text": f"{name}. {said}."}


def _weights(results: list[DesignResult]) -> Iterator[Block]:
    for each in results:
        if each.weights:
            said = "; ".join(f"{donor} {weight:.3f}" for donor, weight in each.weights.items())
            yield {"kind": "text", "text": f"{label_of(each)}. {said}."}


def _points(results: list[DesignResult]) -> Iterator[Block]:
    for each in results:
        if each.points:
            rows = [
                [f"{p.first} to {p.last}", signed(p.estimate), signed(p.low), signed(p.high)]
                for p in each.points
            ]
            columns = ["Months since the policy", "Gap", "Low", "High"]
            yield _numbers(columns, [1.5, 1.0, 1.0, 1.0], rows)


def _variants(done: Evaluated) -> Iterator[Block]:
    comparisons = done.evaluation.comparisons
    if not (comparisons and comparisons.curve):
        return
    variants = comparisons.curve.variants
    heads = list(variants[0].choices)
    rows = [
        [*(each.choices[head].replace("_", " ") for head in heads), _estimated(each.estimate)]
        for each in variants
    ]
    columns = [head[:1].upper() + head[1:] for head in heads]
    yield _numbers([*columns, "Change"], [1.6, 0.9, 1.1, 1.3, 0.9], rows)


def _estimated(estimate: float | None) -> str:
    return "did not fit" if estimate is None else signed(estimate)


def _months(done: Evaluated) -> Iterator[Block]:
    monthly = monthly_of(done.evaluation.window)
    if monthly.is_small:
        return
    rows = [
        [f"{each.month:%Y-%m}", _value(each.value), _value(each.low), _value(each.high)]
        for each in monthly.months
    ]
    unit = "Number" if monthly.per is None else f"Per {monthly.per:,}"
    columns = ["Month", unit, "Lowest of earlier years", "Highest of earlier years"]
    yield _numbers(columns, [1.0, 1.0, 1.4, 1.4], rows)


def _value(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _numbers(columns: list[str], widths: list[float], rows: list[list[str]]) -> Block:
    return {"kind": "numbers", "columns": columns, "widths": widths, "rows": rows}


def _four(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _number(result: DesignResult, key: str) -> float | None:
    value = result.diagnostics.get(key)
    return value if isinstance(value, float) else None


def _plain(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
