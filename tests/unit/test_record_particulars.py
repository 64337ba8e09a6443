"""The particulars that can be stated, and the characters that no paper prints."""

import re
from pathlib import Path

import pytest

from vacatur.record.particulars import Stated
from vacatur.record.plain_text import first_unprintable


def test_each_name_can_be_typed_and_each_definition_says_where_it_may_come_from():
    for each in Stated:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", each.value)
        assert re.search(r"; (stated only|.+ may hold .+)$", each.definition), each
    assert len({each.definition for each in Stated}) == len(Stated)


def test_the_manual_defines_each_as_the_vocabulary_does():
    manual = Path(__file__).resolve().parents[2] / "docs" / "casework.md"
    section = manual.read_text(encoding="utf-8").split("\n## Particulars\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", section, flags=re.MULTILINE)

    assert rows == [(each.value, each.definition) for each in Stated]


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\x00", "U+0000"), ("\t", "U+0009"), ("\r", "U+000D"), ("\x1f", "U+001F"),
        ("\x7f", "U+007F"), ("\x85", "U+0085"), ("\u061c", "U+061C"), ("\u200e", "U+200E"),
        ("\u200f", "U+200F"), ("\u2028", "U+2028"), ("\u2029", "U+2029"), ("\u202a", "U+202A"),
        ("\u202e", "U+202E"), ("\u2066", "U+2066"), ("\u2069", "U+2069"), ("\udcff", "U+DCFF"),
    ],
)  # fmt: skip
def test_a_character_that_is_not_seen_is_found_and_named(character, code):
    assert first_unprintable(f"No appeal{character}.") == (10, code)
    assert first_unprintable(f"{character}\u202e") == (1, code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No appeal.\nNo petition.",
        "José O’Neil, § 8–301.1",
        "김철수",
        "שלום",
        "مرحبا",
        "\u2027\u202f\u206a",
    ],
)
def test_what_is_seen_may_be_said(text):
    assert first_unprintable(text) is None
