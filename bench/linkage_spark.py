"""`python -m bench.linkage_spark`: what linking costs by Spark on this machine, beside DuckDB.

A county is made and taken in, or `--records` names the records of a workspace; they are copied, and
linked by each engine in a process of its own. Linux only: memory is that of all its processes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import duckdb

from bench.measure import Cost, run
from bench.process_tree import run_tree
from vacatur.identity.engines import Engine
from vacatur.identity.linking import LINKS, link
from vacatur.sql import parquet

VACATUR = ("-m", "vacatur")


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage_spark", description=__doc__)
    parser.add_argument("--people", type=int, default=30_000)
    parser.add_argument("--noise", type=int, default=8, help="percent")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=Path, help="records/ of a workspace, in their place")
    parser.add_argument("--folder", type=Path, default=Path("build/bench/linkage-spark"))
    parser.add_argument("--link", choices=list(Engine), help="only link --records, in their place")
    options = parser.parse_args()
    if options.link:
        link(options.records, engine=Engine(options.link))
        return
    records = options.records or _county(options.folder, options)
    print("| engine | cases | seconds | CPU seconds | peak | the same links |")
    print("|---|---:|---:|---:|---:|---|")
    first = b""
    for engine in Engine:
        mine = options.folder / engine
        shutil.rmtree(mine, ignore_errors=True)
        shutil.copytree(records, mine)
        itself = ("-m", "bench.linkage_spark", "--records", str(mine), "--link", engine)
        cost = run_tree(itself)
        links = (mine / LINKS).read_bytes()
        first = first or links
        print(_row(engine, mine, cost, is_same=links == first), flush=True)
        if links != first:
            sys.exit("bench: the engines link otherwise")


def _county(folder: Path, options: argparse.Namespace) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    county, workspace = folder / "county", folder / "workspace"
    made = ("--people", str(options.people), "--seed", str(options.seed))
    names = ("--names", "--names-noise", str(options.noise))
    run([*VACATUR, "sample", "county", *made, *names, "--out", str(county)])
    run([*VACATUR, "ingest", str(county), "--workspace", str(workspace)])
    return workspace / "records"


def _row(engine: Engine, records: Path, cost: Cost, *, is_same: bool) -> str:
    ((cases,),) = duckdb.execute(f"select count(*) from {parquet(records / LINKS)}").fetchall()
    cells = (
        engine,
        f"{cases:,}",
        f"{cost.seconds:.1f}",
        f"{cost.cpu_seconds:.1f}",
        f"{cost.peak_bytes / 1e6:,.0f} MB",
        "yes" if is_same else "NO",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
