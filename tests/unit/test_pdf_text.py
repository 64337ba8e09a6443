"""What is printed is found again in the words of the PDF, and nothing else is."""

from __future__ import annotations

import pikepdf
import pytest

from tests.support.papers import HEAD, printed, saved
from vacatur.documents.pdf_text import bodies_of, holds, page_count, pages_of

SENTENCE = HEAD + "#par[The State moves for #sys.inputs.name who was convicted.]"

LATIN = [
    "O'Neil-Müller",
    "D’Arcy",
    "office fluffy fi fl ffi ﬃ",
    "A" * 300,
    "Wolfeschlegelstein " * 16,
    "Well-known-hyphenated-name-that-is-long " * 4,
    "Jose\u0301 Zoe\u0308",
    "Nguyễn Văn Đạt, Łukasz, Şahin, Ελένη, Дмитрий",
    "-- --- ... \\ / \" '",
    "#let x = 1; *bold* _it_ $x$ @ref <label> // gone /* gone */",
    "{{ name }} {% if x %} {# gone #}",
]
OTHERS = ["王小明李", "김철수", "יעקב", "יעקב כהן", "(יעקב) 12"]


@pytest.mark.parametrize("name", [*LATIN, *OTHERS], ids=lambda name: ascii(name)[:30])
def test_a_name_is_found_as_it_was_typed_and_not_otherwise(name: str) -> None:
    paper = printed(SENTENCE, name=name)
    for pages in (pages_of(paper), bodies_of(paper)):
        assert holds(pages, name)
        assert not holds(pages, name + "x")
        assert not holds(pages, "x" + name)


@pytest.mark.parametrize("name", LATIN, ids=lambda name: ascii(name)[:30])
def test_a_name_stands_where_it_was_put(name: str) -> None:
    pages = bodies_of(printed(SENTENCE, name=name))
    assert holds(pages, f"moves for {name} who was")


def test_names_of_one_paper_in_several_scripts_do_not_disturb_each_other() -> None:
    names = [*LATIN, *OTHERS]
    pages = bodies_of(printed(HEAD + "#sys.inputs.names", names="\n\n".join(names)))
    assert [name for name in names if not holds(pages, name)] == []


def test_a_dotted_arabic_name_is_not_said_to_be_there() -> None:
    """The PDF names its dotted letters twice; whoever prints it must look at the paper."""
    assert not holds(bodies_of(printed(SENTENCE, name="محمد بن سلمان")), "محمد بن سلمان")


@pytest.mark.parametrize(
    ("printed_text", "looked_for", "is_held"),
    [
        ("John Q.\nSmith", "John Q. Smith", True),
        ("John\u00a0Q. Smith", "John Q. Smith", True),
        ("John Q. Smith", "john q. smith", False),
        ("Smith-Jones", "SmithJones", False),
        ("O’Neil", "O'Neil", False),
        ("José", "Jose\u0301", False),
        ("Smith", "Smith\u200b", False),
        ("Smith", "Smyth", False),
        ("Smith", " ", True),
        ("", "Smith", False),
        ("כהן יעקב", "יעקב כהן", True),
        ("כהן", "יעקב כהן", False),
    ],
)
def test_white_space_alone_is_forgiven(printed_text: str, looked_for: str, is_held: bool) -> None:
    assert holds([printed_text], looked_for) is is_held


@pytest.fixture(scope="module")
def long_paper() -> bytes:
    return printed(HEAD + '#range(900).map(n => "word" + str(n)).join(" ")')


def test_what_runs_over_the_end_of_a_page_is_found_in_the_bodies(long_paper: bytes) -> None:
    text = " ".join(f"word{number}" for number in range(900))
    assert page_count(long_paper) == len(pages_of(long_paper)) == 2
    assert holds(bodies_of(long_paper), text)
    assert not holds(pages_of(long_paper), text)


def test_bodies_leave_out_headers_and_page_numbers_and_nothing_else(long_paper: bytes) -> None:
    whole, bodies = pages_of(long_paper), bodies_of(long_paper)
    assert all(holds([page], "Case 1") for page in whole)
    assert [holds([page], f"Page {number}") for number, page in enumerate(whole, 1)] == [True, True]
    assert not holds(bodies, "Case 1")
    assert not holds(bodies, "Page")
    assert sum(len("".join(page.split())) for page in whole) - sum(
        len("".join(page.split())) for page in bodies
    ) == 2 * len("Case1Page1")


def test_a_page_without_text_is_empty() -> None:
    empty = '#set document(title: "Nothing")\n#set page(paper: "us-letter")\n'
    assert pages_of(printed(empty)) == bodies_of(printed(empty)) == ("",)


def test_a_header_written_from_right_to_left_is_left_out_too() -> None:
    """Its letters stand between marks of their own, inside those of the decoration."""
    paper = printed(HEAD + "#set page(header: [יעקב])\nText")
    assert holds(pages_of(paper), "יעקב")
    assert not holds(bodies_of(paper), "יעקב")


def test_a_page_without_content_is_empty() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        del pdf.pages[0].Contents
        assert pages_of(saved(pdf)) == bodies_of(saved(pdf)) == ("",)
