"""An arrest feed: three declared headers, and every row accounted for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import vacatur.ingest.arrest_feed
from vacatur.errors import IngestError
from vacatur.ingest.arrest_feed.feed import read_feed
from vacatur.scratch import scratch_database

EXAMPLES = Path(vacatur.ingest.arrest_feed.__file__).parent / "example"
READ_ON = date(2019, 12, 31)
HEADER = (EXAMPLES / "cut-names.csv").read_text(encoding="utf-8").splitlines()[0]


@pytest.fixture
def read(tmp_path):
    """Read a feed: what was told of it, and its rows without what is null."""

    def run(path):
        with scratch_database(tmp_path) as connection:
            feed = read_feed(connection, path, tmp_path / "work", name="arrests", read_on=READ_ON)
            found = connection.execute("select * from arrests order by row")
            names = [each[0] for each in found.description]
            rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        kept = [{k: v if type(v) is int else str(v) for k, v in row.items() if v is not None}
                for row in rows]  # fmt: skip
        return feed, kept

    return run


def test_the_examples_become_what_is_expected(read):
    expected = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
    assert sorted(expected) == sorted(path.name for path in EXAMPLES.glob("*.csv"))
    for name, wanted in expected.items():
        feed, rows = read(EXAMPLES / name)
        assert rows == wanted["rows"], name
        told = {each.reason: list(each.first) for each in feed.quarantined}
        assert told == wanted["quarantine"], name
        assert feed.rows_in == feed.mapped + feed.out == wanted["rows_in"]
        assert (feed.style, feed.alike) == (Path(name).stem, wanted["alike"])


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (HEADER.replace("Charge,", "Chrge,"), r"\[Charge\] .* is missing\n.*\n.*\[Chrge\]"),
        (HEADER + ",Unit", "column 18 is none of the style"),
        (HEADER.replace("GeoLocatio", "Latitude"), r"\[Latitude\] stands twice"),
        ("case,charge,day", "no header of an arrest feed"),
        ("90000011,30,M,B,SOMEBODY", "no header of an arrest feed"),
    ],
)
def test_a_header_of_no_declared_style_is_refused(read, tmp_path, header, says):
    path = tmp_path / "feed.csv"
    path.write_text(header + "\n1,2\n", encoding="utf-8")
    with pytest.raises(IngestError, match=says) as refused:
        read(path)
    assert "SOMEBODY" not in str(refused.value)


def test_the_shared_last_cell_of_the_oldest_style_must_be_the_last(read, tmp_path):
    text = (EXAMPLES / "arrest.csv").read_text(encoding="utf-8")
    moved = text.replace("Neighborhood,Latitude,Longitude", "Latitude,Longitude,Neighborhood")
    path = tmp_path / "feed.csv"
    path.write_text(moved, encoding="utf-8")
    with pytest.raises(IngestError, match="not the last two columns"):
        read(path)


def test_nothing_of_a_feed_is_kept(read, tmp_path):
    read(EXAMPLES / "arrest.csv")
    assert not list(tmp_path.glob(".scratch*"))
