"""Fonts of the office: asked after ours, and for what ours lack alone."""

import io
import struct

import pypdf
import pytest

from tests.support.packets import DAY, jobs, values
from vacatur.documents.conformance import faults_of
from vacatur.documents.pdf_text import bodies_of, holds
from vacatur.documents.typesetting import FONTS, press
from vacatur.errors import PaperRefused

FIRST, MOVED_TO = 0x05EF, 0x0E01  # six Hebrew signs, which stand for Thai ones here
THAI = "กข"


def invented_font():
    """One of ours under another name, with signs where ours have none."""
    font = (FONTS / "NotoSansHebrew-Regular.ttf").read_bytes()
    font = font.replace("Hebrew".encode("utf-16-be"), "Office".encode("utf-16-be"))
    made = bytearray(font.replace(b"Hebrew", b"Office"))
    (tables,) = struct.unpack(">H", made[4:6])
    records = (made[12 + 16 * n : 28 + 16 * n] for n in range(tables))
    (cmap,) = (struct.unpack(">I", each[8:12])[0] for each in records if each[:4] == b"cmap")
    (count,) = struct.unpack(">H", made[cmap + 2 : cmap + 4])
    places = {
        cmap + struct.unpack(">I", made[cmap + 8 + 8 * n : cmap + 12 + 8 * n])[0]
        for n in range(count)
    }
    for place in places:
        _move(made, place)
    return bytes(made)


def _move(font, place):
    """Move one run of signs of a map of format 4: its first sign and its last."""
    (twice,) = struct.unpack(">H", font[place + 6 : place + 8])
    ends, starts = place + 14, place + 16 + twice
    for at in range(0, twice, 2):
        (start,) = struct.unpack(">H", font[starts + at : starts + at + 2])
        if start == FIRST:
            for where in (ends, starts):
                (old,) = struct.unpack(">H", font[where + at : where + at + 2])
                font[where + at : where + at + 2] = struct.pack(">H", old + MOVED_TO - FIRST)


@pytest.fixture
def fonts(tmp_path):
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "Office.ttf").write_bytes(invented_font())
    return folder


def letter(fonts, name):
    (job,) = jobs(["letter-motion-en"], values(defendant_name=name))
    with press(fonts=fonts) as opened:
        return opened.pdf(job.template, {**job.data, "first_page": 1}, on=DAY)


def fonts_in(pdf):
    return {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }


def test_what_ours_lack_is_set_in_the_font_of_the_office(fonts):
    pdf = letter(fonts, f"Ann {THAI}")

    assert holds(bodies_of(pdf), f"Ann {THAI}")
    assert faults_of(pdf) == ()
    assert any("Office" in each for each in fonts_in(pdf))
    assert any("Libertinus" in each for each in fonts_in(pdf))


def test_without_it_the_sign_is_refused(tmp_path):
    empty = tmp_path / "fonts"
    empty.mkdir()

    for folder in (None, empty):
        with pytest.raises(PaperRefused, match=r"no font has a glyph for U\+0E01"):
            letter(folder, f"Ann {THAI}")


def test_a_paper_that_needs_none_of_it_is_the_same_bytes(fonts):
    assert letter(fonts, "DOE, JANE") == letter(None, "DOE, JANE")
