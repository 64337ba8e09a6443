"""The closed maps beside this file: which of our terms a recorded wording becomes, or none.

A wording in no map, and one marked REVIEW, becomes nothing: the column stays empty and is listed as
unreadable, and the report counts the wording, so that somebody can add a line with a source.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.errors import IngestError, nearest
from vacatur.ingest.work_table import create_table
from vacatur.record.terms import (
    Court,
    Disposition,
    Grade,
    ParticipantRole,
    Treatment,
    WarrantState,
)

_FOLDER = Path(__file__).parent
_REVIEW = "REVIEW"

Meaning = Mapping[str, str | None]


def load_dispositions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `dispositions`: each wording as sent, with `disposition` and `treatment`, or nulls."""
    known = _load("dispositions.csv", {"disposition": Disposition, "treatment": Treatment})
    _match(
        connection,
        "dispositions",
        "select distinct charge_disposition from charges_rows",
        known,
        ("disposition", "treatment"),
    )


def load_courts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `courts`: each court system as sent, with what it says about a case, or nulls."""
    known = _load("courts.csv", {"court": Court, "grade": Grade})
    _match(
        connection,
        "courts",
        "select distinct court_system from cases_rows",
        known,
        ("state", "county", "court", "prosecuting_office", "grade"),
    )


def disposition_meaning(sent: str) -> Meaning:
    """What a wording of a disposition means: `disposition`, `treatment`; empty: nobody knows."""
    known = _load("dispositions.csv", {"disposition": Disposition, "treatment": Treatment})
    return known.get(_folded(sent), {})


def court_meaning(sent: str) -> Meaning:
    """What one name of a court system says about a case; empty: nobody knows it."""
    return _load("courts.csv", {"court": Court, "grade": Grade}).get(_folded(sent), {})


def load_connections(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `connections`: each connection to a case as sent, with the `role` it is, or null."""
    known = _load("connections.csv", {"role": ParticipantRole})
    query = "select distinct connection from related_persons_rows"
    _match(connection, "connections", query, known, ("role",))


def load_warrant_statuses(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `warrant_statuses`: each status as sent, with `status` and its days, or nulls.

    A wording means what its line says from `first_day` to `last_day`, both in; null: an open end.
    """
    known = _load("warrant_statuses.csv", {"status": WarrantState})
    query = "select distinct last_status from warrants_rows"
    columns = ("status", "first_day", "last_day")
    _match(connection, "warrant_statuses", query, known, columns)


def _load(name: str, vocabularies: Mapping[str, type[StrEnum]]) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            wording, where = row["recorded"], f"{name}, line {line}"
            if wording in found:
                raise IngestError(f"the wording [{wording}] stands twice", where=where)
            for column, terms in vocabularies.items():
                _check_term(row[column], terms, where)
            found[wording] = {
                column: None if value in ("", _REVIEW) else value for column, value in row.items()
            }
    return found


def _check_term(value: str, terms: type[StrEnum], where: str) -> None:
    known = {_REVIEW, "", *(each.value for each in terms)}
    if value not in known:
        raise IngestError(f"[{value}] is not a term", where=where, repair=nearest(value, known))


def _match(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    query: str,
    known: Mapping[str, Meaning],
    columns: Sequence[str],
) -> None:
    sent = [row[0] for row in connection.execute(query).fetchall()]
    rows = [_row(each, known, columns) for each in sent if each is not None]
    create_table(connection, table, dict.fromkeys(("as_sent", *columns), pa.string()), rows)


def _row(sent: str, known: Mapping[str, Meaning], columns: Sequence[str]) -> Meaning:
    meaning = known.get(_folded(sent), {})
    return {"as_sent": sent, **{column: meaning.get(column) for column in columns}}


def _folded(sent: str) -> str:
    return re.sub(r"\s+", " ", sent.strip()).upper()
