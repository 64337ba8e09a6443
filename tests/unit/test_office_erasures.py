"""The ledger of erasures, and what is taken out of tables by it."""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vacatur.errors import WorkspaceError
from vacatur.office.erasures import (
    CASE,
    LEDGER,
    Erased,
    Erasure,
    Forgotten,
    Ledger,
    keyed,
    read_ledger,
    write_ledger,
)
from vacatur.office.forgetting import _blank_quarantine

KEY = "5e" * 32
VAULTED = Erasure(
    number=1,
    on=date(2026, 2, 15),
    what=Erased.VAULTED,
    subject="s1",
    obliterate_on=date(2029, 2, 15),
    cases=(keyed(KEY, CASE, "7B1"),),
)
GONE = Erasure(
    number=2, on=date(2029, 2, 15), what=Erased.OBLITERATED, subject="s1", obliterate_on=None
)


def test_it_is_read_as_it_was_written_and_names_nothing(tmp_path):
    assert read_ledger(tmp_path).lines == ()
    write_ledger(tmp_path, [VAULTED, GONE])
    found = read_ledger(tmp_path)
    assert tuple(found.lines) == (VAULTED, GONE)
    assert found.subjects(Erased.OBLITERATED) == {"s1"}
    assert "7B1" not in (tmp_path / LEDGER).read_text()


def test_a_line_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / LEDGER).write_text('{"number": 1}\n')
    with pytest.raises(WorkspaceError, match="line cannot be read"):
        read_ledger(tmp_path)


def test_the_hash_is_the_one_that_ingest_makes():
    """A ledger and the memory of what vanished name a case alike."""
    with duckdb.connect() as connection:
        connection.execute("set variable workspace_key = $key", {"key": KEY})
        made = connection.execute(
            "select sha256(getvariable('workspace_key') || ':' || 'case' || ':' || '7B1')"
        ).fetchall()
    assert made == [(keyed(KEY, CASE, "7B1"),)]


def test_a_charge_is_forgotten_with_its_case_and_nothing_else_is():
    known = Forgotten(Ledger([VAULTED]), KEY)
    assert known.names("7B1")
    assert known.names("7B1/001")
    assert not any(map(known.names, ("", "7B", "7B11", "7B11/001", "001")))
    assert not Forgotten(Ledger([GONE]), KEY)
    assert not Forgotten(Ledger([VAULTED]), "00" * 32).names("7B1")


def test_a_line_in_quarantine_stays_counted_and_loses_its_text(tmp_path):
    path = tmp_path / "quarantine.parquet"
    texts = ["7B1,DOE", "7B2,ROE", None, '"7B1",DOE', "x;7B1;y"]
    rows = {"file": ["cases"] * 5, "row": list(range(5)), "reason": ["r"] * 5, "text": texts}
    pq.write_table(pa.table(rows), path)

    _blank_quarantine(path, Forgotten(Ledger([VAULTED]), KEY))

    assert pq.read_table(path)["text"].to_pylist() == ["", "7B2,ROE", None, "", ""]
