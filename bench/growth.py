"""`python -m bench.growth`: what linking by names costs, from a hundred thousand cases on.

The headers are those of an invented county, 8 % of whose fields are damaged, without any key: so
names must do all the work. What is timed is a process that does nothing but link them.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.header_records import write_header_records
from bench.measure import Cost, run
from vacatur.identity.linking import link
from vacatur.sql import literal

_CASES_PER_PERSON = 1.39
_NOISE, _SEED = 8, 7  # percent


@dataclass(frozen=True)
class Linked:
    """What linking so many cases cost, and how many pairs each block made; None: left out."""

    cases: int
    spellings: int
    cost: Cost
    blocks: Mapping[str, int | None]

    @property
    def pairs(self) -> int:
        """Pairs, those of two blocks twice."""
        return sum(pairs or 0 for pairs in self.blocks.values())


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--cases", type=float, nargs="+", default=[0.1, 0.3, 1, 3], help="millions")
    parser.add_argument("--folder", type=Path, default=Path("build/bench/growth"))
    parser.add_argument("--link", type=Path, help="link these records, and nothing else")
    options = parser.parse_args()
    if options.link:
        _link(options.link)
        return
    print("| cases | spellings | seconds | CPU seconds | peak | pairs | CPU, more | pairs, more |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    found: list[Linked] = []
    for millions in options.cases:
        found.append(_measure(options.folder / f"{millions:g}", round(millions * 1e6)))
        print(_row(found[-1], found[-2] if len(found) > 1 else None), flush=True)
    print()
    _print_blocks(found)


def _measure(folder: Path, cases: int) -> Linked:
    records = folder / "records"
    if not records.is_dir():
        _prepare(folder, records, cases)
    cost = run(["-m", "bench.growth", "--link", str(records)])
    told = json.loads((folder / "linked.json").read_text())
    return Linked(cost=cost, **told)


def _prepare(folder: Path, records: Path, cases: int) -> None:
    """Make a county, and keep its headers alone."""
    shutil.rmtree(folder, ignore_errors=True)
    county = folder / "county"
    people = str(round(cases / _CASES_PER_PERSON))
    noise = ("--names", "--names-noise", str(_NOISE), "--seed", str(_SEED))
    run(["-m", "vacatur", "sample", "county", "--people", people, *noise, "--out", str(county)])
    partial = folder / "partial"
    partial.mkdir()
    with duckdb.connect() as connection:
        write_header_records(connection, partial, _headers(county / "cases.csv"))
    shutil.rmtree(county)
    partial.rename(records)


def _headers(cases: Path) -> str:
    return f"""select case_num as case_id, nullif(defendant_name, '') as name,
            try_cast(defendant_dob_shifted as date) as birth_date, defendant_sex as sex,
            nullif(defendant_address, '') as address, nullif(defendant_zip5, '') as zip,
            []::varchar[] as unreadable
        from read_csv({literal(cases)}, all_varchar = true)"""


def _link(records: Path) -> None:
    report = link(records)
    told = {
        "cases": report.cases,
        "spellings": report.names.spellings,
        "blocks": dict(report.names.blocks),
    }
    (records.parent / "linked.json").write_text(json.dumps(told))


def _row(now: Linked, before: Linked | None) -> str:
    """Cost and pairs beside those of the size before: 1.00 means no more for each spelling."""
    ratios = ("", "")
    if before:
        more = now.spellings / before.spellings
        ratios = (
            f"{now.cost.cpu_seconds / before.cost.cpu_seconds / more:.2f}",
            f"{now.pairs / before.pairs / more:.2f}",
        )
    cells = (
        f"{now.cases:,}",
        f"{now.spellings:,}",
        f"{now.cost.seconds:.0f}",
        f"{now.cost.cpu_seconds:.0f}",
        f"{now.cost.peak_bytes / 1e9:.2f} GB",
        f"{now.pairs:,}",
        *ratios,
    )
    return f"| {' | '.join(cells)} |"


def _print_blocks(found: list[Linked]) -> None:
    """Pairs of each block for each spelling; what grows, grows faster than the records do."""
    print(f"| block | {' | '.join(f'{each.cases:,}' for each in found)} |")
    print(f"|---|{'---:|' * len(found)}")
    for block in found[-1].blocks:
        cells = [
            "left out" if pairs is None else f"{pairs / each.spellings:.2f}"
            for each in found
            for pairs in [each.blocks[block]]
        ]
        print(f"| {block} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
