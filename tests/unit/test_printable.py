"""What nobody would see on paper is refused, and the refusal tells nobody's name."""

import unicodedata

import pytest

from vacatur.documents.particulars import Listing, Table
from vacatur.documents.printable import refuse_unprintable
from vacatur.errors import PaperRefused

# Unicode's Default_Ignorable_Code_Point, but for what is in these categories anyway.
IGNORED = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0xE0100, 0xE01EF]
IGNORED += [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10)]
BOTH_WAYS = [0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F, 0x061C]


def refused(**told):
    with pytest.raises(PaperRefused) as raised:
        refuse_unprintable({name.replace("_", "-"): value for name, value in told.items()})
    return raised.value


@pytest.mark.parametrize("code", [0, 1, 9, 0x0B, 0x0D, 0x1B, 0x7F, 0x85, 0xAD, 0x200B, 0x200D,
                                  0x2028, 0x2029, 0x2060, 0xFEFF, 0xFFFC, 0xFFFE, 0xE000, 0xD800,
                                  0xE0041, 0xF0000, 0x10FFFF, *IGNORED, *BOTH_WAYS])  # fmt: skip
def test_a_sign_that_nobody_sees_is_refused_by_its_number(code):
    error = refused(defendant_name=f"Ann{chr(code)}Poe")

    assert f"[defendant-name] holds U+{code:04X}" in error.what
    assert "Ann" not in str(error)
    assert "matters state NUMBER defendant-name" in error.repair


def test_no_sign_of_a_category_that_nobody_sees_gets_through():
    """Cc, Cf, Cs and Co of the planes that names are written in, but for a line break."""
    through = []
    for code in range(0x20000):
        if unicodedata.category(chr(code)) not in ("Cc", "Cf", "Cs", "Co"):
            continue
        try:
            refuse_unprintable({"trial": f"a{chr(code)}b"})
        except PaperRefused:
            continue
        through.append(code)

    # Signs that are seen: of Arabic and Kaithi numbers, Egyptian quadrats, shorthand, music.
    seen = {0x0A, *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
    drawn_by_no_font_of_ours = {*range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCA4),
                                *range(0x1D173, 0x1D17B)}  # fmt: skip
    assert set(through) <= seen | drawn_by_no_font_of_ours


@pytest.mark.parametrize(
    "name",
    ["O'Neil", "O’Neil", "José", "Jose\u0301", "王小明", "김철수", "משה", "Ann\u00a0Poe",
     "Ann\nPoe", "  Ann", "X Æ", "#eval"],
)  # fmt: skip
def test_a_name_as_people_have_them_is_fine(name):
    refuse_unprintable({"defendant-name": name, "case-number": "7B00500420"})


@pytest.mark.parametrize("name", ["", "  ", "A", "A.", "-", "123", "J. 1"])
def test_a_name_of_one_letter_or_none_is_refused(name):
    assert "is no name" in refused(defendant_name=name).what


@pytest.mark.parametrize("number", ["7B00500420", "D-08-CR-12-000123", "1", "06K12001234"])
def test_a_case_number_that_courts_write_is_fine(number):
    refuse_unprintable({"case-number": number})


@pytest.mark.parametrize(
    "number",
    ["", " 7B00500420", "7b00500420", "7B 00500420", "7B00500420\n", "-7B", "7B-", "7B/1", "٧B",
     "7B–1", Listing(items=("7B",))],
)  # fmt: skip
def test_another_case_number_is_refused(number):
    error = refused(case_number=number)

    assert "case number is none that a court writes" in error.what
    assert "7B00500420" not in str(error)


@pytest.mark.parametrize(
    "value",
    [
        Listing(items=("fine", "not\u200b fine")),
        Table(columns=("A", "B"), widths=(1, 1), rows=(("fine", "fine"), ("fine", "not\u200b"))),
    ],
)
def test_lists_and_tables_are_looked_through(value):
    assert "[charges] holds U+200B" in refused(charges=value).what
