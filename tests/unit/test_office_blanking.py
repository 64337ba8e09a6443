"""Rows about forgotten cases are blank; every other row keeps its number and its bytes."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date

import pytest

from vacatur.office.blanking import Blanking, Columns
from vacatur.office.erasures import CASE, PERSON, Erased, Erasure, Forgotten, Ledger, keyed

KEY = "5e" * 32
CASES, PERSONS = ("7B00000001", "B/2"), ("P0001",)
LINE = Erasure(
    number=1,
    on=date(2026, 2, 15),
    what=Erased.VAULTED,
    subject="s",
    obliterate_on=date(2029, 2, 15),
    cases=tuple(keyed(KEY, CASE, each) for each in CASES),
    persons=tuple(keyed(KEY, PERSON, each) for each in PERSONS),
)
NO_KEYS = Columns(case=(), person=())


def blanked(name, content, columns=NO_KEYS, ledger=Ledger([LINE]), size=7):  # noqa: B008
    blanking = Blanking(Forgotten(ledger, KEY), columns)

    def chunks():
        return iter([content[place : place + size] for place in range(0, len(content), size)])

    hits = blanking.count(name, chunks)
    return hits, b"".join(blanking.blanked(name, chunks)) if hits else content


EXPORT = (
    b"case_num,person_key,defendant_name,district_case_num\n"
    b"7B00000001,P0001,JANE DOE,\n"
    b"7B00000002,P0002,JOHN ROE,7B00000001\n"
    b'7B00000003,P0002,"ROE, JOHN",\n'
    b"7B00000004,P0001,JANE DOE,\n"
    b"7B00000001,too,few\n"
)
LEFT = (
    b"case_num,person_key,defendant_name,district_case_num\n"
    b"\n"
    b"7B00000002,P0002,JOHN ROE,\n"
    b'7B00000003,P0002,"ROE, JOHN",\n'
    b"\n"
    b"\n"
)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_row_about_the_case_is_blank_and_another_loses_one_cell(end, size):
    content, left = EXPORT.replace(b"\n", end), LEFT.replace(b"\n", end)

    assert blanked("1-cases.csv", content, size=size) == (4, left)


def test_no_ledger_reads_nothing():
    def never():
        raise AssertionError("it was read")

    empty = Blanking(Forgotten(Ledger([]), KEY), NO_KEYS)
    assert empty.count("a.csv", never) == 0


def test_another_case_is_left_byte_for_byte():
    content = EXPORT.replace(b"7B00000001", b"7B00000009").replace(b"P0001", b"P0009")
    assert blanked("a.csv", content) == (0, content)


def test_packed_files_stay_packed():
    hits, found = blanked("1-cases.csv.gz", gzip.compress(EXPORT))
    assert (hits, gzip.decompress(found)) == (4, LEFT)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/side.csv", EXPORT)
    hits, found = blanked("1-cases.csv.zip", packed.getvalue())
    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        assert (hits, archive.read("in/side.csv")) == (4, LEFT)


def test_utf_16_is_written_back_as_utf_16():
    content = EXPORT.decode().encode("utf-16")
    hits, found = blanked("1-cases.csv", content, size=10_000)
    assert (hits, found.decode("utf-16")) == (4, LEFT.decode())


def test_a_case_of_several_columns_is_told_by_all_of_them():
    content = b"court;number;name\nB;1;ROE\nB;2;DOE\nC;2;POE\n"
    hits, found = blanked("a.csv", content, Columns(case=("court", "number"), person=()))
    assert (hits, found) == (1, b"court;number;name\nB;1;ROE\n\nC;2;POE\n")


def test_a_charge_of_the_case_is_the_case():
    content = b"charge,column,value\n7B00000001/001,a,b\n7B00000002/001,a,b\n"
    assert blanked("answers.csv", content) == (
        1,
        b"charge,column,value\n\n7B00000002/001,a,b\n",
    )


def test_documents_leave_whole_and_other_texts_by_the_line():
    assert blanked("a.json", b'[{"number": "7B00000001"}]')[0] is None
    assert blanked("a.json", b'[{"number": "7B00000002"}]')[0] == 0
    assert blanked("notes.yaml", b"a: 1\nb: see 7B00000001.\nc: [7B00000001]\n")[1] == (
        b"a: 1\nb: see 7B00000001.\n\n"
    )


def test_letters_beyond_ascii_are_ids_too():
    line = Erasure(
        number=1, on=LINE.on, what=Erased.VAULTED, subject="s", obliterate_on=None,
        cases=(keyed(KEY, CASE, "ÄÖ-0001"),),
    )  # fmt: skip
    content = "case_num,name\nÄÖ-0001,DOE\nÄÖ-0002,JOSÉ\n".encode()
    hits, found = blanked("a.csv", content, ledger=Ledger([line]), size=3)
    assert (hits, found.decode()) == (1, "case_num,name\n\nÄÖ-0002,JOSÉ\n")
