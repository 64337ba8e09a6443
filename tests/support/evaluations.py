"""Invented panels with a known effect or with none, and plans about them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from vacatur.evaluation.series import Panel, month_after
from vacatur.evaluation.window import Window

FIRST = date(2010, 1, 1)


def noise(random, units, months, *, autocorrelation=0.4, deviation=0.1):
    """Logarithms that hang on the month before: (units, months)."""
    fresh = random.normal(size=(units, months)) * deviation * np.sqrt(1 - autocorrelation**2)
    out = np.empty((units, months))
    out[:, 0] = random.normal(size=units) * deviation
    for month in range(1, months):
        out[:, month] = autocorrelation * out[:, month - 1] + fresh[:, month]
    return out


def panel(
    seed,
    *,
    units=25,
    before=48,
    after=12,
    effect=0.0,
    shock=0.0,
    shock_spread=0.0,
    mean=500,
    deviation=0.1,
    autocorrelation=0.4,
    outcome="crimes",
):
    """Cities with one season, a shock of all at the policy, and an effect in `a` alone.

    `shock_spread` is the standard deviation among cities of the shock's logarithm.
    """
    random = np.random.default_rng(seed)
    months = before + after
    logs = noise(random, units, months, autocorrelation=autocorrelation, deviation=deviation)
    logs += 0.1 * np.sin(2 * np.pi * np.arange(months) / 12) + np.log(mean)
    logs[:, before:] += np.log1p(shock)
    if shock_spread:
        logs[:, before:] += random.normal(size=(units, 1)) * shock_spread
    logs[0, before:] += np.log1p(effect)
    return Panel(
        outcome=outcome,
        units=("a", *(f"d{i:02}" for i in range(1, units))),
        months=tuple(month_after(FIRST, i) for i in range(months)),
        # Few events are a draw of their own; many are as good as their mean.
        counts=np.round(np.exp(logs)) if mean >= 20 else random.poisson(np.exp(logs)) * 1.0,
        population=np.ones((units, months)),
    )


def window(seed, *, before=48, **told):
    made = panel(seed, before=before, **told)
    return Window(panel=made, treated="a", donors=made.units[1:], start=before)


def write_plan(folder: Path, panels: dict[str, Panel], **told: str) -> Path:
    """A CSV file of these columns and a plan; `told` replaces or adds lines, "" leaves one out."""
    first = next(iter(panels.values()))
    lines = [",".join(["city", "month", *panels])]
    for row, unit in enumerate(first.units):
        for column, month in enumerate(first.months):
            counts = [f"{each.counts[row, column]:.0f}" for each in panels.values()]
            lines.append(",".join([unit, f"{month:%Y-%m}", *counts]))
    (folder / "data.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    keys = {
        "question": "Did it change anything?",
        "data": "data.csv",
        "unit": "city",
        "time": "month",
        "outcome": "crimes",
        "treated": "a",
        "policy_date": str(month_after(first.months[0], 48)),
        "dose": "arrests",
    } | told
    plan = folder / "plan.yaml"
    plan.write_text("".join(f"{k}: {v}\n" for k, v in keys.items() if v), encoding="utf-8")
    return plan
