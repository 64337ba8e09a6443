"""`make bench-ingest`: take a large export in, and then the same county's export of a month later.

The named alternative only turns the two files into Parquet with DuckDB: it checks nothing, maps
nothing and links nobody, so it is the floor under every ingest.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import duckdb

from bench.measure import Cost, run

VACATUR = ("-m", "vacatur")


def main() -> None:
    """Parse, prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    parser.add_argument("--people", type=int, default=460_000, help="about 2.19 charges each")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    options = parser.parse_args()
    folder = options.folder / f"ingest-{options.people}"
    county, later = _counties(folder, options.people)
    workspace = folder / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    floor = run(["-m", "bench.copy_only", str(county), str(folder / "copied")])
    _print("CSV to Parquet, unchecked", floor, _charges(folder / "copied"))
    first = run([*VACATUR, "ingest", str(county), "--workspace", str(workspace)])
    records = workspace / "records"
    _print("vacatur ingest", first, _charges(records))
    print(f"  ratio {first.seconds / floor.seconds:.2f}")
    # The county closes most of its open cases in a month; a case that vanishes is meant to.
    second = run([*VACATUR, "ingest", str(later), "--workspace", str(workspace), "--vanished-too"])
    _print("vacatur ingest, next snapshot", second, _charges(records))
    compared = run(["-m", "bench.compare_snapshots", str(records), str(folder / "compared")])
    _print("of which hashed and compared", compared, _charges(records))


def _counties(folder: Path, people: int) -> tuple[Path, Path]:
    county, later = folder / "county", folder / "month-later"
    for out, more in ((county, ()), (later, ("--month-later",))):
        if not (out / "charges.csv").exists():
            run([*VACATUR, "sample", "county", "--people", str(people), "--out", str(out), *more])
    return county, later


def _charges(folder: Path) -> int:
    path = folder / "charges.parquet"
    (rows,) = duckdb.execute(f"select count(*) from read_parquet('{path}')").fetchone() or (0,)
    return int(rows)


def _print(name: str, cost: Cost, charges: int) -> None:
    print(
        f"  {name:<30} {cost.seconds:7.1f} s  {charges / cost.seconds:>9,.0f} charges/s"
        f"  peak {cost.peak_bytes / 1e6:,.0f} MB"
    )


if __name__ == "__main__":
    main()
