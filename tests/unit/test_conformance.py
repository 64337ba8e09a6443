"""The checks of a PDF name each way in which a good one is broken, and nothing in the good one."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Name, Pdf

from tests.support.broken_tags import BREAKS
from tests.support.papers import EVERYTHING, HEAD, printed, saved
from vacatur.documents.conformance import faults_of
from vacatur.documents.conformance_fonts import letters_of


@pytest.fixture(scope="module")
def good() -> bytes:
    return printed(EVERYTHING)


def test_a_good_paper_has_no_fault_also_when_it_is_written_out_again(good: bytes) -> None:
    assert faults_of(good) == ()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        assert faults_of(saved(pdf)) == ()


@pytest.mark.parametrize(("broken", "fault"), BREAKS, ids=[broken.__name__ for broken, _ in BREAKS])
def test_each_break_is_named(good: bytes, broken: Callable[[Pdf], object], fault: str) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        broken(pdf)
        found = faults_of(saved(pdf))
    assert any(fault in each for each in found), found
    assert all(is_a_sentence(each) for each in found)


def is_a_sentence(fault: str) -> bool:
    return fault[0].isupper() and fault.endswith(".") and "pikepdf" not in fault


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda pdf: b"", "The file cannot be opened as a PDF."),
        (lambda pdf: b"%PDF-1.7 and no more", "The file cannot be opened as a PDF."),
        (lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-2.0", 1), "The file does not begin as a PDF"),
        (lambda pdf: b"\n" + pdf, "The file does not begin as a PDF"),
    ],
    ids=["nothing", "a header alone", "another version", "a line before the header"],
)
def test_bytes_that_are_no_such_file(
    good: bytes, spoil: Callable[[bytes], bytes], fault: str
) -> None:
    assert any(each.startswith(fault) for each in faults_of(spoil(good)))


@pytest.mark.parametrize(
    ("password", "fault"),
    [("", "The file is encrypted."), ("secret", "The file asks for a password.")],
)
def test_an_encrypted_file(good: bytes, password: str, fault: str) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(user=password, owner="owner"))
    assert fault in faults_of(locked)


def test_a_part_packed_with_lzw_is_refused(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        part = pdf.make_stream(b"")
        part.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
        pdf.Root.Unused = part
        as_it_is = {"compress_streams": False}
        packed = saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, **as_it_is)
    assert faults_of(packed) == ("A part of the file is packed with LZW, which archives refuse.",)


def test_a_file_whose_parts_are_of_the_wrong_kind_has_not_passed(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.Lang
        pdf.pages[0].Resources.Font = 7
        found = faults_of(saved(pdf))
    assert "The file does not say its language." in found
    assert "A part of the file is not what a PDF must have there; checking stopped." in found


SVG = "<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>"

GOOD = {
    "a table over several pages": """
        #table(columns: 2, table.header([a], [b]), ..range(99).map(n => ([#n], [x])).flatten())""",
    "a header of two rows, and a footer": """
        #table(
          columns: 2,
          table.header(table.cell(colspan: 2)[Both], [a], [b]), [1], [2], table.footer([c], [d]),
        )""",
    "one drawing twice": f'#image(bytes("{SVG}"), alt: "Seal") #image(bytes("{SVG}"), alt: "Seal")',
    "a formula": '#math.equation(alt: "x plus y", $x + y$)',
    "lists in lists": "- a\n  - b\n    + c\n- d",
    "two columns": "#set page(columns: 2)\n#lorem(900)",
    "Hebrew as the language": '#set text(lang: "he", dir: rtl)\nיעקב כהן 12',
    "links to places": "= A <a>\n== B\n#link(<a>)[back] #outline()",
    "decoration": "Text #underline[a] #rect[b] #place(top)[c] #line(length: 2cm)",
}


@pytest.mark.parametrize("source", GOOD.values(), ids=GOOD)
def test_other_good_papers_have_no_fault(source: str) -> None:
    assert faults_of(printed(HEAD + source)) == ()


def test_letters_of_runs_and_lists_and_signs_beyond_the_first_plane() -> None:
    written = (
        b"2 beginbfrange\n<0001> <0003> <0041>\n<0005> <0006> [<0066 0069> <D83DDE00>]\n"
        b"endbfrange\n1 beginbfchar\n<07> <005A>\nendbfchar"
    )
    assert letters_of(written) == {1: "A", 2: "B", 3: "C", 5: "fi", 6: "\U0001f600", 7: "Z"}
