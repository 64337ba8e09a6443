"""`make bench`: decide on a million charges, against the same rule written by hand.

The county is made once and kept under build/bench. Each command runs as a process of its own, in
turn with its alternative; the figures are medians, and the ratio is taken pair by pair, since
machines are noisy.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path

import duckdb

from bench.measure import Cost, run

DAY = "2026-02-15"
RULE = "MD-EXP-105-12"
VACATUR = ("-m", "vacatur")


def main() -> None:
    """Parse, prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=460_000, help="about 2.19 charges each")
    parser.add_argument("--pairs", type=int, default=5, help="measured pairs, after one unmeasured")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    options = parser.parse_args()
    workspace = prepare(options.folder / str(options.people), options.people)
    charges = _count(workspace / "records" / "charges.parquet")
    by_hand = options.folder / "by_hand.parquet"
    pairs = [_pair(workspace, by_hand) for _ in range(options.pairs + 1)][1:]
    _same_answers(workspace, by_hand)
    _print(charges, pairs)


def prepare(folder: Path, people: int) -> Path:
    """A county with its records, made once."""
    workspace = folder / "workspace"
    if not (workspace / "records" / "person_hashes.parquet").exists():
        county = str(folder / "county")
        made = run([*VACATUR, "sample", "county", "--people", str(people), "--out", county])
        print(f"county made in {made.seconds:.1f} s, peak {_mega(made)}")
        read = run([*VACATUR, "ingest", county, "--workspace", str(workspace)])
        print(f"ingested and linked in {read.seconds:.1f} s, peak {_mega(read)}")
    return workspace


def _pair(workspace: Path, by_hand: Path) -> tuple[Cost, Cost]:
    place = str(workspace)
    ours = run(
        [*VACATUR, "decide", "--law", "us-md", "--rule", RULE, "--as-of", DAY, "--workspace", place]
    )
    theirs = run(["-m", "bench.by_hand", str(workspace / "records"), str(by_hand)])
    return ours, theirs


def _same_answers(workspace: Path, by_hand: Path) -> None:
    """A faster query with other answers would be no alternative."""
    name = (workspace / "decisions" / "latest").read_text(encoding="utf-8").strip()
    decisions = workspace / "decisions" / name / "decisions.parquet"
    columns = "charge_id, published, eligible_on"
    (different,) = duckdb.execute(
        f"with ours as (select {columns} from read_parquet('{decisions}')), "
        f"theirs as (select {columns} from read_parquet('{by_hand}')) "
        "select count(*) from ((from ours except from theirs) union all "
        "(from theirs except from ours))"
    ).fetchone() or (0,)
    if different:
        raise SystemExit(f"bench: {different:,} answers differ; the comparison means nothing")


def _print(charges: int, pairs: list[tuple[Cost, Cost]]) -> None:
    ours = statistics.median(a.seconds for a, _ in pairs)
    theirs = statistics.median(b.seconds for _, b in pairs)
    ratios = sorted(a.seconds / b.seconds for a, b in pairs)
    peak = max((a for a, _ in pairs), key=lambda cost: cost.peak_bytes)
    other = max((b for _, b in pairs), key=lambda cost: cost.peak_bytes)
    print(f"{charges:,} charges, {RULE} on {DAY}, whole processes, {len(pairs)} pairs")
    for name, seconds, cost in (("vacatur decide", ours, peak), ("by_hand.sql", theirs, other)):
        speed = f"{charges / seconds:>9,.0f} charges/s"
        print(f"  {name:<16} {seconds:6.2f} s  {speed}  peak {_mega(cost)}")
    middle = statistics.median(ratios)
    print(f"  ratio            {middle:6.2f}    from {ratios[0]:.2f} to {ratios[-1]:.2f}")


def _count(path: Path) -> int:
    (rows,) = duckdb.execute(f"select count(*) from read_parquet('{path}')").fetchone() or (0,)
    return int(rows)


def _mega(cost: Cost) -> str:
    return f"{cost.peak_bytes / 1e6:,.0f} MB"


if __name__ == "__main__":
    main()
