"""`make bench-facts`: attach a million facts to a county, and answer questions one by one.

The named alternatives: for a file, deciding everybody again, and merely turning the file into
Parquet with DuckDB, which checks and applies nothing; for an answer, deciding everybody again.
Seconds of all cores together stand beside the wall's, since machines are shared.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.measure import Cost, run

DAY = "2026-02-15"
VACATUR = ("-m", "vacatur")
KINDS = ("history", "supervision", "laboratory")


def main() -> None:
    """Parse, prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.facts", description=__doc__)
    parser.add_argument("--people", type=int, default=460_000, help="about 2.19 charges each")
    parser.add_argument("--fewer", type=int, default=91_000, help="people of a smaller county")
    parser.add_argument("--answers", type=int, default=50, help="answers measured in each county")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    options = parser.parse_args()
    for people in (options.fewer, options.people):
        folder = options.folder / f"facts-{people}"
        _prepare(folder, people)
        print(f"{people:,} people")
        everybody = _everybody(folder / "bare", "everybody decided")
        _answer(folder, options.answers, everybody)
    _attach(options.folder / f"facts-{options.people}")


def _prepare(folder: Path, people: int) -> None:
    """A county with its records, decided once; made once."""
    county, workspace = folder / "county", folder / "bare"
    if not (county / "facts").is_dir():
        run([*VACATUR, "sample", "county", "--people", str(people), "--out", str(county)])
    if not (workspace / "records" / "person_hashes.parquet").exists():
        run([*VACATUR, "ingest", str(county), "--workspace", str(workspace)])


def _everybody(workspace: Path, name: str) -> Cost:
    cost = run(
        [*VACATUR, "decide", "--law", "us-md", "--as-of", DAY, "--workspace", str(workspace)]
    )
    _print(name, cost)
    return cost


def _answer(folder: Path, number: int, everybody: Cost) -> None:
    out = folder / "answers.json"
    workspace = _copy(folder / "bare", folder / "answered")
    run(["-m", "bench.answer_some", str(workspace), str(number), str(out)])
    told = json.loads(out.read_text(encoding="utf-8"))
    wall, cpu = told["wall"], told["cpu"]
    middle, slow = statistics.median(wall), statistics.quantiles(wall, n=20)[18]
    print(
        f"  one answer: median {middle:.0f} ms, 95th percentile {slow:.0f} ms, "
        f"median of all cores {statistics.median(cpu):.0f} ms; "
        f"everybody takes {1e3 * everybody.seconds / middle:,.0f} times as long"
    )


def _attach(folder: Path) -> None:
    """Each file in turn, and then everybody, with every fact."""
    workspace = _copy(folder / "bare", folder / "told")
    costs = {}
    for kind in KINDS:
        path, out = folder / "county" / "facts" / f"{kind}.csv", folder / f"{kind}.json"
        costs[kind] = run(["-m", "bench.attach_file", str(workspace), str(path), kind, str(out)])
        _print_file(kind, costs[kind], json.loads(out.read_text(encoding="utf-8")))
        floor = run(["-m", "bench.copy_only", str(folder / "copied"), str(path)])
        _print("CSV to Parquet, unchecked", floor)
    everybody = _everybody(workspace, "everybody decided, with every fact")
    for kind, cost in costs.items():
        ratio, of_cores = (
            cost.seconds / everybody.seconds,
            cost.cpu_seconds / everybody.cpu_seconds,
        )
        print(f"  {kind}: {ratio:.2f} times everybody, {of_cores:.2f} by all cores")


def _copy(workspace: Path, to: Path) -> Path:
    """The same workspace in another place, to be changed."""
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(workspace, to))


def _print_file(kind: str, cost: Cost, told: Mapping[str, Any]) -> None:
    _print(f"{told['facts']:,} facts of {kind}", cost)
    print(f"    {told['persons']:,} people decided again")
    for what, seconds in told["steps"].items():
        print(f"    {what:<28} {seconds:7.1f} s")


def _print(name: str, cost: Cost) -> None:
    print(
        f"  {name:<38} {cost.seconds:7.1f} s, of all cores {cost.cpu_seconds:7.1f} s, "
        f"peak {cost.peak_bytes / 1e6:,.0f} MB"
    )


if __name__ == "__main__":
    main()
