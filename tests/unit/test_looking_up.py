"""The rows that bear some ids: every one of them, whole, and nothing else is read."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vacatur.office.looking_up import rows_with

ROWS = 500
TYPES = pa.schema(
    [
        ("id", pa.string()),
        ("told", pa.list_(pa.string())),
        ("flag", pa.bool_()),
        ("text", pa.string()),
        ("never", pa.date32()),
    ]
)


def _rows(chance: random.Random, *, is_sorted: bool) -> list[dict[str, Any]]:
    ids = [chance.choice(["é", "a", "Z"]) + str(chance.randrange(200)) for _ in range(ROWS)]
    return [
        {
            "id": chance.choice([each, each, each, None]),
            "told": chance.choice([None, [], ["x"], [None, "y"]]) if place > ROWS / 2 else [],
            "flag": chance.choice([None, True, False]) if place < ROWS / 2 else None,
            "text": f"{place}",
            "never": None,
        }
        for place, each in enumerate(sorted(ids) if is_sorted else ids)
    ]


@pytest.mark.parametrize("is_sorted", [True, False])
@pytest.mark.parametrize("written_by", ["duckdb", "pyarrow"])
def test_what_is_looked_up_is_what_a_query_finds(
    tmp_path: Path, written_by: str, is_sorted: bool
) -> None:
    chance, path = random.Random(7), tmp_path / "rows.parquet"
    rows = _rows(chance, is_sorted=is_sorted)
    table = pa.Table.from_pylist(rows, schema=TYPES)
    if written_by == "duckdb":
        with duckdb.connect() as connection:
            connection.register("rows", table)
            # DuckDB writes groups of whole vectors, so there is one group of all rows.
            connection.execute(f"copy rows to '{path}' (format parquet)")
    else:
        pq.write_table(table, path, row_group_size=37)
    for asked in (["a1"], ["é7", "Z3", "a1", "a1"], ["nobody"], [], [f"a{x}" for x in range(200)]):
        assert rows_with(path, "id", asked) == [row for row in rows if row["id"] in asked]


def test_groups_that_cannot_hold_an_id_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read = tmp_path / "rows.parquet", []
    pq.write_table(pa.table({"id": [f"{x:03}" for x in range(100)]}), path, row_group_size=10)
    group = pq.ParquetFile.read_row_group

    def counted(self: pq.ParquetFile, place: int, **how: Any) -> Any:
        read.append(place)
        return group(self, place, **how)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", counted)
    assert rows_with(path, "id", ["042", "077"]) == [{"id": "042"}, {"id": "077"}]
    assert set(read) == {4, 7}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        rows_with(tmp_path / "none.parquet", "id", ["a"])
