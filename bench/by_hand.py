"""The hand-written query as a process of its own: python -m bench.by_hand RECORDS OUT."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from vacatur.engine.compile.verdicts import offense_of_row
from vacatur.law.citation import Citation, parse_citation
from vacatur.law.rulebook import packaged_codes

LISTS = {
    "possession": "cannabis-possession",
    "attempt": "cannabis-possession-attempt",
    "conspiracy": "cannabis-possession-conspiracy",
}
PREDECESSOR = Citation(("art", "27", "287"))


def main(records: Path, out: Path) -> None:
    """Answer MD-EXP-105-12 on 2026-02-15 for every charge, with the query in by_hand.sql."""
    verdicts = out.with_suffix(".verdicts.parquet")
    _write_verdicts(records, verdicts)
    query = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    connection = duckdb.connect(config={"memory_limit": "1500MB"})
    connection.execute("set enable_progress_bar = false")
    connection.execute(query.format(records=records, verdicts=verdicts, out=out))


def _write_verdicts(records: Path, path: Path) -> None:
    """What the code lists say of each offence: a person writing SQL would look it up as well."""
    codes = packaged_codes()["us-md"]
    rows = []
    for row in pq.read_table(records / "offenses.parquet").to_pylist():
        said = {n: codes.verdict(offense_of_row(row), each) for n, each in LISTS.items()}
        used, cited = said["possession"].used, parse_citation(row["statute"])
        rows.append(
            {
                "offense_id": row["offense_id"],
                **{name: verdict.answer for name, verdict in said.items()},
                "predecessor": None if cited is None else cited.is_under(PREDECESSOR),
                "possession_first": used.first,
                "possession_last": used.last,
            }
        )
    schema = pa.schema(
        [
            ("offense_id", pa.int64()),
            *((name, pa.bool_()) for name in (*LISTS, "predecessor")),
            ("possession_first", pa.date32()),
            ("possession_last", pa.date32()),
        ]
    )
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
