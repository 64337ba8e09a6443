"""How right a linkage is, held against a truth: precision and recall of pairs, with intervals.

A pair is two cases of one person. Precision is the share of linked pairs that are true, recall the
share of true pairs that are linked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import duckdb
import pyarrow as pa

LEVEL = 0.95
# Of each true person: pairs that are right, linked and true. A pair across two persons is half of
# each one's, so that the sums over persons are those over pairs.
_BY_PERSON = """
with cells as (
    select truth, person, count(*)::double as n from judged group by all
),
linked as (select person, sum(n) as size from cells group by all)
select truth, sum(n * (n - 1) / 2) as right_pairs,
    sum(n * (n - 1) / 2 + n * (size - n) / 2) as linked_pairs,
    sum(n) * (sum(n) - 1) / 2 as true_pairs
from cells join linked using (person)
group by truth
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of pairs with its interval at `LEVEL`; all None where there is no pair."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A linkage held against a truth.

    `merged` are linked persons that hold cases of several true ones, `split` true persons whose
    cases lie with several linked ones.
    """

    cases: int
    persons_true: int
    persons_linked: int
    pairs_true: int
    pairs_linked: int
    pairs_right: int
    precision: Share
    recall: Share
    merged: int
    split: int


def score(truth: list[str], person: list[str]) -> Score:
    """Score a linkage.

    Parameters
    ----------
    truth, person
        Of each case: who it is truly about, and whom it is linked to. Equally long.

    Notes
    -----
    Pairs of one person are not independent, so persons are the sampling units: the variance of a
    share is that of a ratio over them (Cochran, Sampling Techniques, 3rd ed. 1977, section 6.4).
    The interval is Wilson's (1927) with the number of pairs that would have this variance if they
    were independent (Korn and Graubard, Survey Methodology 24, 1998); where no pair is wrong, or
    none is right, with the number of persons who have pairs.
    """
    with duckdb.connect() as connection:
        connection.register("judged", pa.table({"truth": truth, "person": person}))
        rows = connection.execute(_BY_PERSON).fetchall()
        merged, linked = _mixed(connection, "person", "truth")
        split, true = _mixed(connection, "truth", "person")
    right, pairs, wanted = ([row[column] for row in rows] for column in (1, 2, 3))
    return Score(
        cases=len(truth),
        persons_true=true,
        persons_linked=linked,
        pairs_true=round(sum(wanted)),
        pairs_linked=round(sum(pairs)),
        pairs_right=round(sum(right)),
        precision=_share(right, pairs),
        recall=_share(right, wanted),
        merged=merged,
        split=split,
    )


def _mixed(connection: duckdb.DuckDBPyConnection, of: str, by: str) -> tuple[int, int]:
    """How many of one side hold several of the other, and how many there are."""
    row = connection.execute(
        f"""select coalesce(sum((others > 1)::int), 0), count(*)
        from (select {of}, count(distinct {by}) as others from judged group by {of})"""
    ).fetchone()
    assert row is not None  # an aggregate has one row
    return int(row[0]), int(row[1])


def _share(right: list[float], all_pairs: list[float]) -> Share:
    total = sum(all_pairs)
    if total == 0:
        return Share(value=None, low=None, high=None)
    value = sum(right) / total
    bearers = sum(pairs > 0 for pairs in all_pairs)
    squares = sum((r - value * x) ** 2 for r, x in zip(right, all_pairs, strict=True))
    variance = squares * bearers / max(1, bearers - 1) / total**2
    alike = value * (1 - value) / variance if variance > 0 and 0 < value < 1 else float(bearers)
    low, high = _wilson(value, alike)
    return Share(value=value, low=low, high=high)


def _wilson(share: float, n: float) -> tuple[float, float]:
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)
