"""`make bench-ingest`: take a large export in, and then one in which some cases have vanished.

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
    files = [str(county / name) for name in ("cases.csv", "charges.csv")]
    floor = run(["-m", "bench.copy_only", str(folder / "copied"), *files])
    _print("CSV to Parquet, unchecked", floor, _charges(folder / "copied"))
    first = run([*VACATUR, "ingest", str(county), "--workspace", str(workspace)])
    records = workspace / "records"
    _print("vacatur ingest", first, _charges(records))
    print(f"  ratio {first.seconds / floor.seconds:.2f}")
    second = run([*VACATUR, "ingest", str(later), "--workspace", str(workspace)])
    _print("vacatur ingest, next snapshot", second, _charges(records))
    compared = run(["-m", "bench.compare_snapshots", str(records), str(folder / "compared")])
    _print("of which hashed and compared", compared, _charges(records))


def _counties(folder: Path, people: int) -> tuple[Path, Path]:
    county, later = folder / "county", folder / "later"
    if not (county / "charges.csv").exists():
        run([*VACATUR, "sample", "county", "--people", str(people), "--out", str(county)])
    later.mkdir(exist_ok=True)
    for path in county.glob("*.csv"):
        _without_some_cases(path, later / path.name)
    return county, later


def _without_some_cases(path: Path, target: Path) -> None:
    """Leave out one case in a thousand. The case's number stands first on every line."""
    by_case = path.name != "history_searches.csv"
    with path.open("rb") as read, target.open("wb") as write:
        write.writelines(
            line for line in read if not (by_case and line.partition(b",")[0].endswith(b"007"))
        )


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
