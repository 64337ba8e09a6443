"""`python -m bench.linkage`: how right linking by names is, at several sizes and shares of noise.

Each county is made, taken in and linked again; what is timed is that last process.
`--febrl FOLDER` links published data instead: the synthetic persons of Febrl (Christen, 2005).
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import duckdb

from bench.febrl import measure_febrl
from bench.measure import Cost, run
from vacatur.identity.linking import NAME_PAIRS
from vacatur.identity.score import Share
from vacatur.office.link_quality import LinkQuality, link_quality
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

VACATUR = ("-m", "vacatur")
_COLUMNS = (
    "people", "noise", "cases", "precision", "recall", "wait", "of others", "told apart",
    "alike", "CPU seconds", "peak",
)  # fmt: skip


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[3_000, 30_000])
    parser.add_argument("--noise", type=int, nargs="+", default=[0, 2, 8, 15], help="percent")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("build/bench/linkage"))
    parser.add_argument("--febrl", type=Path, help="a folder with Febrl's dataset3.csv")
    options = parser.parse_args()
    if options.febrl:
        measure_febrl(options.febrl)
        return
    print(f"| {' | '.join(_COLUMNS)} |")
    print(f"|---:|---:|---:|---|---|{'---:|' * (len(_COLUMNS) - 5)}")
    for people in options.people:
        for noise in options.noise:
            folder = options.folder / f"{people}-{noise}-{options.seed}"
            workspace = _prepare(folder, people, noise, options.seed)
            cost = run([*VACATUR, "link", "--workspace", str(workspace)])
            found = link_quality(
                Workspace(workspace), folder / "county" / "truth" / "names.csv", None
            )
            others = _waiting_of_others(workspace / "records", found)
            print(_row(people, noise, found, others, cost), flush=True)


def _prepare(folder: Path, people: int, noise: int, seed: int) -> Path:
    """Records made anew: those of an earlier vacatur may be other ones."""
    shutil.rmtree(folder, ignore_errors=True)
    county, workspace = folder / "county", folder / "workspace"
    names = ("--names", "--names-noise", str(noise), "--seed", str(seed))
    run([*VACATUR, "sample", "county", "--people", str(people), *names, "--out", str(county)])
    run([*VACATUR, "ingest", str(county), "--workspace", str(workspace)])
    return workspace


def _waiting_of_others(records: Path, found: LinkQuality) -> float:
    """Of the persons who hold no case of the hard set, the share with a pair that waits."""
    cases = found.judged.cases
    others = {case.person_id for case in cases} - {case.person_id for case in cases if case.hard}
    waiting = duckdb.execute(
        f"""select distinct person_id from {parquet(records / "links.parquet")}
        where case_id in (select unnest([case_l, case_r])
            from {parquet(records / NAME_PAIRS)} where band = 'review')"""
    ).fetchall()
    return len(others & {person for (person,) in waiting}) / len(others)


def _row(people: int, noise: int, found: LinkQuality, others: float, cost: Cost) -> str:
    score, merges = found.quality.score, found.quality.wrong_merges
    cells = (
        f"{people:,}",
        f"{noise} %",
        f"{score.cases:,}",
        _share(score.precision),
        _share(score.recall),
        f"{found.review.share_of_persons or 0:.2%}",
        f"{others:.2%}",
        f"{sum(each.told_apart for each in merges)}",
        f"{sum(each.not_told_apart for each in merges)}",
        f"{cost.cpu_seconds:.1f}",
        f"{cost.peak_bytes / 1e6:,.0f} MB",
    )
    return f"| {' | '.join(cells)} |"


def _share(share: Share) -> str:
    if share.value is None:
        return "no pair"
    return f"{share.value:.4f} ({share.low:.4f} to {share.high:.4f})"


if __name__ == "__main__":
    main()
