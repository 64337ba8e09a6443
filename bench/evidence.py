"""`make bench-evidence`: tables of disparity over ten million events, from a file to JSON.

The named alternative is DuckDB alone, which reads the same file and counts the same cells: it
checks no row, no month, no code, and gives no interval.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

from bench.measure import run
from vacatur.sql import literal

DISTRICTS = 9
_ALONE = """
import sys, duckdb
print(duckdb.sql(f"select race, district, count(*) from read_csv('{sys.argv[1]}', all_varchar=true)"
    " where code in ('1 0573', '1 1564') group by all").fetchall())
"""


def main() -> None:
    """Parse, generate, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.evidence", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    options = parser.parse_args()
    folder = options.folder / f"evidence-{options.events}"
    events, population = _generate(folder, options.events)
    ours = run(
        (
            "-m", "vacatur", "evidence", "disparity", "--source", str(events),
            "--adapter", "events", "--unit", "event", "--offense", "cannabis_possession",
            *(f"--column={name}={name}" for name in ("day", "race", "district", "code")),
            "--from", "2013-01-01", "--to", "2014-12-31", "--population", str(population),
            "--population-year", "2014", "--population-place", "nowhere",
            "--population-said-by", "a computer", "--each-district", "--json",
        )
    )  # fmt: skip
    script = folder / "alone.py"
    script.write_text(_ALONE, "utf-8")
    alone = run((str(script), str(events)))
    size = events.stat().st_size / 1e6
    print(f"{options.events:,} events, {size:,.0f} MB, by race within {DISTRICTS} districts")
    for name, cost in (("vacatur evidence disparity", ours), ("DuckDB alone", alone)):
        print(
            f"  {name:<28} {cost.seconds:6.1f} s ({cost.cpu_seconds:.1f} of all cores), "
            f"{cost.peak_bytes / 1e6:,.0f} MB"
        )


def _generate(folder: Path, events: int) -> tuple[Path, Path]:
    """A file of events in two years, and one of residents; made once."""
    folder.mkdir(parents=True, exist_ok=True)
    path, population = folder / "events.csv", folder / "population.csv"
    if not path.is_file():
        duckdb.sql("select setseed(0.29)")
        duckdb.sql(
            f"""copy (select date '2013-01-01' + (random() * 729)::integer as day,
                ['Black', 'White', 'another race', 'unknown'][(1 + random() ** 2 * 3.1)::integer]
                    as race,
                'district ' || (1 + random() * {DISTRICTS - 1})::integer as district,
                ['1 0573', '4 3550', '1 1415', '1 1635'][(1 + random() * 3)::integer] as code
            from range({events})) to {literal(path)} (header, delimiter ',')"""
        )
        rows = [
            f"{group},district {number},{people}"
            for number in range(1, DISTRICTS + 1)
            for group, people in (("Black", 400_000), ("White", 200_000), ("another race", 60_000))
        ]
        population.write_text("\n".join(("group,district,population", *rows)) + "\n", "utf-8")
    return path, population


if __name__ == "__main__":
    main()
