"""Which comparisons were named in advance, and what remains of a grid of them by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from statsmodels.stats.multitest import multipletests

from vacatur.errors import FigureRefused, nearest
from vacatur.evidence.figures import Caution

MOST_PRIMARY = 3
ALPHA = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The primary contrasts, and the days on which they were named and the data first seen."""

    primary: tuple[str, ...]
    named_on: date
    data_seen_on: date

    def __post_init__(self) -> None:
        if len(set(self.primary)) < len(self.primary):
            raise FigureRefused(
                "a primary contrast is named twice", why="It would be counted as two."
            )
        if self.named_on > self.data_seen_on:
            raise FigureRefused(
                f"contrasts named on [{self.named_on}], after the data were seen on "
                f"[{self.data_seen_on}]",
                why="A comparison that is chosen for what it shows, shows it by chance too.",
                repair="Name no primary contrast: all of them are then judged by q.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One comparison of a family."""

    name: str
    p: float
    q: float  # Benjamini and Hochberg's, over the whole family
    primary: bool
    stands: bool  # p < .05 where it is primary, q < .05 otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """All comparisons that were made, in the order in which they were given."""

    contrasts: tuple[Contrast, ...]
    cautions: tuple[Caution, ...]


def judge(p_values: Mapping[str, float], plan: Plan) -> Family:
    """Primary contrasts by p, all others by q; more than three primary ones are judged by q too.

    Source: Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57 (1995), 289; by statsmodels.

    Raises
    ------
    FigureRefused
        Nothing is compared, a p is none, or a primary contrast was not made.
    """
    if not p_values:
        raise FigureRefused("nothing is compared", why="A family has at least one member.")
    for name, p in p_values.items():
        if not 0 <= p <= 1:
            raise FigureRefused(f"[{p}] is no p", where=name, why="A chance is from 0 to 1.")
    for name in plan.primary:
        if name not in p_values:
            raise FigureRefused(
                f"the primary contrast [{name}] was not made",
                why="What was named in advance is reported, whatever it shows.",
                repair=nearest(name, p_values),
            )
    _, q_values, _, _ = multipletests(list(p_values.values()), alpha=ALPHA, method="fdr_bh")
    many = len(plan.primary) > MOST_PRIMARY
    contrasts = []
    for (name, p), q in zip(p_values.items(), q_values, strict=True):
        primary = name in plan.primary
        stands = p < ALPHA if primary and not many else bool(q < ALPHA)
        contrasts.append(Contrast(name=name, p=p, q=float(q), primary=primary, stands=stands))
    return Family(contrasts=tuple(contrasts), cautions=(Caution.MANY_CONTRASTS,) if many else ())
