"""Which answers linking can hear, and hashes of what records were linked with, and to what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.identity.said_log import SaidLine
from vacatur.sql import parquet


def heard(lines: Iterable[SaidLine], records_folder: Path) -> tuple[SaidLine, ...]:
    """The answers of which both cases are in the records."""
    said = tuple(lines)
    if not said:
        return ()
    named = sorted({case for line in said for case in line.pair})
    with duckdb.connect() as connection:
        connection.register("named", pa.table({"case_id": pa.array(named, pa.string())}))
        rows = connection.execute(
            f"""select case_id from {parquet(records_folder / "defendants.parquet")}
            semi join named using (case_id)"""
        ).fetchall()
    there = {case for (case,) in rows}
    return tuple(line for line in said if there.issuperset(line.pair))


def said_sha256(lines: Iterable[SaidLine]) -> str:
    """Hash of what the answers say, whoever said it and when; empty for none."""
    said = sorted({(line.case_l, line.case_r, bool(line.same)) for line in lines})
    return hashlib.sha256(json.dumps(said).encode()).hexdigest() if said else ""


def links_sha256(records_folder: Path) -> str:
    """Hash of what linking made of the records: who has each case, and what is told of a person.

    Why two cases are one person's is not in it: no decision asks.
    """
    sums = duckdb.execute(
        # A sum does not depend on the order of the rows.
        f"""select
            (select sum(md5_number_lower(case_id || chr(31) || person_id)::hugeint)
                from {parquet(records_folder / "links.parquet")}),
            (select sum(md5_number_lower(told::varchar)::hugeint) from (
                select person_id, read_elsewhere, unreadable, birth_date, race, sex,
                    history_checked_on
                from {parquet(records_folder / "persons.parquet")}) told)"""
    ).fetchone()
    return hashlib.sha256(repr(sums).encode()).hexdigest()
