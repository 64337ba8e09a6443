"""A saved page and a rap sheet: what is read by its label, and what is handed back unread."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from tests.support.printed import PAGE, a_pdf
from vacatur.errors import IngestError, RecordError
from vacatur.ingest.printed_record.pages import lines_of_page
from vacatur.ingest.printed_record.reading import read_lines
from vacatur.law.rulebook import packaged_codes
from vacatur.office import limited
from vacatur.office.limited import read_record
from vacatur.office.record_readers import READERS

DAY = "2026-02-15"


def read(lines):
    return read_lines(lines, as_of=date(2026, 2, 15), codes=packaged_codes()["us-md"])


def test_a_page_is_read_by_its_labels_and_the_rest_is_handed_back():
    found = read(lines_of_page(PAGE))
    (case,) = found.docket["cases"]
    first, second = case["charges"]
    assert (case["number"], case["county"], case["court"]) == (
        "4B01234567",
        "Baltimore City",
        "district",
    )
    assert (first["act"], first["substance"]) == ("possession", "cannabis")
    assert (first["offense_date"], first["disposition"]) == ("2012-03-04", "convicted")
    assert second["substance"] == "other"  # NOT MARIHUANA is not marihuana
    assert second["disposition_date"] is None  # 31 June is no day, and none is guessed
    assert found.docket["person"] == {"birth_date": "1980-01-02"}
    assert "Disposition Date: 06/31/2012" in found.unread
    assert "Something odd happened here" in found.unread
    assert "Plea: GUILTY" in found.unread


def test_a_wording_that_no_map_has_is_unreadable_and_silence_is_missing():
    lines = [
        "Case Number: 1",
        "Charge No: 1",
        "Disposition: VANISHED INTO THIN AIR",
        "Charge No: 2",
    ]
    first, second = read(lines).docket["cases"][0]["charges"]
    assert first["disposition"] == "unreadable"
    assert first["disposition_recorded"] == "VANISHED INTO THIN AIR"
    assert second["disposition"] == "missing"


def test_what_stands_before_the_first_charge_belongs_to_none():
    found = read(["Case Number: 1", "Statute: CR 5-601", "Charge No: 1"])
    assert found.docket["cases"][0]["charges"][0]["statute"] is None
    assert found.unread == ("Statute: CR 5-601",)


def test_a_page_says_never_that_its_charges_are_all():
    assert read(lines_of_page(PAGE)).docket["cases"][0]["charges_complete"] is None


@pytest.mark.parametrize(
    ("kind", "content", "what"),
    [
        ("docket", b'{"id": "x"', "Expecting"),
        ("docket", b"[" * 200_000, "nested too deeply"),
        ("table", b"name,case_number\nROE,1\n", "column 1"),
        ("page", b"no page at all", "no saved page"),
        ("rap_sheet", b"%PDF-1.7\nrubbish", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_without_its_words(kind, content, what):
    with pytest.raises((IngestError, RecordError)) as refused:
        READERS[kind](content, DAY)
    assert what in refused.value.what
    assert "ROE" not in str(refused.value)


def test_a_rap_sheet_is_read_from_its_text():
    lines = ("Case Number: 4B01234567", "Charge No: 1", "Description: THEFT", "A stray line")
    docket, unread = READERS["rap_sheet"](a_pdf(lines), DAY)
    assert json.loads(docket)["cases"][0]["charges"][0]["description"] == "THEFT"
    assert "A stray line" in unread


def test_what_takes_too_much_dies_alone(monkeypatch):
    """What is sent is read in a process of its own; memory, time and files are limited there."""
    monkeypatch.setattr(limited, "PROCESS", "tests.support.greedy_process")
    begun = time.monotonic()
    for greed in ("memory", "file", "rubbish"):
        with pytest.raises(IngestError):
            read_record(greed, b"", as_of=DAY)
    with pytest.raises(IngestError, match="too long"):
        read_record("time", b"", as_of=DAY, limit_seconds=1)
    assert time.monotonic() - begun < 30
